"""What one unit's facts make of its duties, activities and report versions, field by field."""

from datetime import timedelta
from typing import Any

from contracts.facts import (
    ActivityChanged,
    ActivityDeclared,
    ActivityHeld,
    ActivityVoided,
    ActivityWithdrawn,
    DocumentAttached,
    DocumentRegistered,
    DutyChanged,
    DutyExcused,
    DutyExtended,
    DutyMet,
    DutyOpened,
    DutyReopened,
    NothingDeclared,
    ReportAccepted,
    ReportCorrected,
    ReportReturned,
    ReportSubmitted,
    ReportVoided,
    UnitHistoryFact,
)
from contracts.records import ReturnReason, Signed
from contracts.values import FieldChange
from services.reporting.domain.claims.evidence import marks
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import ActivityDocument, DutyDocument, DutyRound
from services.reporting.domain.filing.documents import (
    EntryDocument,
    Filing,
    ReportDocument,
    report_key,
)
from services.reporting.domain.fold import fold_all, touches
from tests.reporting.facts import Campaign
from tests.reporting.records import DUE, PLAN, START, activity, held, report
from tests.reporting.records import duty as duty_of

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

    def filing(self) -> Filing:
        [filing] = self.find(EntryDocument, "report").filings
        return filing


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
    first = told.say(ReportSubmitted, owed="report", version=1, report=report(1))
    found = told.find(ReportDocument, "report/000001")
    assert (found.unit, found.duty, found.owed, found.version) == (UNIT, "report", "report", 1)
    assert (found.current, found.in_force, found.counts) == (True, True, True)
    assert (found.status, found.record, found.received_at) == ("submitted", report(1), first)
    assert (found.receipt.at, found.changes, found.through) == (first, (), None)
    assert (told.filing().version, told.filing().figures) == (1, tuple(report(1).figures))

    said = {"version": 2, "report": report(2), "changes": CHANGES, "through": "ubnd"}
    told.say(ReportCorrected, owed="report", **said)
    before = told.find(ReportDocument, "report/000001")
    assert (before.current, before.in_force) == (False, False)
    found = told.find(ReportDocument, "report/000002")
    assert (found.current, found.record, found.changes) == (True, report(2), tuple(CHANGES))
    assert (found.through, found.awaiting, told.filing().version) == ("ubnd", True, None)
    assert report_key(PLAN, UNIT, "report", 2) == found.key


def test_a_version_is_approved_on_its_way_accepted_by_the_office_or_returned() -> None:
    told = Told()
    about = {"owed": "report", "version": 1}
    told.say(ReportSubmitted, **about, report=report(1), through="ubnd")
    told.say(ReportAccepted, **about, level="through")
    assert told.find(ReportDocument, "report/000001").status == "approved"
    assert told.filing().version == 1
    told.say(ReportAccepted, **about)
    assert told.find(ReportDocument, "report/000001").status == "accepted"
    told.say(ReportAccepted, **about, level="through")
    assert told.find(ReportDocument, "report/000001").status == "accepted"
    reasons = [ReturnReason(code="thieu")]
    told.say(ReportReturned, **about, reasons=reasons, due=NEXT_DUE)
    found = told.find(ReportDocument, "report/000001")
    assert (found.status, found.reasons, found.return_due) == ("returned", tuple(reasons), NEXT_DUE)
    assert (told.filing().version, told.filing().figures) == (None, ())


def accepted_and_corrected() -> Told:
    told = Told()
    told.say(ReportSubmitted, owed="report", version=1, report=report(1))
    told.say(ReportAccepted, owed="report", version=1)
    told.say(ReportCorrected, owed="report", version=2, report=report(2), changes=[])
    return told


def test_an_accepted_version_stays_in_force_until_a_later_one_is_accepted() -> None:
    told = accepted_and_corrected()
    found = told.find(ReportDocument, "report/000002")
    assert (found.current, found.in_force, found.waiting) == (True, False, "correction")
    assert (told.filing().version, told.filing().figures) == (1, tuple(report(1).figures))
    told.say(ReportAccepted, owed="report", version=2)
    assert told.filing().version == 2
    assert told.find(ReportDocument, "report/000002").waiting is None
    assert not told.find(ReportDocument, "report/000001").in_force


def test_a_correction_that_was_returned_is_not_taken_and_leaves_the_accepted_one_in_force() -> None:
    told = accepted_and_corrected()
    told.say(ReportReturned, owed="report", version=2, reasons=[], due=None)
    found = told.find(ReportDocument, "report/000002")
    assert (found.status, found.in_force, found.waiting) == ("not-taken", False, None)
    assert told.filing().version == 1
    told.say(ReportCorrected, owed="report", version=3, report=report(4), changes=[])
    assert told.find(ReportDocument, "report/000003").waiting == "again"


