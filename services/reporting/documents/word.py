"""Reporting, documents: the consolidated report as the .docx that is signed."""

import io
from collections.abc import Callable

from docx.document import Document as Docx
from docx.shared import Pt

from services.reporting.documents import frame, tables
from services.reporting.documents.wording import clean, dated, initials, moment, short_day
from services.reporting.domain.consolidated import Consolidated, Row, Standing


def document(report: Consolidated) -> bytes:
    """The report, its appendix on turned pages, ready for a number and a signature."""
    plan, office = report.plan, report.collecting_office
    day = report.as_of.astimezone(plan.zone).date()
    about = f"Kết quả thực hiện {plan.title}"
    code = initials(office.name, plan.place)
    doc = frame.blank(about, office.name, report.as_of)
    frame.head(
        doc,
        superior=report.issuer.name,
        issuer=office.name,
        code=code,
        where=dated(plan.place, day),
    )
    frame.title(doc, "BÁO CÁO", about)
    to = frame.centred(doc, f"Kính gửi: {report.issuer.name}", frame.BODY)
    to.paragraph_format.space_before = Pt(12)
    _body(doc, report)
    recipients = ("Như trên", f"Lưu: VT, {code}")
    frame.close(doc, recipients, "THỦ TRƯỞNG CƠ QUAN")
    _appendix(doc, report)
    out = io.BytesIO()
    doc.save(out)
    return out.getvalue()


def _body(doc: Docx, report: Consolidated) -> None:
    plan = report.plan
    as_of = moment(report.as_of, plan.zone)
    frame.prose(
        doc,
        f"Thực hiện Kế hoạch số {plan.number} ngày {short_day(plan.issued_on)} của "
        f"{report.issuer.name}, {report.collecting_office.name} tổng hợp kết quả như sau "
        f"(số liệu nhận đến {as_of}):",
    )
    _duties(doc, report)
    _activities(doc, report)
    frame.heading(doc, "III. KẾT QUẢ THEO CHỈ TIÊU BÁO CÁO")
    frame.grid(doc, tables.indicators(report))
    frame.heading(doc, "IV. KINH PHÍ")
    frame.grid(doc, tables.money(report))
    frame.heading(doc, "V. KHÓ KHĂN, NGUYÊN NHÂN")
    _narratives(doc, report, lambda row: "\n".join(filter(None, (row.difficulties, row.causes))))
    frame.heading(doc, "VI. KIẾN NGHỊ, ĐỀ XUẤT")
    _narratives(doc, report, lambda row: row.recommendations)
    frame.prose(
        doc,
        f"Trên đây là kết quả thực hiện Kế hoạch số {plan.number}, "
        f"{report.collecting_office.name} kính báo cáo {report.issuer.name} xem xét, chỉ đạo./.",
    )


def _duties(doc: Docx, report: Consolidated) -> None:
    frame.heading(doc, "I. TÌNH HÌNH THỰC HIỆN VÀ CHẾ ĐỘ BÁO CÁO")
    counted, asked = report.totals.reports.counted, report.totals.reports.asked
    awaiting = report.totals.reports.awaiting
    frame.prose(
        doc,
        f"Kế hoạch giao việc cho {len(report.rows)} đơn vị. Báo cáo này tổng hợp số liệu của "
        f"{counted}/{asked} đơn vị phải báo cáo"
        + ("." if counted == asked else f"; {asked - counted} đơn vị chưa có số liệu.")
        + (f" Chưa cộng {awaiting} báo cáo chờ cấp trên xác nhận." if awaiting else ""),
    )
    frame.grid(doc, tables.duties(report))
    _list(doc, "Đơn vị chưa báo cáo: ", report.owing)
    _list(doc, "Đơn vị báo cáo trễ hạn: ", report.late)


def _activities(doc: Docx, report: Consolidated) -> None:
    frame.heading(doc, "II. KẾT QUẢ TỔ CHỨC CÁC HOẠT ĐỘNG")
    held, total = report.totals.activities.held, report.totals.activities.total
    frame.prose(
        doc,
        f"Đã tổ chức {held}/{total} hoạt động đăng ký. Hoạt động nhiều đơn vị phối hợp được "
        "tính một lần, ở đơn vị chủ trì.",
    )
    frame.grid(doc, tables.activities(report))


def _list(doc: Docx, lead: str, standings: tuple[Standing, ...]) -> None:
    names = [one.unit.name for one in standings if one.kind == "report"]
    frame.prose(doc, lead + (", ".join(clean(name) for name in names) or "không có") + ".")


def _narratives(doc: Docx, report: Consolidated, told: Callable[[Row], str]) -> None:
    """What units wrote, each sentence once with everybody who wrote it."""
    by_text: dict[str, list[str]] = {}
    for row in report.rows:
        text = " ".join(told(row).split())
        if text:
            by_text.setdefault(text, []).append(row.unit.short_name)
    for text, names in by_text.items():
        frame.prose(doc, f"- {text} ({', '.join(names)})")
    if not by_text:
        frame.prose(doc, "Các đơn vị không nêu.")


def _appendix(doc: Docx, report: Consolidated) -> None:
    frame.landscape(doc)
    frame.centred(doc, "PHỤ LỤC", frame.BODY, bold=True)
    about = (
        f"(Kèm theo Báo cáo tổng hợp; số liệu nhận đến {moment(report.as_of, report.plan.zone)})"
    )
    frame.centred(doc, about, frame.NAME, italic=True)
    for table in tables.appendix(report):
        frame.grid(doc, table, frame.LIST)
