"""Notifier, domain: at which units a rung is read today, and in what: a reminder or a list."""

from collections.abc import Sequence
from typing import NamedTuple

from contracts.above import HEAD, escalations
from contracts.plan import Rung, Upward
from services.notifier.domain.rungs import RungKey
from services.notifier.domain.standing import Situation


class Reader(NamedTuple):
    """A unit whose contacts get a rung, in the list for whom (None: a reminder of their own), and
    the rung as it is for them.
    """

    unit: str
    above: str | None
    rung: Rung


def readers(situation: Situation, key: RungKey) -> list[Reader]:
    """Whoever owes the duty; of a rung that escalates its head, and who sits above today."""
    rung, bearer = situation.rung(key), situation.bearer(key.duty)
    if rung is None:
        return []
    if not rung.escalates:
        return [Reader(bearer, None, rung)]
    there = rung.model_copy(update={"escalates": []})
    head = there.model_copy(update={"audience": [HEAD]})
    own = [Reader(bearer, None, head)] if "head" in _escalations(situation, rung, bearer) else []
    return [*own, *(Reader(unit, unit, there) for unit in listed_at(situation, key))]


def listed_at(situation: Situation, key: RungKey) -> list[str]:
    """In whose lists the rung puts the duty today; the office writes none to itself."""
    rung, bearer = situation.rung(key), situation.bearer(key.duty)
    if rung is None:
        return []
    ways = _escalations(situation, rung, bearer)
    found = (situation.above.get((bearer, to), ()) for to in ways)
    units = dict.fromkeys(unit for units in found for unit in units)
    return [unit for unit in units if unit != situation.plan.collecting_office]


def _escalations(situation: Situation, rung: Rung, bearer: str) -> Sequence[Upward]:
    place = situation.places.get(bearer)
    return escalations(rung, place.level if place else None)
