"""What a mail says is missing, item by item, by the unit's own facts."""

from dataclasses import replace
from datetime import date

from contracts.facts import (
    ActivityDeclared,
    ActivityHeld,
    ActivityVoided,
    ActivityWithdrawn,
    DocumentAttached,
    DutyReopened,
    ReportCarried,
    ReportReturned,
    ReportSubmitted,
)
from contracts.indicator import Indicator
from contracts.owed import Asked, Form, MetBy, Owed
from contracts.records import Activity, Report, ReturnReason, Signed
from contracts.values import Deadline
from services.notifier.domain.mail import filed
from services.notifier.domain.mail.filed import Filed
from services.notifier.domain.mail.missing import missing
from tests.notifier.campaign import ABOUT, DUE, approves, at, opened, owes, participant, plan
from tests.notifier.campaign import receipt as received
from tests.notifier.campaign import situation as standing

SIGNED = Signed(number="12/BC-UBND", day=date(2022, 10, 18))
MAJOR = MetBy(number=2)


def receipt(day):
    return {**ABOUT, "receipt": received(at(10, day))}


def declared(name, day=5, title="Hội thảo", **more):
    when = date(2022, 10, day)
    about = {"id": name, "kind": "hoi-thao", "title": title, "starts_on": when, "ends_on": when}
    return ActivityDeclared(**receipt(1), activity=Activity(**about, **more))


def held(name):
    return ActivityHeld(**receipt(6), activity=name)


def submitted(day=16, version=1, **report):
    said = Report(**report)
    return ReportSubmitted(**receipt(day), owed="bao-cao", version=version, report=said)


def reopened(day, after=0):
    about = {"duty": "bao-cao", "round": 1, "due": DUE, "reason": "chỉnh lý"}
    return DutyReopened(**receipt(day), **about, after_version=after)


def returned(day, *notes):
    reasons = [ReturnReason(code="so-lieu", note=note) for note in notes]
    return ReportReturned(**receipt(day), owed="bao-cao", version=1, reasons=reasons)


def said(*facts, of=None, duty="bao-cao"):
    """What the mail says once these facts are known, beside those about the duty."""
    known = standing(*(one for one in facts if "duty" in type(one).wire), of=of)
    told = Filed()
    for one in facts:
        told = filed.evolve(told, one)
    return missing(replace(known, filed=told, participant=participant()), duty)


def wanting(wants, **form):
    """A plan whose report asks for these, of three indicators."""
    indicators = [Indicator(id=f"i-{n}", name=f"Chỉ số {n}", required=n == 1) for n in range(3)]
    until = Deadline(day=date(2022, 10, 20))
    owed = Owed(id="bao-cao", kind="report", title="Báo cáo", deadline=until, form=Form(**form))
    return plan(owed=[owed.model_copy(update={"wants": wants})], indicators=indicators)


def owing(wants, **form):
    of = wanting(wants, **form)
    duty = opened(of=of).duty.model_copy(update={"wants": wants})
    return {"of": of}, opened(of=of).model_copy(update={"duty": duty})


def test_of_a_report_the_figures_are_named_with_what_is_required_and_the_document():
    of, opening = owing("both", narrative=["difficulties"])
    assert said(opening, **of) == (
        "biểu số liệu (3 chỉ tiêu báo cáo, bắt buộc: Chỉ số 1)",
        "phần thuyết minh: khó khăn, vướng mắc",
        "văn bản đã ký (số, ngày ký)",
    )
    of, opening = owing("data", figures=[Asked(indicator="i-2")])
    assert said(opening, **of) == ("biểu số liệu (1 chỉ tiêu báo cáo)",)
    of, opening = owing("document")
    assert said(opening, **of) == ("văn bản đã ký (số, ngày ký)",)


def test_what_came_is_not_missing():
    of, opening = owing("both")
    assert said(opening, submitted(), **of) == ("văn bản đã ký (số, ngày ký)",)
    [figures] = said(opening, DocumentAttached(**receipt(16), owed="bao-cao", signed=SIGNED), **of)
    assert figures.startswith("biểu số liệu")
    carried = {"by": "huyen", "version": 1, "received_at": at(10, 16), "standing": True}
    spoken_for = ReportCarried(**receipt(16), owed="bao-cao", **carried)
    assert said(opening, spoken_for, **of) == ("văn bản đã ký (số, ngày ký)",)


