"""The sources of money are the plan's, each given once, and add up to the total exactly."""

from typing import Any

import pytest

from contracts.commands import SubmitReport
from tests.registry.given import Part, codes
from tests.registry.plans import report


def found(spending: dict[str, Any], **changes: Any) -> list[tuple[str, str]]:
    decision = Part(**changes).send(SubmitReport, 1, report=report(spending=spending))
    return codes(decision)


@pytest.mark.parametrize("total", [4, 6])
def test_a_total_above_or_below_its_sources_is_refused(total: int) -> None:
    sources = [{"source": "ngan-sach", "amount": 2}, {"source": "tai-tro", "amount": 3}]
    assert found({"total": total, "sources": sources}) == [
        ("money-does-not-add-up", "/data/report/spending/total")
    ]
    assert found({"total": 5, "sources": sources}) == []


def test_a_source_is_given_once_and_named_where_it_is_given_again() -> None:
    sources = [{"source": "tai-tro", "amount": 2}, {"source": "tai-tro", "amount": 3}]
    assert found({"total": 5, "sources": sources}) == [
        ("id-repeated", "/data/report/spending/sources/1/source")
    ]


def test_a_total_alone_will_do_where_the_plan_names_no_sources() -> None:
    alone = {"total": 5, "sources": []}
    assert found(alone) == [("money-does-not-add-up", "/data/report/spending/total")]
    assert found(alone, budget_sources=[]) == []
    named = {"total": 5, "sources": [{"source": "tai-tro", "amount": 4}]}
    assert [code for code, _ in found(named, budget_sources=[])] == [
        "unknown-budget-source",
        "money-does-not-add-up",
    ]
