"""Contracts, unit: an organisation whose names, codes, parent, level and groups are dated."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Generic, TypeVar

from pydantic import Field, model_validator

from contracts.values import Day, Id, Line, Value

T = TypeVar("T")


class Dated(Value, Generic[T]):
    """A value that holds from `valid_from` until the day before `valid_to` (open where absent)."""

    value: T
    valid_from: Day | None = None
    valid_to: Day | None = None

    @model_validator(mode="after")
    def _forward(self) -> "Dated[T]":
        if self.valid_from and self.valid_to and self.valid_from >= self.valid_to:
            raise ValueError("valid_from must be before valid_to")
        return self

    def holds(self, day: date) -> bool:
        """Whether the value holds on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )


class Code(Value):
    """A code of one scheme, such as `gso`, `ma-dinh-danh` (QĐ 20/2020) or `edxml`; never a key."""

    scheme: Id
    code: Annotated[Line, Field(max_length=100)]


class Unit(Value):
    """A unit's whole record. The id is internal and never reused; everything else is dated.

    `parents`: what it is under; `sectors`: the departments that guide what it does (cơ quan quản lý
    ngành), whatever it is under. The one of a parent's units that has the role `secretariat` (văn
    phòng) reads what is meant for the parent.
    """

    id: Id
    names: Annotated[list[Dated[Line]], Field(min_length=1, max_length=50)]
    short_names: Annotated[list[Dated[Line]], Field(max_length=50)] = []
    codes: Annotated[list[Dated[Code]], Field(max_length=50)] = []
    parents: Annotated[list[Dated[Id]], Field(max_length=50)] = []
    sectors: Annotated[list[Dated[Id]], Field(max_length=50)] = []
    levels: Annotated[list[Dated[Id]], Field(max_length=50)] = []
    groups: Annotated[list[Dated[Id]], Field(max_length=200)] = []
    roles: Annotated[list[Dated[Id]], Field(max_length=50)] = []
    valid_from: Day | None = None
    valid_to: Day | None = None
    predecessors: Annotated[list[Id], Field(max_length=100)] = []
    successors: Annotated[list[Id], Field(max_length=100)] = []

    def exists(self, day: date) -> bool:
        """Whether the unit exists on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day < self.valid_to
        )

    def ended(self, day: date) -> bool:
        """Whether the unit's life is over on `day`."""
        return self.valid_to is not None and self.valid_to <= day

    def name(self, day: date) -> str:
        """The name on `day`, else the latest one known: an old campaign still renders."""
        return _on(self.names, day) or self.names[-1].value

    def short_name(self, day: date) -> str:
        return _on(self.short_names, day) or self.name(day)

    def parent(self, day: date) -> str | None:
        return _on(self.parents, day)

    def level(self, day: date) -> str | None:
        return _on(self.levels, day)

    def in_group(self, group: str, day: date) -> bool:
        return self.exists(day) and any(g.value == group and g.holds(day) for g in self.groups)

    def has_role(self, role: str, day: date) -> bool:
        return self.exists(day) and any(r.value == role and r.holds(day) for r in self.roles)


def _on(values: list[Dated[T]], day: date) -> T | None:
    return next((dated.value for dated in values if dated.holds(day)), None)


def successors(units: Mapping[str, Unit], name: str, day: date) -> list[str]:
    """The units that stand in on `day` for one that has ended, by id; none while it exists.

    n:m. A link counts whichever of the two names it; a successor that has ended too hands on to
    its own; one that has not begun does not stand in yet.
    """
    known = units.get(name)
    if known is None or not known.ended(day):
        return []
    found: set[str] = set()
    seen, ahead = {name}, [name]
    while ahead:
        for heir in _next(units, ahead.pop()):
            record = units.get(heir)
            if record is None or heir in seen:
                continue
            seen.add(heir)
            if record.exists(day):
                found.add(heir)
            elif record.ended(day):
                ahead.append(heir)
    return sorted(found)


def above(units: Mapping[str, Unit], name: str, day: date) -> frozenset[str]:
    """The unit and all that it is under on `day`."""
    found: set[str] = set()
    ahead: str | None = name
    while ahead is not None and ahead not in found:
        found.add(ahead)
        ahead = units[ahead].parent(day) if ahead in units else None
    return frozenset(found)


def _next(units: Mapping[str, Unit], name: str) -> Iterator[str]:
    yield from units[name].successors
    yield from (unit.id for unit in units.values() if name in unit.predecessors)
