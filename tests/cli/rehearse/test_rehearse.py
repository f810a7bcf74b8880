"""A rehearsal shows each message that the notifier would send, under what is assumed."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.console import Trouble
from cli.integrate.offline import Received
from cli.rehearse.assuming import Assumed, facts_of
from cli.rehearse.carrying import Carriers, Terms, pool_of
from cli.rehearse.rehearsing import rehearsed
from contracts import topology
from contracts.envelope import trusted_batch
from contracts.facts import DutyOpened, facts_on
from contracts.outgoing import Contacts
from contracts.plan import Plan
from tests.cli.given import PLAN, UNITS, plan_with, units_of
from tests.cli.rehearse.given import ISSUE, PEOPLE, at, rehearse, told
from tests.registry.application.test_any_plan import the_plan
from tests.registry.domain.obligations.plans import plans
from tests.registry.plans import units
from tests.thorough import FEW

THU, MAU, NUMBER = "thu@huyen-1.example", "mau@xa-1.example", "0900000001"
COMMUNE = (at(14, 8), "email", THU, [("xa-1", "truoc")])
BEFORE = [
    (at(14, 8), "email", MAU, [("xa-1", "truoc")]),
    COMMUNE,
    (at(14, 8), "sms", NUMBER, [("xa-1", "truoc")]),
    (at(17, 8), "email", THU, [("huyen-1", "truoc")]),
    (at(17, 8), "sms", NUMBER, [("huyen-1", "truoc")]),
]
AFTER = (at(22, 7), "sms", NUMBER, [("huyen-1", "sau")])
"""Of 21/10 21:00, at which hour no SMS leaves."""
AFTER_DEADLINE = ("huyen-1", "bc-tinh", "sau")


def test_where_nobody_answers_every_rung_is_told_at_its_moment() -> None:
    """To its audience by its channels; an SMS at night waits for the morning."""
    outcome = rehearse()
    assert sorted(told(outcome)) == sorted([*BEFORE, AFTER])
    assert outcome.fates == {"sent": 3}
    assert outcome.waiting == 0


def test_of_an_sms_text_segments_and_price_are_shown_and_a_mail_is_free() -> None:
    """As the gateway would be handed it: without accents, where nobody says otherwise."""
    outcome = rehearse()
    [sms] = [one for one in outcome.rows if one.channel == "sms" and one.at.day == 17]
    assert sms.text.startswith('Ke hoach 12/KH-UBND, So A: kinh de nghi Huyen 1 gui "Bao cao"')
    assert (sms.segments, sms.price) == (1, 500)
    assert outcome.cost == 3 * 500
    assert rehearse(carriers=Carriers(Terms(None))).cost is None


def test_the_file_of_gateways_says_price_accents_and_which_texts_are_taken(tmp_path) -> None:
    """By the notifier's own choice among them; what matches no registered text is never sent."""
    http = {
        "kind": "http",
        "send": {"url": "http://g.example/send", "json": {"id": "{id}", "text": "{text}"}},
        "answer": {"accepted": ["200"], "duplicate": ["409"]},
    }
    dear = {"name": "dear", "price": 900, "accents": True, **http}
    file = tmp_path / "gateways.yaml"
    file.write_text(json.dumps({"gateways": [dear]}))
    outcome = rehearse(carriers=Carriers(pool=pool_of(file)))
    [sms] = [one for one in outcome.rows if one.channel == "sms" and one.at.day == 17]
    assert "kính đề nghị Huyện 1" in sms.text
    assert (sms.segments, sms.price) == (3, 2700)
    file.write_text(json.dumps({"gateways": [{**dear, "registered": ["Khác {x}"]}]}))
    assert not rehearse(carriers=Carriers(pool=pool_of(file))).count("sms")
    file.write_text("gateways: []")
    with pytest.raises(Trouble, match="gateways"):
        pool_of(file)


