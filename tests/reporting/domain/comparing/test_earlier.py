"""Last year's figure beside this year's: over the same coverage and units, or not at all."""

from datetime import date
from typing import Any

import pytest

from contracts.unit import Unit
from services.reporting.domain.comparing.earlier import Before, Earlier
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.document import Document
from services.reporting.domain.documents import PlanDocument
from tests.reporting.given.campaigns import LATER, Told, entry
from tests.reporting.recount import add_up

TURN = date(2022, 7, 1)
LAST_YEAR = "cds-2021"
NOW = {"id": "luot", "name": "Lượt", "arithmetic": "sum"}
SAME = {"same_as": {"plan": LAST_YEAR, "indicator": "luot"}}


def last_year(units: dict[str, str], entries: list[dict[str, Any]], **fields: Any) -> Told:
    told = Told(entries, [{**NOW, **fields}], units)
    for name in units:
        told.report(name, entries[0]["id"], figures={"luot": 10})
    return told


def known(told: Told, **directory: Unit) -> Earlier:
    documents = told.documents()
    plan = documents.get(PlanDocument, told.plan.id)
    counts = add_up(documents.all(Document))[told.plan.id]
    return Earlier({LAST_YEAR: (plan, counts)}, directory)


def before(earlier: Earlier, **fields: Any) -> Before:
    told = Told([entry("bc")], [{**NOW, **SAME, **fields}], {"xa-a": "xa", "xa-b": "xa"})
    told.report("xa-a", "bc", figures={"luot": 25})
    documents = told.documents()
    plan = documents.get(PlanDocument, told.plan.id)
    whole = consolidate(documents, plan, LATER, earlier=earlier)
    found = whole.totals.indicators[0].before
    assert found is not None
    return found


XA = {"xa-a": "xa", "xa-b": "xa"}


def test_last_years_figure_stands_beside_with_the_difference() -> None:
    found = before(known(last_year(XA, [entry("bc")])))
    assert found.reported is not None
    assert (found.reported.value, found.difference, found.reason) == (20, 5, None)
    assert (found.plan, found.number) == (LAST_YEAR, "148/KH-UBND")


def test_units_are_followed_by_succession() -> None:
    """xa-c was taken over by xa-b, so both years are about the same territory."""
    gone = {"id": "xa-c", "names": [{"value": "Xã C"}], "valid_to": TURN, "successors": ["xa-b"]}
    heir = {"id": "xa-b", "names": [{"value": "Xã B"}]}
    directory = {one["id"]: Unit.model_validate(one) for one in (gone, heir)}
    old = last_year({"xa-a": "xa", "xa-b": "xa", "xa-c": "xa"}, [entry("bc")])
    assert before(known(old, **directory)).reason is None
    assert before(known(old)).reason == "units"


@pytest.mark.parametrize(
    ("entries", "fields", "reason"),
    [
        ([entry("bc", form={"coverage": "own-and-below"})], {}, "coverage"),
        ([entry("bc")], {"unit": "người"}, "measure"),
        ([entry("bc")], {"arithmetic": "stock"}, "arithmetic"),
    ],
)
def test_what_differs_is_not_compared_and_says_why(entries, fields, reason) -> None:
    found = before(known(last_year(XA, entries, **fields)))
    assert (found.reason, found.reported, found.difference) == (reason, None, None)


def test_a_plan_or_an_indicator_that_is_not_known_says_so() -> None:
    assert before(Earlier()).reason == "plan"
    other = {"same_as": {"plan": LAST_YEAR, "indicator": "khac"}}
    assert before(known(last_year(XA, [entry("bc")])), **other).reason == "indicator"


def test_an_indicator_that_continues_none_has_nothing_beside_it() -> None:
    told = Told([entry("bc")], [NOW], XA)
    assert told.total("luot").before is None
