"""Workbook, read: what is written in is read back, as the commands a system would send."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from contracts.commands import DeclareActivity, SubmitReport, WithdrawActivity
from tests.workbook.given import (
    FIRST,
    UNIT,
    Fill,
    activity,
    data,
    plan,
    put,
    read_file,
    saved,
    submitted,
    tell,
)
from workbook import layout

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


@pytest.mark.parametrize(
    "fills",
    [
        [activity(**WHOLE), lambda book: tell(book, {"figures/su-kien": 1, "summary": "Tốt "})],
        [activity(title="=1+1", ends_on="#REF!", status=" ", **{"planned/tai-tro": 24.455})],
        [lambda book: put(book, layout.FIGURES, FIRST, {"number": 7, "planned/value": "72,63%"})],
    ],
)
def test_a_file_says_what_its_workbook_says(tmp_path: Path, fills: list[Fill]) -> None:
    """So that other tests need no file."""
    written, kept = read_file(saved(tmp_path / "a.xlsx", *fills)), submitted(*fills)
    assert written.faults == kept.faults
    assert written.filled is not None
    assert kept.filled is not None
    assert written.filled.drafts == kept.filled.drafts
    assert written.filled.form == kept.filled.form


def test_a_row_is_an_activity() -> None:
    """Its money, figures and evidence come together; planned and actual stay apart."""
    value = {"number": 1, "indicator": "Lượt đại biểu tham dự"}
    ratio = {"number": 1, "indicator": "Hồ sơ nộp trực tuyến trên tổng số hồ sơ"}

    def fill(book: Workbook) -> None:
        put(book, layout.ACTIVITIES, FIRST, WHOLE)
        put(book, layout.FIGURES, FIRST, {**value, "planned/value": "gần 3.500"})
        put(book, layout.FIGURES, FIRST + 3, {**ratio, "actual/value": 9, "actual/denominator": 10})
        put(book, layout.EVIDENCE, FIRST, {"number": 1, "title": "Tin", "link": LINK})

    (command,) = data(submitted(fill))
    assert command == {"plan": plan().id, "unit": UNIT, "activity": RECORD}


def test_an_untouched_row_sends_nothing() -> None:
    """The assignments that were filled in beforehand are not activities yet."""
    assert len(data(submitted(activity()))) == 1


def test_an_empty_report_is_not_sent() -> None:
    """Its totals are formulas, which count for nothing."""
    submission = submitted(activity())
    assert submission.filled is not None
    assert [draft.model for draft in submission.filled.drafts] == [DeclareActivity]


def test_a_withdrawn_row_withdraws() -> None:
    """With its reason; whether it was ever declared only the registry knows."""
    fill = activity(status="Rút, không tổ chức", reason="Bão số 4")
    submission = submitted(fill)
    (command,) = data(submission)
    assert command == {"plan": plan().id, "unit": UNIT, "activity": "hd-01", "reason": "Bão số 4"}
    assert submission.filled is not None
    assert submission.filled.drafts[0].model is WithdrawActivity


def test_a_joint_activity_names_the_leads_row() -> None:
    """By the number in the lead's workbook, or by an id of the lead's own system."""
    for typed, wanted in ((3, "hd-03"), ("hoi-thao-10-10", "hoi-thao-10-10")):
        fill = activity(joint__unit="Sở TT&TT", joint__activity=typed)
        (command,) = data(submitted(fill))
        assert command["activity"]["joint_with"] == {"unit": "so-tttt", "activity": wanted}


def test_columns_and_sheets_may_move() -> None:
    """Keys, not places, say what a column is: one more in between, another name for the sheet."""

    def fill(book: Workbook) -> None:
        activity(place="Trà Bồng")(book)
        sheet = book[layout.ACTIVITIES]
        sheet.insert_cols(4)
        sheet.title = "HĐ của huyện"

    (command,) = data(submitted(fill))
    assert command["activity"]["place"] == "Trà Bồng"


@pytest.mark.parametrize("unit", ["tra-bong", "so-tttt"])
def test_the_report_is_a_command_of_its_own(unit: str) -> None:
    """Beside the activities."""
    fill = activity(assignments=None)
    report = {"figures/su-kien": 1, "signed/number": "05/BC", "signed/day": "19/10/2022"}
    found = submitted(fill, lambda book: tell(book, report), unit=unit).filled
    assert found is not None
    assert [draft.model for draft in found.drafts] == [DeclareActivity, SubmitReport]
    assert found.drafts[1].data["owed"] == "bao-cao"
    signed = found.drafts[1].data["report"]["signed"]
    assert signed == {"number": "05/BC", "day": "2022-10-19"}
