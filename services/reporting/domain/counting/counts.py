"""Reporting, domain: the counters of a plan, and what each of them counts."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal, TypeAlias

from contracts.owed import DutyKind
from contracts.plan import Channel
from contracts.values import Qualifier
from contracts.words import (
    ActivityStatus,
    DutyStatus,
    ExcuseCause,
    MessageStatus,
    NilReason,
    Nothing,
    RungFate,
)
from services.reporting.domain.counting.over_time import Over
from services.reporting.domain.filing.version import Completeness

Column = Literal["reported", "planned", "held"]
"""Where figures and money come from: reports, activities' plans, activities that took place."""
FigureOf = Literal["gave", "value", "numerator", "denominator", "percent"]
NothingKind = Literal[Nothing, "zero"]
Look = Literal["loose", "repeats"]
ACTIVITIES = "-"
"""Stands for an entry where figures are of activities; no id looks so."""
NO_SOURCE = "-"
"""Money whose source was not told, so that sources always add up to the whole; no id looks so."""


@dataclass(frozen=True, slots=True)
class DutyCount:
    """Duties by where they stand."""

    name: ClassVar[str] = "duty"
    owed: str
    kind: DutyKind
    status: DutyStatus


@dataclass(frozen=True, slots=True)
class MetCount:
    """Met duties by whether their original clock was kept."""

    name: ClassVar[str] = "met"
    owed: str
    kind: DutyKind
    on_time: bool


@dataclass(frozen=True, slots=True)
class ExcusedCount:
    """Duties that are not owed any more, by the cause."""

    name: ClassVar[str] = "excused"
    owed: str
    cause: ExcuseCause


@dataclass(frozen=True, slots=True)
class DueCount:
    """Distinct due moments of a duty of an entry: each has rungs of its own."""

    name: ClassVar[str] = "due"
    owed: str
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
    """Activities by where they stand, each joint one at the record that counts."""

    name: ClassVar[str] = "activity"
    kind: str
    status: ActivityStatus


@dataclass(frozen=True, slots=True)
class JointCount:
    """Records of joint activities which another record tells of, by where they stand themselves."""

    name: ClassVar[str] = "joint"
    kind: str
    status: ActivityStatus


@dataclass(frozen=True, slots=True)
class LookCount:
    """Activities to look at: loose ones, and those that repeat another one's evidence."""

    name: ClassVar[str] = "look"
    of: Look


@dataclass(frozen=True, slots=True)
class CompletenessCount:
    """Duties to report by where their report stands (totals.ReportTotal says what each is); units:
    those that are asked for any report of the entry.
    """

    name: ClassVar[str] = "completeness"
    owed: str
    of: Completeness | Literal["units", "versions"]


@dataclass(frozen=True, slots=True)
class NilCount:
    """Units all of whose reports that count are nil, by why the last one is."""

    name: ClassVar[str] = "nil"
    owed: str
    reason: NilReason


@dataclass(frozen=True, slots=True)
class AccountCount:
    """Activities that were asked for figures of a column."""

    name: ClassVar[str] = "account"
    column: Column


@dataclass(frozen=True, slots=True)
class FigureCount:
    """How many gave an indicator, and its numbers added, values in thousandths; percent: those of
    whose ratio only the per cent is known.

    `owed` is the entry of the reports, or ACTIVITIES. Units of reports count once, their instances
    combined in each way, since which one holds the plan says.
    """

    name: ClassVar[str] = "figure"
    column: Column
    owed: str
    indicator: str
    over: Over
    of: FigureOf


@dataclass(frozen=True, slots=True)
class NothingCount:
    """Answers that are no amount, or none but 0, as FigureCount, by which of the four it is."""

    name: ClassVar[str] = "nothing"
    column: Column
    owed: str
    indicator: str
    over: Over
    kind: NothingKind


@dataclass(frozen=True, slots=True)
class HedgeCount:
    """Figures of an indicator that were hedged with a word, as FigureCount."""

    name: ClassVar[str] = "hedge"
    column: Column
    owed: str
    indicator: str
    over: Over
    qualifier: Qualifier


@dataclass(frozen=True, slots=True)
class MoneyCount:
    """How many gave money, and đồng added: the whole."""

    name: ClassVar[str] = "money"
    column: Column
    owed: str
    of: Literal["gave", "amount"]


@dataclass(frozen=True, slots=True)
class SourceCount:
    """As MoneyCount, of one source."""

    name: ClassVar[str] = "source"
    column: Column
    owed: str
    source: str
    of: Literal["gave", "amount"]


Count = (
    DutyCount
    | MetCount
    | ExcusedCount
    | DueCount
    | RungCount
    | MessageCount
    | UncertainCount
    | ActivityCount
    | JointCount
    | LookCount
    | CompletenessCount
    | NilCount
    | AccountCount
    | FigureCount
    | NothingCount
    | HedgeCount
    | MoneyCount
    | SourceCount
)
COUNTS: dict[str, type[Count]] = {kind.name: kind for kind in Count.__args__}
"""By the names that they are stored under."""
Counts: TypeAlias = Counter[Count]
"""Whole numbers that just add."""


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """A plan's counters, and when the newest fact in them was recorded (None: there is none)."""

    counts: Counts
    last_fact_at: datetime | None = None


def without_zeros(counts: Counts) -> Counts:
    return Counter({key: number for key, number in counts.items() if number})
