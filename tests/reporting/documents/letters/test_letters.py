"""Drafts of letters: who is behind, entry by entry, as of a stated hour; and a unit's own."""

import io
from datetime import date
from typing import get_args

import pytest
from docx import Document
from docx.shared import Cm

from contracts.commands import ExcuseDuty, ReturnReport
from services.reporting.documents.letters.covering import covering
from services.reporting.documents.letters.letter import Kind, letter
from services.reporting.documents.letters.lists import Chosen, lists
from services.reporting.documents.paper.document import document
from services.reporting.documents.paper.fitting import _breadth
from services.reporting.documents.paper.signer import above
from services.reporting.documents.paper.style import BODY
from services.reporting.documents.render import ours
from services.reporting.documents.together import NO_BREAK, bound
from services.reporting.domain.consolidated import Consolidated
from tests.reporting.given import campaigns
from tests.reporting.given.campaigns import entry, weekly

FIGURE = {"id": "luot", "name": "Lượt người", "unit": "lượt", "arithmetic": "sum"}
"""Asked by every report."""


@pytest.fixture(scope="module")
def report() -> Consolidated:
    """Of "bc": a in time, b late, c returned, d waits for its document, e nothing, f excused."""
    units = {f"xa-{one}": "xa" for one in "abcdef"} | {"so-g": "department"}
    owed = [entry("bc", wants="both", judged_by="figures"), weekly("tuan")]
    told = campaigns.Told(owed, [FIGURE], units)
    signed = {"signed": {"number": "12/BC-UBND", "day": "2022-10-19", "signer": "A"}}
    for name in ("a", "c"):
        told.report(f"xa-{name}", "bc", figures={"luot": 4}, **signed)
    told.report("xa-d", "bc", figures={"luot": 4})
    again = {"reasons": [{"code": "unclear"}], "deadline": {"day": "2022-10-28"}}
    told.say("xa-c", ReturnReport, owed="bc", version=1, **again)
    told.say("xa-f", ExcuseDuty, duty="bc", reason="Mưa lũ")
    told._hour = 24 * 60
    told.report("xa-b", "bc", figures={"luot": 5}, summary="Đã mở 3 lớp.", **signed)
    return told.consolidated()


def shown(made: bytes | None) -> list[str]:
    assert made is not None
    document = Document(io.BytesIO(made))
    cells = (cell.text for table in document.tables for cell in table._cells)
    every = [*(one.text for one in document.paragraphs), *cells]
    return [one.replace(NO_BREAK, " ") for one in every]


def test_each_duty_is_in_the_list_of_what_is_still_to_come(report: Consolidated) -> None:
    """The excused one is in none; what was done in time neither."""
    [bc, tuan] = lists(report, Chosen())
    named = {
        of: [row.unit.id for row, _ in members]
        for of, members in {
            "missing": bc.missing,
            "late": bc.late,
            "returned": bc.returned,
            "unsigned": bc.unsigned,
        }.items()
    }
    assert named == {
        "missing": ["so-g", "xa-e"],
        "late": ["xa-b"],
        "returned": ["xa-c"],
        "unsigned": ["xa-d"],
    }
    assert (bc.asked, bc.done) == (6, 2)
    assert (tuan.asked, len(tuan.missing)) == (21, 21)


@pytest.mark.parametrize(
    ("chosen", "missing"),
    [
        (Chosen(owed="bc", level="department"), {"so-g"}),
        (Chosen(owed="bc", unit="xa-e"), {"xa-e"}),
        (Chosen(owed="bc", unit="xa-a"), set()),
        (Chosen(owed="bc", group="nobody"), set()),
    ],
)
def test_a_list_is_of_those_chosen(report: Consolidated, chosen: Chosen, missing: set[str]) -> None:
    found = lists(report, chosen)
    assert {row.unit.id for one in found for row, _ in one.missing} == missing
    assert {one.entry.id for one in found} <= {"bc"}


def test_a_reminder_counts_each_entry_and_has_an_annex_for_each(report: Consolidated) -> None:
    said = shown(letter(report, "reminder", Chosen(), ours()))
    [line] = [one for one in said if one.startswith("- Báo cáo bc")]
    assert line == (
        "- Báo cáo bc: 2/6 đã gửi; 2 chưa gửi; 1 gửi chậm; 1 đang bổ sung, chỉnh lý; 1 chờ văn bản."
    )
    assert [one for one in said if one.startswith("Phụ lục")] == ["Phụ lục I", "Phụ lục II"]
    assert [one for one in said if one.startswith("Số liệu tính đến")] == [
        "Số liệu tính đến 00:00 ngày 01/12/2022"
    ] * 2
    assert "Chưa gửi: 2 đơn vị" in said
    assert "Đã gửi, đề nghị bổ sung, chỉnh lý: 1 đơn vị" in said
    assert "Đã có biểu số liệu, chờ văn bản: 1 đơn vị" in said
    assert not [one for one in said if one.startswith("Gửi chậm")]
    assert "Kính gửi: Các cơ quan, đơn vị có tên tại Phụ lục." in said


