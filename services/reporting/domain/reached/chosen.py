"""Reporting, domain: which of what is late is asked for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contracts.owed import DutyKind
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.reached.card import Late


@dataclass(frozen=True)
class Chosen:
    """By the plan's entry, by the kind of duty, and by whoever owes it; what is None leaves out
    nothing. Levels and groups are those that the plan knows its participants by.
    """

    owed: str | None = None
    kind: DutyKind | None = None
    unit: str | None = None
    level: str | None = None
    group: str | None = None

    def of(self, plan: PlanDocument, late: Iterable[Late]) -> Iterator[Late]:
        known = {one.unit: (one.level, one.groups) for one in plan.participants}
        for one in late:
            level, groups = known.get(one.unit.id, (None, []))
            if (
                self.owed in (None, one.standing.owed)
                and self.kind in (None, one.standing.kind)
                and self.unit in (None, one.unit.id)
                and self.level in (None, level)
                and (self.group is None or self.group in groups)
            ):
                yield one


ALL = Chosen()
