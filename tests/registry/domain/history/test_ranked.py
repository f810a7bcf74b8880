"""Ranked does what a list does, at a cost that does not grow."""

from datetime import UTC, datetime, timedelta
from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from contracts.values import ReceiptOrder
from services.registry.domain.history.ranked import NONE, Ranked

START = datetime(2022, 9, 15, tzinfo=UTC)
names = st.sampled_from("abcdef")
steps = st.lists(st.tuples(st.sampled_from(("added", "without")), names), max_size=60)


def order(number: int) -> ReceiptOrder:
    return (START + timedelta(minutes=number), number)


@given(steps)
def test_it_is_a_list_of_names_with_since_when_each_is_there(steps: list[tuple[str, str]]) -> None:
    """After every step, and none of the values before it has changed."""
    ranked, plain = NONE, {}
    before: list[tuple[Ranked, dict[str, ReceiptOrder]]] = []
    for number, (step, name) in enumerate(steps):
        before.append((ranked, dict(plain)))
        if step == "added":
            ranked = ranked.told([(name, order(number))])
            plain.setdefault(name, order(number))
        else:
            ranked = ranked.told([(name, None)])
            plain.pop(name, None)
    for value, model in [*before, (ranked, plain)]:
        assert len(value) == len(model)
        assert {name for name in "abcdef" if name in value} == {*model}
        for number, since in enumerate(model.values(), 1):
            assert value.at(number) == since
        assert value.at(len(model) + 1) is None
        assert value.newest() == next(reversed(model.values()), None)


@given(steps)
def test_what_is_left_out_takes_no_room(steps: list[tuple[str, str]]) -> None:
    """A unit that declares and withdraws for years stays as small as what it has now."""
    ranked = NONE
    for number, (step, name) in enumerate(steps):
        ranked = ranked.told([(name, order(number) if step == "added" else None)])
        assert len(ranked.names) == len(ranked.places) == len(ranked)
        assert len(ranked) == 0 or {ranked.first, ranked.last} <= {*ranked.names}


@given(steps)
def test_changes_at_once_are_those_one_after_the_other(steps: list[tuple[str, str]]) -> None:
    """A history that is read page by page is the one that was lived through."""
    changes = [
        (name, order(number) if step == "added" else None)
        for number, (step, name) in enumerate(steps)
    ]
    lived = reduce(lambda ranked, change: ranked.told([change]), changes, NONE)
    assert NONE.told(changes) == lived
