"""Contracts, above: who is told that a unit is late, by the directory of the day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Protocol, assert_never

from contracts.plan import Escalation, Rung, Upward
from contracts.unit import Dated, Unit, successors

SECRETARIAT = "secretariat"
"""The role of the office (văn phòng) that reads what is meant for whoever it is under."""
Seats = Mapping[str, Sequence[str]]
"""By unit, those under it that are its secretariat on some day."""


HEAD = "leader"
"""The role of whoever answers for a unit."""


class Audience(Protocol):
    """Which roles are written to, or to whom it is told instead."""

    @property
    def audience(self) -> Sequence[str]: ...
    @property
    def escalates(self) -> Sequence[Escalation]: ...


def own_roles(rung: Audience) -> Sequence[str]:
    """Who is written to at the unit that owes: of a rung that escalates its head, or nobody."""
    if not rung.escalates:
        return rung.audience
    return [HEAD] if any(line.to == "head" for line in rung.escalates) else []


def seats(units: Mapping[str, Unit]) -> Seats:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for unit in units.values():
        if any(role.value == SECRETARIAT for role in unit.roles):
            for parent in unit.parents:
                found[parent.value].append(unit.id)
    return found


def escalations(rung: Rung, level: str | None) -> list[Upward]:
    """Whom a rung tells about a unit of a level; of lines that name it, else of those that name
    none.
    """
    named = [line.to for line in rung.escalates if level in line.levels]
    return named or [line.to for line in rung.escalates if not line.levels]


def readers(units: Mapping[str, Unit], there: Seats, name: str, day: date, to: Upward) -> list[str]:
    """The units that read of a unit's lateness on `day`; none for its own head.

    One that has ended is spoken for by its successors, below as above. None reads of itself.
    """
    own = successors(units, name, day) or [name]
    records = [units[one] for one in own if one in units]
    match to:
        case "head":
            return []
        case "sector":
            read = _today(units, _linked(day, (one.sectors for one in records)), day)
        case "superior":
            superiors = _today(units, _linked(day, (one.parents for one in records)), day)
            read = [_reader(units, there.get(one, ()), one, day, own) for one in superiors]
        case _:
            assert_never(to)
    return list(dict.fromkeys(one for one in read if one not in own))


def _linked(day: date, links: Iterable[list[Dated[str]]]) -> list[str]:
    return list(dict.fromkeys(one.value for found in links for one in found if one.holds(day)))


def _today(units: Mapping[str, Unit], named: Iterable[str], day: date) -> list[str]:
    heirs = (successors(units, one, day) or [one] for one in named)
    return list(dict.fromkeys(heir for found in heirs for heir in found))


def _reader(
    units: Mapping[str, Unit], sitting: Sequence[str], superior: str, day: date, own: Sequence[str]
) -> str:
    """The superior's secretariat on the day, unless that is who is late; else the superior."""
    for one in sitting:
        record = units[one]
        seated = record.has_role(SECRETARIAT, day) and record.parent(day) == superior
        if seated and one not in own:
            return one
    return superior
