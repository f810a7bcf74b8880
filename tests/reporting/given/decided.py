"""Tests, reporting: histories that the registry itself decided, over a plan of three reports."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from contracts.calendar import WorkingDays
from contracts.commands import (
    AcceptReport,
    AttachDocument,
    DeclareActivity,
    DeclareNothing,
    ExcuseDuty,
    LiftExcuse,
    RegisterDocument,
    ReturnReport,
    SubmitReport,
    UnitCommand,
    VoidActivity,
    VoidReport,
    WithdrawActivity,
)
from contracts.facts import PlanPublished, ReportCorrected, ReportSubmitted
from contracts.records import Report
from services.registry.domain.history import plan_history
from services.registry.domain.history.plan_history import PlanHistory
from services.registry.domain.owing import instances
from services.registry.domain.participants import list_participants
from services.reporting.domain.document import Documents
from services.reporting.domain.fold import ViewFact
from tests.registry import plans
from tests.registry.given import DIRECTORY, Part
from tests.registry.plans import BA_TO, LY_SON, OFFICE, PROVINCE, receipt
from tests.reporting.given.folded import fold_all

PLAN = "cds-2022"
UNITS = (BA_TO, LY_SON)
WEEKS = tuple(f"tuan_2022-w{week}" for week in (40, 41, 42))
SINGLE = ("bao-cao", "nhanh")
LAST_HOUR = 24 * 60

_WEEKLY = {
    "every": "week",
    "weekday": "fri",
    "first": "2022-10-03",
    "last": "2022-10-21",
    "on_day_off": "keep",
}
OWED: list[dict[str, Any]] = [
    *plans.PLAN["owed"][:2],
    {**plans.PLAN["owed"][2], "through": {}},
    {
        "id": "nhanh",
        "kind": "report",
        "title": "Báo cáo nhanh",
        "deadline": {"day": "2022-10-12"},
        "levels": ["huyen"],
        "wants": "both",
        "judged_by": "document",
    },
    {
        "id": "tuan",
        "kind": "report",
        "title": "Báo cáo tuần",
        "recurring": _WEEKLY,
        "levels": ["huyen"],
    },
]
INDICATORS: list[dict[str, Any]] = [
    {"id": "su-kien", "name": "Sự kiện", "arithmetic": "sum"},
    {"id": "to-cns", "name": "Tổ công nghệ số", "arithmetic": "stock"},
    {"id": "luy-ke", "name": "Lũy kế", "arithmetic": "sum", "over_time": "cumulative"},
    {"id": "gio", "name": "Giờ phát sóng", "arithmetic": "sum", "decimals": 3},
    {"id": "ho-so", "name": "Hồ sơ trực tuyến", "arithmetic": "ratio"},
    {"id": "thi-sinh", "name": "Người dự thi", "arithmetic": "not-additive"},
]
CHANGES: dict[str, Any] = {"owed": OWED, "indicators": INDICATORS, "rules": [], "closes": None}


@dataclass
class Decided:
    """What the registry decided about each unit, and the texts of all versions it accepted."""

    parts: dict[str, Part] = field(default_factory=dict)
    facts: list[ViewFact] = field(default_factory=list)
    texts: dict[tuple[str, str, int], Report] = field(default_factory=dict)

    def documents(self) -> Documents:
        return fold_all(self.facts, Documents())

    def take(self, unit: str, command: UnitCommand, hour: float, sender: str) -> None:
        decision = self.parts[unit].take(command, receipt(hour, sender))
        self.facts += decision.facts  # type: ignore[arg-type]
        for fact in decision.facts:
            if isinstance(fact, ReportSubmitted | ReportCorrected):
                self.texts[unit, fact.owed, fact.version] = fact.report


def begin(**changes: Any) -> Decided:
    """The plan is published, and every unit's duties are opened."""
    the_plan = plans.plan(**{**CHANGES, **changes})
    fact = PlanPublished(
        plan=the_plan,
        participants=list_participants(the_plan, DIRECTORY),
        instances=instances(the_plan, WorkingDays()),
        receipt=receipt(0, PROVINCE),
    )
    decided = Decided(facts=[fact])
    for unit in UNITS:
        part = Part(unit, opened=False)
        part.plans = plan_history.evolve(PlanHistory(), [fact])
        decided.parts[unit] = part
        decided.facts += part.open().facts  # type: ignore[arg-type]
    return decided


QUALIFIERS = st.sampled_from([None, None, "hơn", "gần", "trên", "ước"])
NOTHINGS = ("no-occurrence", "not-our-function", "not-yet-known")


