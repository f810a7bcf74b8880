"""Contracts, reach: which units of a plan can be written to, by role and channel; no address."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal

from contracts.findings import Finding
from contracts.owed import APPROVAL, Participant
from contracts.plan import Channel, Plan
from contracts.values import Count, Day, Id, Line, Moment, Value
from contracts.words import RungFate

MOST_UNITS = 5000
"""Units in one answer: with every one of them unreachable it stays below half of a message."""

Why = Literal["nobody", "no-role", "away", "opted-out", "asked-out", "failing", "no-address"]
"""nobody: the unit has no contact. no-role: none of this role on the day. away: all of the role
are, and whoever stands in for them cannot be reached. opted-out: on this channel, all who are
there. asked-out: one wants no more, and is still written to, as nobody else is reached. failing:
the address was refused for good. no-address: none on this channel that works.
"""
WHY_VI: dict[Why, str] = {
    "nobody": "chưa có đầu mối",
    "no-role": "chưa có đầu mối vai trò này",
    "away": "đi vắng, người thay cũng không nhận được",
    "opted-out": "đã từ chối nhận",
    "asked-out": "đề nghị ngừng nhận, cần cử người khác trước",
    "failing": "địa chỉ không nhận được",
    "no-address": "chưa có địa chỉ dùng được",
}
ROLE_VI = {"officer": "cán bộ đầu mối", "leader": "lãnh đạo phụ trách"}
CHANNEL_VI: dict[Channel, str] = {"email": "thư điện tử", "sms": "tin nhắn"}


State = Literal["waiting", "accepted", "delivered", "bounced", "failed", "silenced"]
"""accepted: a relay or gateway took the message, which is not yet delivery; silenced: there was
nothing left to say when it was to leave.
"""
Reached = Literal["delivered", "accepted", "none"]
"""The most that is known of any reminder of the duty."""
REACHED_VI: dict[Reached, str] = {
    "delivered": "đã nhận được lời nhắc",
    "accepted": "lời nhắc đã chuyển đi, chưa rõ đã đến",
    "none": "chưa nhận được lời nhắc nào",
}
STATE_VI: dict[State, str] = {
    "waiting": "đang chờ gửi",
    "accepted": "đã chuyển đi, chưa rõ đã đến",
    "delivered": "đã đến",
    "bounced": "không đến được",
    "failed": "không gửi được",
    "silenced": "không cần gửi nữa",
}
FATE_VI: dict[RungFate, str] = {
    "sent": "đã gửi",
    "cancelled": "không cần gửi",
    "lapsed": "bỏ qua, đã đến lần nhắc sau",
    "failed": "không nhắc được",
    "waiting": "đang chờ gửi",
}
PLANNED_VI = "đã lên lịch, chưa đến giờ nhắc"
_REASONS = {
    "met": "đã thực hiện",
    "excused": "được miễn",
    "moved": "thời hạn đã đổi",
    "nobody-above": "không có cấp trên nào để báo",
    "no-recipient": "không có đầu mối nhận được",
    "no-address": "không có địa chỉ dùng được",
    "bad-address": "địa chỉ sai",
    "gave-up": "hết thời gian thử gửi",
    "outcome-unknown": "không rõ đã gửi được hay chưa",
    "smtp-550": "máy chủ thư báo không có hộp thư này (smtp-550)",
}
"""Codes of the notifier's; one that is not here stands as it is."""


class ReachAsked(Value):
    """Of a plan's units in the order of their ids, those behind `after`."""

    after: Id | None = None


class Unreached(Value):
    """A role of a unit that a channel of the plan's ladder does not reach on the day, and why;
    `since` and `reason` (a code) where its address failed; `until`: one of them is away till then,
    that day included, and nobody was named who stands in.
    """

    unit: Id
    role: Id
    channel: Channel
    why: Why
    since: Moment | None = None
    reason: Line | None = None
    until: Day | None = None


class RoleReach(Value):
    """How many units the ladder writes to in this role by this channel, and how many it reaches."""

    role: Id
    channel: Channel
    units: Count
    reached: Count


class ReachAnswered(Value):
    """The notifier's answer about one plan on its own day; `units` were looked at, and `after` is
    to be asked next, None: these were the last.
    """

    day: Day | None = None
    units: Count = 0
    by_role: list[RoleReach] = []
    unreached: list[Unreached] = []
    after: Id | None = None
    findings: list[Finding] = []


def fate_vi(fate: RungFate, fires_at: datetime | None, now: datetime) -> str:
    """What became of a reminder; one whose hour has not come does not wait to be sent."""
    planned = fate == "waiting" and fires_at is not None and fires_at > now
    return PLANNED_VI if planned else FATE_VI[fate]


def approvals(plan: Plan, participants: Iterable[Participant]) -> Mapping[str, set[str]]:
    """By who approves reports on their way up, the entries of these approvals."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one in participants:
        for entry in plan.owed:
            if entry.through is not None and entry.id in one.owes:
                unit = entry.through.unit or one.parent
                if unit is not None and unit != one.unit:
                    found[unit].add(entry.id + APPROVAL)
    return found


def reason_vi(code: str | None) -> str:
    """A code of why something was not sent, in words where there are some."""
    return _REASONS.get(code, code) if code else ""