def every_paper(report: Consolidated) -> dict[str, bytes]:
    """One of each kind."""
    kinds = get_args(Kind)
    letters = {kind: letter(report, kind, Chosen(), ours()) for kind in kinds}
    own = covering(report, "xa-b", ours())
    assert own is not None
    return {"report": document(report, ours(), above(report)), "covering": own, **letters}


def test_no_line_ends_between_a_number_and_what_it_counts(report: Consolidated) -> None:
    """In a template's words, in those filled in and where they meet, in every paper; on paper and
    in its tables.
    """
    for kind, made in every_paper(report).items():
        read = Document(io.BytesIO(made))
        cells = (cell.text for table in read.tables for cell in table._cells)
        said = [*(one.text for one in read.paragraphs), *cells]
        assert [one for one in said if one != bound(one)] == [], kind
        assert any(f"số{NO_BREAK}148/KH-UBND ngày{NO_BREAK}15/9/2022" in one for one in said)
    reminder = Document(io.BytesIO(letter(report, "reminder", Chosen(), ours())))
    assert any(f"; 2{NO_BREAK}chưa gửi;" in one.text for one in reminder.paragraphs)


def test_the_moment_of_the_figures_is_never_where_a_line_ends(report: Consolidated) -> None:
    """It stands in the first line of its paragraph: its day, which is not broken, would leave the
    line before it stretched to the margin.
    """
    room = Cm(16.5) - Cm(1.27)
    for kind, made in every_paper(report).items():
        said = [one.text for one in Document(io.BytesIO(made)).paragraphs]
        day = f"00:00 ngày{NO_BREAK}01/12/2022"
        [*before] = [one.partition(day)[0] for one in said if day in one and "Kèm" not in one]
        assert before, kind
        assert max(_breadth(f"{one}{day}", BODY) for one in before) < room, kind


def test_a_unit_that_owes_three_weeks_stands_once_with_its_three_days(
    report: Consolidated,
) -> None:
    said = shown(letter(report, "reminder", Chosen(owed="tuan", unit="xa-a"), ours()))
    assert said.count("Đơn vị xa-a") == 1
    assert "hết ngày 06/10/2022; hết ngày 13/10/2022; hết ngày 20/10/2022" in said
    assert "Kính gửi: Đơn vị xa-a." in said
    assert "Xã, phường" in said


def test_a_situation_tells_of_what_came_late_too(report: Consolidated) -> None:
    said = shown(letter(report, "situation", Chosen(), ours()))
    assert "Gửi chậm: 1 đơn vị" in said
    assert "Kính gửi: Các cơ quan, đơn vị thực hiện kế hoạch." in said


def test_an_extension_names_its_day_or_leaves_it_open(report: Consolidated) -> None:
    given = shown(letter(report, "extension", Chosen(owed="bc"), ours(), date(2022, 11, 5)))
    open_ = shown(letter(report, "extension", Chosen(owed="bc"), ours()))
    assert any("gia hạn đến hết ngày 05/11/2022 đối với" in one for one in given)
    assert any("gia hạn đến hết ngày ………… đối với" in one for one in open_)
    assert any("còn 4 đơn vị chưa hoàn thành" in one for one in given)


def test_a_letter_about_nobody_has_no_annex(report: Consolidated) -> None:
    said = shown(letter(report, "reminder", Chosen(unit="xa-a", owed="bc"), ours()))
    assert not [one for one in said if one.startswith("Phụ lục")]


def test_a_unit_sends_its_own_report_with_its_own_figures(report: Consolidated) -> None:
    """Of no other unit anything is in it."""
    said = shown(covering(report, "xa-b", ours()))
    assert "Kính gửi: Đơn vị so-tttt." in said
    assert "Lượt người" in said
    assert "Đã mở 3 lớp." in said
    assert not [one for one in said if "xa-a" in one or "xa-c" in one]
    assert covering(report, "khong-co", ours()) is None


def test_the_superior_s_report_is_its_own_and_says_who_drafted_it(report: Consolidated) -> None:
    said = shown(document(report, ours(), above(report)))
    assert any(one.split("\n")[0] == "ĐƠN VỊ UBND-TINH" for one in said)
    assert any("- Lưu: VT, " in one and "……" not in one for one in said)


def test_drafts_are_the_same_bytes_again(report: Consolidated) -> None:
    for kind in ("reminder", "extension", "situation"):
        assert letter(report, kind, Chosen(), ours()) == letter(report, kind, Chosen(), ours())
    assert covering(report, "xa-b", ours()) == covering(report, "xa-b", ours())
