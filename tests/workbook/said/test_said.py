"""Workbook, read: what is said in words where one choice or one number was expected."""

import pytest
from openpyxl import Workbook

from tests.workbook.given import FIRST, activity, data, form, put, submitted, tell
from workbook import layout
from workbook.form import choices


@pytest.mark.parametrize(
    ("typed", "assignments"),
    [
        ("V.8.a; V.8.c", ["v8a", "v8c"]),
        ("V.8.b\nV.8.b", ["v8b"]),
        (list(choices(form())["assignments"])[-1], ["v8c"]),
    ],
)
def test_an_activity_is_done_for_several_assignments(typed: str, assignments: list[str]) -> None:
    """Chosen from the list, or their numbers in one cell."""
    (command,) = data(submitted(activity(assignments=typed)))
    assert command["activity"]["assignments"] == assignments


def test_where_there_is_no_number_the_cell_says_why() -> None:
    """Which is not the number 0; also of a ratio and of words, and of an activity's figures."""
    said = {
        "figures/su-kien": 0,
        "figures/diem-cau": "Không phát sinh",
        "figures/ho-so-truc-tuyen": "không thuộc chức năng",
        "figures/mo-hinh-tieu-bieu": "chưa có số liệu",
    }
    told = {"number": 1, "indicator": "Tin, bài", "actual/value": "không phát sinh"}

    def fill(book: Workbook) -> None:
        activity()(book)
        put(book, layout.FIGURES, FIRST, told)
        tell(book, said)

    declared, report = data(submitted(fill))
    assert declared["activity"]["actual"]["figures"] == [
        {"indicator": "tin-bai", "nothing": "no-occurrence"}
    ]
    assert {one.pop("indicator"): one for one in report["report"]["figures"]} == {
        "su-kien": {"value": 0},
        "diem-cau": {"nothing": "no-occurrence"},
        "ho-so-truc-tuyen": {"nothing": "not-our-function"},
        "mo-hinh-tieu-bieu": {"nothing": "not-yet-known"},
    }
