"""Contracts, brake: which messages an order of a plan's office holds back or calls off."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field

from contracts.plan import Channel
from contracts.unit import Unit, above, successors
from contracts.values import Id, Value


class Which(Value):
    """The messages that an order is about: those that fit every list; an empty one fits all.

    `owed` names entries of the plan, or single duties. Whoever is written to has one of `levels`,
    and is one of `units` or at or below one of `areas`, as the directory has it at the time.
    """

    owed: Annotated[list[Id], Field(max_length=200)] = []
    levels: Annotated[list[Id], Field(max_length=50)] = []
    units: Annotated[list[Id], Field(max_length=1000)] = []
    areas: Annotated[list[Id], Field(max_length=200)] = []
    channels: Annotated[list[Channel], Field(max_length=10)] = []


ALL = "mọi tin nhắc"
WHAT_VI = {
    "owed": "nội dung",
    "levels": "cấp",
    "units": "đơn vị",
    "areas": "khu vực",
    "channels": "kênh",
}


@dataclass(frozen=True)
class Place:
    """Where a unit stands: its level, and itself with all that is above it; of one that has ended
    that of its `heirs`.
    """

    unit: str
    level: str | None = None
    within: frozenset[str] = frozenset()
    heirs: frozenset[str] = frozenset()


def place_of(units: Mapping[str, Unit], name: str, day: date) -> Place:
    """By the directory, on `day`."""
    heirs = successors(units, name, day)
    standing = [units[one] for one in (name, *heirs) if one in units]
    level = next(filter(None, (one.level(day) for one in standing)), None)
    within = above(units, name, day) - (frozenset({name}) if heirs else frozenset())
    return Place(
        name, level, within.union(*(above(units, one, day) for one in heirs)), frozenset(heirs)
    )


def fits(which: Which, names: Collection[str], place: Place, channel: Channel) -> bool:
    """Whether a message is meant; `names` are those of its duty: its id and its entry's."""
    if which.owed and not set(which.owed) & set(names):
        return False
    if which.levels and place.level not in which.levels:
        return False
    if which.channels and channel not in which.channels:
        return False
    own = {place.unit, *place.heirs}
    somewhere = which.units or which.areas
    return not somewhere or bool(own & {*which.units} or (own | place.within) & {*which.areas})


def in_words(which: Which, names: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """The messages as staff read of them; `names`: by the field, what each id of it is called."""
    told = []
    for field, what in WHAT_VI.items():
        called = (names or {}).get(field, {})
        if ids := getattr(which, field):
            told.append(f"{what} {', '.join(called.get(one, one) for one in ids)}")
    return "; ".join(told) or ALL
