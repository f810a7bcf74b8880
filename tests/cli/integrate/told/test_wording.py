"""Each fact of a unit's history is a line that staff understand."""

import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from cli.integrate.told.differences import changes
from cli.integrate.told.terms import SAID, command
from cli.integrate.told.wording import Wording
from contracts.commands import COMMANDS, verb
from contracts.facts import (
    ActivityVoided,
    DocumentAttached,
    DocumentRegistered,
    DutyChanged,
    DutyExcused,
    DutyExtended,
    DutyOpened,
    NothingDeclared,
    ReportAccepted,
    ReportRedacted,
    ReportReturned,
    ReportSubmitted,
    ReportVoided,
    UnitHistoryFact,
)
from contracts.owed import Duty
from contracts.records import Granted, Incoming, Report, ReturnReason, Signed
from contracts.values import FieldChange, Receipt

DUE = datetime(2022, 10, 19, 17, tzinfo=UTC)
RECEIPT = Receipt(at=DUE, sequence=1, command="c", sender="so-tttt", door="system")
ABOUT = {"plan": "p", "unit": "ba-to", "receipt": RECEIPT}
REPORT = {**ABOUT, "owed": "bao-cao", "version": 2}
MOVED = {**ABOUT, "duty": "bao-cao", "round": 0, "due": DUE}
DUTY = Duty(id="bao-cao", owed="bao-cao", kind="report", title="Báo cáo", due=DUE)
PAPER = Signed(number="95/BC-UBND", day=date(2022, 10, 18), signer="Nguyễn Văn A")
BY_PHONE = Granted(by="Phó Giám đốc Sở", how="điện thoại", day=date(2022, 10, 17))
NAMED, SIGNED = "“Báo cáo” (bao-cao)", "số 95/BC-UBND ngày 18/10/2022, Nguyễn Văn A ký"
ALLOWED = "Phó Giám đốc Sở đồng ý qua điện thoại ngày 17/10/2022"


@pytest.mark.parametrize(
    ("fact", "line"),
    [
        (
            NothingDeclared(**ABOUT, duty="bao-cao", reason="not-our-function", note="Đã bàn giao"),
            f"Không có hoạt động để đăng ký cho {NAMED}: không thuộc chức năng. Đã bàn giao",
        ),
        (
            ActivityVoided(**ABOUT, activity="ht-1", reason="ghi trùng"),
            "Hủy ghi nhận hoạt động ht-1: ghi trùng",
        ),
        (
            ReportSubmitted(
                **{**REPORT, "version": 1}, report=Report(signed=PAPER), through="ubnd-huyen"
            ),
            f"Gửi {NAMED}, phiên bản 1, văn bản {SIGNED}, chờ cấp trên xác nhận",
        ),
        (
            ReportAccepted(**REPORT, level="through"),
            f"Cấp trên xác nhận {NAMED}, phiên bản 2",
        ),
        (ReportAccepted(**REPORT), f"Tiếp nhận, đưa vào tổng hợp {NAMED}, phiên bản 2"),
        (
            ReportVoided(**REPORT, reason="gửi nhầm"),
            f"Hủy ghi nhận {NAMED}, phiên bản 2: gửi nhầm",
        ),
        (
            ReportRedacted(**REPORT, field="difficulties", start=0, end=12, reason="nêu tên"),
            f"Che nội dung {NAMED}, phiên bản 2: khó khăn, ký tự 1 đến 12; nêu tên",
        ),
        (
            ReportReturned(**REPORT, reasons=[ReturnReason(code="sai-so")], due=DUE),
            f"Đề nghị bổ sung, chỉnh lý {NAMED}, phiên bản 2, gửi lại trước 00:00 20/10/2022",
        ),
        (
            ReportReturned(**REPORT, reasons=[ReturnReason(code="sai-so")], due=None),
            f"Không nhận bản sửa của {NAMED}, phiên bản 2; bản đã tiếp nhận vẫn có hiệu lực",
        ),
        (
            DocumentAttached(**ABOUT, owed="bao-cao", signed=PAPER),
            f"Văn bản đã ký của {NAMED}: {SIGNED}",
        ),
        (
            DocumentRegistered(
                **ABOUT,
                owed="bao-cao",
                incoming=Incoming(number="1204", day=PAPER.day),
                counts_from=DUE,
            ),
            f"Vào sổ đến {NAMED}: số 1204 ngày 18/10/2022",
        ),
        (
            DutyChanged(
                **ABOUT, duty=DUTY.model_copy(update={"title": "Báo cáo nhanh"}), reason="sửa đổi"
            ),
            "Đổi nội dung phải thực hiện “Báo cáo nhanh” (bao-cao): sửa đổi",
        ),
        (
            DutyExtended(**ABOUT, duty="bao-cao", round=0, due=DUE, reason="bão", granted=BY_PHONE),
            f"Gia hạn {NAMED} đến 00:00 20/10/2022: bão ({ALLOWED})",
        ),
        (
            DutyExtended(**MOVED, reason="bão", quiet_until=DUE),
            f"Gia hạn {NAMED} đến 00:00 20/10/2022: bão, chưa nhắc trước 00:00 20/10/2022",
        ),
        (
            DutyExtended(**MOVED, reason="sửa đổi", planned=DUE),
            f"Kế hoạch đổi thời hạn {NAMED} thành 00:00 20/10/2022: sửa đổi",
        ),
        (
            DutyExcused(**ABOUT, duty="bao-cao", reason="bão", cause="office"),
            f"Được miễn {NAMED}: bão",
        ),
        (
            DutyExcused(**ABOUT, duty="bao-cao", reason="sửa đổi", cause="plan"),
            f"Kế hoạch không còn yêu cầu {NAMED}: sửa đổi",
        ),
        (
            DutyExcused(**ABOUT, duty="bao-cao", reason="đã rút hết", cause="no-activity"),
            f"Không còn hoạt động để thực hiện {NAMED}: đã rút hết",
        ),
    ],
    ids=lambda one: one.wire if hasattr(one, "wire") else "",
)
def test_a_fact_is_told_in_staff_s_words(fact: UnitHistoryFact, line: str) -> None:
    """With the title of the duty that it is about, learnt when that was opened."""
    words = Wording(ZoneInfo("Asia/Ho_Chi_Minh"))
    words.history(DutyOpened(**ABOUT, duty=DUTY))
    assert words.history(fact)[0] == line


