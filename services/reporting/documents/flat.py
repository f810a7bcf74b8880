"""Reporting, documents: the report as .csv, one line per unit and indicator, then the totals."""

import csv
import io

from contracts.indicator import Indicator
from contracts.records import Figure
from runtime import spreadsheet
from services.reporting.documents.wording import clean
from services.reporting.domain.comparing.indicator import EntryIndicator, IndicatorTotal
from services.reporting.domain.comparing.target import TargetTotal
from services.reporting.domain.consolidated import Consolidated, ReportRef, Row
from services.reporting.domain.counting.sum import plain

COLUMNS = (
    "line",
    "unit",
    "unit_name",
    "until",
    "owed",
    "period",
    "indicator",
    "indicator_name",
    "measure",
    "value",
    "numerator",
    "denominator",
    "percent",
    "nothing",
    "qualifier",
    "hedged",
    "text",
    "report_version",
    "signed_number",
    "gave",
    "of",
    "target",
    "verdict",
)


def safe(text: str | None) -> str:
    """What both a spreadsheet and the report's other files can hold."""
    return spreadsheet.safe(clean(text or ""))


def lines(report: Consolidated) -> str:
    """UTF-8 text with a byte order mark, as spreadsheets want it; figures are plain digits."""
    out = io.StringIO()
    out.write(spreadsheet.MARK)
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    indicators = {one.id: one for one in report.plan.indicators}
    for row in (*report.rows, *report.before):
        for filed in row.reports:
            writer.writerows(
                _figure(row, filed, one, indicators.get(one.indicator))
                for one in filed.filing.figures
                if filed.counts
            )
    for entry in report.totals.entries:
        writer.writerows(
            {"line": "entry", "owed": entry.owed, **_total(one)} for one in entry.indicators
        )
    for total in report.totals.indicators:
        writer.writerow({"line": "total", **_total(total)})
        writer.writerows(_target(total, one) for one in total.targets)
    return out.getvalue()


def _figure(
    row: Row, filed: ReportRef, figure: Figure, indicator: Indicator | None
) -> dict[str, object]:
    return {
        "line": "unit",
        "unit": row.unit.id,
        "unit_name": safe(row.unit.name),
        "until": row.unit.until.isoformat() if row.unit.until else "",
        "owed": filed.owed,
        "period": filed.period or "",
        "indicator": figure.indicator,
        "indicator_name": safe(indicator.name if indicator else ""),
        "measure": safe(indicator.unit if indicator else ""),
        "value": plain(figure.value),
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "percent": figure.percent,
        "nothing": figure.nothing or "",
        "qualifier": figure.qualifier or "",
        "text": safe(figure.text),
        "report_version": filed.version or "",
        "signed_number": safe(filed.signed.number if filed.signed else ""),
    }


def _target(total: IndicatorTotal, target: TargetTotal) -> dict[str, object]:
    named = (*target.units, *target.levels, *target.groups)
    return {
        "line": "target",
        "unit": " ".join(named),
        "indicator": total.indicator,
        "indicator_name": safe(total.name),
        "measure": safe(total.unit),
        "value": plain(target.result),
        "target": plain(target.target),
        "verdict": target.verdict or "",
        "gave": target.met if target.each else "",
        "of": target.of,
    }


def _total(total: IndicatorTotal | EntryIndicator) -> dict[str, object]:
    return {
        "indicator": total.indicator,
        "indicator_name": safe(total.name),
        "measure": safe(total.unit),
        "value": plain(total.reported.value),
        "numerator": total.reported.numerator,
        "denominator": total.reported.denominator,
        "percent": total.reported.percent,
        "qualifier": total.reported.qualifier or "",
        "hedged": total.reported.hedged,
        "gave": total.reported.gave,
        "of": total.reported.of,
    }
