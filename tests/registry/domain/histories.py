"""Histories of commands about one unit, as hypothesis makes them, and the ledger they lead to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any

from hypothesis import strategies as st

from contracts.commands import (
    AcceptReport,
    AttachDocument,
    CarryReport,
    DeclareActivity,
    DeclareNothing,
    ExcuseDuty,
    ExtendDuty,
    LiftExcuse,
    OpenDuties,
    RedactReport,
    RegisterDocument,
    ReturnReport,
    ShareActivity,
    SubmitReport,
    UnitCommand,
    VoidActivity,
    VoidReport,
    WithdrawActivity,
)
from contracts.topology import REGISTRY
from contracts.words import TOLD_STATUSES
from services.registry.domain.decision import Decision
from services.registry.domain.history.participation import Participation
from tests.registry.given import Part
from tests.registry.plans import OFFICE, START, activity, receipt, report

LAST_HOUR = 24 * 45


@dataclass(frozen=True)
class Sent:
    """A command as it was sent: when it was received, by whom, and what it says."""

    hour: float
    command: UnitCommand
    sender: str = "ba-to"


def about(**fields: Any) -> dict[str, Any]:
    return {"plan": "cds-2022", "unit": "ba-to", **fields}


def _day(number: int) -> dict[str, str]:
    return {"day": f"{(START + timedelta(days=number)).date()}"}


NAMES = ("a", "b", "c")
DUTIES = ("dang-ky", "to-chuc", "bao-cao")
DAYS = [_day(number) for number in (10, 20, 30, 35, 40, 50)]
PHOTO = {"title": "Ảnh", "link": "https://example.vn/a.jpg", "sha256": "0" * 64}
EVIDENCE = ([], [PHOTO], [PHOTO, {**PHOTO, "link": "https://example.vn/b.jpg"}])
DECLARATIONS: list[UnitCommand] = [
    DeclareActivity(**about(activity=activity(name, status=status, evidence=evidence)))
    for name, status, evidence in product(NAMES, TOLD_STATUSES, EVIDENCE)
]
WITHDRAWALS: list[UnitCommand] = [WithdrawActivity(**about(activity=name)) for name in NAMES]
NOTHING: list[UnitCommand] = [
    DeclareNothing(**about(duty=duty, reason="no-occurrence")) for duty in DUTIES
]
REPORTS: list[UnitCommand] = [
    SubmitReport(**about(report=report(number, explanation=said, summary="Đã tổ chức.")))
    for number, said in product((1, 2, 3), ("", "Số liệu đã rà soát"))
]
SIGNED = {"number": "12/BC", "day": "2022-10-01"}
DOCUMENTS: list[UnitCommand] = [AttachDocument(**about(signed=SIGNED))]
RETURNS: list[UnitCommand] = [
    ReturnReport(**about(version=version, deadline=day, reasons=[{"code": "x"}]))
    for version, day in product((1, 2, 3), DAYS)
]
OFFICE_WORK: list[UnitCommand] = [
    *RETURNS,
    *(AcceptReport(**about(version=version)) for version in (1, 2, 3)),
    *(
        ExtendDuty(**about(duty=duty, deadline=day, reason="Bão"))
        for duty, day in product(DUTIES, DAYS)
    ),
    *(ExcuseDuty(**about(duty=duty, reason="Lũ")) for duty in DUTIES),
    *(LiftExcuse(**about(duty=duty, reason="Hết lũ")) for duty in DUTIES),
    *(VoidActivity(**about(activity=name, reason="Ghi trùng")) for name in NAMES),
    *(VoidReport(**about(version=version, reason="Ghi nhầm")) for version in (1, 2, 3)),
    *(
        RedactReport(
            **about(version=version, field="summary", start=start, end=start + 3, reason="Nêu tên")
        )
        for version, start in product((1, 2), (0, 5))
    ),
    RegisterDocument(**about(incoming={"number": "7", "day": "2022-09-15"})),
]
CARRIED: list[UnitCommand] = [
    CarryReport(
        **about(owed="bao-cao", by=by, version=version, received_at=START, standing=standing)
    )
    for by, version, standing in product(("ly-son", "bao-qn"), (1, 2), (True, False))
]
SHARED: list[UnitCommand] = [
    ShareActivity(**about(activity=name, by=by, record="x", names=names, status=status))
    for name, by, names, status in product(
        NAMES, ("ly-son", "bao-qn"), (True, False), ("held", "withdrawn", None)
    )
]
OPENING = OpenDuties(**about(revision=1))
EVERY = (
    *DECLARATIONS,
    *WITHDRAWALS,
    *NOTHING,
    *REPORTS,
    *DOCUMENTS,
    *OFFICE_WORK,
    *CARRIED,
    *SHARED,
    OPENING,
)
submissions = st.one_of(*map(st.sampled_from, (REPORTS, DOCUMENTS)))
activities = st.one_of(*map(st.sampled_from, (DECLARATIONS, WITHDRAWALS, NOTHING)))
records = st.one_of(activities, submissions)
anything = st.one_of(records, records, *map(st.sampled_from, (OFFICE_WORK, CARRIED, SHARED)))


def histories(commands: st.SearchStrategy[UnitCommand]) -> st.SearchStrategy[list[Sent]]:
    """Commands received at different hours, oldest first."""
    entries = st.tuples(st.integers(1, LAST_HOUR), commands)
    return st.lists(entries, unique_by=lambda entry: entry[0], min_size=1, max_size=10).map(
        lambda found: [
            Sent(hour, command, sender_of(command))
            for hour, command in sorted(found, key=lambda entry: entry[0])
        ]
    )


def sender_of(command: UnitCommand) -> str:
    if isinstance(command, CarryReport | ShareActivity):
        return REGISTRY
    return OFFICE if command in OFFICE_WORK else "ba-to"


def opened_at(history: Sequence[Sent], place: int) -> list[Sent]:
    """The history with the registry's own command before the one at a place, or at its end."""
    hour = history[place].hour - 0.5 if place < len(history) else history[-1].hour + 0.5
    return [*history[:place], Sent(hour, OPENING, REGISTRY), *history[place:]]


def take(sent: Sent, part: Part) -> Decision:
    return part.take(sent.command, receipt(sent.hour, sent.sender))


def ledger(state: Participation) -> dict[str, Any]:
    """Where the unit stands, however it came to stand there."""
    return {
        "revision": state.revision,
        "duties": {
            name: (part.status, [(r.due, r.met_at, r.on_time) for r in part.rounds])
            for name, part in state.duties.items()
        },
        "activities": {name: part.record for name, part in state.activities.items() if part.alive},
        "reports": {name: (one.report, one.versions) for name, one in state.reports.items()},
    }
