"""An address that is refused for good, through the notifier as it is assembled."""

from collections import Counter

from contracts import topology
from contracts.facts import MessageAccepted, MessageFailed, RungSent, UnitRecorded
from contracts.outgoing import Contacts
from contracts.unit import Dated, Unit
from services.notifier.application.contacts.faults import ENOUGH, Faults
from services.notifier.application.memory import Basis, Memory
from services.notifier.domain.handover import Refused
from services.notifier.domain.reach import borrowed_token
from services.notifier.domain.rungs import Posting, Reminders
from tests.notifier.application.test_use_cases import tried
from tests.notifier.application.trial import PLAN, UNIT, Book, Trial
from tests.notifier.campaign import (
    CONTACTS,
    LEADER,
    OFFICER,
    OPENED,
    key,
    opened,
    plan,
    receipt,
    rung,
)
from tests.notifier.campaign import situation as situation_of

BY_MAIL = plan(ladder=[rung("b5", -5), rung("b3", -3), rung("b1", -1)])


def refusing(reason):
    """What was said, and the officer's notes, where the relay refuses every mail so."""

    async def go():
        trial = Trial()
        trial.relay.answers = lambda: Refused(reason)
        trial.start()
        await trial.publish(BY_MAIL)
        await trial.unit_says(opened())
        await trial.end()
        return await trial.said(), trial.book.contacts[UNIT].contacts[0].failing, trial.relay

    return tried(go())


def test_a_refused_address_is_not_tried_again_and_the_persons_other_channel_is_used():
    """One mail in all; what was in it goes by SMS, and so do the next rungs, which ask for mail
    alone.
    """
    said, notes, _ = refusing("smtp-550")
    failed = [fact for fact in said if isinstance(fact, MessageFailed)]
    assert [(fact.channel, fact.reason) for fact in failed] == [("email", "smtp-550")]
    assert {channel: note.reason for channel, note in notes.items()} == {"email": "smtp-550"}
    accepted = [fact.channel for fact in said if isinstance(fact, MessageAccepted)]
    assert accepted == ["sms"] * 3
    assert [fact.rung for fact in said if isinstance(fact, RungSent)] == ["b5", "b3", "b1"]


def test_a_message_that_is_refused_says_nothing_against_the_address():
    """Three rungs, three mails."""
    said, notes, _ = refusing("smtp-554")
    assert Counter(type(fact) for fact in said)[MessageFailed] == 3
    assert notes == {}


TAKEN, REFUSED = "taken", "refused"


def heeded(book, *ends, address=None):
    """The book after the notifier heard how mails ended, and whom each one was for."""

    async def go():
        trial = Trial()
        for unit, more in ((UNIT, ENDED), ("xa-moi", {"valid_from": OPENED.date()})):
            record = Unit(id=unit, names=[Dated(value=unit)], **more)
            fact = UnitRecorded(record=record, receipt=receipt(OPENED))
            await trial.append(topology.directory_facts(unit), fact)
        faults = Faults(Memory(trial.log, trial.clock, ""), book)
        for end, contact, token in ends:
            about = {"plan": PLAN, "unit": UNIT, "at": OPENED, "message": "m", "channel": "email"}
            person = await book.person("email", address or contact.email)
            posting = Posting("email", person, OPENED, shared=False, keys={key("b1"): token})
            fact = (
                MessageAccepted(**about)
                if end == TAKEN
                else MessageFailed(**about, reason="smtp-550")
            )
            basis = Basis(situation_of(), Reminders(messages={"m": posting}), 1)
            await faults.heed(basis, [fact])
        return book.contacts

    return tried(go())


ENDED = {"valid_to": OPENED.date(), "successors": ["xa-moi"]}


def failing(contacts, unit=UNIT):
    return [one.id for one in contacts[unit].contacts if one.failing]


def test_a_relay_that_refuses_more_than_it_takes_is_itself_at_fault():
    """A misconfigured relay leaves nobody without an address."""
    refused = [(REFUSED, OFFICER, "ai-do")] * ENOUGH
    mine = (REFUSED, OFFICER, OFFICER.id)
    assert failing(heeded(Book(), *refused[2:], mine)) == [OFFICER.id], "too few to tell"
    assert failing(heeded(Book(), *refused[1:], mine)) == []
    taken = [(TAKEN, OFFICER, "ai-do")] * ENOUGH
    assert failing(heeded(Book(), *refused, *taken, mine)) == []
    more = [*taken, (TAKEN, OFFICER, "ai-do")]
    assert failing(heeded(Book(), *refused, *more, mine)) == [OFFICER.id]


def test_a_note_about_a_successors_contact_stands_at_the_successor():
    """The message knew that contact by a token of the unit that ended."""
    heir = Contacts(unit="xa-moi", contacts=[OFFICER, LEADER])
    token = borrowed_token("xa-moi", LEADER.id)
    left = heeded(Book(**{"xa-moi": heir}), (REFUSED, LEADER, token))
    assert failing(left, "xa-moi") == [LEADER.id]


def test_who_was_erased_meanwhile_is_passed_over():
    left = Book(**{UNIT: CONTACTS.model_copy(update={"contacts": [LEADER]})})
    assert failing(heeded(left, (REFUSED, OFFICER, OFFICER.id))) == []


def test_a_store_that_is_away_costs_the_note_and_nothing_else():
    class Away(Book):
        async def replace(self, unit, change):
            raise TimeoutError

    assert failing(heeded(Away(), (REFUSED, OFFICER, OFFICER.id))) == []


def test_an_address_that_was_replaced_since_is_not_blamed_for_the_one_before():
    end = (REFUSED, OFFICER, OFFICER.id)
    assert failing(heeded(Book(), end, address="truoc@binhson.example")) == []
    assert failing(heeded(Book(), end)) == [OFFICER.id]
