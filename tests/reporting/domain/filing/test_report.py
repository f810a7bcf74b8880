"""What the facts about one report make of its versions, its document and its entry."""

from contracts.facts import (
    DocumentAttached,
    DocumentRegistered,
    DutyChanged,
    DutyMet,
    DutyOpened,
    DutyReopened,
    ReportAccepted,
    ReportCorrected,
    ReportRedacted,
    ReportReturned,
    ReportSubmitted,
    ReportVoided,
)
from contracts.records import ReturnReason, Signed
from contracts.values import FieldChange
from services.reporting.domain.documents import DutyDocument
from services.reporting.domain.filing.documents import (
    EntryDocument,
    Filing,
    ReportDocument,
    report_key,
)
from services.reporting.domain.fold import touches
from tests.reporting.given.records import PLAN, START, report
from tests.reporting.given.records import duty as duty_of
from tests.reporting.given.told import CHANGES, FIRST_DUE, NEXT_DUE, UNIT, Told


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


def test_a_span_that_was_made_unreadable_is_in_no_text_and_no_difference_and_figures_stay() -> None:
    """Of version 1: its own text, and what version 2 tells that it changed; version 2 stays."""
    told = Told()
    first = report(1).model_copy(update={"difficulties": "Ông A bị ốm, thiếu máy."})
    told.say(ReportSubmitted, owed="report", version=1, report=first)
    second = report(2).model_copy(update={"difficulties": "Thiếu máy."})
    change = FieldChange(
        pointer="/difficulties", before='"Ông A bị ốm, thiếu máy."', after='"Thiếu máy."'
    )
    said = {"version": 2, "report": second, "changes": [change, *CHANGES]}
    told.say(ReportCorrected, owed="report", **said)
    before = told.filing()
    span = {"field": "difficulties", "start": 0, "end": 11, "reason": "nêu bệnh"}
    told.say(ReportRedacted, owed="report", version=1, **span)
    covered, next_ = (told.find(ReportDocument, f"report/00000{n}") for n in (1, 2))
    assert covered.record == first.model_copy(update={"difficulties": "█" * 11 + ", thiếu máy."})
    assert next_.record == second
    hidden = change.model_copy(update={"before": '"█"'})
    assert next_.changes == (hidden, *CHANGES)
    assert told.filing() == before
    told.say(ReportRedacted, owed="report", version=2, **{**span, "end": 5})
    changes = told.find(ReportDocument, "report/000002").changes
    assert changes == (hidden.model_copy(update={"after": '"█"'}), *CHANGES)


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
