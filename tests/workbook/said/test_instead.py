"""Workbook: what a unit says in the place of activities and figures, or for others beside it."""

import unicodedata
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from contracts.commands import COMMANDS, DeclareNothing, SubmitReport
from contracts.envelope import decode
from contracts.words import NilReason
from tests.thorough import FEW
from tests.workbook.given import (
    FIRST,
    UNIT,
    Fill,
    activity,
    data,
    form,
    put,
    submitted,
    tell,
    told,
)
from workbook import layout
from workbook.form import fold, nothing_label

A, N, B = layout.ACTIVITIES, layout.NO_ACTIVITY, layout.REPORT
REASONS: list[tuple[str, NilReason]] = [
    ("không phát sinh", "no-occurrence"),
    (unicodedata.normalize("NFD", "Không thuộc  chức năng"), "not-our-function"),
]
OTHERS = form().reports[0].also_for
NAMES = form().units


def nothing(**cells: Any) -> Fill:
    """Filled in on the sheet for who has no activity."""
    return lambda book: put(book, N, FIRST, cells)


def report(**cells: object) -> Fill:
    return lambda book: tell(book, {"figures/su-kien": 1, **cells})


def nil(reason: object, **cells: object) -> Fill:
    return lambda book: tell(book, {"nothing": reason, **cells})


@pytest.mark.parametrize(("typed", "reason"), REASONS)
def test_a_unit_that_has_nothing_to_declare_says_why(typed: str, reason: NilReason) -> None:
    """Under the duty of its row, with what it adds in words."""
    (command,) = data(submitted(nothing(reason=typed, note=" Đang sáp nhập ")))
    (duty,) = form().declarable
    about = {"plan": form().plan.id, "unit": UNIT, "duty": duty.id}
    assert command == {**about, "reason": reason, "note": "Đang sáp nhập"}


@pytest.mark.parametrize(("typed", "reason"), REASONS)
def test_a_report_may_say_that_there_is_nothing_to_report(typed: str, reason: NilReason) -> None:
    """Then nothing that is required is missing."""
    signed = {"signed/number": "45/BC-UBND", "signed/day": "12/10/2022", "summary": "Không có."}
    (command,) = data(submitted(nil(typed, **signed)))
    assert command["report"] == {
        "nothing": reason,
        "summary": "Không có.",
        "signed": {"number": "45/BC-UBND", "day": "2022-10-12"},
    }


def copied(book: Workbook) -> None:
    """The row of a duty a second time, below it."""
    sheet = book[N]
    for column in range(1, sheet.max_column + 1):
        sheet.cell(FIRST + 1, column).value = sheet.cell(FIRST, column).value


def below(book: Workbook) -> None:
    put(book, N, FIRST + 1, {"reason": "không phát sinh"})


def merge(book: Workbook) -> None:
    book[N].merge_cells(f"D{FIRST}:E{FIRST}")


NIL = nothing(reason="không phát sinh")
KEY = activity(joint__outside="hoi-nghi-01")
WRONG: list[tuple[list[Fill], list[tuple[str, str]]]] = [
    ([nothing(note="Không có gì")], [("cell-missing", f"{N}!D6")]),
    ([nothing(reason="chưa có số liệu")], [("not-listed", f"{N}!D6")]),
    ([nothing(reason="=1+")], [("formula-empty", f"{N}!D6")]),
    ([nothing(reason="không phát sinh", note="x" * 20_001)], [("out-of-range", f"{N}!E6")]),
    ([NIL, copied], [("row-copied", f"{N}!D7")]),
    ([below], [("no-duty", f"{N}!D7")]),
    ([NIL, merge], [("merged", f"{N}!D6")]),
    ([NIL, lambda book: book.remove(book[N])], [("sheet-missing", f"{N}!-")]),
    ([NIL, activity(assignments="V.8.a")], [("has-activities", f"{N}!D6")]),
    ([nil("0", **{"figures/su-kien": 0})], [("not-listed", f"{B}!E7")]),
    ([nil("không phát sinh", **{"figures/su-kien": 3})], [("nil-with-figures", f"{B}!E7")]),
    ([report(also_for="Sở Lạ; Sở Lạ")], [("not-listed", f"{B}!E8")]),
    ([activity(joint__outside="Hội nghị")], [("wrong-form", f"{A}!Q6")]),
    ([activity(joint__outside="#REF!")], [("cell-error", f"{A}!Q6")]),
    (
        [activity(joint__outside="hoi-nghi-01", joint__unit="Sở TT&TT")],
        [("joint-two-leads", f"{A}!O6")],
    ),
    (
        [activity(joint__outside="hoi-nghi-01", joint__activity=3)],
        [("joint-two-leads", f"{A}!P6")],
    ),
]


