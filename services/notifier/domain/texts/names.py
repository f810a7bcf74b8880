"""Notifier, domain: what units are called in reminders, so that no two of a plan sound alike."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from contracts.owed import Participant
from contracts.unit import Unit
from services.notifier.domain.texts import wording


class Called(NamedTuple):
    """A unit's name; `apart` is what an SMS, which may have no accents, says beside it."""

    name: str
    apart: str = ""


def called(short_names: Mapping[str, str]) -> Mapping[str, Called]:
    """By unit; Ba Tơ and Ba Tô, which are one without accents, get their ids beside the name."""
    count = Counter(map(wording.bare, short_names.values()))
    return {
        unit: Called(name, f" ({unit})" if count[wording.bare(name)] > 1 else "")
        for unit, name in short_names.items()
    }


def names(
    of_plan: Mapping[str, Called], units: Mapping[str, Unit], wanted: Iterable[str], today: date
) -> Mapping[str, Called]:
    """As the plan has them; of whom it gives nothing, as the directory does today."""
    short = {one: units[one].short_name(today) if one in units else one for one in wanted}
    return {one: of_plan.get(one, Called(name)) for one, name in short.items()}


def full_names(
    of_plan: Mapping[str, Participant],
    units: Mapping[str, Unit],
    wanted: Collection[str],
    today: date,
) -> Mapping[str, str]:
    """The same of whole names; of whom nobody knows one, none."""
    found = {one: units[one].name(today) for one in wanted if one in units}
    return found | {one: of_plan[one].name for one in wanted if one in of_plan}
