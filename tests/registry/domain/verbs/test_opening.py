"""What a plan and its amendments open, move and close, and what the office granted outlives."""

from datetime import timedelta
from typing import Any

from contracts.commands import ExcuseDuty, ExtendDuty, SubmitReport
from services.registry.domain.decide import standings
from tests.registry.given import Part, facts
from tests.registry.plans import LY_SON, PLAN, REPORT_DUE, report

DAY = timedelta(days=1)
ALL = ("dang-ky", "to-chuc", "bao-cao")


def owed(*keep: str, **deadlines: str) -> list[dict[str, Any]]:
    """The plan's owed entries: those kept, some with another day."""
    entries = [entry for entry in PLAN["owed"] if entry["id"] in keep]
    return [
        {**entry, "deadline": {"day": deadlines[entry["kind"]]}}
        if entry["kind"] in deadlines
        else entry
        for entry in entries
    ]


def test_the_opening_says_which_revision_the_unit_follows_and_what_it_owes() -> None:
    part = Part(opened=False)
    decision = part.open()
    assert facts(decision) == ["plan-applied", "duty-opened", "duty-opened", "duty-opened"]
    assert [item.duty for item in standings(part.state)] == [*ALL]


def test_a_revision_that_the_unit_follows_already_is_no_news_nor_is_an_older_one() -> None:
    part = Part()
    assert part.open().outcome == "unchanged"
    part.amend(2, owed=owed("dang-ky"))
    for revision in (1, 2):
        assert part.open(revision).outcome == "unchanged"
    assert part.state.revision == 2
    assert part.duty("bao-cao")[0] == "excused"


def test_a_part_that_is_opened_late_follows_the_newest_revision_at_once() -> None:
    part = Part(opened=False)
    said = part.amend(2, owed=owed("dang-ky", "bao-cao"))
    assert said == ["plan-applied", "duty-opened", "duty-opened"]
    assert part.state.revision == 2


def test_an_amendment_closes_what_is_no_longer_owed_and_opens_it_again() -> None:
    part = Part()
    assert part.amend(2, owed=owed("dang-ky", "to-chuc")) == ["plan-applied", "duty-excused"]
    assert part.duty("bao-cao")[0] == "excused"
    assert part.amend(3) == ["plan-applied", "duty-reopened"]
    assert part.duty("bao-cao") == ("owing", None)


def test_what_was_met_stays_met_when_its_unit_leaves_or_its_entry_goes() -> None:
    part = Part()
    part.send(SubmitReport, 1, report=report())
    assert part.amend(2, owed=owed("dang-ky", "to-chuc")) == ["plan-applied"]
    assert part.duty("bao-cao") == ("met", True)
    to_another = [{**entry, "assignees": [{"unit": LY_SON}]} for entry in PLAN["assignments"]]
    assert part.amend(5, assignments=to_another) == ["plan-applied", *["duty-excused"] * 2]
    assert part.duty("bao-cao") == ("met", True)


def test_what_the_office_excused_is_not_opened_again_by_an_amendment() -> None:
    part = Part()
    part.office(ExcuseDuty, 1, duty="bao-cao", reason="Sáp nhập")
    assert part.amend(2, owed=owed(*ALL, report="2022-10-28")) == ["plan-applied"]
    assert part.amend(3, owed=owed("dang-ky", "to-chuc")) == ["plan-applied"]
    assert part.amend(4) == ["plan-applied"]


def test_an_amendment_moves_the_duty_and_judges_again() -> None:
    part = Part()
    part.send(SubmitReport, REPORT_DUE, report=report())
    said = part.amend(999, owed=owed(*ALL, report="2022-10-28"))
    assert said == ["plan-applied", "duty-extended", "duty-met"]
    assert part.duty("bao-cao") == ("met", True)
    assert part.amend(1000) == ["plan-applied"]
    assert part.duty("bao-cao") == ("met", True)  # no later rule makes anybody late


def test_an_extension_of_the_office_outlives_an_amendment_to_an_earlier_moment() -> None:
    part = Part()
    later: dict[str, Any] = {"deadline": {"day": "2022-10-30"}, "reason": "Bão"}
    part.office(ExtendDuty, 1, duty="bao-cao", **later)
    part.amend(2, owed=owed(*ALL, report="2022-10-25"))
    part.send(SubmitReport, REPORT_DUE + 8 * DAY, report=report())
    assert part.duty("bao-cao") == ("met", True)


def test_a_unit_that_left_the_plan_has_all_its_duties_closed() -> None:
    part = Part()
    to_another = [{**entry, "assignees": [{"unit": LY_SON}]} for entry in PLAN["assignments"]]
    assert part.amend(5, assignments=to_another) == ["plan-applied", *["duty-excused"] * 3]
    assert [item.status for item in standings(part.state)] == ["excused"] * 3
