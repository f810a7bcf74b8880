"""The example's plan, published when all its dates are past: nobody is flooded."""

import asyncio
from collections import Counter
from datetime import time as hour
from datetime import timedelta

from cli.directory.units import read_directory
from cli.plans.check import read_whole
from contracts import topology
from contracts.calendar import WorkingDays
from contracts.facts import (
    DutyOpened,
    PlanPublished,
    RungFailed,
    RungLapsed,
    RungScheduled,
    RungSent,
    UnitRecorded,
)
from contracts.outgoing import Contacts
from services.notifier.domain.digest.slots import Manners
from services.notifier.domain.handover import Limits
from services.registry.domain.history.directory import Directory, evolve
from services.registry.domain.owing import duties_of, instances
from services.registry.domain.participants import list_participants
from tests.examples.tally import FOLDER, example
from tests.notifier.application.trial import Trial
from tests.notifier.campaign import at, receipt
from tests.seeded import run

PUBLISHED = at(12, 1, 9)
DAYTIME = Limits(timedelta(days=1), Manners(3, 2, hour(7), hour(21)))


async def late():
    """Two days of it; how often each address was written to, by channel, and what was said."""
    trial, taken = Trial(DAYTIME), Counter()
    for channel, provider in (("email", trial.relay), ("sms", trial.gateway)):
        provider.heard = lambda address, channel=channel: taken.update([(channel, address)])
    await asyncio.sleep((PUBLISHED - trial.clock.now()).total_seconds())
    plan, by = read_whole(FOLDER / "plan.yaml"), receipt(PUBLISHED)
    units = read_directory([FOLDER / "units.yaml"]).values()
    recorded = [UnitRecorded(record=one, receipt=by) for one in units]
    for fact in recorded:
        await trial.append(topology.directory_facts(fact.record.id), fact)
    participants = list_participants(plan, evolve(Directory(), recorded))
    published = PlanPublished(plan=plan, participants=participants, receipt=by)
    await trial.append(topology.plan_facts(plan.id), published)
    contacts = example().contacts
    trial.book.contacts = {
        unit: Contacts(unit=unit, contacts=theirs) for unit, theirs in contacts.items()
    }
    trial.start()
    for one in participants:
        duties = duties_of(plan, one, instances(plan, WorkingDays()))
        about = {"plan": plan.id, "unit": one.unit, "receipt": by}
        opened = [DutyOpened(**about, duty=duty) for duty in duties]
        await trial.append(topology.unit_facts(plan.id, one.unit), *opened)
    await asyncio.sleep(48 * 3600)
    said = [fact for one in participants for fact in trial.told(plan.id, one.unit)]
    return taken, said


def test_each_person_gets_one_mail_and_one_sms_of_a_plan_published_late():
    """Three duties of each unit are overdue: the latest rung of each is told, in one message."""
    taken, said = run(1, late())
    assert set(taken.values()) == {1}
    assert Counter(channel for channel, _ in taken) == {"email": 119, "sms": 83}
    fates = Counter(type(fact) for fact in said)
    assert fates[RungSent] + fates[RungFailed] == 68 * 3
    assert fates[RungLapsed] == fates[RungScheduled] - 68 * 3