def test_a_mail_is_as_the_notifier_sends_it_in_the_offices_words_and_with_its_files(
    tmp_path, monkeypatch
) -> None:
    """A unit without a system of its own gets its workbook; everybody the deadline's date."""
    ours = Path("services/notifier/outbound/mail/templates/reminder.txt").read_text("utf-8")
    (tmp_path / "reminder.txt").write_text(ours + "\nVăn phòng Sở A.\n", "utf-8")
    monkeypatch.setenv("NGAYSO_TEMPLATES", str(tmp_path))
    by_hand = [
        {**one, "roles": [{"value": "by-workbook"}]} if one["id"] == "xa-1" else one
        for one in UNITS
    ]
    plan, assumed = Plan.model_validate(PLAN), Assumed(ISSUE)
    facts = facts_of(plan, units_of(by_hand).values(), assumed)
    book = [Contacts.model_validate(one) for one in PEOPLE]
    rows = rehearsed(plan, facts, book, assumed, Carriers(), quiet=True).rows
    mails = [one for one in rows if one.channel == "email"]
    assert all("Văn phòng Sở A." in one.text for one in mails)
    sheets = {one.address: [name for name in one.files if name.endswith(".xlsx")] for one in mails}
    assert sheets[MAU] == [f"bieu-mau-{plan.id}-xa-1.xlsx"]
    assert all(
        ("Kèm theo thư này" in one.text) == any(".xlsx" in f for f in one.files) for one in mails
    )
    assert all(any(name.endswith(".ics") for name in one.files) for one in mails)


def test_where_everybody_is_done_on_the_last_day_nobody_is_told_after_it() -> None:
    """The rung after the deadline is called off, and it is said why."""
    outcome = rehearse(Assumed(ISSUE, on_last_day=True))
    assert sorted(told(outcome)) == sorted(BEFORE)
    [off] = outcome.unsent
    assert (off.about[:3], off.fate, off.reason) == (AFTER_DEADLINE, "cancelled", "met")
    assert off.at == at(19, 16)


def test_after_an_outage_the_latest_rung_that_is_true_is_told_once() -> None:
    """What was due meanwhile is told when the notifier is back; nothing comes twice."""
    outcome = rehearse(Assumed(ISSUE, outage=(at(13, 0), at(18, 9))))
    back = [(at(18, 9), *one[1:]) for one in BEFORE if one[1] == "email"]
    mails = [one for one in told(outcome) if one[1] == "email"]
    assert [one for one in mails if one[2] == MAU] == back[:1]
    [mine] = [one for one in mails if one[2] == THU]
    assert mine[0] == at(18, 9)
    assert sorted(mine[3]) == [("huyen-1", "truoc"), ("xa-1", "truoc")]
    assert outcome.fates == {"sent": 3}


def test_published_late_each_person_gets_one_message_of_a_channel_that_day() -> None:
    """The registry gives until the next working day; of rungs that are past the latest is told."""
    outcome = rehearse(Assumed(at(1, 9, month=12)))
    first = [one for one in told(outcome) if one[0].day == 1]
    assert sorted((channel, to) for _, channel, to, _ in first) == [
        ("email", MAU),
        ("email", THU),
        ("sms", NUMBER),
    ]
    assert {len(about) for _, _, to, about in first if to != MAU} == {2}


def test_of_rungs_that_are_past_the_latest_goes_out_at_once_and_the_others_lapse() -> None:
    """Said of each rung that is not sent."""
    earlier = {**PLAN["ladder"][0], "id": "truoc-4", "working_days": -4}
    plan = plan_with(lambda data: data["ladder"].append(earlier))
    outcome = rehearse(Assumed(at(17, 12)), plan)
    rows = {(when, to) for when, _, to, about in told(outcome) if ("huyen-1", "truoc") in about}
    assert rows == {(at(17, 12), THU), (at(17, 12), NUMBER)}
    lapsed = {(o.about.unit, o.about.rung) for o in outcome.unsent if o.fate == "lapsed"}
    assert lapsed == {("huyen-1", "truoc-4"), ("xa-1", "truoc-4")}


