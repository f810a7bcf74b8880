"""What the notifier knows of a plan and a unit when it decides."""

import asyncio
from contextlib import aclosing

from contracts import topology
from contracts.envelope import encode, wrap
from contracts.facts import MessageAccepted, MessageAttempted, RungSent, UnitRecorded
from contracts.outgoing import RungDue
from contracts.unit import Unit
from runtime.memory.log import MemoryLog
from services.notifier.application.memory import Memory
from tests.notifier.application.trial import PLAN, UNIT, Trial
from tests.notifier.campaign import ABOUT, OPENED, key, opened, plan, receipt, rung
from tests.seeded import run


def test_messages_are_from_the_collecting_office_as_the_directory_names_it() -> None:
    """By its id where the directory does not know it."""

    async def go() -> None:
        trial = Trial()
        await trial.publish()
        memory, office = Memory(trial.log, trial.clock, ""), plan().collecting_office
        before = (await memory.know(PLAN, UNIT)).situation
        assert (before.office, before.sender) == (office, office)
        names = {"names": [{"value": "Sở Nội vụ tỉnh"}], "short_names": [{"value": "Sở Nội vụ"}]}
        record = Unit.model_validate({"id": office, **names})
        fact = UnitRecorded(record=record, receipt=receipt(OPENED))
        await trial.append(topology.directory_facts(office), fact)
        after = (await memory.know(PLAN, UNIT)).situation
        assert (after.office, after.sender) == ("Sở Nội vụ tỉnh", "Sở Nội vụ")

    run(1, go())


class Told(MemoryLog):
    """A log that counts how often it is read what was said of messages."""

    reads = 0

    async def pages(self, subject, after=0, **how):
        Told.reads += subject.startswith("evt.message.")
        async with aclosing(super().pages(subject, after, **how)) as pages:
            async for page in pages:
                yield page


def reminded(until, log=MemoryLog):
    """A notifier that knows of a rung by mail, and what becomes of it."""

    async def go():
        trial = Trial(log=log)
        trial.start()
        await trial.publish(plan(ladder=[rung("b3", -3)]))
        await trial.unit_says(opened())
        await asyncio.sleep(1)
        await until(trial)
        await trial.end()
        assert (trial.waiting("REMINDERS"), trial.waiting("OUTBOX")) == (0, 0)
        return trial.relay.taken, await trial.said()

    return run(7, go())


def test_what_it_said_itself_is_not_read_again():
    """Of thousands who are due at once each would be read three times more."""

    async def nothing(trial):
        pass

    taken, said = reminded(nothing, Told)
    assert list(taken.values()) == [1]
    assert isinstance(said[-1], RungSent)
    assert Told.reads == 0


def test_what_another_replica_said_is_heard_of_before_a_message_leaves():
    """That it is tried is not appended, and then it is read that it went out."""

    async def taken_over(trial):
        trial.relay.delay = lambda: 5
        while not trial.waiting("OUTBOX"):
            await trial.server.streams["OUTBOX"].news.wait()
        composed = (await trial.said())[-1]
        said = {**ABOUT, "at": trial.clock.now(), "message": composed.message}
        await trial.append(
            topology.message_facts(PLAN, UNIT),
            MessageAttempted(**said, attempt=1),
            MessageAccepted(**said, channel="email"),
            RungSent(**ABOUT, **key("b3")._asdict(), at=trial.clock.now()),
        )

    taken, said = reminded(taken_over)
    assert not taken
    assert isinstance(said[-1], RungSent)


def test_a_timer_that_leads_to_nothing_is_looked_at_afresh():
    """Another replica may have said that the rung waits again."""

    async def held_back(trial):
        first = (await trial.said())[0]
        while not trial.relay.taken:
            await asyncio.sleep(60)
        again = first.model_copy(update={"fires_at": trial.clock.now()})
        await trial.append(topology.message_facts(PLAN, UNIT), again)
        timer = RungDue(**ABOUT, **key("b3")._asdict(), fires_at=again.fires_at)
        event = encode(wrap(timer, id="again", source="test"))
        await trial.server.publish(topology.rung_target(PLAN, UNIT), event, {})

    taken, _ = reminded(held_back)
    assert sum(taken.values()) == 2