@pytest.mark.parametrize(("fills", "faults"), WRONG)
def test_what_is_wrong_names_its_cell(fills: list[Fill], faults: list[tuple[str, str]]) -> None:
    """Nothing is sent, and each mistake stands once, where it was made."""
    submission = submitted(*fills)
    assert told(submission) == faults
    assert submission.wrong


def test_a_duty_is_named_by_its_title() -> None:
    """Staff know no ids of duties; nor of units."""
    (fault,) = submitted(NIL, activity(assignments="V.8.a")).faults
    (duty,) = form().declarable
    assert f"“{duty.title}”" in fault.finding.vi
    assert fault.finding.vi.endswith("hãy rút các hoạt động đó trước.")


def test_a_report_speaks_for_other_units() -> None:
    """By their names, in one cell; those it may speak for are in the list."""
    names = "; ".join(NAMES[one] for one in OTHERS[:2])
    typed = {"figures/su-kien": 1, "also_for": unicodedata.normalize("NFD", names.upper())}
    (command,) = data(submitted(lambda book: tell(book, typed)))
    assert command["report"]["also_for"] == OTHERS[:2]
    assert UNIT not in OTHERS


@pytest.mark.parametrize("typed", ["hoi-nghi-01", " HOI-NGHI-01 "])
def test_an_activity_whose_lead_is_outside_has_a_shared_key(typed: str) -> None:
    """All who took part give the same, so capitals make no difference."""
    (command,) = data(submitted(activity(joint__outside=typed)))
    assert command["activity"]["joint_with"] == {"outside": "hoi-nghi-01"}


def as_typed(draw: st.DrawFn, text: str) -> str:
    """The same as another keyboard types it."""
    form = draw(st.sampled_from(["NFC", "NFD"]))
    return unicodedata.normalize(form, draw(st.sampled_from([text, text.upper(), f" {text} "])))


@st.composite
def told_instead(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Cells of the sheet for who has no activity, of the report, and a shared key."""
    reason = st.sampled_from(REASONS)
    none = {"reason": draw(reason)[0], "note": draw(st.sampled_from([None, "Vì sáp nhập", "=1+1"]))}
    words = {"nothing": as_typed(draw, draw(reason)[0])}
    beside = draw(st.lists(st.sampled_from(OTHERS), max_size=3, unique=True))
    if beside:
        words["also_for"] = as_typed(draw, ";".join(NAMES[one] for one in beside))
    return none, words, draw(st.from_regex(r"\A[a-z0-9][a-z0-9_-]{0,63}\Z"))


@pytest.mark.slow
@settings(
    max_examples=FEW, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@hypothesis.given(told_instead())
def test_what_is_said_instead_is_read_back_as_commands(
    cells: tuple[dict[str, Any], dict[str, Any], str],
) -> None:
    """Each a command that the contract takes, with the words as they were meant."""
    none, words, key = cells

    def fill(book: Workbook) -> None:
        put(book, N, FIRST, none)
        tell(book, words)
        for row in book[N].iter_rows(min_row=FIRST):
            for cell in row:
                cell.data_type = "s" if cell.data_type == "f" else cell.data_type

    empty = submitted(fill)
    assert empty.filled is not None
    declared, sent = (decode(one, COMMANDS).data for one in empty.filled.messages)
    reasons = {nothing_label(reason): reason for _, reason in REASONS}
    assert isinstance(declared, DeclareNothing)
    assert declared.reason == reasons[meant(none["reason"])]
    assert declared.note == (none["note"] or "")
    assert isinstance(sent, SubmitReport)
    assert sent.report.nothing == reasons[meant(words["nothing"])]
    assert [fold(NAMES[one]) for one in sent.report.also_for] == [
        fold(one) for one in words.get("also_for", "").split(";") if one
    ]
    (command,) = data(submitted(activity(joint__outside=key)))
    assert command["activity"]["joint_with"] == {"outside": key}


def meant(typed: str) -> str:
    return unicodedata.normalize("NFC", " ".join(typed.casefold().split()))
