"""Random plans over the test's units, and random histories of commands under them."""

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from hypothesis import strategies as st

from contracts.commands import (
    AcceptReport,
    AttachDocument,
    DeclareActivity,
    DeclareNothing,
    ExcuseDuty,
    ExtendDuty,
    LiftExcuse,
    RegisterDocument,
    ReturnReport,
    SubmitReport,
    UnitCommand,
    VoidActivity,
    VoidReport,
    WithdrawActivity,
)
from tests.registry.domain.obligations.owed import TASKS, entry, part
from tests.registry.given import Part
from tests.registry.plans import OFFICE, activity, report

HOURS = 24 * 60
MANY_DAYS = [f"2022-{month:02d}-{day:02d}" for month in (9, 10) for day in (16, 20, 25, 30)]
days = st.sampled_from(MANY_DAYS).map(lambda day: {"day": day, "inclusive": True})
DUE = {
    "declare": st.sampled_from(MANY_DAYS[:4]),
    "hold": st.sampled_from(MANY_DAYS[4:]),
    "report": st.sampled_from(MANY_DAYS),
}
"""Nothing is to be held before it is to be declared."""
ASSIGNMENTS = [task["id"] for task in TASKS]
some_assignments = st.lists(st.sampled_from(ASSIGNMENTS), unique=True, max_size=2)


@st.composite
def entries(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """One owed entry of any shape."""
    kind = draw(st.sampled_from(["declare", "hold", "report"]))
    fields: dict[str, Any] = {"assignments": draw(some_assignments)}
    if kind == "report":
        fields |= {
            "wants": draw(st.sampled_from(["data", "document", "both"])),
            "through": draw(st.sampled_from([None, {}, {"unit": "ly-son"}])),
        }
        if draw(st.booleans()):
            fields["recurring"] = draw(recurrences())
    else:
        fields["met_by"] = {
            "number": draw(st.integers(1, 3)),
            "kinds": draw(st.sampled_from([[], ["tap-huan"]])),
        }
    if kind == "hold":
        fields["met_by"]["measure"] = draw(st.sampled_from(["all", "at-least"]))
        fields["moves_until"] = draw(st.sampled_from([None, "2022-12-01"]))
    if "recurring" not in fields:
        fields["deadline"] = {"day": draw(DUE[kind]), "inclusive": True}
    return entry(f"o{number}", kind, **fields)


@st.composite
def recurrences(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "every": "week",
        "weekday": draw(st.sampled_from(["mon", "fri", "sun"])),
        "first": "2022-09-12",
        "last": draw(st.sampled_from(["2022-09-26", "2022-10-10"])),
        "on_day_off": draw(st.sampled_from(["keep", "next", "previous"])),
        "inclusive": draw(st.booleans()),
    }


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    """What of the test's plan is particular to one: its entries, and whether it closes."""
    owed = [draw(ENTRIES[number]) for number in range(draw(st.integers(1, len(ENTRIES))))]
    closes = draw(st.sampled_from([None, {"day": "2022-10-31"}]))
    return {"owed": owed, "closes": closes}


ENTRIES = [entries(number) for number in range(4)]


NAMES = ("a", "b", "c")
NOTE: dict[str, Any] = {"reason": "Lý do"}


@dataclass(frozen=True)
class Step:
    """At so many hours: a command by somebody, or an amended plan."""

    hour: int
    command: type[UnitCommand] | None
    by: str
    fields: dict[str, Any]


def _units_own() -> st.SearchStrategy[tuple[Any, str, dict[str, Any]]]:
    return st.one_of(
        st.builds(
            lambda name, status, to, kind: (
                DeclareActivity,
                "ba-to",
                {"activity": activity(name, status=status, assignments=to, kind=kind)},
            ),
            st.sampled_from(NAMES),
            st.sampled_from(["planned", "postponed", "held"]),
            some_assignments,
            st.sampled_from(["tap-huan", "lap-to"]),
        ),
        st.sampled_from(NAMES).map(lambda n: (WithdrawActivity, "ba-to", {"activity": n})),
        _duties().map(lambda d: (DeclareNothing, "ba-to", {"duty": d, "reason": "no-occurrence"})),
        st.builds(
            lambda owed, n, said: (
                SubmitReport,
                "ba-to",
                {"owed": owed, "report": report(n, explanation=said)},
            ),
            _duties(),
            st.integers(1, 3),
            st.sampled_from(["", "Đúng"]),
        ),
        _duties().map(
            lambda owed: (
                AttachDocument,
                "ba-to",
                {"owed": owed, "signed": {"number": "1", "day": "2022-09-15"}},
            )
        ),
    )


def _judging() -> st.SearchStrategy[tuple[Any, str, dict[str, Any]]]:
    version, judge = st.integers(1, 3), st.sampled_from([OFFICE, "ly-son"])
    return st.one_of(
        st.builds(
            lambda owed, v, day, by: (
                ReturnReport,
                by,
                {"owed": owed, "version": v, "deadline": day, "reasons": [{"code": "x"}]},
            ),
            _duties(),
            version,
            days,
            judge,
        ),
        st.builds(
            lambda owed, v, by: (AcceptReport, by, {"owed": owed, "version": v}),
            _duties(),
            version,
            judge,
        ),
        st.builds(
            lambda owed, v: (VoidReport, OFFICE, {"owed": owed, "version": v, **NOTE}),
            _duties(),
            version,
        ),
    )


def _offices() -> st.SearchStrategy[tuple[Any, str, dict[str, Any]]]:
    return st.one_of(
        _judging(),
        _duties().map(
            lambda owed: (
                RegisterDocument,
                OFFICE,
                {"owed": owed, "incoming": {"number": "9", "day": "2022-09-15"}},
            )
        ),
        st.sampled_from(NAMES).map(lambda n: (VoidActivity, OFFICE, {"activity": n, **NOTE})),
        _duties().map(lambda d: (ExcuseDuty, OFFICE, {"duty": d, **NOTE})),
        _duties().map(lambda d: (LiftExcuse, OFFICE, {"duty": d, **NOTE})),
        st.builds(
            lambda d, day: (ExtendDuty, OFFICE, {"duty": d, "deadline": day, **NOTE}),
            _duties(),
            days,
        ),
    )


def _duties() -> st.SearchStrategy[str]:
    weeks = [f"o{number}_2022-w{week}" for number in range(4) for week in (38, 39, 40)]
    return st.sampled_from([*(f"o{number}" for number in range(4)), *weeks])


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    """Commands of everybody and amendments, at rising hours."""
    said = draw(STEPS)
    pauses = [draw(st.integers(1, HOURS // 12)) for _ in said]
    return [Step(hour, *one) for hour, one in zip(accumulate(pauses), said, strict=True)]


AMENDMENTS = plans().map(lambda changes: (None, OFFICE, changes))
STEPS = st.lists(
    st.one_of(_units_own(), _units_own(), _offices(), AMENDMENTS), min_size=1, max_size=12
)


def begin(plan: dict[str, Any]) -> Part:
    """The unit's part under a plan, nothing sent yet."""
    return part(*plan["owed"], closes=plan["closes"])


def take(one: Part, step: Step) -> None:
    """The step, as it comes."""
    if step.command is None:
        changed = begin(step.fields).newest.plan.model_dump(mode="json", exclude_defaults=True)
        names = ("owed", "kinds", "assignments", "closes", "ladder", "rules")
        fields: dict[str, Any] = {"ladder": [], "rules": [], "closes": None}
        fields |= {name: changed[name] for name in names if name in changed}
        one.amend(step.hour, **fields)
    else:
        one.send(step.command, step.hour, by=step.by, **step.fields)