def test_what_units_send_is_heard_as_the_registry_decides_it() -> None:
    """A report in time silences what is left of the ladder."""
    data = {
        "plan": PLAN["id"],
        "unit": "huyen-1",
        "owed": "bc-tinh",
        "report": {"figures": [{"indicator": n, "value": 1} for n in ("su-kien", "luot")]},
    }
    event = {"specversion": "1.0", "id": "1", "source": "urn:test", "data": data}
    body = json.dumps(event | {"type": "ngayso.submit-report.v1"}).encode()
    subject = topology.command("huyen-1", "system", "submit-report", "huyen-1")
    outcome = rehearse(Assumed(ISSUE, [Received(subject, body, at(18, 9))]))
    assert sorted(told(outcome)) == sorted(BEFORE)
    wrong = rehearse(Assumed(ISSUE, [Received(subject, b"{}", at(18, 9))]))
    assert (wrong.refused, len(wrong.rows)) == (1, len(BEFORE) + 1)


def test_whom_nobody_can_write_to_is_named_with_the_reason() -> None:
    outcome = rehearse(people=PEOPLE[1:])
    failed = [(o.about.unit, o.about.rung, o.fate, o.reason) for o in outcome.unsent]
    # The office, which is to hear of each, has no contact either.
    lost = [("truoc", None), ("sau", None)]
    assert failed == [("huyen-1", one, "failed", "no-recipient") for pair in lost for one in pair]


def test_a_plan_that_the_registry_refuses_is_not_rehearsed() -> None:
    with pytest.raises(Trouble, match="cannot be published"):
        rehearse(plan=plan_with(lambda data: data.update(collecting_office="khong-co")))


LADDER = [
    {"id": "truoc", "working_days": -3, "at": "08:00", "channels": ["email"]},
    {"id": "gap", "working_days": -1, "at": "21:00", "channels": ["email", "sms"]},
    {"id": "sau", "working_days": 2, "at": "08:00", "channels": ["sms"]},
]


@settings(max_examples=FEW)
@given(
    fields=plans(),
    days_late=st.integers(0, 60),
    on_last_day=st.booleans(),
    gone=st.integers(0, 40),
    length=st.integers(0, 9),
)
def test_each_rung_due_is_in_a_message_or_has_a_fate_and_nobody_is_flooded(
    fields, days_late, on_last_day, gone, length
) -> None:
    """Of any plan, whenever it is published and however long the notifier is away: what is due is
    counted from the duties and the ladder alone.
    """
    plan = the_plan(fields)
    owed = [one.id for one in plan.owed]
    ladder = [{**rung, "owed": owed, "audience": ["officer"]} for rung in LADDER]
    plan = type(plan).model_validate({**plan.model_dump(mode="json"), "ladder": ladder})
    published = ISSUE + timedelta(days=days_late, hours=9)
    away = published + timedelta(days=gone)
    assumed = Assumed(published, (), on_last_day, (away, away + timedelta(days=length)))
    people = [
        Contacts.model_validate({"unit": one.id, "contacts": PEOPLE[0]["contacts"]})
        for one in units()[:-1]
    ]

    facts = facts_of(plan, units(), assumed)

    outcome = rehearsed(plan, facts, people, assumed, Carriers(Terms(1)), quiet=True)

    due = {
        (fact.unit, fact.duty.id, rung["id"])
        for one in facts.told
        for event in trusted_batch(one.data, facts_on(one.subject))
        if isinstance(fact := event.data, DutyOpened)
        and (fact.duty.bearer or fact.unit) != plan.collecting_office
        for rung in LADDER
    }
    in_messages = {about[:3] for one in outcome.rows for about in one.about if about.rung}
    without = {one.about[:3] for one in outcome.unsent if one.about.rung}
    assert in_messages | without == due
    assert not in_messages & without
    assert all(one.fate != "failed" or one.reason for one in outcome.unsent)
    assert outcome.waiting == 0
    for channel, most in (("email", 3), ("sms", 2)):
        days = [(o.address, o.at.date()) for o in outcome.rows if o.channel == channel]
        assert all(days.count(one) <= most for one in days)
