"""Which entry is the document of which report: never a guess that nobody is shown."""

from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cli.findings import Place
from cli.register.ledger import Filed
from cli.register.match import Matching, match
from cli.register.rows import Entry
from contracts.records import Incoming, Signed

SINCE = date(2022, 9, 15)
DAY, LATER = date(2022, 10, 17), date(2022, 10, 18)
NAMES = [("Huyện 1", "huyen-1"), ("UBND Huyện 2", "huyen-2"), ("Sở A", "so-a")]


def entry(number: str = "12/BC-UBND", author: str = "Huyện 1", **changes: Any) -> Entry:
    day = changes.pop("day", DAY)
    incoming = Incoming(number=changes.pop("into", "55"), day=changes.pop("came", LATER))
    signed = Signed(number=number, day=day) if day else None
    return Entry(Place(Path("so.xlsx"), 2), incoming, author, signed, number, **changes)


def filed(number: str | None = "12/BC-UBND", unit: str = "huyen-1", **changes: Any) -> Filed:
    day = changes.pop("day", DAY)
    signed = Signed(number=number, day=day) if number else None
    given = {"duty": "bao-cao", "version": 1, "signed": signed, "title": "Báo cáo"}
    return Filed(unit=unit, name=unit, **{**given, **changes})


def found(entries: list[Entry], reports: list[Filed]) -> Matching:
    return match(entries, reports, NAMES, SINCE)


def test_a_report_is_matched_with_the_entry_of_its_units_number() -> None:
    """Another district's paper has the same number; ours is told apart by who sent it."""
    ours, theirs = entry(into="55"), entry(author="ủy ban nhân dân HUYỆN 2", into="56")
    both = found([theirs, ours], [filed(), filed(unit="huyen-2")])
    pairs = {pair.filed.unit: pair.command("p") for pair in both.matched}
    assert {unit: one.incoming.number for unit, one in pairs.items()} == {
        "huyen-1": "55",
        "huyen-2": "56",
    }
    assert pairs["huyen-1"].signed is None


def test_the_provinces_name_may_stand_behind_that_of_the_unit() -> None:
    assert len(found([entry(author="Sở A tỉnh Mẫu")], [filed(unit="so-a")]).matched) == 1


def test_an_author_that_is_not_known_is_taken_only_by_number_and_day_together() -> None:
    assert len(found([entry(author="UBND H.1")], [filed()]).matched) == 1
    other = found([entry(author="UBND H.1", day=LATER)], [filed()])
    assert (other.matched, len(other.without_document), len(other.other)) == ([], 1, 1)
    two = found([entry(author="?")], [filed(), filed(unit="huyen-2")])
    assert (two.matched, len(two.without_document)) == ([], 2)


def test_a_document_that_was_never_told_is_found_by_its_unit_where_only_one_could_be_meant() -> (
    None
):
    """Its number and day go with the command; with two candidates nothing is guessed."""
    one = found([entry(), entry("3/GM-UBND", into="9")], [filed(None)])
    (pair,) = one.matched
    assert pair.by == "unit"
    assert pair.command("p").signed == Signed(number="12/BC-UBND", day=DAY)
    two = found([entry(), entry("13/BC-UBND", into="56")], [filed(None)])
    assert (two.matched, len(two.without_document)) == ([], 1)
    reports = found([entry()], [filed(None), filed(None, duty="khac")])
    assert (reports.matched, len(reports.without_document)) == ([], 2)


def test_what_came_in_before_the_plan_is_no_report_of_it() -> None:
    old = found([entry(came=date(2022, 9, 14))], [filed(None)])
    assert (old.matched, len(old.without_document), len(old.other)) == ([], 1, 1)


