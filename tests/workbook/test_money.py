"""Workbook, money: typed in đồng, triệu or tỷ, read exactly, and read back in words."""

import json
import re
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from contracts.values import MAX_NUMBER
from tests.cli.given import run
from tests.workbook.given import activity, data, saved, submitted, tell
from workbook import layout
from workbook.in_words import AFTER_TENS, DIGITS, in_words
from workbook.read import cells
from workbook.sentences import Wrong

UNITS = {"đồng": 0, "triệu": 6, "triệu đồng": 6, "tỷ": 9, "tỉ đồng": 9}


@pytest.mark.parametrize(
    ("typed", "dong"),
    [
        (1_934_800_000, 1_934_800_000),
        (24_455.0, 24_455),
        ("1.934.800.000", 1_934_800_000),
        ("1.934.800.000 đồng", 1_934_800_000),
        ("12,5 triệu", 12_500_000),
        ("12,5triệu đồng", 12_500_000),
        ("1.934,8 triệu", 1_934_800_000),
        ("1,2 tỷ", 1_200_000_000),
        (unicodedata.normalize("NFD", " 0,1  Tỉ đồng "), 100_000_000),
        ("0,000001 triệu", 1),
        ("7,50 đ", "money-form"),
        ("7,00 đ", 7),
        ("0", 0),
        ("12,5", "money-form"),
        (12.5, "money-form"),
        ("1,2345678 triệu", "money-form"),
        ("1," + "0" * 30 + "1 tỷ", "money-form"),
        ("12.5 triệu", "money-form"),
        ("12,5 trăm", "money-form"),
        ("12,5 USD", "money-form"),
        ("1 tỷ 200 triệu", "money-form"),
        ("50%", "money-form"),
        (True, "money-form"),
        ("-5 triệu", "number-negative"),
        ("gần 3,5 tỷ", "number-qualifier"),
        ("1.000.001 tỷ", "number-large"),
        ("9" * 5000 + " đồng", "number-large"),
    ],
)
def test_money_is_read_to_whole_dong_or_told(typed: object, dong: int | str) -> None:
    """Nothing is guessed and nothing rounded: what is not whole đồng is a fault."""
    if isinstance(dong, str):
        with pytest.raises(Wrong) as wrong:
            cells.money(typed)
        assert wrong.value.code == dong
    else:
        assert cells.money(typed) == dong


@given(st.integers(0, MAX_NUMBER), st.sampled_from(sorted(UNITS)))
def test_an_amount_in_any_unit_is_read_back_exactly(amount: int, unit: str) -> None:
    written = f"{Decimal(amount).scaleb(-UNITS[unit]):,f}".translate(str.maketrans(",.", ".,"))
    assert cells.money(f"{written} {unit}") == amount


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"),
        (4, "bốn"),
        (10, "mười"),
        (15, "mười lăm"),
        (21, "hai mươi mốt"),
        (24, "hai mươi tư"),
        (55, "năm mươi lăm"),
        (104, "một trăm lẻ bốn"),
        (111, "một trăm mười một"),
        (1_010, "một nghìn không trăm mười"),
        (105_000, "một trăm lẻ năm nghìn"),
        (1_000_005, "một triệu không trăm lẻ năm"),
        (12_500_000, "mười hai triệu năm trăm nghìn"),
        (1_934_800_000, "một tỷ chín trăm ba mươi tư triệu tám trăm nghìn"),
        (2_005_000_000, "hai tỷ không trăm lẻ năm triệu"),
        (1_200_000_000_000, "một nghìn hai trăm tỷ"),
        (10**15, "một triệu tỷ"),
    ],
)
def test_numbers_are_said_as_they_are_in_vietnamese(number: int, words: str) -> None:
    assert in_words(number) == words


SAID = {word: digit for digit, word in enumerate(DIGITS)} | {w: d for d, w in AFTER_TENS.items()}


def heard(words: str) -> int:
    """The number that somebody writes down who hears the words."""
    if " tỷ" in words:
        high, _, low = words.rpartition(" tỷ")
        return heard(high) * 10**9 + (heard(low.strip()) if low else 0)
    number = 0
    for group in re.findall(r".+?(?: triệu| nghìn|$)", words):
        scale = {"triệu": 10**6, "nghìn": 1000}.get(group.split()[-1], 1)
        value = last = 0
        for word in group.split():
            match word:
                case "trăm" | "mươi":
                    value += last * (100 if word == "trăm" else 10) - last
                case "mười":
                    value += 10
                case "lẻ" | "triệu" | "nghìn":
                    pass
                case _:
                    last = SAID[word]
                    value += last
        number += value * scale
    return number


group = st.sampled_from([0, 1, 4, 5, 10, 14, 15, 21, 24, 100, 105, 999])
sparse = st.lists(group, min_size=1, max_size=5).map(
    lambda groups: sum(value * 1000**place for place, value in enumerate(groups))
)


@given(sparse | st.integers(0, MAX_NUMBER))
def test_whoever_hears_the_words_writes_the_same_number(number: int) -> None:
    """The hundreds of a later group are always said, so that no two numbers sound alike."""
    words = in_words(number)
    assert heard(words) == number
    assert all("trăm" in group for group in re.split("tỷ|triệu|nghìn", words)[1:] if group.strip())


TYPED = {"planned/ngan-sach": "12,5 triệu", "planned/tai-tro": "1,2 tỷ", "actual/tai-tro": 7}


def test_money_with_its_unit_adds_up_in_the_record() -> None:
    """Also the report's; the total that the sheet cannot add is added by who reads it."""

    def fill(book: Workbook) -> None:
        activity(**TYPED)(book)
        tell(book, {"figures/su-kien": 1, "spending/ngan-sach": "1.934.800.000 đồng"})

    declared, report = data(submitted(fill))
    assert declared["activity"]["planned"]["budget"] == {
        "total": 1_212_500_000,
        "sources": [
            {"source": "ngan-sach", "amount": 12_500_000},
            {"source": "tai-tro", "amount": 1_200_000_000},
        ],
    }
    assert report["report"]["spending"]["total"] == 1_934_800_000


def previewed(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    code, out, err = run(capsys, "workbook", "submit", "--preview", *arguments)
    assert code == 0, out + err
    return out


def test_money_is_read_back_in_words_with_its_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each amount that was typed, and the total of several."""
    path = saved(tmp_path / "a.xlsx", activity(**TYPED))
    told = [line.strip() for line in previewed(capsys, path).splitlines() if " đồng (" in line]
    planned, actual = (
        f"{layout.ACTIVITIES}, dòng 6, cột {name}" for name in (layout.PLANNED, layout.ACTUAL)
    )
    both = "một tỷ hai trăm mười hai triệu năm trăm nghìn đồng"
    assert [re.sub(r" \(ô [A-Z]+6\)", "", line) for line in told] == [
        f"{planned}: Ngân sách nhà nước: 12.500.000 đồng (mười hai triệu năm trăm nghìn đồng)",
        f"{planned}: Tài trợ: 1.200.000.000 đồng (một tỷ hai trăm triệu đồng)",
        f"{planned}: Tổng cộng: 1.212.500.000 đồng ({both})",
        f"{actual}: Tài trợ: 7 đồng (bảy đồng)",
    ]
    (file,) = json.loads(previewed(capsys, "--json", path))["files"]
    money: list[dict[str, Any]] = file["commands"][0]["money"]
    assert money[0] == {
        "cell": "R6",
        "amount": 12_500_000,
        "words": "mười hai triệu năm trăm nghìn đồng",
    }
