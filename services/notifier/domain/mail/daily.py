"""Notifier, domain: what its office reads of a unit that is out of reach, and what to do."""

from collections.abc import Sequence

from contracts.reach import CHANNEL_VI, ROLE_VI, WHY_VI, Unreached, reason_vi
from services.notifier.domain.standing import Situation
from services.notifier.domain.texts import wording
from services.notifier.domain.texts.told import News

SYSTEM = "Hệ thống theo dõi kế hoạch"
"""Who tells an office of its own units: it writes no letters to itself."""
AWAY = "đi vắng đến hết ngày {day}, chưa có người thay"
NAME_A_DEPUTY = "Cử người thay: cột “Người thay” của danh sách đầu mối, rồi nhập lại danh sách."
PUT_RIGHT = (
    "Cập nhật địa chỉ: lệnh ngayso contacts correct {unit}; toàn bộ danh sách: lệnh ngayso "
    "contacts readiness {plan}, hoặc trang “Đầu mối” của kế hoạch."
)


def daily(situation: Situation, gaps: Sequence[Unreached]) -> News:
    """Of which units, in which roles and by which channels, and what to do."""
    units = list(dict.fromkeys(one.unit for one in gaps))
    named = ", ".join(wording.one_line(_called(situation, unit)) for unit in units)
    points = tuple(dict.fromkeys(_gap(situation, one, len(units) > 1) for one in gaps))
    how = PUT_RIGHT.format(unit=" ".join(units), plan=situation.plan.id)
    to_do = (how, NAME_A_DEPUTY) if any(one.until for one in gaps) else (how,)
    return News(f"Chưa liên hệ được: {named}", to_do, "Nơi nhận không đến được:", points)


def _gap(situation: Situation, one: Unreached, several: bool) -> str:
    role, channel = ROLE_VI.get(one.role, one.role), CHANNEL_VI[one.channel]
    unit = f"{wording.one_line(_called(situation, one.unit))}, " if several else ""
    why = reason_vi(one.reason) if one.reason else WHY_VI[one.why]
    if one.until:
        why = AWAY.format(day=wording.day(one.until))
    since = one.since.astimezone(situation.plan.zone) if one.since else None
    begun = f", từ ngày {wording.day(since)}" if since else ""
    return f"{unit}{role}, {channel}: {why}{begun}"


def _called(situation: Situation, unit: str) -> str:
    return situation.names[unit].name if unit in situation.names else unit