def test_a_number_or_day_that_differs_is_shown_and_not_sent() -> None:
    for one, why in (
        (entry(day=LATER), "signed-day"),
        (entry("21/BC-UBND"), "signed-number"),
        (entry("12/BC-VP", day=date(2022, 10, 1)), "signed-number"),
    ):
        apart = found([one], [filed()])
        assert ([a.why for a in apart.apart], apart.matched) == ([why], [])
    twice = found([entry(into="55"), entry(into="60")], [filed()])
    assert [(one.why, one.register) for one in twice.apart] == [
        ("entered-twice", "55 (18/10/2022); 60 (18/10/2022)")
    ]
    known = filed(incoming=Incoming(number="54", day=LATER))
    assert [one.why for one in found([entry()], [known]).apart] == ["incoming"]


def test_a_document_of_a_unit_whose_figures_are_missing_is_told() -> None:
    """One that owes nothing any more, or whose paper is no report, is not."""
    lacking = filed(None, version=None)
    assert len(found([entry()], [lacking]).without_figures) == 1
    assert found([entry("3/GM-UBND")], [lacking]).without_figures == []
    met = filed(None, version=None, owing=False)
    assert found([entry()], [met]).without_figures == []


def test_what_was_recorded_before_is_not_sent_again() -> None:
    known = Incoming(number="055", day=LATER)
    for report in (filed(incoming=known), filed(None, incoming=known)):
        again = found([entry()], [report])
        assert (again.matched, again.apart, again.recorded) == ([], [], [report])
        assert (again.without_figures, again.other) == ([], [])


NUMBERS = st.sampled_from(["1/BC-A", "2/BC-A", "3/GM-A"])
DAYS = st.sampled_from([DAY, LATER])
AUTHORS = st.sampled_from(["Huyện 1", "UBND Huyện 2", "Sở B", ""])
ENTRIES = st.builds(
    lambda number, author, day, into: entry(number, author, day=day, into=into),
    NUMBERS, AUTHORS, st.none() | DAYS, st.sampled_from(["5", "6"]),
)  # fmt: skip
REPORTS = st.lists(
    st.builds(
        lambda unit, duty, number, day, version, into: filed(
            number,
            unit,
            duty=duty,
            day=day,
            version=version,
            incoming=Incoming(number=into, day=LATER) if into else None,
        ),
        st.sampled_from(["huyen-1", "huyen-2"]), st.sampled_from(["a", "b"]),
        st.none() | NUMBERS, DAYS, st.none() | st.just(1), st.none() | st.sampled_from(["5", "6"]),
    ),
    unique_by=lambda one: (one.unit, one.duty),
)  # fmt: skip


@given(st.lists(ENTRIES, max_size=6), REPORTS)
def test_every_report_with_figures_is_in_one_list_and_every_entry_accounted_for(
    entries: list[Entry], reports: list[Filed]
) -> None:
    """None is matched with an entry of another unit, nor two by one entry of their unit alone."""
    got = found(entries, reports)
    listed = [
        *(one.filed for one in got.matched),
        *got.recorded,
        *(one.filed for one in got.apart),
        *got.without_document,
    ]
    assert sorted(map(id, listed)) == sorted(id(one) for one in reports if one.version)
    assert len(got.without_figures) + len(got.other) <= len(entries)
    for pair in got.matched:
        assert pair.filed.incoming is None
        assert (pair.by == "number") == (pair.filed.signed is not None)
        assert pair.entry.author != "Sở B" or pair.by == "number"
    by_unit = [id(one.entry) for one in got.matched if one.by == "unit"]
    assert len(set(by_unit)) == len(by_unit)


def test_what_came_in_before_its_own_day_is_shown_and_not_sent() -> None:
    """One of the two days is wrong; by its number, or as the only report of its unit."""
    early = date(2022, 10, 16)
    for told in ("12/BC-UBND", None):
        both = found([entry(came=early)], [filed(told)])
        assert ([one.why for one in both.apart], both.matched) == (["came-before"], [])
    same = found([entry(came=DAY)], [filed()])
    assert len(same.matched) == 1
