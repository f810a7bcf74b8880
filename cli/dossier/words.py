"""Cli, dossier: the words of the file, for people who will not have the product."""

from dataclasses import dataclass
from datetime import datetime

from contracts.facts import (
    ActivityVoided,
    DutyExcused,
    DutyExtended,
    DutyReopened,
    ReportAccepted,
    ReportRedacted,
    ReportReturned,
    ReportVoided,
    UnitHistoryFact,
)
from contracts.owed import DutyKind
from contracts.records import Granted
from contracts.snapshots import Correction, Miswritten
from contracts.values import Door
from contracts.words import ActivityStatus, DutyStatus

DUTY_KIND: dict[DutyKind, str] = {
    "declare": "đăng ký hoạt động",
    "hold": "tổ chức hoạt động",
    "report": "gửi báo cáo",
    "approve": "xác nhận báo cáo",
}
DOOR: dict[Door, str] = {
    "system": "hệ thống của đơn vị",
    "desk": "trang làm việc",
    "rest": "giao diện lập trình",
    "operator": "lệnh của người vận hành",
    "registry": "hệ thống ghi nhận",
}
"""By which door something came in."""

DUTY_STATUS: dict[DutyStatus, str] = {
    "met": "đã thực hiện",
    "owing": "chưa thực hiện",
    "excused": "được miễn",
}
ACTIVITY_STATUS: dict[ActivityStatus, str] = {
    "planned": "dự kiến",
    "postponed": "hoãn",
    "held": "đã tổ chức",
    "withdrawn": "đã rút",
    "voided": "đã hủy ghi nhận",
}
MESSAGES = {
    "rung-scheduled": "lời nhắc đã hẹn",
    "rung-sent": "lời nhắc đã gửi",
    "rung-cancelled": "lời nhắc đã hủy vì không còn cần",
    "rung-lapsed": "lời nhắc đã qua thời điểm",
    "rung-failed": "lời nhắc không gửi được",
    "notice-composed": "thông báo đã soạn",
    "notice-sent": "thông báo đã gửi",
    "notice-dropped": "thông báo đã bỏ",
    "notice-failed": "thông báo không gửi được",
    "message-composed": "tin đã soạn",
    "message-accepted": "tin nhà mạng hoặc máy chủ thư đã nhận",
    "message-failed": "tin không gửi được",
    "message-silenced": "tin không còn cần gửi",
    "message-delivered": "tin đã đến",
    "message-bounced": "tin không tới nơi",
    "message-answered-absent": "tin được trả lời là đi vắng",
    "message-declined": "người nhận xin thôi nhận, vẫn được gửi vì đơn vị chưa có ai khác",
}
"""By the wire name of what was said."""


@dataclass(frozen=True)
class Decided:
    """A decision about a unit."""

    what: str
    about: str
    reason: str
    sender: str
    due: datetime | None = None
    granted: str = ""


def decided(fact: UnitHistoryFact) -> Decided | None:
    """A decision in words; None for what a unit said of itself, or follows from the plan."""
    by = fact.receipt.sender
    match fact:
        case ReportReturned():
            reasons = "; ".join(one.note or one.code for one in fact.reasons)
            return Decided(
                "đề nghị bổ sung", f"{fact.owed}, bản {fact.version}", reasons, by, fact.due
            )
        case ReportAccepted():
            what = "xác nhận" if fact.level == "through" else "nhận"
            return Decided(what, f"{fact.owed}, bản {fact.version}", "", by)
        case ReportVoided():
            return Decided("hủy bản", f"{fact.owed}, bản {fact.version}", fact.reason, by)
        case ReportRedacted():
            return Decided("che chữ", f"{fact.owed}, bản {fact.version}", fact.reason, by)
        case ActivityVoided():
            return Decided("hủy ghi nhận hoạt động", fact.activity, fact.reason, by)
        case DutyExtended():
            granted = _granted(fact.granted)
            return Decided("gia hạn", fact.duty, fact.reason, by, fact.due, granted)
        case DutyExcused():
            return Decided("miễn", fact.duty, fact.reason, by, granted=_granted(fact.granted))
        case DutyReopened():
            return Decided("phải thực hiện lại", fact.duty, fact.reason, by, fact.due)
        case _:
            return None


def corrected(one: Correction) -> str:
    """By which document, and why."""
    by = one.document
    return f"{by.number} ngày {by.day:%d/%m/%Y}, {by.signer}: {one.reason}"


def miswritten(one: Miswritten) -> str:
    """What stood there before it was recorded right."""
    by = one.signed
    return f"{by.number} ngày {by.day:%d/%m/%Y}, {by.capacity} {by.signer}: {one.reason}"


def _granted(one: Granted | None) -> str:
    if one is None:
        return ""
    paper = f", {one.paper}" if one.paper else ""
    return f"{one.by}, {one.how}, {one.day:%d/%m/%Y}{paper}"
