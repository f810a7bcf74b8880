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

    def units(self, plan: PlanDocument) -> frozenset[str] | None:
        """Of whom something is asked for; None: of all."""
        if self.level is None and self.group is None:
            return None if self.unit is None else frozenset({self.unit})
        return frozenset(
            one.unit
            for one in plan.participants
            if self.unit in (None, one.unit)
            and self.level in (None, one.level)
            and (self.group is None or self.group in one.groups)
        )

    def of(self, plan: PlanDocument, late: Iterable[Late]) -> Iterator[Late]:
        units = self.units(plan)
        for one in late:
            if (
                (units is None or one.unit.id in units)
                and self.owed in (None, one.standing.owed)
                and self.kind in (None, one.standing.kind)
            ):
                yield one


ALL = Chosen()
