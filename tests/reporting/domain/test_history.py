"""What one unit's facts make of its duties, activities and report versions, field by field."""

from datetime import timedelta
from typing import Any

from contracts.facts import (
    ActivityChanged,
    ActivityDeclared,
    ActivityHeld,
    ActivityWithdrawn,
    DutyExcused,
    DutyExtended,
    DutyMet,
    DutyReopened,
    ReportAccepted,
    ReportCorrected,
    ReportReturned,
    ReportSubmitted,
    UnitHistoryFact,
)
from contracts.records import ReturnReason
from contracts.values import FieldChange
from services.reporting.domain.claims.evidence import marks
from services.reporting.domain.documents import (
    ActivityDocument,
    Documents,
    DutyDocument,
    DutyRound,
    PartDocument,
    ReportDocument,
    report_key,
)
from services.reporting.domain.fold import fold_all, touches
from tests.reporting.facts import Campaign
from tests.reporting.records import DUE, PLAN, START, activity, held, report

UNIT = "ba-to"
FIRST_DUE = DUE["report"]
NEXT_DUE = FIRST_DUE + timedelta(days=7)
CHANGES = [FieldChange(pointer="/title", before='"a"', after='"b"')]


class Told:
    """Facts of one unit, each by a command of its own."""

    def __init__(self) -> None:
        self.campaign = Campaign().begin()

    def say(self, fact: type[UnitHistoryFact], **fields: Any) -> Any:
        """The moment of its receipt."""
        about = self.campaign.about(UNIT)
        self.campaign.tell(UNIT, fact.model_validate({**fields, **about}))
        return self.campaign.log[-1].events[0].data.receipt.at  # type: ignore[attr-defined]

    def find(self, kind: type[Any], key: str) -> Any:
        return self.documents().get(kind, f"{PLAN}/{UNIT}/{key}")

    def documents(self) -> Documents:
        return fold_all(self.campaign.facts, Documents())

    def part(self) -> PartDocument:
        return self.documents().get(PartDocument, f"{PLAN}/{UNIT}")


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
    assert told.part().owes == ("report",)


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
    assert (duty.status, duty.reason, told.part().owes) == ("excused", "sáp nhập", ())
    told.say(DutyReopened, duty="report", round=0, due=FIRST_DUE, reason="giao lại")
    assert (told.find(DutyDocument, "report").status, told.part().owes) == ("owing", ("report",))


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


def test_every_version_of_a_report_is_kept_and_the_last_is_the_present_one() -> None:
    told = Told()
    first = told.say(ReportSubmitted, version=1, report=report(1))
    found = told.find(ReportDocument, "000001")
    assert (found.unit, found.version, found.current) == (UNIT, 1, True)
    assert (found.status, found.record, found.received_at) == ("submitted", report(1), first)
    assert (found.receipt.at, found.changes, found.through) == (first, (), None)
    assert told.part().counted == 1

    told.say(ReportCorrected, version=2, report=report(2), changes=CHANGES, through="parent")
    assert not told.find(ReportDocument, "000001").current
    found = told.find(ReportDocument, "000002")
    assert (found.current, found.record, found.changes) == (True, report(2), tuple(CHANGES))
    assert (found.through, told.part().counted) == ("parent", None)
    assert report_key(PLAN, UNIT, 2) == found.key


def test_a_version_is_approved_by_the_parent_accepted_by_the_office_or_returned() -> None:
    told = Told()
    told.say(ReportSubmitted, version=1, report=report(1), through="parent")
    told.say(ReportAccepted, version=1, level="parent")
    assert told.find(ReportDocument, "000001").status == "approved"
    assert told.part().counted == 1
    told.say(ReportAccepted, version=1)
    assert told.find(ReportDocument, "000001").status == "accepted"
    told.say(ReportAccepted, version=1, level="parent")
    assert told.find(ReportDocument, "000001").status == "accepted"
    reasons = [ReturnReason(code="thieu")]
    told.say(ReportReturned, version=1, reasons=reasons, due=NEXT_DUE)
    found = told.find(ReportDocument, "000001")
    assert (found.status, found.reasons, found.return_due) == ("returned", tuple(reasons), NEXT_DUE)
    assert told.part().counted is None


def test_a_fact_touches_all_that_it_reads_and_writes() -> None:
    """What a batch loads is what its facts touch; anything else would be folded on nothing."""
    told = Told()
    told.say(ReportSubmitted, version=1, report=report(1))
    told.say(ReportCorrected, version=2, report=report(2), changes=[])
    corrected = told.campaign.facts[-1]
    part = f"{PLAN}/{UNIT}"
    assert set(touches(corrected)) == {
        (PartDocument, part),
        (ReportDocument, f"{part}/000001"),
        (ReportDocument, f"{part}/000002"),
    }
