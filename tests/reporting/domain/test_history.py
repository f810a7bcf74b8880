"""What one unit's facts make of its duties, activities and report versions, field by field."""

from datetime import timedelta
from typing import Any

from contracts.facts import (
    ActivityChanged,
    ActivityDeclared,
    ActivityHeld,
    ActivityShared,
    ActivityVoided,
    ActivityWithdrawn,
    DutyExcused,
    DutyExtended,
    DutyMet,
    DutyReopened,
    NothingDeclared,
    ReportCarried,
)
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.claims.evidence import marks
from services.reporting.domain.document import Document
from services.reporting.domain.documents import DutyDocument, DutyRound
from services.reporting.domain.filing.documents import (
    Filing,
)
from tests.reporting.given.records import DUE, PLAN, START, activity, held
from tests.reporting.given.told import CHANGES, FIRST_DUE, NEXT_DUE, UNIT, Told


def met(at: Any, due: Any = FIRST_DUE, number: int = 0) -> dict[str, Any]:
    return {"duty": "report", "round": number, "met_at": at, "due": due, "on_time": at < due}


def test_an_opened_duty_is_owing_in_its_first_round() -> None:
    told = Told()
    duty = told.find(DutyDocument, "report")
    assert (duty.plan, duty.unit, duty.duty, duty.kind) == (PLAN, UNIT, "report", "report")
    assert (duty.title, duty.status, duty.due) == ("Nội dung report", "owing", FIRST_DUE)
    assert (duty.met_at, duty.on_time, duty.reason) == (None, None, None)
    assert (duty.rounds, duty.dues) == ((DutyRound(due=FIRST_DUE),), (FIRST_DUE,))
    assert START < duty.opened_at < START + timedelta(hours=1)
    assert told.filing() == Filing(duty="report", standing=("asked",))


def test_a_return_opens_a_round_and_the_headline_keeps_the_first() -> None:
    told, late, again = Told(), FIRST_DUE + timedelta(hours=1), NEXT_DUE - timedelta(hours=1)
    told.say(DutyMet, **met(late))
    duty = told.find(DutyDocument, "report")
    assert (duty.status, duty.due, duty.met_at, duty.on_time) == ("met", FIRST_DUE, late, False)

    told.say(DutyReopened, duty="report", round=1, due=NEXT_DUE, reason="chỉnh lý")
    duty = told.find(DutyDocument, "report")
    assert (duty.status, duty.due, duty.met_at) == ("owing", NEXT_DUE, None)
    assert (duty.on_time, duty.reason) == (False, "chỉnh lý")

    told.say(DutyMet, **met(again, NEXT_DUE, 1))
    duty = told.find(DutyDocument, "report")
    assert (duty.status, duty.due, duty.met_at) == ("met", NEXT_DUE, again)
    assert (duty.on_time, duty.dues) == (False, (FIRST_DUE, NEXT_DUE))
    assert [one.on_time for one in duty.rounds] == [False, True]


def test_a_round_that_nothing_meets_any_more_is_neither_in_time_nor_late() -> None:
    told = Told()
    about = {"duty": "declare", "round": 0, "due": DUE["declare"]}
    told.say(DutyMet, **about, met_at=START, on_time=True)
    told.say(DutyReopened, **about, reason="rút hết")
    duty = told.find(DutyDocument, "declare")
    assert (duty.status, duty.met_at, duty.on_time) == ("owing", None, None)


def test_an_amendment_moves_round_0_and_leaves_the_round_of_a_return() -> None:
    told, moved = Told(), FIRST_DUE + timedelta(days=2)
    told.say(DutyMet, **met(FIRST_DUE))
    told.say(DutyReopened, duty="report", round=1, due=NEXT_DUE, reason="chỉnh lý")
    told.say(DutyExtended, duty="report", round=0, due=moved, reason="bão", planned=moved)
    told.say(DutyMet, **met(FIRST_DUE, moved))
    duty = told.find(DutyDocument, "report")
    assert (duty.status, duty.due, duty.met_at, duty.on_time) == ("owing", NEXT_DUE, None, True)
    assert duty.rounds[0] == DutyRound(due=moved, met_at=FIRST_DUE, on_time=True)
    assert (duty.dues, duty.reason) == ((FIRST_DUE, NEXT_DUE, moved), "bão")


def test_an_excused_report_is_not_asked_for_until_it_is_owed_again() -> None:
    told = Told()
    told.say(DutyExcused, duty="report", reason="sáp nhập")
    duty = told.find(DutyDocument, "report")
    assert (duty.status, duty.reason, duty.excused) == ("excused", "sáp nhập", "office")
    assert not told.filing().asked
    told.say(DutyReopened, duty="report", round=0, due=FIRST_DUE, reason="giao lại")
    duty = told.find(DutyDocument, "report")
    assert (duty.status, duty.excused, told.filing().asked) == ("owing", None, True)


