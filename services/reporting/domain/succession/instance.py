"""Reporting, domain: the reports for one duty of units that took over from each other."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import get_args

from services.reporting.domain.filing.documents import Filing
from services.reporting.domain.filing.version import Completeness
from services.reporting.domain.succession.frontier import Frontier
from services.reporting.domain.succession.lineage import Lineage

EVER = datetime.min.replace(tzinfo=UTC)
WORDS: tuple[Completeness, ...] = get_args(Completeness)


class Instance:
    """The reports for one duty, of all who have it: whose count, and who speaks for whom."""

    def __init__(self, lineage: Lineage, filings: Mapping[str, Filing]) -> None:
        self.lineage = lineage.among(filings)
        self.filings = filings
        said = {
            unit: one.received_at or EVER
            for unit, one in filings.items()
            if one.counts or one.gathered
        }
        frontier = Frontier(self.lineage, said)
        self.counting, self.replaced = frontier.counting, frontier.replaced

    def speakers(self, unit: str) -> list[str]:
        """Whose reports count for a unit: its own, or of those that it took over from."""
        return [one for one in self.lineage.back(unit) if one in self.counting]

    def standing(self, unit: str) -> list[Completeness]:
        """Where a unit of the day stands with the report, by all who speak for it."""
        mine, speakers = self.filings[unit], self.speakers(unit)
        if speakers in ([], [unit]) and not self._gathered_before(unit):
            return list(mine.standing)
        said = [self.filings[one].standing for one in speakers]
        covered = self._covered(unit)
        counted = covered and any(self.filings[one].counts for one in speakers)
        holds: dict[Completeness, bool] = {
            "asked": mine.asked or bool(speakers),
            "counted": counted,
            "gathered": covered and not counted,
            "accepted": counted and all("accepted" in one for one in said),
            "nil": counted and all("nil" in one for one in said),
            "unsigned": any("unsigned" in one for one in said),
            "though_excused": counted and not mine.asked,
        }
        for word in WORDS:
            if word not in holds:
                holds[word] = any(word in one for one in (*said, mine.standing))
        return [word for word, it_does in holds.items() if it_does]

    def _gathered_before(self, unit: str) -> bool:
        return bool(self.lineage.before(unit)) and self._covered(unit)

    def _covered(self, unit: str) -> bool:
        """All of a unit is reported, by itself or by those that it took over from."""
        if unit in self.counting or self.filings[unit].gathered:
            return True
        before = self.lineage.before(unit)
        return bool(before) and all(self._covered(one) for one in before)
