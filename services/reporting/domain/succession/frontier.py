"""Reporting, domain: whose reports count where units took over from each other."""

from collections.abc import Mapping
from datetime import datetime

from services.reporting.domain.succession.lineage import Lineage


class Frontier:
    """The units whose own reports count (`counting`), so that every territory counts once, and
    those whose heirs' do instead (`replaced`).

    A report counts until all who stand for its unit have one of their own; theirs count
    once no other report for what they took over does. What a unit said before it took over from
    another speaks for itself alone: it counts beside the other's.
    """

    def __init__(self, lineage: Lineage, said: Mapping[str, datetime]) -> None:
        """`said`: since when the units that reported themselves say what they say."""
        self._said = {unit: since for unit, since in said.items() if unit in lineage}
        self._lineage = lineage
        self._told = {
            unit for unit in lineage if not self._said.keys().isdisjoint(lineage.back(unit))
        }
        """Those of whose land something would be lost with them and those before them."""
        self.replaced = {unit for unit in lineage if lineage.heirs[unit]}
        while kept := {unit for unit in self.replaced if not self._may_be_replaced(unit)}:
            self.replaced -= kept
        left = self._said.keys() - self.replaced
        self.counting = {unit for unit in left if not self._waits(unit)}

    def _may_be_replaced(self, unit: str) -> bool:
        if unit not in self._told:
            return True
        if any(self._holds(one) for one in self._lineage.before(unit)):
            return False
        return all(
            heir in self.replaced or (self._covers(heir, unit) and not self._waits(heir))
            for heir in self._lineage.heirs[unit]
        )

    def _holds(self, unit: str) -> bool:
        """Something of the unit, or of those before it, counts."""
        return unit not in self.replaced and unit in self._told

    def _covers(self, heir: str, unit: str) -> bool:
        """What the heir says itself is also about the unit: it was said after the unit's end."""
        return heir in self._said and self._said[heir] >= self._lineage.ended_at[unit]

    def _waits(self, unit: str) -> bool:
        """What the unit says is said by others already."""
        before = self._lineage.before(unit)
        return any(self._holds(one) and self._covers(unit, one) for one in before)
