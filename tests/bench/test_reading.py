"""What is seen of answers is judged by what 95 of 100 do not exceed."""

from collections import Counter

import pytest

from bench.reading.__main__ import rows_of
from bench.reading.answers import Times, most
from bench.reading.told import UNITS, Told
from contracts.facts import ActivityDeclared

TOTALS, REPORT = ("answer", "totals"), ("document", "report .docx")


def test_what_95_of_100_do_not_exceed():
    assert most(range(1, 101)) == 95
    assert most(range(1, 21)) == 19
    assert most([3.0]) == 3.0


def _row(few: Times, many: Times) -> tuple[str, ...]:
    [row] = rows_of(few, many)
    return row


@pytest.mark.parametrize(
    ("slow", "said"), [(5, ""), (6, "OVER")], ids=["of five nobody asks", "of six"]
)
def test_few_slow_answers_are_over_where_they_are_more_than_5_of_100(slow, said):
    seen = [*[40.0] * (100 - slow), *[60.0] * slow]
    row = _row({TOTALS: [seen]}, {TOTALS: [seen]})
    assert row[-1] == said
    assert row[1].split() == ["40.0", "60.0" if said else "40.0"]


def test_all_rounds_are_one_crowd():
    quiet, loud = [20.0] * 95, [60.0] * 5
    assert _row({TOTALS: [quiet, loud]}, {TOTALS: [quiet, loud]})[-1] == ""


def test_an_answer_grows_by_what_95_of_100_do_not_exceed():
    few, slower = [20.0] * 100, [*[20.0] * 94, *[25.0] * 6]
    assert _row({TOTALS: [few]}, {TOTALS: [slower]})[3:] == ("1.25", "50", "GROWS")
    short = [one / 4 for one in slower]
    assert _row({TOTALS: [[5.0]]}, {TOTALS: [short]})[-1] == ""


def test_a_document_is_judged_by_its_median_and_may_be_left_out_with_many():
    seen = {REPORT: [[4_000.0], [6_000.0], [4_500.0]]}
    assert _row(seen, {})[1:] == ("4,500.0", "", "", "5,000", "")
    assert _row({REPORT: [[5_001.0]]}, {})[-1] == "OVER"


def test_memory_is_judged_by_the_most():
    seen: Times = {("memory", "m"): [[200.0], [251.0], [200.0]]}
    assert _row(seen, seen)[-1] == "OVER"


@pytest.mark.parametrize("activities", [0, 7, 2_000, 5_000, 6_543])
def test_each_activity_is_declared_once_by_its_unit(activities):
    told = [
        event.data
        for stored in Told().campaign(activities)
        for event in stored.events
        if isinstance(event.data, ActivityDeclared)
    ]
    found = Counter(one.activity.id for one in told)
    assert found == {f"a-{number}": 1 for number in range(activities)}
    assert all(one.unit == UNITS[int(one.activity.id[2:]) % len(UNITS)] for one in told)
