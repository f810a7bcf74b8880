"""Whose contacts a unit's messages go to, before its end and after."""

from datetime import date
from typing import Any

from contracts import topology
from contracts.facts import MessageAccepted, MessageComposed, UnitRecorded
from contracts.outgoing import Contact, Contacts
from contracts.unit import Unit
from services.notifier.application.addressees import Addressees
from services.notifier.application.memory import Memory
from tests.notifier.application.trial import Book, Trial
from tests.notifier.campaign import CONTACTS, OPENED, approves, opened, plan, receipt, rung
from tests.seeded import run

HEIR = "xa-moi"
THEIRS = Contacts(
    unit=HEIR, contacts=[Contact(id="h-1", role="officer", name="H", email="h@xa.example")]
)
ENDED, YESTERDAY = OPENED.date(), date(2022, 9, 14)


async def addressees(ends: date | None, **contacts: Contacts) -> Addressees:
    """Of "binh-son", which ends on a day and is taken over by one unit."""
    trial = Trial()
    names = [{"value": "UBND huyện Bình Sơn"}]
    fields: dict[str, Any] = {"id": "binh-son", "names": names, "successors": [HEIR]}
    for record in ({**fields, "valid_to": ends}, {"id": HEIR, "names": [{"value": "UBND xã mới"}]}):
        unit = Unit.model_validate(record)
        fact = UnitRecorded(record=unit, receipt=receipt(OPENED))
        await trial.append(topology.directory_facts(unit.id), fact)
    book = Book()
    book.contacts = {"binh-son": CONTACTS, **contacts}
    return Addressees(Memory(trial.log, trial.clock, ""), book)


def people(contacts: Contacts | None) -> list[str | None]:
    return [one.email for one in contacts.contacts] if contacts else []


OWN, BORROWED = people(CONTACTS), people(THEIRS)


def test_a_unit_that_exists_is_written_to_itself() -> None:
    async def go() -> None:
        for ends in (None, date(2022, 9, 16)):
            found = await addressees(ends, **{HEIR: THEIRS})
            assert people(await found.to_write_to("binh-son")) == OWN
            assert people(await found.behind_tokens("binh-son")) == OWN

    run(1, go())


def test_a_unit_that_has_ended_is_written_to_by_its_successors_contacts() -> None:
    """A message composed before its end still finds whom it was composed to."""

    async def go() -> None:
        found = await addressees(ENDED, **{HEIR: THEIRS})
        assert people(await found.to_write_to("binh-son")) == BORROWED
        behind = await found.behind_tokens("binh-son")
        assert (behind.unit, people(behind)) == ("binh-son", OWN + BORROWED)
        tokens = [one.id for one in behind.contacts]
        assert len(set(tokens)) == len(tokens)
        assert "h-1" not in tokens

    run(1, go())


def test_a_successor_is_named_where_its_contact_is_reached_and_only_there() -> None:
    async def go() -> None:
        found = await addressees(ENDED, **{HEIR: THEIRS})
        behind = await found.behind_tokens("binh-son")
        named = {}
        for one in behind.contacts:
            reached = await found.reached(behind, one.id, "email", "reminders", ENDED)
            if reached is not None:
                named[reached.address] = reached.successor
        assert named == {**dict.fromkeys(filter(None, OWN), ""), "h@xa.example": "UBND xã mới"}

    run(1, go())


def test_an_ended_unit_whose_successors_have_nobody_is_written_to_itself() -> None:
    async def go() -> None:
        found = await addressees(YESTERDAY)
        assert people(await found.to_write_to("binh-son")) == OWN
        assert await found.to_write_to("nowhere") is None
        assert people(await found.behind_tokens("nowhere")) == []

    run(1, go())


def test_no_more_are_written_to_than_the_contract_allows() -> None:
    async def go() -> None:
        many = [
            Contact(id=f"h-{n}", role="officer", name="H", email=f"{n}@x.example")
            for n in range(100)
        ]
        found = await addressees(ENDED, **{HEIR: Contacts(unit=HEIR, contacts=many)})
        behind = await found.behind_tokens("binh-son")
        assert (len(behind.contacts), people(behind)[: len(OWN)]) == (100, OWN)

    run(1, go())


def test_who_approves_a_report_is_written_to_and_not_who_sent_it() -> None:
    """When messages are composed, and again when their addresses are looked up."""
    above = Contact(id="t-1", role="officer", name="T", email="t@tinh.example")

    async def go() -> None:
        trial = Trial()
        trial.book.contacts["ubnd-tinh"] = Contacts(unit="ubnd-tinh", contacts=[above])
        await trial.publish(plan(ladder=[rung("x1", -1, owed=["bao-cao_approval"])]))
        await trial.unit_says(opened(), approves())
        trial.start()
        await trial.end()
        said = await trial.said()
        [composed] = [fact for fact in said if isinstance(fact, MessageComposed)]
        assert (composed.unit, composed.recipient) == ("binh-son", "t-1")
        assert [fact.message for fact in said if isinstance(fact, MessageAccepted)] == [
            composed.message
        ]

    run(1, go())
