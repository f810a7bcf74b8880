"""Registry, domain: what is said of a round of a duty: met, owed again, or the next one begun."""

from datetime import datetime

from contracts.facts import DutyMet, DutyReopened
from contracts.values import ReceiptOrder
from services.registry.domain.case import Case
from services.registry.domain.history.duty import DutyState, RoundState


def met(standing: DutyState, number: int, met_at: datetime, due: datetime, case: Case) -> DutyMet:
    return DutyMet(
        **case.about,
        duty=standing.duty.id,
        round=number,
        met_at=met_at,
        due=due,
        on_time=met_at < due,
    )


def now_met(standing: DutyState, met_at: datetime, case: Case) -> DutyMet:
    number = len(standing.rounds) - 1
    return met(standing, number, met_at, standing.present.due, case)


def again(standing: DutyState, reason: str, case: Case) -> DutyReopened:
    """The present round is owed again, by its own due moment."""
    number = len(standing.rounds) - 1
    due = standing.present.due
    return DutyReopened(**case.about, duty=standing.duty.id, round=number, due=due, reason=reason)


def next_round(
    standing: DutyState, due: datetime, reason: str, case: Case, after_version: int = 0
) -> DutyReopened:
    """A round with a clock of its own."""
    return DutyReopened(
        **case.about,
        duty=standing.duty.id,
        round=len(standing.rounds),
        due=due,
        reason=reason,
        after_version=after_version,
    )


def in_round(present: RoundState, order: ReceiptOrder) -> datetime:
    """The moment of what meets a round; what was there when it was opened meets it from then on."""
    return max(order, present.opened)[0] if present.opened else order[0]
