"""Registry, domain: what a row of the table of verbs says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from contracts.commands import PublishPlan, RecordUnit, verb
from contracts.envelope import Message
from contracts.owed import DutyKind
from services.registry.domain.authority import SaidBy
from services.registry.domain.case import Case
from services.registry.domain.decision import Decision

C = TypeVar("C", bound=Message)
S = TypeVar("S")
Waits = Mapping[str, type[Message]]
"""By the code that a refusal has: an older command of this verb could still make it groundless."""

UNIT_MISSING: Waits = {
    "unknown-unit": RecordUnit,
    "unknown-partner": RecordUnit,
    "not-your-unit": RecordUnit,
}
PART_MISSING: Waits = {**UNIT_MISSING, "unknown-plan": PublishPlan}


@dataclass(frozen=True)
class Verb(Generic[C, S]):
    """What the registry does with one kind of command, on the history `S` that it is about.

    `said_by`: who may send it. `serves`: duties of which kinds it can meet; one that serves any is
    refused once the plan has closed and none of these is owing. `after`: every older command of
    these verbs is decided first. `waits`: which older commands are waited for
    before a refusal. `causes`: the facts it may lead to.
    """

    command: type[C]
    decide: Callable[[C, S, Case], Decision]
    said_by: SaidBy
    causes: tuple[type[Message], ...]
    serves: tuple[DutyKind, ...] = ()
    after: tuple[type[Message], ...] = ()
    waits: Waits = field(default_factory=lambda: PART_MISSING)

    @property
    def name(self) -> str:
        """The word in the command's subject."""
        return verb(self.command)
