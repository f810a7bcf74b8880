"""Units: who stands in for one that has ended."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contracts.unit import Unit, successors

FIRST, SECOND = date(2020, 1, 1), date(2025, 7, 1)


def unit(name: str, **fields: Any) -> Unit:
    return Unit.model_validate({"id": name, "names": [{"value": name}], **fields})


def directory(*units: Unit) -> dict[str, Unit]:
    return {one.id: one for one in units}


def test_links_count_whichever_end_names_them() -> None:
    """Two merged into one, one split into two."""
    units = directory(
        unit("a", valid_to=FIRST, successors=["c"]),
        unit("b", valid_to=FIRST),
        unit("c", predecessors=["b"]),
        unit("d", predecessors=["b"]),
    )
    assert successors(units, "a", FIRST) == ["c"]
    assert successors(units, "b", FIRST) == ["c", "d"]


def test_nobody_stands_in_for_a_unit_that_exists_or_is_not_known() -> None:
    units = directory(unit("a", valid_to=SECOND), unit("b", predecessors=["a"]))
    assert successors(units, "a", FIRST) == []
    assert successors(units, "x", FIRST) == []


def test_a_successor_that_has_ended_hands_on_and_one_not_begun_waits() -> None:
    units = directory(
        unit("a", valid_to=FIRST),
        unit("b", valid_to=SECOND, predecessors=["a"]),
        unit("c", valid_from=SECOND, predecessors=["b"]),
        unit("d", valid_from=SECOND, predecessors=["a"]),
    )
    assert successors(units, "a", FIRST) == ["b"]
    assert successors(units, "a", SECOND) == ["c", "d"]


NAMES = "abcdef"


@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.booleans()), max_size=12),
    st.sets(st.sampled_from(NAMES)),
)
def test_any_links_lead_to_existing_units_and_end(
    links: list[tuple[str, str, bool]], ended: set[str]
) -> None:
    """Circles too: what was recorded by an older registry must not hang a newer one."""
    units = directory(
        *(
            unit(
                name,
                valid_to=FIRST if name in ended else None,
                successors=[b for a, b, forward in links if a == name and forward],
                predecessors=[a for a, b, forward in links if b == name and not forward],
            )
            for name in NAMES
        )
    )
    for name in NAMES:
        found = successors(units, name, SECOND)
        assert not ended & set(found)
        assert name in ended or not found
        direct = {b for a, b, _ in links if a == name} - ended
        assert name not in ended or direct <= set(found)
