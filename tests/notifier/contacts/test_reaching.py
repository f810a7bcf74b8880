"""Which units of a plan can be written to: asked once for all, answered without a person."""

import time
from typing import Any

import structlog
from structlog.testing import capture_logs

from contracts import topology
from contracts.facts import PlanPublished, UnitRecorded
from contracts.outgoing import Contacts
from contracts.owed import Through
from contracts.plan import Escalation
from contracts.reach import ReachAnswered, RoleReach
from contracts.unit import Dated, Unit
from services.notifier.application.contacts.reaching import Reaching
from services.notifier.application.keeping import Keeping
from services.notifier.application.memory import Memory
from services.notifier.inbound.contacts import ContactQuestions
from tests.notifier.application.trial import PLAN, Trial
from tests.notifier.campaign import LEADER, OFFICER, OPENED, participant, plan, receipt, rung
from tests.notifier.contacts.test_keeping import PERSONAL, Store

LADDER = [
    rung("b", -1, channels=("email", "sms")),
    rung("a", 1, audience=("officer", "leader")),
]


async def ask(trial: Trial, store: Store, question: bytes = b"{}", of: str = PLAN) -> ReachAnswered:
    reaching = Reaching(Memory(trial.log, trial.clock, ""), store, trial.clock)
    questions = ContactQuestions(Keeping(store, trial.clock), reaching)
    subject = topology.ask_contacts("reporting", "reach", of)
    return ReachAnswered.model_validate_json(await questions.reach(subject, question))


def people(unit: str, *contacts: Any) -> Contacts:
    return Contacts(unit=unit, contacts=list(contacts))


async def test_each_role_and_channel_of_the_ladder_is_counted_and_who_is_missing_named() -> None:
    """The collecting office is not counted: it writes no letters to itself."""
    trial = Trial()
    await trial.publish(plan(ladder=LADDER), units=("ba-to", "binh-son", "ly-son", "so-tttt"))
    store = Store(
        people("ba-to", OFFICER, LEADER),
        people("ly-son", OFFICER.model_copy(update={"phone": None})),
    )
    answer = await ask(trial, store)
    assert (answer.units, answer.after, answer.findings) == (3, None, [])
    assert answer.by_role == [
        RoleReach(role="leader", channel="email", units=3, reached=1),
        RoleReach(role="officer", channel="email", units=3, reached=2),
        RoleReach(role="officer", channel="sms", units=3, reached=1),
    ]
    assert [(one.unit, one.role, one.channel, one.why) for one in answer.unreached] == [
        *(("binh-son", role, channel, "nobody") for role, channel in
          (("leader", "email"), ("officer", "email"), ("officer", "sms"))),
        ("ly-son", "leader", "email", "no-role"),
        ("ly-son", "officer", "sms", "no-address"),
    ]  # fmt: skip


async def test_a_unit_that_ended_is_reached_where_its_successor_is() -> None:
    trial = Trial()
    await trial.publish(plan(ladder=LADDER), units=("ba-to",))
    ended = {"valid_to": OPENED.date(), "successors": ["xa-moi"]}
    for unit, more in (("ba-to", ended), ("xa-moi", {"valid_from": OPENED.date()})):
        record = Unit(id=unit, names=[Dated(value=unit)], **more)
        fact = UnitRecorded(record=record, receipt=receipt(OPENED))
        await trial.append(topology.directory_facts(unit), fact)
    assert (await ask(trial, Store(people("xa-moi", OFFICER, LEADER)))).unreached == []


async def test_whoever_gets_the_lists_of_the_late_is_counted_with_them() -> None:
    trial = Trial()
    up = rung("len", 2, escalates=[Escalation(to="superior")])
    await trial.publish(plan(ladder=[LADDER[0], up]), units=("ba-to", "binh-son"))
    for unit, parent in (("ba-to", "tinh"), ("binh-son", "so-tttt"), ("tinh", None)):
        parents = [Dated(value=parent)] if parent else []
        record = Unit(id=unit, names=[Dated(value=unit)], parents=parents)
        fact = UnitRecorded(record=record, receipt=receipt(OPENED))
        await trial.append(topology.directory_facts(unit), fact)
    answer = await ask(trial, Store(people("ba-to", OFFICER), people("binh-son", OFFICER)))
    assert [(one.unit, one.role, one.channel, one.why) for one in answer.unreached] == [
        ("tinh", "officer", "email", "nobody")
    ]


