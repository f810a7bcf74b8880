"""Every example comes to what was worked out for it: by hand, or by the tally of 2022."""

import pytest

from deploy.local.campaign import EXAMPLES, Example
from deploy.local.summary import differences, results
from tests.examples.play import played, reported

PLAYED = sorted(path.parent.name for path in EXAMPLES.glob("*/demo.yaml"))


def test_there_are_plans_of_four_shapes() -> None:
    assert PLAYED == ["commune-hours", "quang-ngai-2022", "sixty-days", "youth-month"]


@pytest.mark.parametrize("name", PLAYED)
def test_every_entry_is_answered_as_the_timeline_says(name: str) -> None:
    """Its outcome, and, where it is refused, the one reason why."""
    wrong = [
        (entry.at, entry.unit, verdict.outcome, errors)
        for entry, verdict in played(name).answered
        for errors in [{one.code for one in verdict.findings if one.severity == "error"}]
        if verdict.outcome != entry.expect
        or (entry.expect == "refused" and entry.finding not in errors)
    ]
    assert wrong == []


@pytest.mark.parametrize("name", PLAYED)
def test_the_campaign_comes_to_what_was_expected(name: str) -> None:
    """Ledger, activities, figures and money, and how many reminders fell due."""
    expected, report = Example(EXAMPLES / name).expected, reported(name)
    found = {
        **results(report.totals.model_dump(mode="json")),
        "participants": len(report.rows),
        "commands": played(name).commands,
    }
    due = {"due": expected["rungs"]["due"]}
    assert list(differences({**expected, "rungs": due}, found)) == []


@pytest.mark.parametrize("name", PLAYED)
def test_no_duty_is_lost_and_none_is_both_met_and_owing(name: str) -> None:
    duties = results(reported(name).totals.model_dump(mode="json"))["duties"]
    for line in (duties, *duties["by_duty"].values()):
        assert line["total"] == line["met"] + line["owing"] + line["excused"]
        assert line["met"] == line["on_time"] + line["late"]
