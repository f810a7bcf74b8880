"""Registry, domain: what a decision is, and how its findings write moments and days."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from contracts.facts import DecidedFact
from contracts.findings import Finding
from contracts.values import Receipt
from contracts.words import Outcome


@dataclass(frozen=True)
class Decision:
    """Facts to append and findings to tell the sender; with an error there are no facts.

    `unseen`: it was refused without a look at the history that it is about.
    """

    facts: tuple[DecidedFact, ...] = ()
    findings: tuple[Finding, ...] = ()
    unseen: bool = False

    @property
    def refused_for(self) -> set[str]:
        """The codes of its errors; none when it was not refused."""
        return {finding.code for finding in self.findings if finding.severity == "error"}

    @property
    def outcome(self) -> Outcome:
        if self.refused_for:
            return "refused"
        return "accepted" if self.facts else "unchanged"


def refuse(*findings: Finding, unseen: bool = False) -> Decision:
    return Decision(findings=findings, unseen=unseen)


class About(TypedDict):
    """The fields that every fact about a unit's part in a plan has."""

    plan: str
    unit: str
    receipt: Receipt


def say_moment(moment: datetime, zone: ZoneInfo) -> str:
    """A moment as staff read it, in the plan's civil time."""
    return f"{moment.astimezone(zone):%H:%M %d/%m/%Y}"


def say_day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
