"""Reporting, application: the shapes of answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from contracts.owed import Participant
from contracts.plan import Plan
from contracts.values import Day, Moment, Value
from services.reporting.application.ports import Units
from services.reporting.domain.claims.evidence import ClaimedEvidence
from services.reporting.domain.counting.counts import Look, LookCount, PlanCounts
from services.reporting.domain.documents import Amendment, PlanDocument
from services.reporting.domain.orders.standing import StandingOrder
from services.reporting.domain.succession.heir import Heir
from services.reporting.domain.totals import DutyTotal, ReportTotal, Totals

D = TypeVar("D")


class Completeness(Value):
    """How much of the plan is in yet: every list and total carries it."""

    duties: DutyTotal
    overdue: int
    """Of the duties owing: those whose due moment has come."""
    reports: ReportTotal
    last_fact_at: Moment | None
    """When the newest fact in the view was recorded."""


class Listing(Value, Generic[D]):
    """A page of a list. `total` counts all that match; pass `after` on to get the next page."""

    total: int
    items: list[D]
    after: str | None


class PlanListing(Listing[D], Generic[D]):
    """A page of something of one plan."""

    plan: str
    taken_over: dict[str, tuple[str, ...]]
    """Units that ended and that the plan no longer names, each with who stands for it now. What
    they owed and these owe too is in the list twice, and in totals once: with these.
    """
    until: dict[str, Day]
    """Units that the plan no longer names: their results, which stay in totals, are until this day.
    """
    frozen_until: Moment | None
    """As of when the plan's figures were frozen last."""
    after_freeze: tuple[bool, ...]
    """Of each item, in their order: whether it came after that (*sau khi chốt*)."""
    completeness: Completeness


class EvidenceListing(Value):
    """The evidence of a page of activities, each piece with the first that claims it."""

    plan: str
    activities: int
    """How many there are, or where those are asked for whose evidence another claims too, of these;
    `after` goes through them, so a page may hold no evidence.
    """
    items: list[ClaimedEvidence]
    after: str | None
    whole: bool
    """False where too many activities share this page's evidence: ask with a smaller limit."""
    completeness: Completeness


class PlanSummary(Value):
    """A plan in the list of plans."""

    id: str
    number: str
    title: str
    issued_on: Day
    participants: int
    published_at: Moment
    orders: tuple[StandingOrder, ...] = ()
    """About its messages; told to those who see the whole of it."""
    completeness: Completeness

    @classmethod
    def of(cls, document: PlanDocument, units: Units, completeness: Completeness) -> "PlanSummary":
        """Of a plan, for whoever sees these units of it."""
        return cls(
            id=document.key,
            number=document.plan.number,
            title=document.plan.title,
            issued_on=document.plan.issued_on,
            participants=len(document.participants),
            published_at=document.published_at,
            orders=document.orders if units is None else (),
            completeness=completeness,
        )


class PlanAnswer(Value):
    """A plan in force, whom it gives something to, and how far it has got."""

    plan: Plan
    participants: tuple[Participant, ...]
    published_at: Moment
    amendments: tuple[Amendment, ...]
    frozen_until: Moment | None
    """As of when its figures were frozen last."""
    orders: tuple[StandingOrder, ...] = ()
    """About its messages; told to those who see the whole of it."""
    completeness: Completeness


class TotalsAnswer(Totals):
    """What a plan adds up to; each total says how many gave a value of how many asked."""

    plan: str
    last_fact_at: Moment | None


class SuccessorsAnswer(Value):
    """What a plan adds up to now, by the units of the day `on`; together they are its totals."""

    plan: str
    on: Day
    heirs: tuple[Heir, ...]
    completeness: Completeness


@dataclass(frozen=True)
class Glance:
    """The beginning of a plan's page, of the units that its reader sees (None: all of them), and
    what the rest is made of; compared with nothing.
    """

    document: PlanDocument
    units: Units
    counted: PlanCounts
    totals: Totals
    overdue: Mapping[str, int]
    """Of each entry's duties owing: those whose due moment has come."""
    orders: tuple[StandingOrder, ...]
    as_of: datetime

    def look(self, of: Look) -> int:
        """How many activities of the whole plan are to be looked at."""
        return self.counted.counts[LookCount(of)] if self.units is None else 0
