"""Histories of commands about one unit, as hypothesis makes them, and the ledger they lead to."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from random import Random
from typing import Any

from hypothesis import strategies as st

from contracts.commands import (
    AcceptReport,
    DeclareActivity,
    ExcuseDuty,
    ExtendDuty,
    ReturnReport,
    SubmitReport,
    WithdrawActivity,
)
from services.registry.domain.decide import UnitVerb, decide
from services.registry.domain.decision import Decision
from services.registry.domain.participation import Participation, absorb
from tests.registry.given import Part
from tests.registry.plans import OFFICE, START, activity, receipt, report

LAST_HOUR = 24 * 45


@dataclass(frozen=True)
class Sent:
    """A command as it was sent: when it was received, by whom, and what it says."""

    hour: int
    command: UnitVerb
    sender: str = "ba-to"


def about(**fields: Any) -> dict[str, Any]:
    return {"plan": "cds-2022", "unit": "ba-to", **fields}


def _day(number: int) -> dict[str, str]:
    return {"day": f"{(START + timedelta(days=number)).date()}"}


NAMES = ("a", "b", "c")
DAYS = [_day(number) for number in (10, 20, 30, 35, 40, 50)]
DECLARATIONS: list[UnitVerb] = [
    DeclareActivity(**about(activity=activity(name, title=title, status=status)))
    for name, title, status in product(NAMES, ("Một", "Hai"), ("planned", "postponed", "held"))
]
WITHDRAWALS: list[UnitVerb] = [WithdrawActivity(**about(activity=name)) for name in NAMES]
REPORTS: list[UnitVerb] = [SubmitReport(**about(report=report(number))) for number in (1, 2, 3)]
RETURNS: list[UnitVerb] = [
    ReturnReport(**about(version=version, deadline=day, reasons=[{"code": "x"}]))
    for version, day in product((1, 2, 3), DAYS)
]
OFFICE_WORK: list[UnitVerb] = [
    *RETURNS,
    *(AcceptReport(**about(version=version)) for version in (1, 2, 3)),
    *(
        ExtendDuty(**about(duty=duty, deadline=day, reason="Bão"))
        for duty, day in product(("dang-ky", "to-chuc", "bao-cao"), DAYS)
    ),
    ExcuseDuty(**about(duty="bao-cao", reason="Sáp nhập")),
]
chance = st.integers(0, 2**32).map(Random)
"""Seeded, so that a loop on it ends whatever hypothesis shrinks."""
submissions = st.sampled_from(REPORTS)
records = st.one_of(*map(st.sampled_from, (DECLARATIONS, WITHDRAWALS, REPORTS)))
anything = st.one_of(records, records, st.sampled_from(OFFICE_WORK))


def histories(commands: st.SearchStrategy[UnitVerb]) -> st.SearchStrategy[list[Sent]]:
    """Commands received at different hours, oldest first."""
    entries = st.tuples(st.integers(1, LAST_HOUR), commands)
    return st.lists(entries, unique_by=lambda entry: entry[0], min_size=1, max_size=10).map(
        lambda found: [
            Sent(hour, command, OFFICE if command in OFFICE_WORK else "ba-to")
            for hour, command in sorted(found, key=lambda entry: entry[0])
        ]
    )


def ledger(state: Participation) -> dict[str, Any]:
    """What must not depend on the order of decisions."""
    return {
        "duties": {
            name: (part.status, [(r.due, r.met_at, r.on_time) for r in part.rounds])
            for name, part in state.duties.items()
        },
        "activities": {
            name: part.record for name, part in state.activities.items() if not part.withdrawn
        },
        "report": state.report,
    }


def in_receipt_order(history: list[Sent], part: Part) -> Participation:
    for sent in history:
        part.state = take(sent, part, part.state)[1]
    return part.state


def take(sent: Sent, part: Part, state: Participation) -> tuple[Decision, Participation]:
    decision = decide(sent.command, state, part.case(receipt(sent.hour, sent.sender)))
    return decision, absorb(state, [decision.facts])  # type: ignore[list-item]
