"""Somebody's mail program answers: the deputy is written to from then on, as long as it lasts."""

import asyncio

from contracts.facts import MessageAnsweredAbsent, MessageComposed
from contracts.outgoing import Contacts
from contracts.unit import Dated
from services.notifier.domain.ending import Told
from tests.notifier.application.trial import PLAN, UNIT, Trial
from tests.notifier.campaign import LEADER, OFFICER, at, opened, plan, rung
from tests.seeded import run

STANDS_IN = OFFICER.model_copy(update={"id": "c-9", "role": "other", "email": "thay@b.example"})
AWAY = OFFICER.model_copy(update={"deputies": [Dated(value="c-9", valid_to=at(7, 1).date())]})
RUNGS = [rung(f"d{n}", None, days=-n) for n in (10, 8, 2)]
"""8:00 of 9/10, 11/10 and 17/10."""


def written_to(told, *contacts):
    """Whom each of three mails went to, when the first one was answered so."""

    async def go():
        trial, addresses = Trial(), []
        trial.relay.heard = addresses.append
        trial.book.contacts[UNIT] = Contacts(unit=UNIT, contacts=list(contacts))
        trial.start()
        await trial.publish(plan(ladder=RUNGS))
        await trial.unit_says(opened())
        await asyncio.sleep((at(10, 10) - trial.clock.now()).total_seconds())
        [message] = {f.message for f in await trial.said() if isinstance(f, MessageComposed)}
        for _ in range(2):
            await trial.hearing.hear(PLAN, UNIT, message, told)
        await trial.end()
        said = [fact for fact in await trial.said() if isinstance(fact, MessageAnsweredAbsent)]
        assert len(said) == 1
        return addresses

    return run(1, go())


OWN, DEPUTY = OFFICER.email, STANDS_IN.email


def test_after_an_answer_of_absence_the_deputy_is_written_to_for_three_working_days():
    """Answered on Monday the 10th: until Thursday."""
    assert written_to(Told("absent"), AWAY, STANDS_IN, LEADER) == [OWN, DEPUTY, OWN]


def test_an_absence_lasts_as_long_as_the_answer_says():
    told = Told("absent", until=at(10, 17).date())
    assert written_to(told, AWAY, STANDS_IN, LEADER) == [OWN, DEPUTY, DEPUTY]


def test_without_a_deputy_the_mails_still_go_out():
    assert written_to(Told("absent"), OFFICER, LEADER) == [OWN, OWN, OWN]
