"""Notifier, domain: what units are called in reminders, so that no two of a plan sound alike."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

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
