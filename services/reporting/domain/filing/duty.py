"""Reporting, domain: folds what was said of a duty, from opened to excused and owed again."""

from collections.abc import Mapping
from datetime import datetime
from typing import assert_never

from contracts.facts import (
    DutyChanged,
    DutyExcused,
    DutyExtended,
    DutyFact,
    DutyMet,
    DutyOpened,
    DutyReopened,
)
from contracts.owed import Duty
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import DutyDocument, DutyRound
from services.reporting.domain.filing.version import first_after


def duty_key(fact: DutyFact) -> str:
    duty = fact.duty.id if isinstance(fact.duty, Duty) else fact.duty
    return f"{fact.plan}/{fact.unit}/{duty}"


def fold_duty(fact: DutyFact, documents: Documents) -> DutyDocument:
    """The duty after one more fact; raises LookupError for a log out of order."""
    if isinstance(fact, DutyOpened):
        return _opened(fact)
    duty = documents.get(DutyDocument, duty_key(fact))
    if not isinstance(fact, DutyMet):
        duty = duty.model_copy(update={"changed_at": fact.receipt.at})
    match fact:
        case DutyChanged():
            return duty.model_copy(update={**_asked(fact.duty), "reason": fact.reason})
        case DutyMet():
            met = DutyRound(due=fact.due, met_at=fact.met_at, on_time=fact.on_time)
            # A plan that moves round 0 has it judged again, while a return's round may be owed.
            status = "met" if fact.round == len(duty.rounds) - 1 else duty.status
            inherited = duty.inherited_from or tuple(fact.inherited_from)
            update = {"status": status, "inherited_from": inherited}
            return _stand(duty, fact.round, met, update)
        case DutyExtended():
            moved = duty.rounds[fact.round].model_copy(update={"due": fact.due})
            said = {"reason": fact.reason, "granted": fact.granted}
            return _stand(duty, fact.round, moved, said | _after_the_fact(duty, fact))
        case DutyReopened():
            return _reopened(duty, fact)
        case DutyExcused():
            said = {"reason": fact.reason, "granted": fact.granted}
            return duty.model_copy(update={**said, "status": "excused", "excused": fact.cause})
        case _:
            assert_never(fact)


def _after_the_fact(duty: DutyDocument, fact: DutyExtended) -> dict[str, object]:
    """That the office extended what had been due already, and was not met in time."""
    first = duty.rounds[0]
    late = fact.receipt.at >= first.due and not first.on_time
    office = fact.round == 0 and fact.planned is None and fact.quiet_until is None
    return {"extended_at": fact.receipt.at} if office and late else {}


def _asked(duty: Duty) -> dict[str, object]:
    """What a duty asks for, as the plan has it."""
    return {
        "owed": duty.owed,
        "period": duty.period,
        "kind": duty.kind,
        "title": duty.title,
        "bearer": duty.bearer,
        "wants": duty.wants,
        "judged_by": duty.judged_by,
    }


def _opened(fact: DutyOpened) -> DutyDocument:
    due = fact.duty.due
    opened = {
        **_asked(fact.duty),
        "plan": fact.plan,
        "unit": fact.unit,
        "duty": fact.duty.id,
        "status": "owing",
        "due": due,
        "rounds": (DutyRound(due=due),),
        "dues": (due,),
        "opened_at": fact.receipt.at,
    }
    return DutyDocument.model_validate(opened)


def _reopened(duty: DutyDocument, fact: DutyReopened) -> DutyDocument:
    """Owed again in the same round, or in a new one, which asks for its report anew."""
    again: dict[str, object] = {"status": "owing", "reason": fact.reason, "excused": None}
    if fact.round == len(duty.rounds):
        after = fact.after_version
        first = first_after(duty.versions, after)
        again |= {"after": after, "document_at": None}
        again |= {"figures_at": first.received_at if first else None}
    return _stand(duty, fact.round, DutyRound(due=fact.due), again)


def _stand(
    duty: DutyDocument, number: int, changed: DutyRound, update: Mapping[str, object]
) -> DutyDocument:
    """The duty with round `number` replaced, or begun as the next one; its headline follows from
    round 0 and the last.
    """
    rounds = (*duty.rounds[:number], changed, *duty.rounds[number + 1 :])
    headline = {
        "rounds": rounds,
        "due": rounds[-1].due,
        "met_at": rounds[-1].met_at,
        "on_time": rounds[0].on_time,
        "dues": _distinct(duty.dues, changed.due),
    }
    return duty.model_copy(update={**headline, **update})


def _distinct(dues: tuple[datetime, ...], due: datetime) -> tuple[datetime, ...]:
    return dues if due in dues else (*dues, due)
