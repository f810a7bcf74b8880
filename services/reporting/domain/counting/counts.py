"""Reporting, domain: the counters of a plan, and what each of them counts."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple, TypeAlias

from contracts.owed import DutyKind
from contracts.plan import Channel
from contracts.values import Qualifier
from contracts.words import (
    ActivityStatus,
    Delivery,
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


class DutyCount(NamedTuple):
    """Duties by where they stand."""

    owed: str
    kind: DutyKind
    status: DutyStatus
    name: Literal["duty"] = "duty"


class MetCount(NamedTuple):
    """Met duties by whether their original clock was kept."""

    owed: str
    kind: DutyKind
    on_time: bool
    name: Literal["met"] = "met"


class ExcusedCount(NamedTuple):
    """Duties that are not owed any more, by the cause."""

    owed: str
    cause: ExcuseCause
    name: Literal["excused"] = "excused"


class OwingCount(NamedTuple):
    """Duties still owed, by their due moment as views write it: which are overdue the clock says
    when it is asked.
    """

    owed: str
    due: str
    name: Literal["owing"] = "owing"


class DueCount(NamedTuple):
    """Distinct due moments of a duty of an entry: each has rungs of its own."""

    owed: str
    duty: str
    name: Literal["due"] = "due"


class RungCount(NamedTuple):
    """Rung instances by what became of them."""

    duty: str
    rung: str
    fate: RungFate
    name: Literal["rung"] = "rung"


class MessageCount(NamedTuple):
    """Messages by where they stand, and what is known of those that were taken; channel and hour
    (UTC, as views write it: when it was to leave) are not known before the composer said them.
    """

    channel: Channel | None
    status: MessageStatus
    delivery: Delivery
    hour: str | None
    name: Literal["message"] = "message"


class UncertainCount(NamedTuple):
    """Messages that may have gone out twice."""

    channel: Channel | None
    name: Literal["uncertain"] = "uncertain"


class ActivityCount(NamedTuple):
    """Activities by where they stand, each joint one at the record that counts."""

    kind: str
    status: ActivityStatus
    name: Literal["activity"] = "activity"


class JointCount(NamedTuple):
    """Records of joint activities which another record tells of, by where they stand themselves."""

    kind: str
    status: ActivityStatus
    name: Literal["joint"] = "joint"


class LookCount(NamedTuple):
    """Activities to look at: loose ones, and those that repeat another one's evidence."""

    of: Look
    name: Literal["look"] = "look"


class CompletenessCount(NamedTuple):
    """Duties to report by where their report stands (totals.ReportTotal says what each is); units:
    those that are asked for any report of the entry.
    """

    owed: str
    of: Completeness | Literal["units", "versions"]
    name: Literal["completeness"] = "completeness"


class NilCount(NamedTuple):
    """Units all of whose reports that count are nil, by why the last one is."""

    owed: str
    reason: NilReason
    name: Literal["nil"] = "nil"


class AccountCount(NamedTuple):
    """Activities that were asked for figures of a column."""

    column: Column
    name: Literal["account"] = "account"


class FigureCount(NamedTuple):
    """How many gave an indicator, and its numbers added, values in thousandths; percent: those of
    whose ratio only the per cent is known.

    `owed` is the entry of the reports, or ACTIVITIES. Units of reports count once, their instances
    combined in each way, since which one holds the plan says.
    """

    column: Column
    owed: str
    indicator: str
    over: Over
    of: FigureOf
    name: Literal["figure"] = "figure"


class NothingCount(NamedTuple):
    """Answers that are no amount, or none but 0, as FigureCount, by which of the four it is."""

    column: Column
    owed: str
    indicator: str
    over: Over
    kind: NothingKind
    name: Literal["nothing"] = "nothing"


class HedgeCount(NamedTuple):
    """Figures of an indicator that were hedged with a word, as FigureCount."""

    column: Column
    owed: str
    indicator: str
    over: Over
    qualifier: Qualifier
    name: Literal["hedge"] = "hedge"


class MoneyCount(NamedTuple):
    """How many gave money, and đồng added: the whole."""

    column: Column
    owed: str
    of: Literal["gave", "amount"]
    name: Literal["money"] = "money"


class SourceCount(NamedTuple):
    """As MoneyCount, of one source."""

    column: Column
    owed: str
    source: str
    of: Literal["gave", "amount"]
    name: Literal["source"] = "source"


Count = (
    DutyCount
    | MetCount
    | ExcusedCount
    | OwingCount
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
COUNTS: dict[str, type[Count]] = {kind._field_defaults["name"]: kind for kind in Count.__args__}
"""By the names that they are stored under, which tell counters of equal fields apart."""
Counts: TypeAlias = Counter[Count]
"""Whole numbers that just add."""


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """A plan's counters, and when the newest fact in them was recorded (None: there is none)."""

    counts: Counts
    last_fact_at: datetime | None = None


def without_zeros(counts: Counts) -> Counts:
    return Counter({key: number for key, number in counts.items() if number})
