"""The demo's summary against what was worked out beforehand."""

from datetime import UTC, datetime
from typing import Any

from contracts import topology
from contracts.verdicts import CommandRef, Verdict
from deploy.local.counted import ends_of
from deploy.local.summary import differences

FORESEEN = {"duties": {"total": 3, "late": 1}, "reports": {"figures": {"ho-so": [1, 2]}}}


def test_a_figure_that_came_out_as_foreseen_is_not_told() -> None:
    """Nor is one of which nothing was foreseen."""
    found = {**FORESEEN, "restarts": {}, "duties": {"total": 3, "late": 1, "met": 3}}
    assert list(differences(FORESEEN, found)) == []


def test_every_figure_that_differs_or_is_missing_is_told_by_its_place() -> None:
    found = {"duties": {"total": 3, "late": 0}, "reports": {}}
    assert list(differences(FORESEEN, found)) == [
        "/duties/late: 1 ≠ 0",
        "/reports/figures/ho-so: [1, 2] ≠ None",
    ]


def verdict(sequence: int, outcome: str, unit: str = "so-y-te", **told: Any) -> Verdict:
    moment = datetime(2022, 9, 21, tzinfo=UTC)
    return Verdict.model_validate(
        {
            "command": CommandRef(subject="cmd", sequence=sequence, **told),
            "unit": unit,
            "outcome": outcome,
            "received_at": moment,
            "decided_at": moment,
        }
    )


def test_what_was_sent_again_without_an_acknowledgement_is_one_command() -> None:
    """Whichever verdict was said first; the same record that is entered twice is two commands."""
    again = verdict(3, "unchanged", id="a-1", message_id="one")
    first = verdict(2, "accepted", id="a-1", message_id="one")
    entered = verdict(4, "unchanged", id="a-1", message_id="two")
    bare = [verdict(5, "accepted"), verdict(6, "refused")]
    assert ends_of([again, first, entered, *bare]) == (
        {3},
        {2: "accepted", 4: "unchanged", 5: "accepted", 6: "refused"},
    )


def test_what_the_registry_sent_itself_is_left_out_also_where_a_unit_hears_of_it() -> None:
    own = [verdict(7, "accepted", unit=topology.REGISTRY), verdict(7, "accepted")]
    assert ends_of(own) == ({7}, {})
