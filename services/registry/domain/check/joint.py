"""Registry, domain: whose record carries an activity that several units share, told to both."""

from collections.abc import Iterable, Iterator

from contracts.facts import UnitHistoryFact
from contracts.findings import Finding, finding
from contracts.words import TOLD_STATUSES, ActivityStatus
from services.registry.domain.case import Case
from services.registry.domain.history.participation import NOTHING_SHARED, Participation, evolve

MOST_NAMED = 10


def check_joint(
    activity: str, state: Participation, facts: Iterable[UnitHistoryFact], case: Case
) -> tuple[Finding, ...]:
    """What a unit is to know of one of its activities once these facts are told: others name it as
    the lead's, and its own record does not carry it; or it names a lead whose record does not.
    """
    after = evolve(state, facts)
    return (*_as_lead(activity, after), *_as_partner(activity, after, case))


def _as_lead(activity: str, state: Participation) -> Iterator[Finding]:
    own = state.activities.get(activity)
    status = own.status if own else None
    told = state.shared.get(activity, NOTHING_SHARED).values()
    naming = {
        one.by
        for one in told
        if one.names and one.status in TOLD_STATUSES and not _carries(status, one.status)
    }
    if naming:
        units = ", ".join(sorted(naming)[:MOST_NAMED])
        yield finding("joint-not-carried", "", "warning", activity=activity, units=units)


def _as_partner(activity: str, state: Participation, case: Case) -> Iterator[Finding]:
    own = state.activities.get(activity)
    if own is None or not own.alive or own.lead is None:
        return
    unit, record = own.lead
    told = state.shared.get(activity, NOTHING_SHARED).get(own.lead)
    # A unit that is not in the plan is never asked: it can have no record in it.
    carried = _carries(told.status, own.status) if told else unit in case.participants
    if not carried:
        words = {"activity": activity, "unit": unit, "record": record}
        yield finding("joint-counts-here", "", "warning", **words)


def _carries(lead: ActivityStatus | None, partner: ActivityStatus | None) -> bool:
    """Whether the activity counts with its lead: the lead's record is alive, and not left planned
    while a partner's was held.
    """
    return lead in TOLD_STATUSES and (lead == "held" or partner != "held")
