"""Registry, domain: what a decision is, and what it is made on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from contracts.envelope import Message
from contracts.findings import Finding
from contracts.plan import Participant, Plan
from contracts.values import Receipt
from contracts.verdicts import Outcome


@dataclass(frozen=True)
class Decision:
    """Facts to append and findings to tell the sender.

    `in_order`: not to be settled while an older command of the unit concerned is still waiting,
    because that one may change it. `already` names the facts that this very command caused when
    it was delivered before. `on_newest`: says something of other subjects too, so these must be
    the newest. `too_soon`: it is about a duty that the plan gives but that is not opened yet.
    """

    facts: tuple[Message, ...] = ()
    findings: tuple[Finding, ...] = ()
    in_order: bool = False
    already: tuple[str, ...] = ()
    on_newest: bool = False
    too_soon: bool = False

    @property
    def refused_for(self) -> set[str]:
        """The codes of its errors; none when it was not refused."""
        return {finding.code for finding in self.findings if finding.severity == "error"}

    @property
    def outcome(self) -> Outcome:
        if self.refused_for:
            return "refused"
        return "accepted" if self.facts or self.already else "unchanged"

    @property
    def fact_names(self) -> tuple[str, ...]:
        return self.already or tuple(fact.wire for fact in self.facts)


def refuse(*findings: Finding, in_order: bool = False) -> Decision:
    return Decision(findings=findings, in_order=in_order)


class About(TypedDict):
    """The fields that every fact about a unit's part in a plan has."""

    plan: str
    unit: str
    receipt: Receipt


@dataclass(frozen=True)
class Case:
    """What a command about a unit's part in a plan is judged by, beside that part itself."""

    plan: Plan
    participants: Mapping[str, Participant]
    unit: str
    receipt: Receipt
    knows: Callable[[str], bool]
    """Whether the directory has a unit of this id."""
    heirs: Callable[[str], Sequence[str]] = lambda _: ()
    """The successors of a unit that had ended when the command was received."""

    @property
    def about(self) -> About:
        return {"plan": self.plan.id, "unit": self.unit, "receipt": self.receipt}

    @property
    def participant(self) -> Participant | None:
        return self.participants.get(self.unit)

    def local(self, moment: datetime) -> str:
        return say_moment(moment, self.plan.zone)


def say_moment(moment: datetime, zone: ZoneInfo) -> str:
    """A moment as staff read it, in the plan's civil time."""
    return f"{moment.astimezone(zone):%H:%M %d/%m/%Y}"


def say_day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
