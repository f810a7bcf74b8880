"""Reporting, documents: the consolidated report as the .docx that is signed."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import assert_never

from docx.document import Document as Docx

from contracts.plan import ReportPart
from services.reporting.documents.paper import frame, narrative
from services.reporting.documents.paper.annexes import annexes, roman
from services.reporting.documents.paper.placing import placed
from services.reporting.documents.paper.signer import Sender, words
from services.reporting.documents.paper.style import LIST, described
from services.reporting.documents.paper.zipped import saved
from services.reporting.documents.tables import report as tables
from services.reporting.documents.tables.standing import named
from services.reporting.documents.templates.template import Templates
from services.reporting.documents.templates.words import BODY as BODY_MARK
from services.reporting.documents.wording import clean
from services.reporting.domain.consolidated import Consolidated, ReportRef, Standing
from services.reporting.domain.totals import ReportTotal

MOST_NAMES = 20
"""Units that a sentence names; of more it is said where each stands."""


def document(report: Consolidated, templates: Templates, sender: Sender, code: str = "") -> bytes:
    """The report of `sender` and its annexes, ready for a number and a signature; `code` is that of
    its figures.
    """
    plan = report.plan
    about = f"Kết quả thực hiện {plan.title}"
    said = words(report, sender, about, code)
    doc = templates.fill("report", {**said, "body": BODY_MARK})
    described(doc, about, sender.name, report.as_of)
    with placed(doc):
        _body(doc, report)
    day = str(said["place_and_day"]).removeprefix(f"{plan.place}, ")
    to_which = f"Báo cáo số        /BC-{said['symbol']} {day} của {sender.name}"
    for number, annex in annexes(report):
        frame.annex(doc, number, annex.title, to_which)
        for table in annex.tables:
            frame.grid(doc, table, LIST)
    return saved(doc)


OUTLINE: dict[ReportPart, str] = {
    "duties": "Tình hình thực hiện và chế độ báo cáo",
    "activities": "Kết quả tổ chức các hoạt động",
    "results": "Kết quả theo chỉ tiêu báo cáo",
    "money": "Kinh phí",
    "difficulties": "Khó khăn, nguyên nhân",
    "recommendations": "Kiến nghị, đề xuất",
}
"""Where the plan gives no outline."""


def _body(doc: Docx, report: Consolidated) -> None:
    outline = report.plan.reporting.outline
    sections = [(one.part, one.title) for one in outline] or [*OUTLINE.items()]
    for at, (part, title) in enumerate(sections, 1):
        frame.heading(doc, f"{roman(at)}. {title.upper()}")
        _section(doc, report, part)


def _section(doc: Docx, report: Consolidated, part: ReportPart) -> None:
    match part:
        case "duties":
            _duties(doc, report)
        case "activities":
            _activities(doc, report)
        case "results":
            for table in tables.results(report):
                frame.grid(doc, table)
        case "money":
            frame.grid(doc, tables.money(report))
        case "difficulties":
            _narratives(doc, report, lambda one: f"{one.difficulties}\n{one.causes}")
        case "recommendations":
            _narratives(doc, report, lambda one: one.recommendations)
        case _:
            assert_never(part)


def _duties(doc: Docx, report: Consolidated) -> None:
    gone = sum(row.unit.until is not None for row in report.rows)
    frame.prose(
        doc,
        f"Kế hoạch giao việc cho {len(report.rows)} đơn vị"
        + (f", trong đó {gone} đơn vị đến ngày ghi sau tên ở Phụ lục I" if gone else "")
        + ".",
    )
    frame.grid(doc, tables.duties(report))
    frame.grid(doc, tables.reports(report))
    for entry in report.totals.entries:
        _sent(doc, report, entry.reports)


def _sent(doc: Docx, report: Consolidated, total: ReportTotal) -> None:
    """One report that is owed: how complete it is, who did not send it, and who late."""
    title = clean(total.title)
    frame.prose(
        doc,
        f"{title}: đã tính số liệu {total.counted + total.gathered}/{total.asked} báo cáo phải gửi"
        + (f"; {total.missing} báo cáo chưa có số liệu" if total.missing else "")
        + (f"; chưa tính {total.awaiting} báo cáo chưa xác nhận" if total.awaiting else "")
        + (f"; {total.unsigned} báo cáo chờ ký" if total.unsigned else "")
        + ".",
    )
    for lead, found in (("Chưa gửi", report.owing), ("Gửi trễ hạn", report.late)):
        _list(doc, f"{lead} {title}: ", [one for one in found if one.owed == total.owed])


def _activities(doc: Docx, report: Consolidated) -> None:
    held, total = report.totals.activities.held, report.totals.activities.total
    if not total:
        frame.prose(doc, "Không có hoạt động nào được đăng ký.")
        return
    frame.prose(
        doc,
        f"Đã tổ chức {held}/{total} hoạt động đăng ký. Hoạt động nhiều đơn vị phối hợp được "
        "tính một lần, ở đơn vị chủ trì; chủ trì chưa ghi nhận thì ở đơn vị phối hợp.",
    )
    frame.grid(doc, tables.activities(report))


def _list(doc: Docx, lead: str, standings: Sequence[Standing]) -> None:
    """Units by name, each once, if there are any; of several instances, how many. Too many stand in
    the annex.
    """
    many = Counter(named(clean(one.unit.name), one.unit) for one in standings)
    names = [name if times == 1 else f"{name} ({times} kỳ)" for name, times in many.items()]
    if len(names) > MOST_NAMES:
        names = [f"{len(names)} đơn vị, có tên ở Phụ lục I"]
    if names:
        frame.prose(doc, f"{lead}{', '.join(names)}.")


def _narratives(doc: Docx, report: Consolidated, of: Callable[[ReportRef], str]) -> None:
    for line in narrative.told(report, of) or [narrative.ALL]:
        frame.prose(doc, line)