def test_what_was_granted_by_word_of_mouth_says_by_whom_and_how() -> None:
    told = Told()
    granted = {"by": "Nguyễn Văn A", "how": "điện thoại", "day": START.date(), "paper": None}
    moved = {"duty": "report", "round": 0, "due": NEXT_DUE, "reason": "bão"}
    told.say(DutyExtended, **moved, granted=granted)
    assert told.find(DutyDocument, "report").granted.model_dump() == granted
    told.say(DutyExcused, duty="report", reason="lũ")
    assert told.find(DutyDocument, "report").granted is None


def test_an_activity_is_told_with_when_it_was_declared_changed_and_held() -> None:
    told = Told()
    first = told.say(ActivityDeclared, activity=activity("hd", 1))
    found = told.find(ActivityDocument, "hd")
    assert (found.unit, found.activity, found.status) == (UNIT, "hd", "planned")
    assert (found.record, found.changes, found.held_at) == (activity("hd", 1), 0, None)
    assert (found.declared_at, found.changed_at) == (first, first)

    record = held("hd", 2)
    second = told.say(ActivityChanged, activity=record, changes=CHANGES)
    third = told.say(ActivityHeld, activity="hd")
    found = told.find(ActivityDocument, "hd")
    assert (found.status, found.record, found.changes) == ("held", record, 1)
    assert (found.declared_at, found.changed_at, found.held_at) == (first, second, second)
    assert second < third

    last = told.say(ActivityWithdrawn, activity="hd", reason="mưa")
    found = told.find(ActivityDocument, "hd")
    assert (found.status, found.reason, found.changed_at) == ("withdrawn", "mưa", last)


def test_an_activity_that_is_no_longer_held_forgets_when_it_was() -> None:
    told = Told()
    told.say(ActivityDeclared, activity=held("hd", 1))
    since = told.find(ActivityDocument, "hd").held_at
    told.say(ActivityChanged, activity=held("hd", 3), changes=[])
    assert told.find(ActivityDocument, "hd").held_at == since
    told.say(ActivityChanged, activity=activity("hd", 1), changes=[])
    found = told.find(ActivityDocument, "hd")
    assert (found.status, found.held_at) == ("planned", None)
    told.say(ActivityWithdrawn, activity="hd")
    assert told.find(ActivityDocument, "hd").reason is None


def test_evidence_is_marked_as_the_last_record_has_it() -> None:
    told = Told()
    photo = {"title": "Ảnh", "link": "https://vi.du/1", "sha256": "a" * 64}
    first = activity("hd", evidence=[photo])
    told.say(ActivityDeclared, activity=first)
    assert told.find(ActivityDocument, "hd").marks == marks(first)
    second = activity("hd", evidence=[{**photo, "link": "https://vi.du/2"}])
    told.say(ActivityChanged, activity=second, changes=[])
    assert told.find(ActivityDocument, "hd").marks == marks(second) != marks(first)


def test_an_activity_that_the_office_voided_keeps_its_record_and_says_why() -> None:
    told = Told()
    told.say(ActivityDeclared, activity=activity("hd", 1))
    at = told.say(ActivityVoided, activity="hd", reason="ghi trùng")
    found = told.find(ActivityDocument, "hd")
    assert (found.status, found.reason, found.changed_at) == ("voided", "ghi trùng", at)
    assert found.record == activity("hd", 1)


def test_a_unit_that_has_nothing_to_declare_is_told_with_the_reason() -> None:
    told = Told()
    told.say(NothingDeclared, duty="declare", reason="not-our-function")
    assert told.find(DutyDocument, "declare").nothing == "not-our-function"


def test_how_another_units_record_of_an_activity_stands_changes_no_document() -> None:
    """Totals read the records themselves."""
    told = Told()
    before = [*told.documents().all(Document)]
    record = {"activity": "a", "by": "khoi-truong", "record": "x", "names": True}
    told.say(ActivityShared, **record, status="held")
    assert [*told.documents().all(Document)] == before


def test_a_report_of_another_unit_that_speaks_for_this_one_is_where_its_figures_are() -> None:
    told = Told()
    carried = {"owed": "report", "by": "khoi-truong", "version": 1, "received_at": START}
    told.say(ReportCarried, **carried, standing=True)
    assert told.find(DutyDocument, "report").gathered_in == "khoi-truong/report"
    told.say(ReportCarried, **carried, standing=False)
    assert told.find(DutyDocument, "report").gathered_in is None