@pytest.mark.parametrize(
    ("pointer", "field"),
    [
        ("/assignments/0", "nhiệm vụ › 1"),
        ("/figures/2/nothing", "chỉ tiêu báo cáo › 3 › không có số liệu"),
        ("/explanation", "giải trình"),
    ],
)
def test_a_field_is_named_as_staff_know_it(pointer: str, field: str) -> None:
    """Positions count from 1."""
    (line,) = changes([FieldChange(pointer=pointer, before=None, after=json.dumps("x"))])
    assert line == f"  {field}: (trống) → x"


@pytest.mark.parametrize(
    ("pointer", "value", "told"),
    [
        ("/status", "held", "đã tổ chức"),
        ("/figures/0/nothing", "no-occurrence", "không phát sinh"),
        ("/planned/budget/total", 32000000, "32.000.000"),
        ("/title", "held", "held"),
        ("/starts_on", "2022-10-04", "04/10/2022"),
        (
            "/actual",
            {
                "figures": [
                    {"indicator": "luot", "value": 1542},
                    {"indicator": "buoi", "value": 3},
                ],
                "budget": {"total": 1000},
            },
            "chỉ tiêu báo cáo mã luot, giá trị 1.542; mã buoi, giá trị 3, kinh phí tổng 1.000",
        ),
    ],
)
def test_a_value_is_told_in_words_whatever_it_is_made_of(
    pointer: str, value: object, told: str
) -> None:
    (line,) = changes([FieldChange(pointer=pointer, before=None, after=json.dumps(value))])
    assert line.endswith(f": (trống) → {told}")


def test_every_command_is_called_as_staff_call_it() -> None:
    """Also one of a type that nobody knows, or with none that could be read."""
    assert SAID.keys() == {verb(model) for model in COMMANDS.values()}
    assert command("ngayso.submit-report.v1") == "Gửi báo cáo"
    assert command("khac.v9") == "Lệnh không rõ loại: khac.v9"
    assert command(None) == "Lệnh không rõ loại"
