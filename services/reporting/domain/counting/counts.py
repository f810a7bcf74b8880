"""Reporting, domain: the counters of a plan, and what each of them counts."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal, TypeAlias

from contracts.owed import DutyKind
from contracts.plan import Channel
from contracts.values import Qualifier
from contracts.words import ActivityStatus, DutyStatus, MessageStatus, ReportStatus, RungFate

Column = Literal["reported", "planned", "held"]
"""Where figures and money come from: reports, activities' plans, activities that took place."""
NO_SOURCE = "-"
"""Money whose source was not told, so that sources always add up to the whole; no id looks so."""


@dataclass(frozen=True, slots=True)
class DutyCount:
    """Duties by where they stand."""

    name: ClassVar[str] = "duty"
    duty: str
    kind: DutyKind
    status: DutyStatus


@dataclass(frozen=True, slots=True)
class MetCount:
    """Met duties by whether their original clock was kept."""

    name: ClassVar[str] = "met"
    duty: str
    kind: DutyKind
    on_time: bool


@dataclass(frozen=True, slots=True)
class DueCount:
    """Distinct due moments of a duty: each has rungs of its own."""

    name: ClassVar[str] = "due"
    duty: str


@dataclass(frozen=True, slots=True)
class RungCount:
    """Rung instances by what became of them."""

    name: ClassVar[str] = "rung"
    duty: str
    rung: str
    fate: RungFate


@dataclass(frozen=True, slots=True)
class MessageCount:
    """Messages by where they stand; the channel is not known before the composer has said it."""

    name: ClassVar[str] = "message"
    channel: Channel | None
    status: MessageStatus


@dataclass(frozen=True, slots=True)
class UncertainCount:
    """Messages that may have gone out twice."""

    name: ClassVar[str] = "uncertain"
    channel: Channel | None


@dataclass(frozen=True, slots=True)
class ActivityCount:
    """Activities by where they stand, each joint one at its lead."""

    name: ClassVar[str] = "activity"
    kind: str
    status: ActivityStatus


@dataclass(frozen=True, slots=True)
class JointCount:
    """Partners' records of joint activities, those withdrawn left out."""

    name: ClassVar[str] = "joint"
    kind: str


@dataclass(frozen=True, slots=True)
class ReportCount:
    """Units by where their current report stands."""

    name: ClassVar[str] = "report"
    status: ReportStatus


@dataclass(frozen=True, slots=True)
class CompletenessCount:
    """Units asked for a report, those whose report counts, those whose report awaits approval;
    and versions, every one ever sent.
    """

    name: ClassVar[str] = "completeness"
    of: Literal["asked", "counted", "awaiting", "versions"]


@dataclass(frozen=True, slots=True)
class AccountCount:
    """Activities that were asked for figures of a column."""

    name: ClassVar[str] = "account"
    column: Column


@dataclass(frozen=True, slots=True)
class FigureCount:
    """How many gave an indicator, and its numbers added."""

    name: ClassVar[str] = "figure"
    column: Column
    indicator: str
    of: Literal["gave", "value", "numerator", "denominator"]


@dataclass(frozen=True, slots=True)
class HedgeCount:
    """Figures of an indicator that were hedged with a word."""

    name: ClassVar[str] = "hedge"
    column: Column
    indicator: str
    qualifier: Qualifier


@dataclass(frozen=True, slots=True)
class MoneyCount:
    """How many gave money, and đồng added: the whole."""

    name: ClassVar[str] = "money"
    column: Column
    of: Literal["gave", "amount"]


@dataclass(frozen=True, slots=True)
class SourceCount:
    """As MoneyCount, of one source."""

    name: ClassVar[str] = "source"
    column: Column
    source: str
    of: Literal["gave", "amount"]


Count = (
    DutyCount
    | MetCount
    | DueCount
    | RungCount
    | MessageCount
    | UncertainCount
    | ActivityCount
    | JointCount
    | ReportCount
    | CompletenessCount
    | AccountCount
    | FigureCount
    | HedgeCount
    | MoneyCount
    | SourceCount
)
COUNTS: dict[str, type[Count]] = {kind.name: kind for kind in Count.__args__}
"""By the names that they are stored under."""

Counts: TypeAlias = Counter[Count]
"""Whole numbers that just add; those of a plan are the sum over its documents."""


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """A plan's counters, and when the newest fact in them was recorded (None: there is none)."""

    counts: Counts
    last_fact_at: datetime | None = None


def without_zeros(counts: Counts) -> Counts:
    return Counter({key: number for key, number in counts.items() if number})