async def test_who_gets_lists_of_those_that_only_approve_is_counted_too() -> None:
    """A district that owes nothing itself confirms its communes' reports, and may be late."""
    trial = Trial()
    up = rung("len", 2, owed=["bao-cao_approval"], escalates=[Escalation(to="superior")])
    asked = plan(ladder=[up])
    confirmed = asked.owed[0].model_copy(update={"through": Through()})
    fact = PlanPublished(
        plan=asked.model_copy(update={"owed": [confirmed]}),
        participants=[participant("ba-to").model_copy(update={"parent": "huyen"})],
        receipt=receipt(OPENED),
    )
    await trial.append(topology.plan_facts(PLAN), fact)
    for unit, parent in (("ba-to", "huyen"), ("huyen", "tinh"), ("tinh", None)):
        parents = [Dated(value=parent)] if parent else []
        record = Unit(id=unit, names=[Dated(value=unit)], parents=parents)
        known = UnitRecorded(record=record, receipt=receipt(OPENED))
        await trial.append(topology.directory_facts(unit), known)
    assert [one.unit for one in (await ask(trial, Store())).unreached] == ["tinh"]


async def test_no_answer_and_no_log_line_holds_a_person_and_the_question_has_one() -> None:
    structlog.reset_defaults()
    trial = Trial()
    await trial.publish(plan(ladder=LADDER), units=("ba-to",))
    with capture_logs() as lines:
        answer = await ask(trial, Store(people("ba-to", OFFICER)))
    (line,) = [one for one in lines if one["event"] == "contacts-counted"]
    assert (line["asker"], line["plan"], line["units"]) == ("reporting", PLAN, 1)
    assert not any(word in f"{lines} {answer}" for word in PERSONAL)


async def test_a_plan_that_is_not_there_and_a_question_that_is_none_are_refused() -> None:
    assert (await ask(Trial(), Store(), of="khong-co")).findings[0].code == "unknown-plan"
    assert (await ask(Trial(), Store(), b"[")).findings[0].severity == "error"


async def test_3500_units_are_one_answer_below_half_of_a_message_in_seconds() -> None:
    """With nobody known of any, which is the longest answer; ids as long as communes' are."""
    trial = Trial()
    units = [f"xa-phuong-so-{number:04}-quang-ngai" for number in range(3500)]
    fact = PlanPublished(
        plan=plan(ladder=LADDER),
        participants=[participant(unit) for unit in units],
        receipt=receipt(OPENED),
    )
    await trial.append(topology.plan_facts(PLAN), fact)
    begun = time.monotonic()
    answer = await ask(trial, Store())
    assert time.monotonic() - begun < 10
    assert (answer.units, len(answer.unreached), answer.after) == (3500, 3 * 3500, None)
    assert len(answer.model_dump_json(exclude_none=True)) < 4 * 1024 * 1024


async def test_more_units_than_fit_are_asked_for_page_by_page(monkeypatch: Any) -> None:
    monkeypatch.setattr("services.notifier.application.contacts.reaching.MOST_UNITS", 2)
    trial = Trial()
    await trial.publish(plan(ladder=LADDER), units=("a", "b", "c", "d", "e"))
    found, after, answers = [], None, 0
    while answers == 0 or after:
        question = b'{"after":"%s"}' % after.encode() if after else b"{}"
        answer = await ask(trial, Store(), question)
        found += [one.unit for one in answer.unreached if one.channel == "sms"]
        after, answers = answer.after, answers + 1
    assert (found, answers) == (["a", "b", "c", "d", "e"], 3)
