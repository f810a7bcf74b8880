"""What came back into a mailbox is said where it is known, and a mail is marked once it is said.

The mailbox is one in memory; tests/notifier/mail/test_returning.py looks into a real one.
"""

import asyncio
from contextlib import asynccontextmanager

import pytest

from contracts import topology
from contracts.facts import MessageBounced, MessageComposed
from runtime.failure import Unavailable
from services.notifier.application.ports import Shut
from services.notifier.application.returned.returning import LOOK_SECONDS, REMEDY, Returning
from services.notifier.domain.ending import Returned, Told
from services.notifier.domain.handover import Accepted
from tests.notifier.application.told.test_switching import BY_MAIL, reminding
from tests.notifier.application.told.test_told import of, tried
from tests.notifier.application.trial import PLAN, UNIT

BOUNCED = Told("bounced", "dsn-5.1.1", permanent=True)
OTHER = "son-tinh"


class Mailbox:
    """Gives its mails in twos; `fault`: what opening it fails of."""

    def __init__(self, *mails):
        self.mails = dict(enumerate(mails))
        self.marked, self.left, self.fault, self.looks = [], [], None, 0

    @asynccontextmanager
    async def open(self):
        self.looks += 1
        if self.fault:
            raise self.fault
        self._given = iter([*self.mails.items()])
        yield self

    async def waiting(self):
        return [one for _, one in zip(range(2), self._given, strict=False)]

    async def done(self, number):
        self.marked.append(number)
        del self.mails[number]

    async def leave(self, number):
        self.left.append(number)


async def sent(*mails):
    """A notifier whose reminder went out, and who looks for what came back of it: `None` in the
    ids of a mail is that reminder.
    """
    trial = await reminding(Accepted())
    message = of(MessageComposed, await trial.said())[0].message
    said = [one and Returned(tuple(name or message for name in one), BOUNCED) for one in mails]
    box = Mailbox(*said)
    return trial, box, Returning(trial.hearing.shares.memory, trial.hearing, box)


def test_what_came_back_is_said_and_marked_and_what_is_not_ours_is_left_to_persons():
    """The first id that is known is the one that a mail is about."""

    async def go():
        trial, box, returning = await sent(["m-8", None], None, ["m-9"], [None])
        await returning.look()
        [fact] = of(MessageBounced, await trial.said())
        assert (fact.reason, fact.permanent) == ("dsn-5.1.1", True)
        assert (box.marked, box.left) == ([0, 3], [1, 2])

    tried(go())


def test_what_may_be_about_a_history_that_cannot_be_read_is_neither_marked_nor_left():
    """A mail of a person is left all the same, and what is known is said."""

    async def go():
        trial, box, returning = await sent([None], ["m-9"], None)
        await trial.publish(BY_MAIL, units=(UNIT, OTHER))
        trial.server.events.store(topology.message_facts(PLAN, OTHER), b"?", {})
        await returning.look()
        assert len(of(MessageBounced, await trial.said())) == 1
        assert (box.marked, box.left) == ([0], [2])

    tried(go())


@pytest.mark.parametrize(
    ("fault", "note"),
    [
        (Shut("535"), f"does not let us in (535): {REMEDY}"),
        (Unavailable("no route"), "no route"),
        (TimeoutError(), "TimeoutError"),
    ],
)
def test_a_mailbox_that_cannot_be_looked_into_is_told_until_it_can(fault, note):
    async def go():
        trial, box, returning = await sent([None])
        box.fault = fault
        async with returning.running():
            await asyncio.sleep(1)
            assert (returning.notes(), box.looks) == ({"mailbox": note}, 1)
            box.fault = None
            await asyncio.sleep(LOOK_SECONDS)
            assert (returning.notes(), box.looks) == ({}, 2)
        await asyncio.sleep(LOOK_SECONDS * 2)
        assert box.looks == 2
        assert len(of(MessageBounced, await trial.said())) == 1

    tried(go())
