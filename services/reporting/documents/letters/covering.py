"""Reporting, documents: the draft of the letter with which a unit sends its report."""

from collections.abc import Iterator

from contracts.indicator import Indicator
from services.reporting.documents import wording
from services.reporting.documents.paper import frame
from services.reporting.documents.paper.signer import TO_FILL_IN, Sender, words
from services.reporting.documents.paper.style import SMALL, described
from services.reporting.documents.paper.zipped import saved
from services.reporting.documents.tables.table import Cell, Table
from services.reporting.documents.templates.template import Templates
from services.reporting.domain.consolidated import Consolidated, ReportRef, Row
from services.reporting.domain.counting.over_time import Told
from services.reporting.domain.succession.follow import said_of

ABOUT = "gửi báo cáo kết quả thực hiện kế hoạch"


def covering(report: Consolidated, unit: str, templates: Templates, code: str = "") -> bytes | None:
    """A draft for one unit, with all that it reported as annex; None where it has no part in the
    plan.
    """
    every = (*report.rows, *report.before)
    row = next((one for one in every if one.unit.id == unit), None)
    if row is None:
        return None
    superior = next((one.unit.name for one in every if one.unit.id == row.parent), "")
    sender = Sender(row.unit.name, superior, (report.receiver.name,))
    said = words(report, sender, ABOUT, code)
    zone = report.plan.zone
    titles = {one.id: one.title for one in report.plan.owed}
    sent = [one for one in row.reports if one.version is not None]
    said |= {
        "entries": [
            {
                "title": titles[one.owed] + (f" ({one.period})" if one.period else ""),
                "version": one.version,
                "sent": wording.moment(one.figures_at, zone) if one.figures_at else TO_FILL_IN,
            }
            for one in sent
        ],
        "annex": "Phụ lục",
    }
    doc = templates.fill("covering", said)
    described(doc, ABOUT, row.unit.name, report.as_of)
    tables = [*_figures(report, row, sent, titles), *_texts(row, titles)]
    if tables:
        day = str(said["place_and_day"]).removeprefix(f"{report.plan.place}, ")
        to_which = f"Công văn số        /{said['symbol']} {day} của {row.unit.name}"
        frame.annex(doc, "", "Biểu số liệu", to_which)
        for table in tables:
            frame.grid(doc, table, SMALL)
    return saved(doc)


def _figures(
    report: Consolidated, row: Row, sent: list[ReportRef], titles: dict[str, str]
) -> Iterator[Table]:
    """What it gave of each indicator, a table for each entry."""
    said = said_of(report)

    def told(owed: str, one: Indicator) -> Told | None:
        lines = said.lines(owed, one)
        return next((line.told for line in lines if line.unit == row.unit.id), None)

    for owed in dict.fromkeys(one.owed for one in sent):
        found = ((one, told(owed, one)) for one in report.plan.indicators)
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (one.name, one.unit or "", wording.told(value))
            for one, value in found
            if value is not None
        )
        if rows:
            heads = ("Chỉ tiêu báo cáo", "Đơn vị tính", "Số liệu")
            yield Table("Biểu số liệu", titles[owed], heads, rows)


def _texts(row: Row, titles: dict[str, str]) -> Iterator[Table]:
    """What it wrote, entry by entry."""
    heads = ("Kết quả chính", "Khó khăn", "Nguyên nhân", "Kiến nghị, đề xuất")
    for one in row.reports:
        texts = (one.summary, one.difficulties, one.causes, one.recommendations)
        rows = tuple(
            (head, " ".join(text.split())) for head, text in zip(heads, texts, strict=True) if text
        )
        if rows:
            yield Table("Nội dung", f"{titles[one.owed]}: bằng lời", ("Mục", "Nội dung"), rows)
