"""Reporting, domain: somebody who asks, as their token says it."""

from typing import Literal

from contracts.values import Id, Value

Role = Literal["collector", "unit", "leader", "operator", "service"]
"""collector: reads the whole of the plans that their unit issued or collects. unit: reads what is
about their unit and all below it. leader, service: read every plan. operator: that, and rebuilds
the views.
"""

EVERYTHING: frozenset[Role] = frozenset({"leader", "operator", "service"})


class Reader(Value):
    """Who asks: `subject` is the issuer's own id of them, which names nobody."""

    subject: str
    roles: frozenset[Role]
    unit: Id | None = None

    @property
    def sees_everything(self) -> bool:
        return bool(self.roles & EVERYTHING)

    @property
    def may_enter(self) -> bool:
        """Has a role; those of a unit's people are worth nothing without a unit."""
        return self.sees_everything or (bool(self.roles) and self.unit is not None)