@st.composite
def figures(draw: st.DrawFn) -> list[dict[str, Any]]:
    found = []
    for one in INDICATORS:
        name, shape = one["id"], draw(st.integers(0, 5))
        if shape == 0:
            continue
        if shape == 1:
            found.append({"indicator": name, "nothing": draw(st.sampled_from(NOTHINGS))})
        elif one["arithmetic"] == "ratio":
            bottom = draw(st.integers(0, 9))
            ratio = {"numerator": draw(st.integers(0, bottom)), "denominator": bottom}
            found.append({"indicator": name, **(ratio if shape > 2 else {"percent": 50})})
        else:
            value = draw(st.integers(0, 9)) + (0.125 if name == "gio" else 0)
            found.append({"indicator": name, "value": value, "qualifier": draw(QUALIFIERS)})
    return found


SIGNED = {"number": "12/BC", "day": "2022-10-01"}


@st.composite
def reports(draw: st.DrawFn, duty: str) -> dict[str, Any]:
    report: dict[str, Any] = {"explanation": draw(st.sampled_from(["", "Đã rà soát"]))}
    if draw(st.booleans()):
        report["signed"] = SIGNED
    if duty in WEEKS and draw(st.integers(0, 3)) == 0:
        report["also_owed"] = [draw(st.sampled_from([one for one in WEEKS if one != duty]))]
    if draw(st.integers(0, 5)) == 0:
        return {**report, "nothing": draw(st.sampled_from(NOTHINGS[:2]))}
    return {**report, "figures": draw(figures())}


DAYS = st.sampled_from(["2022-10-15", "2022-11-10", "2022-12-20"])
DUTIES = ("dang-ky", "to-chuc", *SINGLE, *WEEKS)


@st.composite
def of_a_unit(draw: st.DrawFn, about: dict[str, Any]) -> UnitCommand:
    """What a unit sends about itself."""
    duty, name = draw(st.sampled_from([*SINGLE, *WEEKS])), draw(st.sampled_from("ab"))
    match draw(st.sampled_from("sssssdhwn")):
        case "s":
            return SubmitReport(**about, owed=duty, report=draw(reports(duty)))
        case "d":
            return AttachDocument(**about, owed=duty, signed=SIGNED)
        case "w":
            return WithdrawActivity(**about, activity=name)
        case "n":
            return DeclareNothing(**about, duty=draw(st.sampled_from(DUTIES)), reason=NOTHINGS[0])
        case _:
            status = draw(st.sampled_from(["planned", "held"]))
            return DeclareActivity(**about, activity=plans.activity(name, status=status))


@st.composite
def of_the_offices(draw: st.DrawFn, about: dict[str, Any], sent: dict[str, int]) -> UnitCommand:
    """What is decided about a unit, mostly about a version that it sent: `sent` counts them."""
    duty = draw(st.sampled_from(sorted(sent)))
    version = {**about, "owed": duty, "version": draw(st.integers(1, sent[duty]))}
    any_duty = draw(st.sampled_from(DUTIES))
    match draw(st.sampled_from("aaaarrrvvgxlc")):
        case "a":
            return AcceptReport(**version)
        case "r":
            return ReturnReport(**version, reasons=[{"code": "x"}], deadline={"day": draw(DAYS)})
        case "v":
            return VoidReport(**version, reason="Ghi nhầm")
        case "g":
            incoming = {"number": "7", "day": "2022-10-03"}
            return RegisterDocument(**about, owed=duty, incoming=incoming)
        case "x":
            return ExcuseDuty(**about, duty=any_duty, reason="Lũ")
        case "l":
            return LiftExcuse(**about, duty=any_duty, reason="Hết lũ")
        case _:
            return VoidActivity(**about, activity=draw(st.sampled_from("ab")), reason="Trùng")


hours = st.lists(st.integers(1, LAST_HOUR), unique=True, min_size=8, max_size=25).map(sorted)


@st.composite
def histories(draw: st.DrawFn) -> Decided:
    """Commands received at different hours, decided in that order."""
    decided = begin()
    for hour in draw(hours):
        unit = draw(st.sampled_from(UNITS))
        about = {"plan": PLAN, "unit": unit}
        reports_ = decided.parts[unit].state.reports
        sent = {name: len(one.versions) for name, one in reports_.items() if one.versions}
        if sent and draw(st.booleans()):
            judge = draw(st.sampled_from([OFFICE, OFFICE, PROVINCE]))
            decided.take(unit, draw(of_the_offices(about, sent)), hour, judge)
        else:
            decided.take(unit, draw(of_a_unit(about)), hour, unit)
    return decided
