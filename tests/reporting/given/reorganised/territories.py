"""Tests, reporting: random reorganisations, in which every unit is a set of pieces of land."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from hypothesis import strategies as st

from contracts.unit import Dated, Unit
from services.reporting.domain.succession.lineage import Lineage
from tests.registry.plans import PROVINCE, ZONE

DAYS = (date(2022, 10, 4), date(2022, 10, 11))
"""When units are reorganised; a generation lasts until the next of these days."""
GENERATIONS = range(len(DAYS) + 1)


@dataclass
class Territory:
    """A unit: from which generation on it exists, until which, and its land in each of them."""

    begins: int
    land: dict[int, frozenset[int]]
    ends: int | None = None
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)

    def at(self, generation: int) -> frozenset[int]:
        """What a report of a generation is about; after the unit's end what it was at last."""
        last = max(self.land)
        return self.land[min(max(generation, self.begins), last)]


@dataclass
class Reorganised:
    """All units there ever were, by name."""

    units: dict[str, Territory]

    def living(self, generation: int) -> list[str]:
        return [
            name
            for name, one in self.units.items()
            if one.begins <= generation and (one.ends is None or generation < one.ends)
        ]

    def ever(self, generation: int) -> list[str]:
        return [name for name, one in self.units.items() if one.begins <= generation]

    def records(self) -> list[Unit]:
        return [
            Unit(
                id=name,
                names=[Dated(value=f"Xã {name}")],
                parents=[Dated(value=PROVINCE)],
                levels=[Dated(value="xa")],
                valid_from=DAYS[one.begins - 1] if one.begins else None,
                valid_to=DAYS[one.ends - 1] if one.ends else None,
                predecessors=one.before,
                successors=one.after,
            )
            for name, one in self.units.items()
        ]

    def lineage(self) -> Lineage:
        heirs: dict[str, set[str]] = {name: {*one.after} for name, one in self.units.items()}
        for name, one in self.units.items():
            for before in one.before:
                heirs[before].add(name)
        ended = {name: moment(one.ends) for name, one in self.units.items() if one.ends}
        return Lineage({name: tuple(sorted(found)) for name, found in heirs.items()}, ended)


def moment(generation: int, hours: float = 0) -> datetime:
    """So many hours into a generation."""
    day = DAYS[generation - 1] if generation else date(2022, 9, 15)
    return datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(hours=hours)


KINDS = ("merge", "merge", "split", "split", "mix", "absorb", "none")


@st.composite
def reorganisations(draw: st.DrawFn) -> Reorganised:
    units = {
        f"u{n}": Territory(0, {0: frozenset(range(4 * n, 4 * n + 4))})
        for n in range(draw(st.integers(2, 4)))
    }
    whole = Reorganised(units)
    for generation in range(1, len(GENERATIONS)):
        left = draw(st.permutations(whole.living(generation - 1)))
        while left:
            kind = draw(st.sampled_from(KINDS))
            some, left = left[: _taken(kind)], left[_taken(kind) :]
            _reorganise(draw, whole, kind, some, generation)
        for name in whole.living(generation):
            land = units[name].land
            land.setdefault(generation, land[max(land)])
    return whole


def _taken(kind: str) -> int:
    return 1 if kind in ("split", "none") else 2


def _reorganise(
    draw: st.DrawFn, whole: Reorganised, kind: str, some: list[str], generation: int
) -> None:
    units = whole.units
    land = sorted(frozenset().union(*(units[name].at(generation) for name in some)))
    if kind == "none" or (kind != "split" and len(some) < 2) or len(land) < 2:
        return
    if kind == "absorb":
        gone, stays = some
        units[gone].ends, units[gone].after = generation, [stays]
        units[stays].land[generation] = frozenset(land)
        return
    parts = [land] if kind == "merge" else [land[::2], land[1::2]]
    for name in some:
        units[name].ends = generation
    for part in parts:
        name = f"u{len(units)}"
        units[name] = Territory(generation, {generation: frozenset(part)})
        if draw(st.booleans()):
            units[name].before = [*some]
        else:
            for one in some:
                units[one].after.append(name)
