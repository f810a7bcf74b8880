"""What the service tells in universal time, staff read by the plan's clock."""

from typing import Any
from zoneinfo import ZoneInfo

from cli.lists import late, readiness

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def test_reminders_of_what_is_late_are_told_by_the_plan_s_clock() -> None:
    """Else one that went out in the morning would seem to have come at night."""
    way = {"channel": "sms", "state": "accepted", "at": "2025-10-10T00:39:06Z", "reason": None}
    sent = {"fate": "sent", "moment": "2025-10-10T00:30:00Z", "reason": None, "ways": [way]}
    lapsed = {**sent, "fate": "lapsed", "ways": []}
    card: dict[str, Any] = {"unit": {"id": "thon-4"}, "duty": "nhanh", "reached": "accepted"}
    card |= {"due": "2025-10-10T04:30:00Z", "reminders": [sent, lapsed]}
    told = [*late.cells(card, ZONE)]
    assert {one[2] for one in told} == {"11:30 10/10/2025"}
    assert [one[6] for one in told] == ["07:39 10/10/2025", "07:30 10/10/2025"]


def test_since_when_somebody_is_not_reached_is_told_by_the_plan_s_clock() -> None:
    lack = {"role": "officer", "channel": "email", "why": "no-address", "reason": None}
    unit = {"level": "xa", "unit": "xa-1", "name": "Xã 1"}
    unit_told = unit | {"lacks": [{**lack, "since": "2025-10-09T20:00:00Z"}]}
    [row] = readiness.cells(unit_told, ZONE)
    assert "từ 03:00 10/10/2025" in row[-1]