def test_a_voided_version_gives_its_place_to_the_one_before() -> None:
    told = Told()
    told.say(ReportSubmitted, owed="report", version=1, report=report(1))
    told.say(ReportCorrected, owed="report", version=2, report=report(2), changes=[])
    told.say(ReportVoided, owed="report", version=2, reason="gửi nhầm")
    gone, back = (told.find(ReportDocument, f"report/00000{n}") for n in (2, 1))
    assert (gone.status, gone.void_reason, gone.current) == ("voided", "gửi nhầm", False)
    assert (back.current, back.in_force, back.waiting) == (True, True, "new")
    assert told.filing().figures == tuple(report(1).figures)
    told.say(ReportVoided, owed="report", version=1, reason="gửi nhầm")
    assert told.find(DutyDocument, "report").in_force is None
    assert told.filing() == Filing(duty="report", standing=("asked",), versions=2)


def test_what_was_sent_after_a_return_is_told_from_what_is_new() -> None:
    told = Told()
    told.say(ReportSubmitted, owed="report", version=1, report=report(1))
    assert told.find(ReportDocument, "report/000001").waiting == "new"
    told.say(ReportReturned, owed="report", version=1, reasons=[], due=NEXT_DUE)
    assert told.find(ReportDocument, "report/000001").waiting is None
    for version in (2, 3):
        said = {"version": version, "report": report(version), "changes": []}
        told.say(ReportCorrected, owed="report", **said)
        assert told.find(ReportDocument, f"report/00000{version}").waiting == "again"
    assert told.find(ReportDocument, "report/000002").waiting is None


def test_figures_and_document_of_a_report_have_each_their_moment() -> None:
    told = Told()
    bare = report(1).model_copy(update={"signed": None})
    figures = told.say(ReportSubmitted, owed="report", version=1, report=bare)
    duty = told.find(DutyDocument, "report")
    assert (duty.figures_at, duty.document_at, duty.signed) == (figures, None, None)
    signed = Signed(number="12/BC", day=START.date())
    document = told.say(DocumentAttached, owed="report", signed=signed)
    duty = told.find(DutyDocument, "report")
    assert (duty.figures_at, duty.document_at, duty.signed) == (figures, document, signed)
    incoming = {"number": "301", "day": START.date()}
    said = {"incoming": incoming, "counts_from": START, "signed": None}
    told.say(DocumentRegistered, owed="report", **said)
    duty = told.find(DutyDocument, "report")
    assert (duty.document_at, duty.signed) == (START, signed)
    assert duty.incoming.number == "301"


def test_a_duty_that_wants_both_is_unsigned_between_its_figures_and_its_document() -> None:
    told = Told()
    wants = duty_of("report").model_copy(update={"wants": "both"})
    told.say(DutyChanged, duty=wants, reason="Điều chỉnh")
    assert told.find(DutyDocument, "report").reason == "Điều chỉnh"
    assert not told.find(DutyDocument, "report").unsigned
    bare = report(1).model_copy(update={"signed": None})
    told.say(ReportSubmitted, owed="report", version=1, report=bare)
    assert told.find(DutyDocument, "report").unsigned
    signed = Signed(number="12/BC", day=START.date())
    told.say(DocumentAttached, owed="report", signed=signed)
    assert not told.find(DutyDocument, "report").unsigned


def test_the_round_of_a_return_asks_for_figures_and_document_anew() -> None:
    told = Told()
    told.say(ReportSubmitted, owed="report", version=1, report=report(1))
    again = {"duty": "report", "round": 1, "due": NEXT_DUE, "reason": "chỉnh lý"}
    told.say(DutyReopened, **again, after_version=1)
    duty = told.find(DutyDocument, "report")
    assert (duty.figures_at, duty.document_at) == (None, None)
    second = told.say(ReportCorrected, owed="report", version=2, report=report(2), changes=[])
    assert told.find(DutyDocument, "report").figures_at == second


def test_a_duty_that_another_report_speaks_for_is_gathered_there() -> None:
    told = Told()
    for week in ("w1", "w2"):
        told.say(DutyOpened, duty=duty_of("report", id=f"tuan_{week}", owed="tuan", period=week))
    both = report(4).model_copy(update={"also_owed": ["tuan_w1"]})
    at = told.say(ReportSubmitted, owed="tuan_w2", version=1, report=both)
    told.say(DutyMet, duty="tuan_w1", round=0, met_at=at, due=FIRST_DUE, on_time=True)
    duty = told.find(DutyDocument, "tuan_w1")
    assert (duty.gathered_in, duty.gathered, duty.counted) == ("tuan_w2", True, None)
    first, second = told.find(EntryDocument, "tuan").filings
    assert (first.figures, second.figures) == ((), tuple(both.figures))


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


def test_a_fact_touches_all_that_it_reads_and_writes() -> None:
    """What a batch loads is what its facts touch; anything else would be folded on nothing."""
    told = Told()
    told.say(ReportSubmitted, owed="report", version=1, report=report(1))
    both = report(2).model_copy(update={"also_owed": ["declare"]})
    told.say(ReportCorrected, owed="report", version=2, report=both, changes=[])
    corrected = told.campaign.facts[-1]
    part = f"{PLAN}/{UNIT}"
    assert set(touches(corrected)) == {
        (DutyDocument, f"{part}/report"),
        (DutyDocument, f"{part}/declare"),
        (ReportDocument, f"{part}/report/000002"),
    }