def test_a_report_that_speaks_for_another_period_brings_its_figures_and_document():
    of, opening = owing("both")
    other = ReportSubmitted(
        **receipt(16),
        owed="bao-cao-2",
        version=1,
        report=Report(also_owed=["bao-cao"], signed=SIGNED),
    )
    assert said(opening, other, **of) == ("báo cáo của quý đơn vị",)


def test_of_a_returned_report_the_offices_reasons_are_missing():
    """What came before the return does not count for it."""
    of, opening = owing("both")
    before = (opening, submitted(signed=SIGNED), returned(17, "Thiếu số liệu xã A", ""))
    assert said(*before, reopened(17, after=1), **of) == (
        "phần bổ sung, chỉnh lý theo ý kiến: “Thiếu số liệu xã A”",
        "văn bản đã ký (số, ngày ký)",
    )
    of, opening = owing("data")
    silent = (opening, submitted(), returned(17), reopened(17, after=1))
    assert said(*silent, **of) == ("báo cáo đã bổ sung, chỉnh lý của quý đơn vị",)
    of, opening = owing("both")
    unsigned = (opening, submitted(), returned(17), reopened(17, after=1))
    assert said(*unsigned, **of) == (
        "báo cáo đã bổ sung, chỉnh lý của quý đơn vị",
        "văn bản đã ký (số, ngày ký)",
    )


def test_of_activities_to_declare_the_number_that_is_left_is_missing():
    two = owes("dk", "Đăng ký", met_by=MAJOR)
    assert said(two, duty="dk") == ("đăng ký hoạt động của quý đơn vị",)
    assert said(two, declared("a"), duty="dk") == (
        "thêm 1 hoạt động (đã đăng ký 1, cần ít nhất 2)",
    )


def test_of_activities_to_hold_each_that_is_not_held_is_missing():
    """Those that are withdrawn or voided, and those of other assignments and kinds, are not."""
    every = owes("tc", "Tổ chức", kind="hold", met_by=MetBy(assignments=["v2"]))
    mine = {"assignments": ["v2"]}
    facts = [
        declared("a", 7, "Ra quân", **mine),
        declared("b", 5, **mine),
        declared("c", **mine),
        declared("d", **mine),
        declared("e", **mine),
        declared("f", assignments=["v3"]),
        held("c"),
        ActivityWithdrawn(**receipt(6), activity="d"),
        ActivityVoided(**receipt(6), activity="e", reason="ghi trùng"),
    ]
    assert said(every, *facts, duty="tc") == (
        "kết quả của hoạt động “Hội thảo” (ngày 05/10/2022)",
        "kết quả của hoạt động “Ra quân” (ngày 07/10/2022)",
    )
    assert said(every, duty="tc") == ("hoạt động nào được đăng ký để tổ chức",)


def test_of_so_many_to_hold_the_number_that_is_left_is_missing():
    one_of = owes("tc", "Tổ chức", kind="hold", met_by=MetBy(number=2, measure="at-least"))
    facts = [declared("a"), declared("b"), declared("c", 7, "Ra quân"), held("a")]
    assert said(one_of, *facts, duty="tc") == (
        (
            "kết quả của 1 hoạt động (đã tổ chức 1, cần ít nhất 2); đã đăng ký mà chưa có kết quả: "
            "“Hội thảo” (ngày 05/10/2022); “Ra quân” (ngày 07/10/2022)"
        ),
    )
    every = owes("tc", "Tổ chức", kind="hold", met_by=MAJOR)
    assert said(every, declared("a"), held("a"), duty="tc") == (
        "thêm 1 hoạt động (đã đăng ký 1, cần ít nhất 2)",
    )


def test_a_long_list_is_cut_and_says_so():
    every = owes("tc", "Tổ chức", kind="hold")
    found = said(every, *(declared(f"a-{n}") for n in range(13)), duty="tc")
    assert len(found) == 11
    assert found[-1] == "và 3 nội dung khác"


def test_where_the_facts_do_not_tell_it_is_said_in_general_words():
    assert said(opened(), approves(), duty="bao-cao_approval") == (
        "ý kiến xác nhận của quý đơn vị đối với báo cáo của UBND huyện Bình Sơn",
    )
