"""Where a unit stands with what it owes, in the words that staff read."""

from datetime import timedelta
from typing import Any

import pytest

from contracts.commands import (
    AttachDocument,
    ExcuseDuty,
    ExtendDuty,
    RegisterDocument,
    ReturnReport,
    SubmitReport,
)
from services.reporting.documents.tables import standing
from services.reporting.documents.tables.by_unit import standings
from tests.registry.plans import REPORT_DUE, ZONE
from tests.reporting.given.campaigns import Told, entry, weekly

FLOW = {"id": "luot", "name": "Lượt", "arithmetic": "sum"}
BACK: dict[str, Any] = {"reasons": [{"code": "x"}], "deadline": {"day": "2022-11-25"}}
SIGNED = {"number": "12/BC", "day": "2022-09-14"}
LATE = REPORT_DUE + timedelta(hours=9)


def one_report(**fields: Any) -> Told:
    return Told([entry("bc", **fields)], [FLOW], {"xa-a": "xa"})


def sent(**fields: Any) -> Told:
    told = one_report(**fields)
    told.report("xa-a", "bc", figures={"luot": 4})
    return told


def source(told: Told, entry_of: str = "bc") -> str:
    (row,) = told.consolidated().rows
    return standing.sources(row, entry_of, ZONE)


def total(told: Told) -> object:
    return told.total("luot").reported.value


def test_figures_that_wait_for_their_document_are_to_be_signed() -> None:
    told = sent(wants="both")
    assert "chờ ký" in source(told)
    told.say("xa-a", AttachDocument, "xa-a", owed="bc", signed=SIGNED)
    assert "chờ ký" not in source(told)
    assert "số 12/BC" in source(told)


@pytest.mark.parametrize("judged_by", ["figures", "document", "first"])
def test_both_moments_are_shown_whichever_counts(judged_by: str) -> None:
    told = sent(wants="both", judged_by=judged_by)
    told.say("xa-a", AttachDocument, "xa-a", owed="bc", signed=SIGNED)
    assert "biểu số liệu 10:00 ngày 15/9/2022; văn bản 11:00 ngày 15/9/2022" in source(told)


def test_a_registered_document_is_shown_with_its_number_in_the_register() -> None:
    told = one_report(wants="document")
    incoming = {"number": "345", "day": "2022-10-19"}
    told.say("xa-a", RegisterDocument, at=LATE, owed="bc", incoming=incoming)
    (row,) = told.consolidated().rows
    (report,) = row.reports
    assert (report.incoming and report.incoming.number) == "345"
    assert "văn bản 00:00 ngày 19/10/2022" in standing.moments(report, ZONE)


def test_a_report_that_was_returned_is_in_no_total_and_shown_so() -> None:
    told = sent()
    told.say("xa-a", ReturnReport, owed="bc", version=1, **BACK)
    assert total(told) is None
    assert "đang bổ sung, chỉnh lý" in source(told)


def test_a_correction_that_is_not_taken_leaves_the_total_and_is_shown_so() -> None:
    told = sent()
    told.accept("xa-a", "bc")
    told.report("xa-a", "bc", figures={"luot": 6})
    assert "bản sửa chờ tiếp nhận" in source(told)
    told.say("xa-a", ReturnReport, owed="bc", version=2, **BACK)
    assert "không nhận bản sửa" in source(told)
    assert total(told) == 4


def test_a_report_that_nobody_approved_yet_stands_beside_the_total() -> None:
    """Also when its approval is overdue."""
    told = sent(through={"unit": "xa-b"})
    assert total(told) is None
    assert "chưa xác nhận" in source(told)
    (row,) = told.consolidated().rows
    assert [one.overdue for one in row.duties if one.kind == "approve"] == [True]


def test_who_is_excused_and_reports_anyway_is_counted_and_shown_so() -> None:
    told = one_report()
    told.say("xa-a", ExcuseDuty, duty="bc", reason="Lũ")
    told.report("xa-a", "bc", figures={"luot": 4})
    assert total(told) == 4
    assert "được miễn, vẫn báo cáo" in source(told)
    (row,) = standings(told.consolidated()).rows
    assert row[1] == "Được miễn: Lũ"


def test_of_one_report_for_two_weeks_the_flow_is_the_last_weeks_and_the_other_is_gathered() -> None:
    told = Told([weekly("tuan")], [FLOW], {"xa-a": "xa"})
    told.report("xa-a", "tuan_2022-w41", figures={"luot": 30}, also_owed=["tuan_2022-w40"])
    assert source(told, "tuan") == "1/3 kỳ, 1 kỳ gộp"
    (row,) = told.consolidated().rows
    first, last, _ = row.reports
    assert (first.gathered, first.filing.figures) == (True, ())
    assert standing.source(first) == "gộp vào báo cáo khác"
    assert [one.value for one in last.filing.figures] == [30]


def test_an_extension_that_was_granted_after_the_deadline_is_shown_as_one() -> None:
    """It is in time by it, and everybody sees by what."""
    told = one_report()
    figures = [{"indicator": "luot", "value": 4}]
    told.say("xa-a", SubmitReport, "xa-a", at=LATE, owed="bc", report={"figures": figures})
    assert duty(told).startswith("Trễ hạn, 09:00 ngày 20/10/2022")
    later = {"duty": "bc", "deadline": {"day": "2022-10-25"}, "reason": "Bão"}
    told.say("xa-a", ExtendDuty, at=LATE + timedelta(days=1), **later)
    assert duty(told) == (
        "Đúng hạn (gia hạn ngày 21/10/2022, sau khi hết hạn), 09:00 ngày 20/10/2022"
    )


def test_an_extension_that_was_granted_in_time_is_nothing_to_remark_on() -> None:
    told = one_report()
    told.say("xa-a", ExtendDuty, duty="bc", deadline={"day": "2022-10-25"}, reason="Bão")
    figures = [{"indicator": "luot", "value": 4}]
    told.say("xa-a", SubmitReport, "xa-a", at=LATE, owed="bc", report={"figures": figures})
    assert duty(told) == "Đúng hạn, 09:00 ngày 20/10/2022"


def duty(told: Told) -> str:
    (row,) = standings(told.consolidated()).rows
    return str(row[1])


def test_what_is_left_of_all_its_activities_is_none() -> None:
    assert standing.excused("no-activity", None) == "không còn hoạt động"
    assert standing.excused("nothing-declared", "not-our-function") == "không thuộc chức năng"
