"""Reporting, documents: the report as .csv, one line per unit and indicator, then the totals."""

import csv
import io

from contracts.plan import Indicator
from contracts.records import Figure
from services.reporting.documents.wording import clean
from services.reporting.domain.consolidated import Consolidated, Row
from services.reporting.domain.totals import IndicatorTotal

COLUMNS = (
    "line",
    "unit",
    "unit_name",
    "indicator",
    "indicator_name",
    "measure",
    "value",
    "numerator",
    "denominator",
    "qualifier",
    "text",
    "report_version",
    "signed_number",
    "gave",
    "of",
)
FORMULA = ("=", "+", "-", "@", "\t")


def _safe(text: str | None) -> str:
    """Text that a spreadsheet will not run as a formula."""
    text = clean(text or "")
    return "'" + text if text.startswith(FORMULA) else text


def lines(report: Consolidated) -> str:
    """UTF-8 text with a byte order mark, as spreadsheets want it; figures are plain digits."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    indicators = {one.id: one for one in report.plan.indicators}
    for row in report.rows:
        writer.writerows(_figure(row, one, indicators.get(one.indicator)) for one in row.figures)
    writer.writerows(_total(one) for one in report.totals.indicators)
    return out.getvalue()


def _figure(row: Row, figure: Figure, indicator: Indicator | None) -> dict[str, object]:
    signed = row.report.signed.number if row.report and row.report.signed else ""
    return {
        "line": "unit",
        "unit": row.unit.id,
        "unit_name": _safe(row.unit.name),
        "indicator": figure.indicator,
        "indicator_name": _safe(indicator.name if indicator else ""),
        "measure": _safe(indicator.unit if indicator else ""),
        "value": figure.value,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "qualifier": figure.qualifier or "",
        "text": _safe(figure.text),
        "report_version": row.report.version if row.report else "",
        "signed_number": _safe(signed),
    }


def _total(total: IndicatorTotal) -> dict[str, object]:
    return {
        "line": "total",
        "indicator": total.indicator,
        "indicator_name": _safe(total.name),
        "measure": _safe(total.unit),
        "value": total.reported.value,
        "numerator": total.reported.numerator,
        "denominator": total.reported.denominator,
        "qualifier": " ".join(total.reported.qualifiers),
        "gave": total.reported.gave,
        "of": total.reported.of,
    }
