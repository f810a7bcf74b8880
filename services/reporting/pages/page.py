"""Reporting, pages: the dashboard's pages as HTML, rendered from the same data as the report."""

from collections.abc import Sequence
from pathlib import Path
from typing import assert_never, get_args

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.reporting.documents import tables, wording
from services.reporting.documents.render import Format
from services.reporting.domain.consolidated import Consolidated, Row

CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""Nothing is loaded from anywhere; the page has no script."""

_env = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_env.filters |= {"number": wording.number, "day": wording.short_day}


def _standing(row: Row, owed: str) -> tuple[str, str]:
    """How one unit stands with one thing owed: a style and a word."""
    duty = next((one for one in row.duties if one.duty == owed), None)
    if duty is None:
        return ("none", "–")
    match duty.status:
        case "excused":
            return ("excused", "Được miễn")
        case "met":
            return ("met", "Đúng hạn") if duty.on_time else ("late", "Trễ hạn")
        case "owing":
            return ("overdue", "Quá hạn") if duty.overdue else ("owing", "Chưa")
        case _:
            assert_never(duty.status)


def plan_page(report: Consolidated) -> str:
    """One plan: who owes what, what came in, what was sent, and what it adds up to."""
    rows = [(row, [_standing(row, owed.id) for owed in report.plan.owed]) for row in report.rows]
    rows.sort(key=lambda pair: -sum(style == "overdue" for style, _ in pair[1]))
    return _env.get_template("plan.html").render(
        report=report,
        formats=get_args(Format),
        plan=report.plan,
        totals=report.totals,
        rows=rows,
        as_of=wording.moment(report.as_of, report.plan.zone),
        tables=tables.body(report)[1:],
    )


def index_page(plans: Sequence[Consolidated]) -> str:
    """Every plan that was published, with how far it has come."""
    return _env.get_template("index.html").render(plans=plans)
