"""Whom reminders cannot reach: by rung and channel, with the reason and without the person."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from cli.lists.reach import Missed, contacts_of, missed
from contracts.outgoing import Contacts, SeenContact
from contracts.owed import Participant
from contracts.plan import Plan
from contracts.reach import approvals
from services.notifier.domain.masking import seen
from tests.cli.given import plan_with

LADDER = [
    {"id": "truoc", "owed": ["bc-tinh"], "working_days": -2, "at": "08:00",
     "channels": ["email"], "audience": ["officer"]},
    {"id": "sau", "owed": ["bc-tinh"], "working_days": 2, "at": "08:00",
     "channels": ["email", "sms"], "audience": ["officer", "leader"]},
    {"id": "xa", "owed": ["bc-xa"], "working_days": -2, "at": "08:00",
     "channels": ["sms"], "audience": ["officer"]},
]  # fmt: skip
OFFICER = {"id": "a", "role": "officer", "name": "A"}
EMAIL, PHONE = {"email": "a@x.example"}, {"phone": "0900 000 001"}


def told(
    *people: dict[str, Any],
    office: str = "so-b",
    approves: Sequence[str] = (),
    ladder: list[dict[str, Any]] = LADDER,
) -> list[Missed]:
    """What is missed of a unit that owes the province's report, with these contacts."""
    plan = plan_with(lambda data: data.update(ladder=ladder, collecting_office=office))
    member = {"unit": "so-a", "name": "Sở A", "short_name": "Sở A", "assignments": ["v1"]}
    return list(
        missed(
            Plan.model_validate_json(json.dumps(plan)),
            Participant.model_validate_json(json.dumps({**member, "owes": ["bc-tinh"]})),
            approves,
            book(*people),
            date(2022, 10, 18),
        )
    )


def book(*people: dict[str, Any]) -> list[SeenContact]:
    """As the notifier shows them."""
    return seen(Contacts.model_validate({"unit": "so-a", "contacts": list(people)}))


def test_a_unit_that_every_rung_reaches_is_not_told() -> None:
    """One person with both; or two, each with one."""
    assert told({**OFFICER, **EMAIL, **PHONE}) == []
    assert told({**OFFICER, **EMAIL}, {**OFFICER, **PHONE, "id": "b", "role": "leader"}) == []


@pytest.mark.parametrize(
    ("people", "why"),
    [
        ([], "no-contacts"),
        ([{**OFFICER, **EMAIL, **PHONE, "role": "clerk"}], "no-role"),
        ([{**OFFICER, **EMAIL, **PHONE, "opted_out": ["email", "sms"]}], "opted-out"),
        (
            [
                {
                    **OFFICER,
                    **EMAIL,
                    **PHONE,
                    "declined": {one: ["reminders"] for one in ("email", "sms")},
                }
            ],
            "opted-out",
        ),
        ([OFFICER], "no-address"),
    ],
)
def test_a_unit_that_nothing_reaches_is_told_on_each_channel(people: list[Any], why: str) -> None:
    """With the rungs it would miss, of its own duties alone, and the first reason."""
    email, sms = told(*people)
    assert (email.channel, email.rungs, email.why) == ("email", ("truoc", "sau"), why)
    assert (sms.channel, sms.rungs, sms.why) == ("sms", ("sau",), why)


def test_the_collecting_office_is_not_missed() -> None:
    """It writes no letters to itself."""
    assert told(office="so-a") == []


def test_who_approves_reports_is_to_be_reached_too() -> None:
    """By the rungs that name the approval."""
    ladder = [{**LADDER[2], "id": "duyet", "owed": ["bc-xa_approval"]}]
    (sms,) = told(approves=["bc-xa_approval"], ladder=ladder)
    assert (sms.channel, sms.rungs) == ("sms", ("duyet",))


def test_approvals_are_those_of_the_parent_or_of_the_unit_that_is_named() -> None:
    """One that reports to nobody above, or is that unit itself, needs none."""
    through = [{"id": "a", "through": {}}, {"id": "b", "through": {"unit": "so-b"}}, {"id": "c"}]
    due = {"kind": "report", "title": "x", "deadline": {"day": "2022-10-20"}}
    owed = [{**due, **one} for one in through]
    plan = Plan.model_validate_json(json.dumps(plan_with(lambda data: data.update(owed=owed))))
    given = {"name": "x", "short_name": "x", "assignments": [], "owes": ["a", "b", "c"]}
    units = [("xa-1", "huyen-1"), ("so-b", None)]
    members = [Participant(unit=unit, parent=parent, **given) for unit, parent in units]
    assert approvals(plan, members) == {"huyen-1": {"a_approval"}, "so-b": {"b_approval"}}


def test_a_number_that_gets_no_message_is_no_address() -> None:
    """A telephone on a desk, by the notifier's rule."""
    (sms,) = told({**OFFICER, **EMAIL, "phone": "0255 3822 861"})
    assert (sms.channel, sms.why) == ("sms", "no-address")


def test_an_audience_counts_rung_by_rung() -> None:
    """The leader gets the later rung; the earlier one reaches nobody."""
    (email,) = told({**OFFICER, **EMAIL, **PHONE, "role": "leader"})
    assert (email.channel, email.rungs, email.why) == ("email", ("truoc",), "no-role")


def test_a_unit_that_has_ended_is_reached_through_its_successors() -> None:
    """Where they have anybody; else whoever was known of it."""
    own, theirs = book({**OFFICER, **EMAIL}), book({**OFFICER, **PHONE})
    found = contacts_of("so-a", ["so-b"], {"so-a": own, "so-b": theirs})
    assert [one.phone for one in found] == ["***001"]
    assert contacts_of("so-a", ["so-b"], {"so-a": own, "so-b": []}) == own
    assert contacts_of("so-a", [], {"so-a": own}) == own
