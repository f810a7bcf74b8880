"""What every batch changes: on which shelf it lies, and when what is held of it is believed."""

import pytest

from services.reporting.outbound.generations import COLLECTIONS
from services.reporting.outbound.shelves import (
    CURSORS,
    MOST_HELD,
    SUMMARIES,
    Held,
    shelf_of,
    shelves_of_plan,
)


def test_what_is_held_is_believed_in_the_next_transaction_alone() -> None:
    held = Held().at("a", 6)
    held.shelves[CURSORS, "evt.unit.p/0"] = {}
    assert held.at("a", 7).shelves == held.shelves
    assert not held.at("a", 8).shelves, "another replica wrote the seventh"
    assert not held.at("b", 7).shelves, "the views were filled anew"


def test_a_transaction_that_fails_changes_nothing_that_is_held() -> None:
    held = Held().at("a", 6)
    held.at("a", 7).shelves[CURSORS, "evt.unit.p/0"] = {"evt.unit.p.u": {"sequence": 1}}
    assert not held.shelves


def test_memory_does_not_grow_with_the_plans_that_were_written() -> None:
    held = Held().at("a", 0)
    held.shelves |= {(CURSORS, f"evt.unit.p{number}/0"): {} for number in range(MOST_HELD)}
    assert not held.at("a", 1).shelves


@pytest.mark.parametrize("unit", ["u", "so-tai-chinh", "x-01"])
def test_all_of_a_plan_finds_the_shelf_of_each_unit(unit: str) -> None:
    lying = shelf_of(SUMMARIES, f"plan/{unit}/duties")
    assert lying in shelves_of_plan("plan", "duties")
    assert lying.rpartition("/")[2] == shelf_of(CURSORS, f"evt.unit.plan.{unit}").rpartition("/")[2]


def test_views_lie_where_an_earlier_release_has_filled_them() -> None:
    """Under another name they would be empty after an upgrade, until somebody rebuilds them."""
    assert sorted(COLLECTIONS) == [
        *("activities", "cursors", "duties", "entries", "images", "marks", "messages", "plans"),
        *("points", "quarantined", "reports", "rungs", "summaries", "totals", "units"),
    ]
