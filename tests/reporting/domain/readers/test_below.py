"""Whose records a unit may read: its own, and of all below it and before it."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from contracts.unit import Dated, Unit
from services.reporting.domain.readers.below import below, stands_for

DAY = date(2026, 1, 1)
BEFORE, AFTER = date(2025, 7, 1), date(2026, 7, 1)
IDS = [f"u{number}" for number in range(7)]


def unit(name: str, parent: str | None = None, **more: object) -> Unit:
    parents = [Dated(value=parent)] if parent else []
    return Unit.model_validate({"id": name, "names": [{"value": name}], "parents": parents, **more})


def directory(*units: Unit) -> dict[str, Unit]:
    return {one.id: one for one in units}


def test_a_district_reads_of_its_communes_and_of_nobody_else() -> None:
    units = directory(
        unit("tinh"), unit("huyen-a", "tinh"), unit("huyen-b", "tinh"),
        unit("xa-1", "huyen-a"), unit("thon-1", "xa-1"), unit("xa-2", "huyen-b"),
    )  # fmt: skip
    assert below("huyen-a", units, DAY) == {"huyen-a", "xa-1", "thon-1"}
    assert below("xa-2", units, DAY) == {"xa-2"}
    assert below("tinh", units, DAY) == {*units}
    assert below("khong-co", units, DAY) == {"khong-co"}


def test_who_is_below_is_a_matter_of_the_day() -> None:
    """A commune that went to another district is that one's now."""
    moved = unit("xa-1")
    moved = moved.model_copy(
        update={
            "parents": [
                Dated(value="huyen-a", valid_to=BEFORE),
                Dated(value="huyen-b", valid_from=BEFORE, valid_to=AFTER),
                Dated(value="huyen-c", valid_from=AFTER),
            ]
        }
    )
    units = directory(unit("huyen-a"), unit("huyen-b"), unit("huyen-c"), moved)
    assert [below(one, units, DAY) - {one} for one in ("huyen-a", "huyen-b", "huyen-c")] == [
        set(),
        {"xa-1"},
        set(),
    ]


def test_a_successor_reads_what_it_took_over_once_the_other_has_ended() -> None:
    """By either end of the link; and what was below that one."""
    units = directory(
        unit("moi", predecessors=["cu-1"]),
        unit("cu-1", valid_to=BEFORE),
        unit("cu-2", valid_to=BEFORE, successors=["moi"]),
        unit("con", valid_to=AFTER, successors=["moi"]),
        unit("thon", "cu-2"),
    )
    assert stands_for("moi", units, DAY) == {"moi", "cu-1", "cu-2"}
    assert below("moi", units, DAY) == {"moi", "cu-1", "cu-2", "thon"}
    assert below("cu-1", units, DAY) == {"cu-1"}


@given(st.dictionaries(st.sampled_from(IDS), st.sampled_from(IDS)))
def test_below_is_a_closure_whatever_the_records_say(parents: dict[str, str]) -> None:
    """Circles too: who is below somebody below me is below me, and I am always my own."""
    units = directory(*(unit(one, parents.get(one)) for one in IDS))
    for one in IDS:
        mine = below(one, units, DAY)
        assert one in mine
        assert all(below(other, units, DAY) <= mine for other in mine)
        assert all(parents.get(other) in mine for other in mine - {one})
