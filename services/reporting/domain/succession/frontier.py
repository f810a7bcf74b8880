"""Reporting, domain: whose reports count where units took over from each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from services.reporting.domain.succession.lineage import Lineage


@dataclass(frozen=True)
class Own:
    """What a unit says itself: since when, and how recent it is among what others say."""

    received_at: datetime
    rank: tuple[int, int] = (0, 0)


class Frontier:
    """The units whose own reports count (`counting`), so that every territory counts once, and
    those whose heirs' do instead (`replaced`).

    A report counts until all who stand for its unit have a later one of their own; theirs count
    once no other report for what they took over does. What a unit said before it took over from
    another speaks for itself alone: it counts beside the other's.
    """

    def __init__(self, lineage: Lineage, own: Mapping[str, Own]) -> None:
        self._own = {unit: one for unit, one in own.items() if unit in lineage}
        self._lineage = lineage
        self._lost = {
            unit: max((own[one].rank for one in lineage.back(unit) if one in own), default=None)
            for unit in lineage
        }
        """The most recent that would be lost with a unit and those before it."""
        self.replaced = {unit for unit in lineage if lineage.heirs[unit]}
        while kept := {unit for unit in self.replaced if not self._may_be_replaced(unit)}:
            self.replaced -= kept
        said = self._own.keys() - self.replaced
        self.counting = {unit for unit in said if not self._waits(unit)}

    def _may_be_replaced(self, unit: str) -> bool:
        if self._lost[unit] is None:
            return True
        if any(self._holds(one) for one in self._lineage.before(unit)):
            return False
        return all(
            heir in self.replaced or (self._speaks(heir, unit) and not self._waits(heir))
            for heir in self._lineage.heirs[unit]
        )

    def _holds(self, unit: str) -> bool:
        """Something of the unit, or of those before it, counts."""
        return unit not in self.replaced and self._lost[unit] is not None

    def _covers(self, heir: str, unit: str) -> bool:
        """What the heir says itself is also about the unit: it was said after the unit's end."""
        return heir in self._own and self._own[heir].received_at >= self._lineage.ended_at[unit]

    def _speaks(self, heir: str, unit: str) -> bool:
        lost = self._lost[unit]
        return self._covers(heir, unit) and (lost is None or self._own[heir].rank >= lost)

    def _waits(self, unit: str) -> bool:
        """What the unit says is said by others already."""
        return any(
            self._holds(one) and self._covers(unit, one) for one in self._lineage.before(unit)
        )
