"""Reporting, domain: what a plan's documents add up to, by each indicator's arithmetic."""

from typing import assert_never

from contracts.owed import DutyKind
from contracts.plan import Channel
from contracts.values import Day, Value
from contracts.words import ActivityStatus, DutyStatus, MessageStatus, RungFate
from services.reporting.domain.comparing.indicator import EntryIndicator, IndicatorTotal


class DutyTotal(Value):
    """Duties by standing: total = met + owing + excused and met = on_time + late, always."""

    owed: str | None
    """The entry of the plan; None on the line over all duties."""
    kind: DutyKind | None
    title: str
    total: int
    met: int
    owing: int
    excused: int
    on_time: int
    late: int
    by_office: int
    """Of those excused: the office let the unit off (cho miễn)."""
    by_plan: int
    """Of those excused: an amendment closed it."""
    no_activity: int
    """Of those excused: none of its activities is left (không còn hoạt động)."""
    nothing_declared: int
    """Of those excused: the unit has nothing to declare (không phát sinh)."""

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
    """Duties to report by where their report stands; `versions` counts every version ever sent."""

    owed: str | None
    """The entry of the plan; None on the line over all of them."""
    title: str
    asked: int
    """Not excused, or with a report that counts."""
    counted: int
    """With a version in force, neither returned for correction nor `awaiting`."""
    gathered: int
    """Met by the report for another duty, which holds the figures (gộp)."""
    awaiting: int
    """With a version in force that still awaits approval on its way (chưa xác nhận)."""
    unsigned: int
    """The figures came, the signed document that is wanted too did not (chờ ký)."""
    accepted: int
    """Of those with a version in force: accepted by the office."""
    returned: int
    """With nothing in force, since the report was returned (đang bổ sung, chỉnh lý)."""
    not_taken: int
    """With a correction that was returned while an accepted version stays in force."""
    new: int
    """Waiting for the office: not judged yet."""
    again: int
    """Waiting for the office: sent again after a return."""
    correction: int
    """Waiting for the office: corrects unasked what was accepted."""
    nil: int
    """Of those counted: nothing to tell of any indicator."""
    though_excused: int
    """Of those counted: excused, reports anyway (được miễn, vẫn báo cáo)."""
    versions: int

    @property
    def missing(self) -> int:
        """Asked, and there is no figure of it in any total."""
        return self.asked - self.counted - self.gathered


class Money(Value):
    """Whole đồng; `amount` is None when nobody gave one."""

    amount: int | None
    gave: int


class EntryTotal(Value):
    """The reports for one entry of the plan, by themselves: no other's figures are in them."""

    owed: str
    title: str
    reports: ReportTotal
    indicators: tuple[EntryIndicator, ...]
    """Those that its form asks for."""
    money: Money


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

    `total` = planned + postponed + held; withdrawn, voided and joint ones stand apart.
    """

    kind: str | None
    name: str
    total: int
    planned: int
    postponed: int
    held: int
    withdrawn: int
    voided: int
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
            case "voided":
                return self.voided
            case _:
                assert_never(status)


class RungTotal(Value):
    """Reminders: due = sent + cancelled + lapsed + failed + waiting + unaccounted.

    `due` is counted from the registry's facts alone, the rest from the notifier's, so that
    `unaccounted` (0 when all is well) is a real check.
    """

    owed: str | None
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


class MessageDay(Value):
    """Messages of one channel that were to leave on one day: composed = accepted + failed +
    silenced + waiting, and accepted = delivered + bounced + unknown, always. What is accepted a
    relay or gateway took; that it arrived is said of what is delivered alone.
    """

    day: Day
    channel: Channel
    composed: int
    accepted: int
    delivered: int
    bounced: int
    unknown: int
    failed: int
    silenced: int
    waiting: int


class Totals(Value):
    """Everything a plan adds up to."""

    duties: DutyTotal
    by_duty: tuple[DutyTotal, ...]
    reports: ReportTotal
    entries: tuple[EntryTotal, ...]
    indicators: tuple[IndicatorTotal, ...]
    money: MoneyTotal
    by_source: tuple[MoneyTotal, ...]
    activities: KindTotal
    by_kind: tuple[KindTotal, ...]
    rungs: RungTotal
    by_rung: tuple[RungTotal, ...]
    messages: tuple[MessageTotal, ...]
    messages_by_day: tuple[MessageDay, ...]
