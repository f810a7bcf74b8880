"""Reporting, pages: whom reminders can reach, and what late units were told before."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from itertools import groupby
from zoneinfo import ZoneInfo

from contracts.plan import Plan, called
from contracts.reach import CHANNEL_VI, REACHED_VI, ROLE_VI, WHY_VI, reason_vi
from services.reporting.application.reached.readiness import ReadinessAnswer, UnitLacking
from services.reporting.documents import reached, wording
from services.reporting.domain.reached.card import Card
from services.reporting.pages.page import in_two, render

Line = tuple[Card, str, str, str, list[tuple[str, list[str]]]]
"""A card; until when, and when it was met; how far reminders came, and each with its ways."""


def readiness_page(plan: Plan, answer: ReadinessAnswer) -> str:
    """By role and channel how many units can be written to; by level and name who cannot."""
    rows = [
        (ROLE_VI.get(one.role, one.role), CHANNEL_VI[one.channel], one) for one in answer.by_role
    ]
    levels = [
        (called(plan.levels, level or ""), [(one.name, _lacks(one, plan)) for one in found])
        for level, found in groupby(answer.lacking, key=lambda one: one.level)
    ]
    return render("readiness.html", plan=plan, answer=answer, rows=rows, levels=levels, notice="")


def _lacks(one: UnitLacking, plan: Plan) -> list[str]:
    """What is missing, a line each."""
    said = []
    for lacking in one.lacks:
        line = f"{ROLE_VI.get(lacking.role, lacking.role)}, {CHANNEL_VI[lacking.channel]}: "
        line += WHY_VI[lacking.why]
        if lacking.since:
            since = wording.moment(lacking.since, plan.zone)
            line += f" từ {since} ({reason_vi(lacking.reason)})"
        if lacking.until:
            line += f", đến hết ngày {wording.short_day(lacking.until)}"
        said.append(line)
    return said


async def late_page(
    plan: Plan, cards: Callable[[], Awaitable[Sequence[Card]]]
) -> AsyncIterator[str]:
    """Each late duty with the reminders that were sent before, those that came to nothing too; in
    two pieces.
    """
    rows: list[Line] = []

    async def fill() -> None:
        rows.extend(_lines(await cards(), plan.zone))

    async for piece in in_two("late.html", fill, {"plan": plan, "rows": rows, "notice": ""}):
        yield piece


def _lines(cards: Sequence[Card], zone: ZoneInfo) -> list[Line]:
    return [
        (
            card,
            reached.until(card.due, zone),
            wording.moment(card.met_at, zone) if card.met_at else "chưa thực hiện",
            REACHED_VI[card.reached],
            [
                (
                    wording.moment(one.moment, zone) if one.moment else "",
                    [reached.way(way, zone) for way in one.ways] or [reached.told(one)],
                )
                for one in card.reminders
            ],
        )
        for card in cards
    ]
