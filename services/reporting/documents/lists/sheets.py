"""Reporting, documents: the columns of each list."""

from contracts.frozen import SNAPSHOT_VI
from contracts.plan import called
from contracts.reach import CHANNEL_VI, ROLE_VI, WHY_VI, fate_vi, reason_vi
from contracts.snapshots import Snapshot
from services.reporting.application.answer import PlanSummary
from services.reporting.application.reached.readiness import Lacking, UnitLacking
from services.reporting.documents.lists.sheet import Around, Sheet
from services.reporting.documents.lists.words import ACTIVITY_VI, MESSAGE_VI, REPORT_VI, stands
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.claims.evidence import Claim, ClaimedEvidence
from services.reporting.domain.document import Document
from services.reporting.domain.documents import (
    DutyDocument,
    MessageDocument,
    RungDocument,
    UnitDocument,
)
from services.reporting.domain.filing.documents import ReportDocument
from services.reporting.domain.frozen.came import after_freeze
from services.reporting.domain.log.unread import UnreadRecord

AFTER = "sau khi chốt"


def _after(one: Document, around: Around) -> bool | None:
    """Nothing where no figures are frozen."""
    return None if around.frozen_until is None else after_freeze(one, around.frozen_until)


PLANS = Sheet[PlanSummary](
    (
        ("kế hoạch", lambda one, _: one.id),
        ("số", lambda one, _: one.number),
        ("tên kế hoạch", lambda one, _: one.title),
        ("ngày ban hành", lambda one, _: one.issued_on),
        ("số đơn vị", lambda one, _: one.participants),
        ("nội dung phải thực hiện", lambda one, _: one.completeness.duties.total),
        ("đúng hạn", lambda one, _: one.completeness.duties.on_time),
        ("trễ hạn", lambda one, _: one.completeness.duties.late),
        ("chưa thực hiện", lambda one, _: one.completeness.duties.owing),
        ("trong đó quá hạn", lambda one, _: one.completeness.overdue),
        ("không phải thực hiện", lambda one, _: one.completeness.duties.excused),
    )
)
DUTIES = Sheet[DutyDocument](
    (
        ("mã đơn vị", lambda one, _: one.unit),
        ("tên đơn vị", lambda one, around: around.name(one.unit)),
        ("mã nội dung", lambda one, _: one.owed),
        ("nội dung phải thực hiện", lambda one, _: one.title),
        ("kỳ", lambda one, _: one.period),
        ("trạng thái", lambda one, around: stands(one, around.now)),
        ("hạn (trước lúc)", lambda one, _: one.due),
        ("thực hiện lúc", lambda one, _: one.met_at),
        ("chờ ký", lambda one, _: one.unsigned),
        ("số văn bản", lambda one, _: one.signed.number if one.signed else None),
        ("ngày văn bản", lambda one, _: one.signed.day if one.signed else None),
        ("số đến", lambda one, _: one.incoming.number if one.incoming else None),
        ("ngày đến", lambda one, _: one.incoming.day if one.incoming else None),
        ("lý do", lambda one, _: one.reason),
        (AFTER, _after),
    )
)
ACTIVITIES = Sheet[ActivityDocument](
    (
        ("mã đơn vị", lambda one, _: one.unit),
        ("tên đơn vị", lambda one, around: around.name(one.unit)),
        ("mã hoạt động", lambda one, _: one.activity),
        ("loại", lambda one, around: called(around.kinds, one.record.kind)),
        ("hoạt động", lambda one, _: one.record.title),
        ("từ ngày", lambda one, _: one.record.starts_on),
        ("đến ngày", lambda one, _: one.record.ends_on),
        ("địa điểm", lambda one, _: one.record.place),
        ("trạng thái", lambda one, _: ACTIVITY_VI[one.status]),
        ("kinh phí dự kiến (đồng)", lambda one, _: _money(one, held=False)),
        ("kinh phí thực hiện (đồng)", lambda one, _: _money(one, held=True)),
        ("số minh chứng", lambda one, _: len(one.record.evidence)),
        ("tính ở đơn vị khác", lambda one, _: one.shares),
        ("đăng ký lúc", lambda one, _: one.declared_at),
        ("sửa lần cuối lúc", lambda one, _: one.changed_at),
        (AFTER, _after),
    )
)
EVIDENCE = Sheet[ClaimedEvidence](
    (
        ("minh chứng", lambda one, _: one.title),
        ("đường dẫn", lambda one, _: one.link),
        ("SHA-256", lambda one, _: one.sha256),
        ("ghi cho nhiều hoạt động", lambda one, _: one.repeated),
        ("số hoạt động ghi", lambda one, _: one.claimed),
        ("hoạt động", lambda one, around: "; ".join(_claim(one, around) for one in one.claims)),
    )
)
REPORTS = Sheet[ReportDocument](
    (
        ("mã đơn vị", lambda one, _: one.unit),
        ("tên đơn vị", lambda one, around: around.name(one.unit)),
        ("mã nội dung", lambda one, _: one.owed),
        ("kỳ báo cáo", lambda one, _: one.duty),
        ("bản", lambda one, _: one.version),
        ("trạng thái", lambda one, _: REPORT_VI[one.status]),
        ("số liệu đang dùng", lambda one, _: one.counts),
        ("nhận lúc", lambda one, _: one.received_at),
        ("số văn bản", lambda one, _: one.record.signed.number if one.record.signed else None),
        ("ngày văn bản", lambda one, _: one.record.signed.day if one.record.signed else None),
        ("kinh phí (đồng)", lambda one, _: one.record.spending and one.record.spending.total),
        ("hạn bổ sung, chỉnh lý", lambda one, _: one.return_due),
        ("đề nghị bổ sung, chỉnh lý", lambda one, _: "; ".join(r.note for r in one.reasons)),
        (AFTER, _after),
    )
)
RUNGS = Sheet[RungDocument](
    (
        ("mã đơn vị", lambda one, _: one.unit),
        ("tên đơn vị", lambda one, around: around.name(one.unit)),
        ("kỳ báo cáo hoặc nội dung", lambda one, _: one.duty),
        ("hạn (trước lúc)", lambda one, _: one.due),
        ("bậc nhắc", lambda one, _: one.rung),
        ("giờ nhắc", lambda one, _: one.fires_at),
        ("kết quả", lambda one, around: fate_vi(one.fate, one.fires_at, around.now)),
        ("lý do", lambda one, _: reason_vi(one.reason)),
    )
)
MESSAGES = Sheet[MessageDocument](
    (
        ("mã đơn vị", lambda one, _: one.unit),
        ("tên đơn vị", lambda one, around: around.name(one.unit)),
        ("tin", lambda one, _: one.message),
        ("kênh", lambda one, _: CHANNEL_VI[one.channel] if one.channel else None),
        ("người nhận (mã)", lambda one, _: one.recipient),
        ("trạng thái", lambda one, _: MESSAGE_VI[one.status]),
        ("lúc", lambda one, _: one.said_at),
        ("số lần gửi", lambda one, _: one.attempts),
        ("lý do", lambda one, _: reason_vi(one.reason)),
    )
)
UNITS = Sheet[UnitDocument](
    (
        ("mã đơn vị", lambda one, _: one.unit),
        ("tên đơn vị", lambda one, _: one.name),
        ("mã cấp", lambda one, around: one.record.level(around.today)),
        ("mã đơn vị cấp trên", lambda one, around: one.record.parent(around.today)),
        ("từ ngày", lambda one, _: one.record.valid_from),
        ("trước ngày", lambda one, _: one.record.valid_to),
    )
)
UNREAD = Sheet[UnreadRecord](
    (
        ("số thứ tự trong nhật ký", lambda one, _: one.sequence),
        ("chủ đề", lambda one, _: one.subject),
        ("để riêng lúc", lambda one, _: one.at),
        ("người để riêng", lambda one, _: one.by),
        ("lý do", lambda one, _: one.reason),
    )
)
SNAPSHOTS = Sheet[Snapshot](
    (
        ("lần chốt", lambda one, _: one.number),
        ("mã", lambda one, _: one.code),
        ("trạng thái", lambda one, _: SNAPSHOT_VI[one.status]),
        ("số liệu đến", lambda one, _: one.as_of),
        ("chốt lúc", lambda one, _: one.frozen_at),
        ("phát hành lúc", lambda one, _: one.published_at),
        ("số văn bản", lambda one, _: one.signed.number if one.signed else None),
        ("ngày văn bản", lambda one, _: one.signed.day if one.signed else None),
        ("người ký", lambda one, _: one.signed.signer if one.signed else None),
        ("thay bằng lần chốt", lambda one, _: one.replaced_by),
        ("lý do thay", lambda one, _: one.replaced_for),
    )
)
READINESS = Sheet[tuple[UnitLacking, Lacking]](
    (
        ("mã đơn vị", lambda one, _: one[0].unit),
        ("tên đơn vị", lambda one, _: one[0].name),
        ("cấp", lambda one, around: around.level(one[0].level)),
        ("vai trò", lambda one, _: ROLE_VI.get(one[1].role, one[1].role)),
        ("kênh", lambda one, _: CHANNEL_VI[one[1].channel]),
        ("còn thiếu", lambda one, _: WHY_VI[one[1].why]),
        ("từ lúc", lambda one, _: one[1].since),
        ("vắng đến hết ngày", lambda one, _: one[1].until),
    )
)


def _claim(one: Claim, around: Around) -> str:
    return f"{around.name(one.unit) or one.unit}: {one.title}"


def _money(one: ActivityDocument, *, held: bool) -> int | None:
    account = one.record.actual if held else one.record.planned
    return account.budget.total if account and account.budget else None
