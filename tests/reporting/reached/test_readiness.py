"""Readiness: whom of a plan reminders can reach, by name, from one question to the notifier."""

from datetime import UTC, date, datetime

import pytest

from contracts.reach import ReachAnswered, RoleReach, Unreached
from runtime.failure import Unavailable
from services.reporting.application.reached.readiness import BELIEVED_SECONDS, Readiness
from services.reporting.documents.together import NO_BREAK
from services.reporting.pages.reached import readiness_page
from tests.reporting.answers import MemoryAnswers, projected
from tests.reporting.given.facts import Campaign
from tests.reporting.given.records import PLAN, plan

DAY = date(2022, 9, 20)
SINCE = datetime(2022, 9, 18, 1, tzinfo=UTC)
ANSWER = ReachAnswered(
    day=DAY,
    units=3,
    by_role=[
        RoleReach(role="leader", channel="email", units=3, reached=3),
        RoleReach(role="officer", channel="email", units=3, reached=1),
    ],
    unreached=[
        Unreached(unit="ubnd", role="officer", channel="email", why="nobody"),
        Unreached(unit="ly-son", role="officer", channel="email", why="failing", since=SINCE,
                  reason="smtp-550"),
        Unreached(unit="ba-to", role="officer", channel="email", why="away",
                  until=DAY),
        Unreached(unit="ba-to", role="officer", channel="sms", why="no-address"),
    ],
)  # fmt: skip


class Notifier:
    """Tells always the same, and counts how often it is asked."""

    asked = 0

    def __init__(self, answer: ReachAnswered = ANSWER) -> None:
        self._answer = answer

    async def reach(self, plan: str) -> ReachAnswered:
        self.asked += 1
        return self._answer


async def readiness(notifier: Notifier, now: list[float]) -> Readiness:
    answers = MemoryAnswers(await projected(Campaign().begin().log))
    return Readiness(lambda: answers, notifier, lambda: now[0])


async def test_shares_by_role_and_channel_and_names_by_level() -> None:
    """Who only approves has its name from the directory, and no level of the plan's."""
    answer = await (await readiness(Notifier(), [0.0])).of(PLAN)
    assert (answer.on, answer.opens, answer.units, answer.ready) == (DAY, date(2022, 10, 1), 3, 0)
    assert [one.percent for one in answer.by_role] == [100, 33]
    assert [(one.level, one.name, [each.why for each in one.lacks]) for one in answer.lacking] == [
        (None, "UBND tỉnh", ["nobody"]),
        ("huyen", "Huyện Ba Tơ", ["away", "no-address"]),
        ("huyen", "Huyện Lý Sơn", ["failing"]),
    ]


async def test_many_who_look_ask_the_notifier_once() -> None:
    notifier, now = Notifier(), [0.0]
    asked = await readiness(notifier, now)
    for _ in range(5):
        await asked.of(PLAN)
    assert notifier.asked == 1
    now[0] = BELIEVED_SECONDS + 1
    await asked.of(PLAN)
    assert notifier.asked == 2


async def test_a_notifier_that_knows_no_such_plan_yet_is_waited_for() -> None:
    with pytest.raises(Unavailable):
        await (await readiness(Notifier(ReachAnswered()), [0.0])).of(PLAN)


async def test_the_page_names_units_and_what_is_missing() -> None:
    told = readiness_page(plan(), await (await readiness(Notifier(), [0.0])).of(PLAN))
    page = told.replace("&nbsp;", " ").replace(NO_BREAK, " ")
    assert "Chưa nhận được đủ, Huyện: 2 đơn vị" in page
    assert "thư điện tử: địa chỉ không nhận được từ 08:00 ngày 18/9/2022" in page
    assert "cán bộ đầu mối, tin nhắn: chưa có địa chỉ dùng được" in page
    assert "đi vắng, người thay cũng không nhận được, đến hết ngày 20/9/2022" in page
