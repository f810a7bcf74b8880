"""A unit's figure of an earlier plan beside its field: of the same units and coverage, or none."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contracts.owed import Owed
from contracts.unit import Unit
from services.reporting.domain.comparing.of_unit import LastTime, OfUnit, beside_unit
from services.reporting.domain.consolidated import Consolidated
from tests.reporting.given.campaigns import Told, entry, weekly

LAST_YEAR = "cds-2021"
TURN = date(2022, 7, 1)
THEN, NOW = date(2021, 9, 15), date(2022, 9, 15)
LUOT = {"id": "luot", "name": "Lượt", "arithmetic": "sum"}
SAME = {"same_as": {"plan": LAST_YEAR, "indicator": "luot"}}
XA = {"xa-a": "xa", "xa-b": "xa", "xa-c": "xa"}


def last_year(
    said: dict[str, int] | None = None,
    owed: dict[str, Any] | None = None,
    units: dict[str, str] | None = None,
    **fields: Any,
) -> Consolidated:
    """The plan of the year before with what its units reported, as its report has it."""
    told = Told([owed or entry("bc")], [{**LUOT, **fields}], units or XA)
    for name, value in (said or {}).items():
        told.report(name, "bc", figures={"luot": value})
    return issued(told.consolidated())


def issued(report: Consolidated) -> Consolidated:
    plan = report.plan.model_copy(update={"id": LAST_YEAR, "issued_on": THEN})
    return report.model_copy(update={"plan": plan})


def unit(name: str, **fields: Any) -> Unit:
    return Unit.model_validate({"id": name, "names": [{"value": name}], **fields})


def beside(
    report: Consolidated | None,
    *directory: Unit,
    owed: dict[str, Any] | None = None,
    of: str = "xa-a",
    **fields: Any,
) -> OfUnit:
    """What stands beside this year's field of a unit."""
    plan = Told([owed or entry("bc")], [{**LUOT, **SAME, **fields}], {of: "xa"}).plan
    plan = plan.model_copy(update={"issued_on": NOW})
    known = {one.id: one for one in directory}
    earlier = {LAST_YEAR: LastTime(report, known, plan)} if report else {}
    found: Owed = plan.owed[0]
    return beside_unit(found, of, plan, earlier)["luot"]


def value(found: OfUnit) -> Decimal | None:
    return found.told.value if found.told else None


def test_a_units_own_figure_of_last_year_is_told() -> None:
    """Not that of all units together; a figure that was never reported is no zero."""
    report = last_year({"xa-a": 7, "xa-b": 30})
    assert beside(report) == beside(report, unit("xa-a"))
    assert (value(beside(report)), beside(report).reason) == (7, None)
    assert beside(report, of="xa-c") == OfUnit(None, "untold")


GONE = {"valid_to": TURN, "successors": ["xa-c"]}


def test_predecessors_are_followed_and_their_figures_added() -> None:
    """xa-a and xa-b became xa-c, which existed before and had a figure of its own."""
    merged = (unit("xa-a", **GONE), unit("xa-b", **GONE), unit("xa-c"))
    assert value(beside(last_year({"xa-a": 7, "xa-b": 30, "xa-c": 5}), *merged, of="xa-c")) == 42
    partly = beside(last_year({"xa-a": 7, "xa-c": 5}), *merged, of="xa-c")
    assert partly == OfUnit(None, "untold")
    new = (*merged[:2], unit("xa-c", valid_from=TURN))
    two = {"xa-a": "xa", "xa-b": "xa"}
    assert value(beside(last_year({"xa-a": 7, "xa-b": 30}, units=two), *new, of="xa-c")) == 37


def test_people_who_cannot_be_added_are_not_added() -> None:
    """Of two predecessors together nobody knows how many people there were."""
    merged = (unit("xa-a", **GONE), unit("xa-b", **GONE), unit("xa-c", valid_from=TURN))
    report = last_year({"xa-a": 7, "xa-b": 30}, units=dict.fromkeys(("xa-a", "xa-b"), "xa"))
    people = {"arithmetic": "not-additive"}
    told = last_year({"xa-a": 7, "xa-b": 30}, units=dict.fromkeys(("xa-a", "xa-b"), "xa"), **people)
    assert value(beside(report, *merged, of="xa-c")) == 37
    assert beside(told, *merged, of="xa-c", **people) == OfUnit(None, "units")


def test_a_part_of_what_a_unit_was_is_not_compared() -> None:
    """xa-b was split, so that its figure is of more than either heir; nor is a unit that is new,
    or took over one that had no report to send.
    """
    split = unit("xa-b", valid_to=TURN, successors=["xa-d", "xa-e"])
    heirs = (unit("xa-d", valid_from=TURN), unit("xa-e", valid_from=TURN))
    report = last_year({"xa-a": 7, "xa-b": 30, "xa-c": 1})
    assert beside(report, split, *heirs, of="xa-d").reason == "units"
    assert beside(report, of="xa-moi").reason == "units"
    alone = unit("xa-le", valid_to=TURN, successors=["xa-a"])
    assert beside(report, alone, unit("xa-a")).reason == "units"


def test_who_reported_for_another_too_is_not_compared_alone() -> None:
    """One figure of two units is neither's."""
    told = Told([entry("bc")], [LUOT], XA)
    told.report("xa-a", "bc", figures={"luot": 9}, also_for=["xa-b"])
    carried = issued(told.consolidated())
    (other,) = (row for row in carried.rows if row.unit.id == "xa-b")
    gathered = other.reports[0].model_copy(update={"gathered_in": "xa-a/bc"})
    rows = tuple(
        row.model_copy(update={"reports": (gathered,)}) if row == other else row
        for row in carried.rows
    )
    report = carried.model_copy(update={"rows": rows})
    assert beside(report).reason == "units"
    assert beside(report, of="xa-b").reason == "units"


@pytest.mark.parametrize(
    ("then", "now", "reason"),
    [
        ({"unit": "người"}, {}, "measure"),
        ({"arithmetic": "stock"}, {}, "arithmetic"),
        ({"owed": entry("bc", form={"coverage": "own-and-below"})}, {}, "coverage"),
        ({}, {"owed": weekly("bc")}, "period"),
        ({}, {"same_as": {"plan": LAST_YEAR, "indicator": "khac"}}, "indicator"),
        ({}, {"same_as": {"plan": "cds-1999", "indicator": "luot"}}, "plan"),
    ],
)
def test_what_differs_is_not_compared_and_says_why(
    then: dict[str, Any], now: dict[str, Any], reason: str
) -> None:
    assert beside(last_year({"xa-a": 7}, **then), **now) == OfUnit(None, reason)  # type: ignore[arg-type]


def test_an_indicator_that_continues_none_or_is_not_asked_for_has_nothing_beside_it() -> None:
    plan = Told([entry("bc")], [LUOT], {"xa-a": "xa"}).plan
    assert beside_unit(plan.owed[0], "xa-a", plan, {}) == {}


def test_what_a_report_says_is_read_back_from_its_file() -> None:
    """As `ngayso report build` writes it."""
    report = last_year({"xa-a": 7})
    assert Consolidated.model_validate_json(report.model_dump_json(indent=2)) == report
