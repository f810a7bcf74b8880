"""The demo's summary against what was worked out beforehand."""

from datetime import UTC, datetime

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


def verdict(sequence: int, outcome: str, sent_as: str | None = "a-1") -> Verdict:
    moment = datetime(2022, 9, 21, tzinfo=UTC)
    subject = topology.command("so-y-te", topology.SYSTEM, "declare-activity", "so-y-te")
    return Verdict(
        command=CommandRef(subject=subject, sequence=sequence, id=sent_as),
        unit="so-y-te",
        outcome=outcome,
        received_at=moment,
        decided_at=moment,
    )


def test_what_was_sent_again_since_its_acknowledgement_was_lost_is_one_command() -> None:
    """Whichever verdict was said first. What its system meant to send twice is two commands; of
    what cannot be read, or is nobody's of the timeline, each is one.
    """
    again = [verdict(3, "unchanged"), verdict(2, "accepted")]
    twice = [verdict(4, "accepted", "a-2"), verdict(5, "unchanged", "a-2")]
    others = [verdict(number, "refused", None) for number in (6, 7)]
    assert ends_of([*again, *twice, *others], {("so-y-te", "a-1"): 1, ("so-y-te", "a-2"): 2}) == (
        {3},
        {2: "accepted", 4: "accepted", 5: "unchanged", 6: "refused", 7: "refused"},
    )


def test_what_the_registry_sent_itself_is_left_out_also_where_a_unit_hears_of_it() -> None:
    heard = verdict(8, "accepted", None)
    own = heard.model_copy(update={"unit": topology.REGISTRY})
    assert ends_of([own, heard], {}) == ({8}, {})
