"""Reporting, domain: what a plan's documents add up to, by each indicator's arithmetic."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, assert_never

from contracts.owed import DutyKind
from contracts.plan import Arithmetic, Channel
from contracts.values import Value
from contracts.words import ActivityStatus, DutyStatus, MessageStatus, RungFate


def added(arithmetic: Arithmetic | None) -> Literal["value", "ratio"] | None:
    """What of an indicator is added across units: its value, a ratio's two numbers, or nothing."""
    match arithmetic:
        case "sum" | "stock":
            return "value"
        case "ratio":
            return "ratio"
        case "not-additive" | "text" | None:
            return None
        case _:
            assert_never(arithmetic)


def told_again(arithmetic: Arithmetic | None) -> bool:
    """Whether activities of one unit may tell the same number over again, so that theirs must not
    be added.
    """
    match arithmetic:
        case "stock":
            return True
        case "sum" | "ratio" | "not-additive" | "text" | None:
            return False
        case _:
            assert_never(arithmetic)


class DutyTotal(Value):
    """Units by standing: total = met + owing + excused and met = on_time + late, always."""

    duty: str | None
    """None on the line over all duties."""
    kind: DutyKind | None
    title: str
    total: int
    met: int
    owing: int
    excused: int
    on_time: int
    late: int

    def count(self, status: DutyStatus) -> int:
        match status:
            case "met":
                return self.met
            case "owing":
                return self.owing
            case "excused":
                return self.excused
            case _:
                assert_never(status)


class ReportTotal(Value):
    """Units by where their current report stands; `versions` counts every version ever sent."""

    asked: int
    """Units that owe a report and are not excused, or have sent one that counts."""
    counted: int
    """Units whose current report counts: neither returned for correction nor `awaiting`."""
    awaiting: int
    """Units whose current report still awaits its parent's approval, where the plan wants one."""
    accepted: int
    returned: int
    versions: int


class Sum(Value):
    """What one indicator adds up to, with how many gave a value; absent is not zero.

    Which fields are set follows from the arithmetic: `value` for sum and stock, `numerator` and
    `denominator` for ratio, none for not-additive and text.
    """

    value: int | None = None
    numerator: int | None = None
    denominator: int | None = None
    gave: int
    """How many units (of reports) or activities gave a value."""
    of: int
    """How many were asked."""
    qualifiers: tuple[str, ...] = ()
    """gần, hơn, trên, khoảng: the hedges that stand on values inside this sum."""

    @property
    def percent(self) -> Decimal | None:
        """A ratio in percent to two places, half up; None where there is no denominator."""
        if self.numerator is None or not self.denominator:
            return None
        exact = Decimal(self.numerator) * 100 / Decimal(self.denominator)
        return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


class IndicatorTotal(Value):
    """One indicator in three columns that never mix.

    `reported` comes from units' reports and is the figure of the campaign; `planned` and `held`
    come from activities (held: actual figures of activities that took place).
    """

    indicator: str
    name: str
    unit: str | None
    group: str | None
    arithmetic: Arithmetic | None
    reported: Sum
    planned: Sum
    held: Sum


class Money(Value):
    """Whole đồng; `amount` is None when nobody gave one."""

    amount: int | None
    gave: int


class MoneyTotal(Value):
    """Money of one source (or of all, where `source` is None), in columns that never mix.

    Source "-" is money whose source was not told, so that the sources add up to the whole.
    """

    source: str | None
    name: str
    reported: Money
    planned: Money
    held: Money


class KindTotal(Value):
    """Activities of one kind (or of all, where `kind` is None), each joint one counted at its lead.

    `total` = planned + postponed + held; withdrawn and joint ones stand apart.
    """

    kind: str | None
    name: str
    total: int
    planned: int
    postponed: int
    held: int
    withdrawn: int
    joint: int
    """Records of partners that point at the lead's record; not in any other number."""

    def count(self, status: ActivityStatus) -> int:
        match status:
            case "planned":
                return self.planned
            case "postponed":
                return self.postponed
            case "held":
                return self.held
            case "withdrawn":
                return self.withdrawn
            case _:
                assert_never(status)


class RungTotal(Value):
    """Reminders: due = sent + cancelled + lapsed + failed + waiting + unaccounted.

    `due` is counted from the registry's facts alone, the rest from the notifier's, so that
    `unaccounted` (0 when all is well) is a real check.
    """

    duty: str | None
    rung: str | None
    due: int
    sent: int
    cancelled: int
    lapsed: int
    failed: int
    waiting: int
    unaccounted: int

    def count(self, fate: RungFate) -> int:
        match fate:
            case "waiting":
                return self.waiting
            case "sent":
                return self.sent
            case "cancelled":
                return self.cancelled
            case "lapsed":
                return self.lapsed
            case "failed":
                return self.failed
            case _:
                assert_never(fate)


class MessageTotal(Value):
    """Messages of one channel by where they stand; uncertain ones may have gone out twice."""

    channel: Channel | None
    """None while the composer has not been heard yet."""
    total: int
    composed: int
    attempted: int
    accepted: int
    failed: int
    silenced: int
    uncertain: int

    def count(self, status: MessageStatus) -> int:
        match status:
            case "composed":
                return self.composed
            case "attempted":
                return self.attempted
            case "accepted":
                return self.accepted
            case "failed":
                return self.failed
            case "silenced":
                return self.silenced
            case _:
                assert_never(status)


class Totals(Value):
    """Everything a plan adds up to."""

    duties: DutyTotal
    by_duty: tuple[DutyTotal, ...]
    reports: ReportTotal
    indicators: tuple[IndicatorTotal, ...]
    money: MoneyTotal
    by_source: tuple[MoneyTotal, ...]
    activities: KindTotal
    by_kind: tuple[KindTotal, ...]
    rungs: RungTotal
    by_rung: tuple[RungTotal, ...]
    messages: tuple[MessageTotal, ...]
