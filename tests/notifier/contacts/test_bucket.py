"""Contacts in their bucket: two replicas at once, a crash between writings, a lost ring."""

import asyncio

import pytest

from contracts import topology
from contracts.outgoing import Contacts
from runtime.failure import Unavailable
from runtime.jetstream.connection import connection, js
from services.notifier.outbound.contacts import ContactBucket
from services.notifier.outbound.sealing import new_key
from tests.notifier.campaign import CONTACTS

pytestmark = pytest.mark.servers


async def test_two_replicas_that_write_at_once_lose_no_key(office, notifier):
    """The notifier is one process, this test another; they share the ring's folder."""
    notifier.start()
    records = [CONTACTS.model_copy(update={"unit": f"unit-{n}"}) for n in range(40)]

    async def by_asking(record: Contacts) -> None:
        subject = topology.ask_contacts(topology.OPERATOR, "keep", record.unit)
        question = record.model_dump_json(exclude_none=True).encode()
        await connection(office.broker).request(subject, question, 20)

    async def here(record: Contacts) -> None:
        await office.know(*record.contacts, unit=record.unit)

    ways = (by_asking, here)
    await asyncio.gather(*(ways[n % 2](record) for n, record in enumerate(records)))
    assert [await office.book.of(record.unit) for record in records] == records


async def test_what_another_replica_wrote_is_read_although_it_was_read_before(office):
    """What lies in the bucket is kept sealed; that nobody wrote since is asked each time."""
    await office.know(*CONTACTS.contacts)
    other = ContactBucket(office.broker, office.ring)
    assert await other.of(CONTACTS.unit) == await other.of(CONTACTS.unit) == CONTACTS
    await office.know(*CONTACTS.contacts[:1])
    assert await other.of(CONTACTS.unit) == await office.book.of(CONTACTS.unit) != CONTACTS
    await office.book.replace(CONTACTS.unit, lambda _: None)
    assert await other.of(CONTACTS.unit) is None


async def test_a_crash_between_two_writings_loses_nothing(office):
    """The ring holds both keys meanwhile: before the value is there, and after."""
    await office.know(*CONTACTS.contacts)
    ring, unit = office.ring, CONTACTS.unit
    for stray in ([new_key(), *ring.keys(unit)], [*ring.keys(unit), new_key()]):
        ring.put(unit, stray)
        assert await office.book.of(unit) == CONTACTS
    await office.know(*CONTACTS.contacts[:1])
    assert len(ring.keys(unit)) == 1


async def test_a_lost_ring_is_said_with_what_to_do_until_contacts_are_there_again(office):
    await office.know(*CONTACTS.contacts)
    await office.book.check()
    office.ring.put(CONTACTS.unit, [])
    async with office.book.looked_through():
        pass
    with pytest.raises(Unavailable, match=rf"\({CONTACTS.unit}\).*import them again or erase"):
        await office.book.check()
    assert await office.book.of(CONTACTS.unit) is None
    await office.know(*CONTACTS.contacts)
    await office.book.check()


async def test_the_servers_overwrite_what_was_replaced(office):
    """One message of each unit is left, and it is the newest."""
    await office.know(*CONTACTS.contacts)
    await office.know(*CONTACTS.contacts[:1])
    state = (await js(office.broker).stream_info(topology.CONTACTS_STREAM)).state
    assert (state.messages, state.first_seq) == (1, 2)
