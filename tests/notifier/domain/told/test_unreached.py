"""Where a unit is out of reach, as its office is told: of what the ladder sends it, and no more."""

from dataclasses import replace
from datetime import date

from contracts.outgoing import Contact
from contracts.plan import Escalation
from services.notifier.domain.told.unreached import gaps
from tests.notifier.campaign import opened, plan, rung, situation

DAY = date(2022, 10, 18)
LADDER = [
    rung("b3", -3, channels=("email", "sms")),
    rung("len", 2, escalates=[Escalation(to="superior")]),
]
KNOWN = replace(
    situation(opened(), of=plan(ladder=LADDER)), above={("binh-son", "superior"): ["tinh"]}
)
READER = Contact(
    id="c", role="officer", name="Mẫu", email="c@x.example", declined={"email": ["reminders"]}
)


def found(unit, *people):
    return [(one.role, one.channel, one.why) for one in gaps(KNOWN, unit, people, DAY)]


def test_who_sits_above_is_asked_for_what_lists_take_and_not_for_what_the_late_unit_wants():
    """Lists go by mail here; that reminders are declined is nothing to a unit that gets none."""
    assert found("tinh", READER) == []
    assert found("tinh") == [("officer", "email", "nobody")]
    assert found("binh-son", READER) == [
        ("officer", "email", "opted-out"),
        ("officer", "sms", "no-address"),
    ]
