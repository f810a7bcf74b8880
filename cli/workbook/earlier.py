"""Cli, workbook: an earlier plan's report → what stands beside a unit's fields."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from cli.console import Trouble
from cli.files.content import JSON, read_text
from contracts.plan import Plan
from contracts.unit import Unit
from services.reporting.domain.comparing.earlier import continued
from services.reporting.domain.comparing.of_unit import LastTime, OfUnit, beside_unit
from services.reporting.domain.comparing.reasons import incomparable
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.counting.over_time import Told
from services.reporting.domain.counting.sum import percent, plain
from workbook.form import Form, nothing_label
from workbook.in_words import grouped
from workbook.write.report import Before, Shown

MOST_TEXT = 200


def read_earlier(
    paths: Sequence[Path], plan: Plan, units: Mapping[str, Unit]
) -> dict[str, LastTime]:
    """By plan the reports that `ngayso report build` wrote as JSON; raises Trouble where a file is
    none, or is of a plan that this one does not continue.
    """
    found, wanted = {}, continued(plan)
    for path in paths:
        try:
            report = Consolidated.model_validate_json(read_text(path, JSON))
        except ValidationError as error:
            raise Trouble("not-a-report", path=path) from error
        if report.plan.id not in wanted:
            known = ", ".join(wanted) or "–"
            raise Trouble("report-not-continued", path=path, plan=report.plan.id, known=known)
        found[report.plan.id] = LastTime(report, units, plan)
    return found


def before(form: Form, earlier: Mapping[str, LastTime]) -> Before | None:
    """What stands beside the fields of a unit's reports; None where no earlier report is given."""
    if not earlier:
        return None
    entries = {entry.id: entry for entry in form.plan.owed}
    figures = {}
    for asked in form.reports:
        entry = entries[form.duty(asked).owed]
        found = beside_unit(entry, form.participant.unit, form.plan, earlier)
        figures[asked.duty] = {name: shown(one) for name, one in found.items()}
    plans = [last.report.plan for last in earlier.values()]
    numbers = "; ".join(f"số {one.number} ngày {one.issued_on:%d/%m/%Y}" for one in plans)
    note = f"Cột Kế hoạch trước ({numbers}): số liệu của đơn vị khi đó, để đối chiếu, không điền."
    return Before(note, figures)


def shown(one: OfUnit) -> Shown:
    """A number as such, so that it looks as what is typed beside it; all else in words."""
    told = one.told
    if told is None:
        why = incomparable(one.reason) if one.reason else ""
        return f"không so sánh được: {why}"
    if told.value is not None and told.qualifier is None:
        return plain(told.value) or 0
    said = _said(told)
    return f"{told.qualifier} {said}" if told.qualifier else said


def _said(told: Told) -> str:
    if told.numerator is not None:
        return _ratio(told.numerator, told.denominator or 0)
    if told.value is not None:
        return grouped(told.value)
    if told.percent is not None:
        return f"{grouped(told.percent)}% (chỉ có tỷ lệ)"
    if told.nothing is not None:
        return nothing_label(told.nothing)
    text = told.text or ""
    return text if len(text) <= MOST_TEXT else text[:MOST_TEXT] + "…"


def _ratio(numerator: int, denominator: int) -> str:
    share = percent(numerator, denominator)
    if share is None and not numerator:
        return nothing_label("no-occurrence")
    said = f"{grouped(numerator)}/{grouped(denominator)}"
    return said if share is None else f"{said} ({grouped(share)}%)"
