"""Whose reports count where units took over from each other: every piece of land once."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.succession.frontier import Frontier
from services.reporting.domain.succession.lineage import Lineage
from tests.reporting.given.reorganised.territories import (
    GENERATIONS,
    Reorganised,
    moment,
    reorganisations,
)
from tests.reporting.given.strategies import unhurried

END = moment(1)
LATER = END + timedelta(days=1)


def counting(heirs: dict[str, str], *said: str) -> str:
    """`heirs` as letters; `said`: who reported, all after the end of those before."""
    names = sorted({*heirs, *"".join(heirs.values())})
    lineage = Lineage({one: tuple(heirs.get(one, "")) for one in names}, dict.fromkeys(heirs, END))
    return "".join(sorted(Frontier(lineage, dict.fromkeys(said, LATER)).counting))


def test_what_predecessors_reported_counts_until_their_heir_reports() -> None:
    merged = {"a": "c", "b": "c"}
    assert counting(merged, "a", "b") == "ab"
    assert counting(merged, "a") == "a"
    assert counting(merged, "a", "b", "c") == "c"


def test_a_split_units_report_counts_until_all_its_heirs_reported() -> None:
    split = {"s": "xy"}
    assert counting(split, "s", "x") == "s"
    assert counting(split, "s", "x", "y") == "xy"
    assert counting(split, "x") == "x"


def test_where_several_became_several_either_all_before_or_all_after_count() -> None:
    mixed = {"a": "cd", "b": "c"}
    assert counting(mixed, "a", "b", "c") == "ab"
    assert counting(mixed, "a", "b", "c", "d") == "cd"


def test_a_chain_counts_at_the_last_link_that_reported() -> None:
    chain = {"a": "b", "b": "c"}
    assert counting(chain, "a", "b") == "b"
    assert counting(chain, "a", "c") == "c"
    assert counting({"a": "bd", "b": "c"}, "a", "c") == "a"


def test_what_a_unit_said_before_it_took_over_another_counts_beside_the_others() -> None:
    lineage = Lineage({"x": ("y",), "y": ()}, {"x": END})
    early, late = END - timedelta(hours=1), END
    assert Frontier(lineage, {"x": early, "y": early}).counting == {"x", "y"}
    assert Frontier(lineage, {"x": early, "y": late}).counting == {"y"}
    duplicate = Lineage({"x": ("y",), "y": ()}, {"x": moment(0)})
    assert Frontier(duplicate, {"x": early, "y": early}).counting == {"y"}


@st.composite
def reported(draw: st.DrawFn) -> tuple[Reorganised, dict[str, int]]:
    """Reorganised units, some of which reported in a generation of theirs, or later."""
    whole = draw(reorganisations())
    own = {}
    for name, one in whole.units.items():
        if draw(st.integers(0, 2)):
            generation = draw(st.sampled_from([g for g in GENERATIONS if g >= one.begins]))
            own[name] = generation
    return whole, own


@unhurried
@given(reported())
def test_every_piece_of_land_counts_once_and_what_was_replaced_is_not_lost(
    told: tuple[Reorganised, dict[str, int]],
) -> None:
    """A report that waits may share land with one that counts."""
    whole, own = told
    lineage = whole.lineage()
    frontier = Frontier(lineage, {name: moment(g, 9) for name, g in own.items()})
    assert frontier.counting <= own.keys()
    land = {name: whole.units[name].at(generation) for name, generation in own.items()}
    counted = [piece for name in frontier.counting for piece in land[name]]
    assert len(counted) == len({*counted})
    for name in own.keys() - frontier.counting:
        if name in frontier.replaced:
            assert land[name] <= {*counted}
        else:
            assert frontier.counting.intersection(lineage.back(name))


@unhurried
@given(reorganisations())
def test_once_all_units_of_the_day_reported_only_they_count(whole: Reorganised) -> None:
    last = GENERATIONS[-1]
    said = dict.fromkeys(whole.ever(last), moment(last, 9))
    assert Frontier(whole.lineage(), said).counting == {*whole.living(last)}
