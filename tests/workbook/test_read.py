"""Workbook, read: what is written in is read back, as the commands a system would send."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from contracts.commands import COMMANDS, DeclareActivity, SubmitReport, WithdrawActivity
from contracts.envelope import decode
from tests.workbook.given import (
    FIRST,
    UNIT,
    activity,
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

WHOLE = {
    "title": "Hội  nghị ",
    "kind": "Hội thảo, hội nghị, tọa đàm",
    "assignments": "V.8.b",
    "starts_on": "05/10/2022",
    "ends_on": date(2022, 10, 6),
    "place": "Trà Bồng",
    "status": "Đã tổ chức",
    "partner-1": "Sở TT&TT; Sở Tài chính",
    "partner-2": "Sở TT&TT",
    "other_partners": "Hội A; Hội B",
    "planned/ngan-sach": "24.000.000 đồng",
    "planned/tai-tro": 1_000_000,
    "actual/ngan-sach": 20_000_000,
}


LINK = "https://trabong.example/a"
RECORD = {
    "id": "hd-01",
    "status": "held",
    "title": "Hội  nghị",
    "kind": "hoi-thao",
    "assignments": ["v8b"],
    "starts_on": "2022-10-05",
    "ends_on": "2022-10-06",
    "place": "Trà Bồng",
    "partners": ["so-tttt", "so-tai-chinh"],
    "other_partners": ["Hội A", "Hội B"],
    "planned": {
        "budget": {
            "total": 25_000_000,
            "sources": [
                {"source": "ngan-sach", "amount": 24_000_000},
                {"source": "tai-tro", "amount": 1_000_000},
            ],
        },
        "figures": [{"indicator": "luot-dai-bieu", "value": 3500, "qualifier": "gần"}],
    },
    "actual": {
        "budget": {
            "total": 20_000_000,
            "sources": [{"source": "ngan-sach", "amount": 20_000_000}],
        },
        "figures": [{"indicator": "ho-so-truc-tuyen", "numerator": 9, "denominator": 10}],
    },
    "evidence": [{"title": "Tin", "link": LINK}],
}


def test_a_row_is_an_activity(tmp_path: Path) -> None:
    """Its money, figures and evidence come together; planned and actual stay apart."""
    value = {"number": 1, "indicator": "Lượt đại biểu tham dự"}
    ratio = {"number": 1, "indicator": "Hồ sơ nộp trực tuyến trên tổng số hồ sơ"}

    def fill(book: Workbook) -> None:
        put(book, layout.ACTIVITIES, FIRST, WHOLE)
        put(book, layout.FIGURES, FIRST, {**value, "planned/value": "gần 3.500"})
        put(book, layout.FIGURES, FIRST + 3, {**ratio, "actual/value": 9, "actual/denominator": 10})
        put(book, layout.EVIDENCE, FIRST, {"number": 1, "title": "Tin", "link": LINK})

    (command,) = data(submitted(tmp_path, fill))
    assert command == {"plan": plan().id, "unit": UNIT, "activity": RECORD}


def test_an_untouched_row_sends_nothing(tmp_path: Path) -> None:
    """The assignments that were filled in beforehand are not activities yet."""
    assert len(data(submitted(tmp_path, activity()))) == 1


def test_an_empty_report_is_not_sent(tmp_path: Path) -> None:
    """Its totals are formulas, which count for nothing."""
    submission = submitted(tmp_path, activity())
    assert submission.filled is not None
    assert [draft.model for draft in submission.filled.drafts] == [DeclareActivity]


def test_a_withdrawn_row_withdraws(tmp_path: Path) -> None:
    """With its reason; whether it was ever declared only the registry knows."""
    fill = activity(status="Rút, không tổ chức", reason="Bão số 4")
    submission = submitted(tmp_path, fill)
    (command,) = data(submission)
    assert command == {"plan": plan().id, "unit": UNIT, "activity": "hd-01", "reason": "Bão số 4"}
    assert submission.filled is not None
    assert submission.filled.drafts[0].model is WithdrawActivity


def test_a_joint_activity_names_the_leads_row(tmp_path: Path) -> None:
    """By the number in the lead's workbook, or by an id of the lead's own system."""
    for typed, wanted in ((3, "hd-03"), ("hoi-thao-10-10", "hoi-thao-10-10")):
        fill = activity(joint__unit="Sở TT&TT", joint__activity=typed)
        (command,) = data(submitted(tmp_path, fill))
        assert command["activity"]["joint_with"] == {"unit": "so-tttt", "activity": wanted}


def test_columns_and_sheets_may_move(tmp_path: Path) -> None:
    """Keys, not places, say what a column is: one more in between, another name for the sheet."""

    def fill(book: Workbook) -> None:
        activity(place="Trà Bồng")(book)
        sheet = book[layout.ACTIVITIES]
        sheet.insert_cols(4)
        sheet.title = "HĐ của huyện"

    (command,) = data(submitted(tmp_path, fill))
    assert command["activity"]["place"] == "Trà Bồng"


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


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(report_cells())
def test_what_is_written_into_a_report_is_read_back(
    tmp_path: Path, cells: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    """Any figures, hedged or not, any money and any text, also one that looks like a formula."""
    typed, record = cells

    def fill(book: Workbook) -> None:
        tell(book, typed)
        for row in book[layout.REPORT].iter_rows(min_row=FIRST):
            for cell in row:
                if cell.data_type == "f" and not str(cell.value).startswith("=IF"):
                    cell.data_type = "s"

    (command,) = data(submitted(tmp_path, fill))
    assert command["report"] == record


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
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
def test_what_is_written_into_activities_is_read_back(tmp_path: Path, rows: list[Any]) -> None:
    """Row by row, and each as a command that the contract takes."""

    def fill(book: Workbook) -> None:
        for row, (title, kind, day, status, money) in enumerate(rows, FIRST):
            cells = {"title": title, "kind": kind.name, "starts_on": day, "status": status}
            cells |= {f"actual/{source}": amount for source, amount in money.items()}
            put(book, layout.ACTIVITIES, row, cells)

    submission = submitted(tmp_path, fill)
    records = [command["activity"] for command in data(submission)]
    assert submission.filled is not None
    sent = [decode(message, COMMANDS).data for message in submission.filled.messages]
    assert [row[0].strip() for row in rows] == [record["title"] for record in records]
    assert [row[1].id for row in rows] == [record["kind"] for record in records]
    assert [row[2] for row in rows] == [command.activity.ends_on for command in sent]
    assert [STATUSES[row[3]] for row in rows] == [record["status"] for record in records]
    totals = [record.get("actual", {}).get("budget", {}).get("total") for record in records]
    assert [sum(row[4].values()) if row[4] else None for row in rows] == totals


@pytest.mark.parametrize("unit", ["tra-bong", "so-tttt"])
def test_the_report_is_a_command_of_its_own(tmp_path: Path, unit: str) -> None:
    """Beside the activities."""
    fill = activity(assignments=None)
    report = {"figures/su-kien": 1, "signed/number": "05/BC", "signed/day": "19/10/2022"}
    found = submitted(tmp_path, fill, lambda book: tell(book, report), unit=unit).filled
    assert found is not None
    assert [draft.model for draft in found.drafts] == [DeclareActivity, SubmitReport]
    assert found.drafts[1].data["owed"] == "bao-cao"
    signed = found.drafts[1].data["report"]["signed"]
    assert signed == {"number": "05/BC", "day": "2022-10-19"}
