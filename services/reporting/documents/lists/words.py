"""Reporting, documents: where things stand, in the words that people read in lists."""

from datetime import datetime

from contracts.words import ActivityStatus, MessageStatus, ReportStatus
from services.reporting.documents.tables.standing import excused
from services.reporting.domain.documents import DutyDocument

ACTIVITY_VI: dict[ActivityStatus, str] = {
    "planned": "đã đăng ký",
    "postponed": "hoãn",
    "held": "đã tổ chức",
    "withdrawn": "đã rút",
    "voided": "đã hủy ghi nhận",
}
REPORT_VI: dict[ReportStatus, str] = {
    "submitted": "đã gửi",
    "approved": "đã xác nhận",
    "accepted": "đã tiếp nhận",
    "returned": "đề nghị bổ sung, chỉnh lý",
    "not-taken": "không nhận bản sửa",
    "voided": "đã hủy ghi nhận",
}
MESSAGE_VI: dict[MessageStatus, str] = {
    "composed": "đã soạn",
    "attempted": "đang gửi",
    "accepted": "đã chuyển đi",
    "failed": "không gửi được",
    "silenced": "không cần gửi nữa",
}


def stands(duty: DutyDocument, now: datetime) -> str:
    """Where a duty stands at this moment."""
    if duty.status == "excused":
        return excused(duty.excused, duty.nothing)
    if duty.status == "met":
        return "đúng hạn" if duty.on_time else "trễ hạn"
    return "quá hạn, chưa thực hiện" if now >= duty.due else "chưa đến hạn"
