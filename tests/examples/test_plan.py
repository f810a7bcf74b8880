"""The plan of the example against the signed text and against itself."""

import re
import unicodedata
from datetime import date, time, timedelta

import holidays
import pytest

from tests.examples.tally import END, FOLDER, START, example, rung_moment

TALLY = example()
PLAN = TALLY.plan


def plain(text: str) -> str:
    """NFC, without the marks of emphasis, dashes of lists and line breaks."""
    text = unicodedata.normalize("NFC", text).replace("*", "")
    return re.sub(r"\s+", " ", re.sub(r"(?m)^\s*- ", "", text)).strip()


SOURCE = (FOLDER / "source.txt").read_text(encoding="utf-8")
BODY, ENDING = SOURCE.split("Nơi nhận:")
PARAGRAPHS = [plain(line) for line in BODY.splitlines() if plain(line)]


@pytest.mark.parametrize("paragraph", PARAGRAPHS[PARAGRAPHS.index("II. NỘI DUNG TỔ CHỨC") :])
def test_every_paragraph_of_sections_ii_to_v_is_an_item_of_the_plan(paragraph: str) -> None:
    """Word for word, under its number."""
    words = re.sub(r"^([IV]+\.|\d+\.|[a-e]\)) ", "", paragraph)
    said = [plain(text) for item in PLAN.items for text in (item.title or "", item.text)]
    assert any(words in text for text in said)


def test_the_paragraphs_before_section_ii_are_kept_too() -> None:
    """The opening, the purpose and the requirements."""
    said = " ".join(plain(f"{item.title or ''} {item.text}") for item in PLAN.items)
    opening = PARAGRAPHS[3 : PARAGRAPHS.index("II. NỘI DUNG TỔ CHỨC")]
    assert [p for p in opening if re.sub(r"^([IV]+|\d+)\. ", "", p) not in said] == []


def test_every_item_is_in_the_signed_text() -> None:
    """Nothing was added to the items."""
    whole = plain(" ".join(PARAGRAPHS))
    texts = [plain(line) for item in PLAN.items for line in item.text.splitlines()]
    assert [text for text in texts if text not in whole] == []


def test_the_numbers_run_as_in_the_text() -> None:
    """II.2 has the points a to e, section V has eleven numbered parts."""
    numbers = [item.number for item in PLAN.items]
    assert [n for n in numbers if n.startswith("II.2.")] == [f"II.2.{c}" for c in "abcde"]
    assert [n for n in numbers if n.startswith("V.")] == [f"V.{n}" for n in range(1, 12)]


def test_every_dash_of_section_v_is_one_assignment() -> None:
    """19 tasks under 11 numbers, in the words of the item."""
    tasks = [
        (item.number, plain(line))
        for item in PLAN.items
        if item.number.startswith("V.")
        for line in item.text.splitlines()
    ]
    given = [(re.sub(r"\.[a-z]$", "", a.number), plain(a.text)) for a in PLAN.assignments]
    assert given == tasks
    assert len({number for number, _ in given}) == 11


def test_every_recipient_and_the_signature_are_kept() -> None:
    """The list under "Nơi nhận", in order."""
    lines = [plain(line).rstrip(";.") for line in ENDING.splitlines() if line.startswith("- ")]
    assert PLAN.recipients == lines
    assert PLAN.signed_by is not None
    assert PLAN.signed_by in ENDING


def test_the_report_is_due_before_20_october() -> None:
    """As signed: "trước ngày 20/10/2022" is over when the 20th begins."""
    assert TALLY.deadlines["bao-cao"].cut(PLAN.zone).isoformat() == "2022-10-20T00:00:00+07:00"
    assert (PLAN.window.first, PLAN.window.last) == (date(2022, 10, 1), date(2022, 10, 10))


def test_a_working_day_lies_between_cut_off_and_report() -> None:
    """Nghị định 09/2019/NĐ-CP, art. 8."""
    assert PLAN.reporting.cut_off is not None
    free = holidays.country_holidays("VN", years=2022)
    between = (TALLY.deadlines["bao-cao"].day - PLAN.reporting.cut_off).days
    days = [PLAN.reporting.cut_off + timedelta(days=n) for n in range(1, between)]
    assert any(day.weekday() < 5 and day not in free for day in days)


def test_every_group_and_office_of_the_plan_has_units() -> None:
    """On the day the plan was issued."""
    units = {unit.id for unit in TALLY.units}
    for assignment in PLAN.assignments:
        for who in assignment.assignees:
            if who.group:
                assert any(unit.in_group(who.group, PLAN.issued_on) for unit in TALLY.units)
            else:
                assert who.unit in units


def test_every_kind_is_assigned_and_every_indicator_has_arithmetic() -> None:
    """Nothing of the catalogues hangs in the air."""
    given = {kind for assignment in PLAN.assignments for kind in assignment.kinds}
    assert given == {kind.id for kind in PLAN.kinds}
    assert {indicator.arithmetic for indicator in PLAN.indicators} == {
        "sum", "stock", "ratio", "not-additive", "text",
    }  # fmt: skip


def test_every_rule_and_rung_names_what_the_plan_has() -> None:
    """Ids of indicators and of things owed."""
    indicators = {indicator.id for indicator in PLAN.indicators}
    assert all({rule.left, *rule.right} <= indicators for rule in PLAN.rules)
    assert {owed for rung in PLAN.ladder for owed in rung.owed} == {o.id for o in PLAN.owed}


def test_every_rung_falls_into_office_hours_of_the_campaign() -> None:
    """Between 15 September and 25 October, 07:00 to 17:00; leaders only after the deadline."""
    for owed, deadline in TALLY.deadlines.items():
        due = deadline.cut(PLAN.zone)
        for rung in [rung for rung in PLAN.ladder if owed in rung.owed]:
            assert rung.at is not None
            assert START < rung_moment(rung, due) < END
            assert time(7) <= rung.at <= time(17)
            assert ("leader" in rung.audience) == (rung_moment(rung, due) > due)
