"""Tests, reporting: three units that declare activities of their own or joint ones."""

from typing import Any

from contracts.commands import DeclareActivity, VoidActivity, WithdrawActivity
from services.reporting.domain.totals import KindTotal
from tests.registry import plans
from tests.registry.plans import OFFICE
from tests.reporting.given.campaigns import entry
from tests.reporting.given.reorganised.province import Province
from tests.reporting.given.reorganised.territories import Reorganised, Territory

UNITS = ("a", "b", "c")
OUTSIDE = {"outside": "vnpt-ngay-hoi"}


def lead(unit: str, name: str = "x") -> dict[str, str]:
    return {"unit": unit, "activity": name}


class Told(Province):
    """Three units that declare activities; an hour passes with each command."""

    def __init__(self) -> None:
        units = {name: Territory(0, {0: frozenset({n})}) for n, name in enumerate(UNITS)}
        super().__init__(Reorganised(units), [entry("bao-cao")])
        self._hour = 8

    def declare(
        self,
        unit: str,
        name: str = "x",
        *,
        people: int = 0,
        joint: dict[str, str] | None = None,
        status: str = "planned",
        **changes: Any,
    ) -> None:
        account = {"figures": [{"indicator": "su-kien", "value": people}]}
        record = plans.activity(
            name,
            assignments=["viec"],
            status=status,
            joint_with=joint,
            planned=account,
            actual=account if status == "held" else None,
            **changes,
        )
        self.say(DeclareActivity, unit, activity=record)

    def withdraw(self, unit: str, name: str = "x") -> None:
        self.say(WithdrawActivity, unit, activity=name)

    def void(self, unit: str, name: str = "x") -> None:
        self.say(VoidActivity, unit, by=OFFICE, activity=name, reason="Trùng")

    def say(self, command: Any, unit: str, by: str | None = None, **fields: Any) -> None:
        self._hour += 1
        self.take(command, unit, self._hour, by or unit, **fields)

    def total(self) -> KindTotal:
        return self.consolidated().totals.activities

    def people(self) -> tuple[Any, Any]:
        """Planned, and of what was held."""
        one = self.consolidated().totals.indicators[0]
        return one.planned.value, one.held.value

    def loose(self) -> list[tuple[str, str, bool]]:
        """Whose records are loose, what became of the lead's, and whether this one counts."""
        return [(one.unit.id, one.lead, one.counted) for one in self.consolidated().loose_joints]
