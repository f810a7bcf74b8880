"""Given: two units that owe, one person who serves both, and a rehearsal of the clean plan."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cli.rehearse.assuming import Assumed, facts_of
from cli.rehearse.carrying import Carriers, Terms
from cli.rehearse.outcome import Outcome
from cli.rehearse.rehearsing import rehearsed
from contracts.outgoing import Contacts
from contracts.plan import Plan
from tests.cli.given import PLAN, UNITS, units_of

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ISSUE = datetime(2022, 9, 15, tzinfo=ZONE)
BOTH = {"name": "Lê Thử", "email": "thu@huyen-1.example", "phone": "0900000001"}
PEOPLE: list[dict[str, Any]] = [
    {"unit": "huyen-1", "contacts": [{"id": "p-1", "role": "officer", **BOTH}]},
    {
        "unit": "xa-1",
        "contacts": [
            {"id": "p-2", "role": "officer", **BOTH},
            {"id": "p-3", "role": "officer", "name": "Vũ Mẫu", "email": "mau@xa-1.example"},
            {"id": "p-4", "role": "leader", "name": "Hồ Mẫu", "email": "ho@xa-1.example"},
        ],
    },
]


def at(day: int, hour: int, minute: int = 0, month: int = 10) -> datetime:
    return datetime(2022, month, day, hour, minute, tzinfo=ZONE)


def rehearse(
    assumed: Assumed | None = None,
    plan: dict[str, Any] = PLAN,
    people: list[dict[str, Any]] = PEOPLE,
    carriers: Carriers | None = None,
) -> Outcome:
    whole, assumed = Plan.model_validate(plan), assumed or Assumed(ISSUE)
    facts = facts_of(whole, units_of(UNITS).values(), assumed)
    book = [Contacts.model_validate(one) for one in people]
    return rehearsed(whole, facts, book, assumed, carriers or Carriers(Terms(500)), quiet=True)


def told(outcome: Outcome) -> list[tuple[datetime, str, str, list[tuple[str, str | None]]]]:
    """When (to the minute), how and to whom of what: unit, and rung or what happened."""
    return [
        (
            one.at.replace(second=0, microsecond=0),
            one.channel,
            one.address,
            [(about.unit, about.rung or about.notice) for about in one.about],
        )
        for one in outcome.rows
    ]
