"""Workbook, read: whatever is written into a workbook is read back as what was meant."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from contracts.commands import COMMANDS
from contracts.envelope import decode
from tests.thorough import FEW
from tests.workbook.given import (
    FIRST,
    asked,
    data,
    form,
    plan,
    put,
    submitted,
    tell,
)
from workbook import layout, report_layout
from workbook.form import STATUSES

number = st.integers(0, 900)
line = st.text("aăâđêôơưàảãáạ =+-@'", min_size=1, max_size=30).filter(str.strip)
qualifier = st.sampled_from([None, "gần", "hơn", "trên", "khoảng"])


def ratio(draw: st.DrawFn, indicator: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Its two numbers; or only the per cent, as a part of one that is shown so, or as text."""
    key = f"figures/{indicator}"
    if draw(st.booleans()):
        value = draw(number)
        figure = {"indicator": indicator, "numerator": value, "denominator": value + 1}
        return {key: value, f"{key}/denominator": value + 1}, figure
    thousandths = draw(st.integers(0, 100_000))
    written = f"{thousandths // 1000},{thousandths % 1000:03}%"
    typed = draw(st.sampled_from([thousandths / 100_000, written]))
    return {f"{key}/percent": typed}, {"indicator": indicator, "percent": thousandths / 1000}


@st.composite
def report_cells(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a clerk types into the report, and the record it stands for."""
    typed: dict[str, Any] = {}
    figures = []
    related = {name for rule in plan().rules for name in (rule.left, *rule.right)}
    for indicator in plan().indicators:
        if not indicator.required and (indicator.id in related or draw(st.booleans())):
            continue
        key = f"figures/{indicator.id}"
        if indicator.arithmetic == "text":
            typed[key] = draw(line)
            figures.append({"indicator": indicator.id, "text": typed[key].strip()})
            continue
        value, word = draw(st.integers(0, min(indicator.high, 900))), draw(qualifier)
        cells, figure = {key: value}, {"indicator": indicator.id, "value": value}
        if indicator.arithmetic == "ratio":
            cells, figure = ratio(draw, indicator.id)
        typed |= cells
        if word:
            typed[f"{key}/qualifier"] = word
            figure["qualifier"] = word
        figures.append(figure)
    amounts = draw(st.dictionaries(st.sampled_from(["ngan-sach", "tai-tro"]), number))
    typed |= {f"spending/{source}": amount for source, amount in amounts.items()}
    record: dict[str, Any] = {"figures": figures}
    if amounts:
        known = [s.id for s in plan().budget_sources if s.id in amounts]
        parts = [{"source": source, "amount": amounts[source]} for source in known]
        record["spending"] = {"total": sum(amounts.values()), "sources": parts}
    if beside := draw(st.lists(st.sampled_from(asked().also_for), max_size=3, unique=True)):
        typed["also_for"] = "; ".join(form().units[one] for one in beside)
        record["also_for"] = beside
    for key in report_layout.NARRATIVE:
        if draw(st.booleans()):
            typed[key] = draw(line)
            record[key] = typed[key].strip()
    return typed, record


@pytest.mark.slow
@settings(
    max_examples=FEW, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(report_cells())
def test_what_is_written_into_a_report_is_read_back(
    cells: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    """Any figures, hedged or not, any money and any text, also one that looks like a formula."""
    typed, record = cells

    def fill(book: Workbook) -> None:
        tell(book, typed)
        for row in book[layout.REPORT].iter_rows(min_row=FIRST):
            for cell in row:
                if cell.data_type == "f" and not str(cell.value).startswith("=IF"):
                    cell.data_type = "s"

    (command,) = data(submitted(fill))
    assert command["report"] == record


@pytest.mark.slow
@settings(
    max_examples=FEW, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(
            line.filter(lambda text: not text.strip().startswith("=")),
            st.sampled_from(plan().kinds),
            st.dates(plan().window.first, plan().window.last),
            st.sampled_from([name for name in STATUSES if STATUSES[name] != "withdrawn"]),
            st.dictionaries(st.sampled_from([s.id for s in plan().budget_sources]), number),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_written_into_activities_is_read_back(rows: list[Any]) -> None:
    """Row by row, and each as a command that the contract takes."""

    def fill(book: Workbook) -> None:
        for row, (title, kind, day, status, money) in enumerate(rows, FIRST):
            cells = {"title": title, "kind": kind.name, "starts_on": day, "status": status}
            cells |= {f"actual/{source}": amount for source, amount in money.items()}
            put(book, layout.ACTIVITIES, row, cells)

    submission = submitted(fill)
    records = [command["activity"] for command in data(submission)]
    assert submission.filled is not None
    sent = [decode(message, COMMANDS).data for message in submission.filled.messages]
    assert [row[0].strip() for row in rows] == [record["title"] for record in records]
    assert [row[1].id for row in rows] == [record["kind"] for record in records]
    assert [row[2] for row in rows] == [command.activity.ends_on for command in sent]
    assert [STATUSES[row[3]] for row in rows] == [record["status"] for record in records]
    totals = [record.get("actual", {}).get("budget", {}).get("total") for record in records]
    assert [sum(row[4].values()) if row[4] else None for row in rows] == totals
