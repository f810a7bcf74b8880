"""Notifier, outbound: a unit's contacts in the only place that holds them, each under its key."""

import asyncio
import hmac
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from hashlib import sha256

import structlog
from faststream.nats import NatsBroker
from nats.js.errors import NotFoundError
from nats.js.kv import KeyValue
from pydantic import ValidationError

from contracts import topology
from contracts.outgoing import Contacts, Erasure
from contracts.plan import Channel
from runtime.failure import Unavailable
from runtime.jetstream.ask import Asking, Found
from runtime.jetstream.away import reached
from runtime.jetstream.connection import js
from runtime.together import Together
from services.notifier.application.ports import Change
from services.notifier.outbound.ring import KeyRing
from services.notifier.outbound.sealing import new_key, seal, unseal

log = structlog.get_logger()

AT_ONCE = 50
"""Units whose contacts are read at once."""
REMOVED = "KV-Operation"
"""Says of what stands in a bucket that nothing does any more."""
LOOKS = 3
"""A value that no key opens is looked at again: it may just have been replaced."""


class ContactBucket:
    """As application.ports.ContactStore: the CONTACTS bucket, and the ring beside it."""

    def __init__(self, broker: NatsBroker, ring: KeyRing) -> None:
        self._broker = broker
        self._ring = ring
        self._locked: set[str] = set()
        self._handle: KeyValue | None = None
        self._asking = Asking(broker)
        self._newest = Together(lambda: self._last(topology.contacts_key("*")))
        self._sealed: dict[str, tuple[Found, Found]] = {}

    async def of(self, unit: str) -> Contacts | None:
        """The unit's contacts; None where there are none, or they cannot be understood."""
        plain = await self._plain(unit)
        try:
            return Contacts.model_validate_json(plain) if plain is not None else None
        except ValidationError as error:
            # Not raised: the error's text holds what it could not read, a person's data.
            log.warning("contacts-not-understood", unit=unit, faults=error.error_count())
            return None

    async def person(self, channel: Channel, address: str) -> str:
        """A keyed hash of what is the same for one address, however it is written."""
        key = await self._ring.persons()
        return hmac.new(key, f"{channel} {address.casefold()}".encode(), sha256).hexdigest()[:32]

    async def everybody(self) -> list[str]:
        return await self._keys("*")

    async def several(self, units: Collection[str]) -> dict[str, Contacts]:
        slots = asyncio.Semaphore(AT_ONCE)

        async def one(unit: str) -> tuple[str, Contacts | None]:
            async with slots:
                return unit, await self.of(unit)

        found = await asyncio.gather(*(one(unit) for unit in units))
        return {unit: contacts for unit, contacts in found if contacts}

    async def replace(self, unit: str, change: Change) -> tuple[Contacts | None, Contacts | None]:
        """The new value has a key of its own, and the old key goes: what was there stays closed in
        every copy of the stream, its Raft log and its backups.

        The ring holds both keys only while the value is written, so that a crash loses nothing.
        """
        async with self._ring.changing():
            known = await self.of(unit)
            left = change(known)
            bucket, before = await self._bucket(), await self._entry(unit)
            if left is None:
                await self._put(unit)
                if before is not None:
                    await self._overwrite(before.sequence)
                    await reached(bucket.purge(unit))
            elif left != known:
                key = new_key()
                await self._put(unit, key, *self._ring.keys(unit))
                plain = left.model_dump_json(exclude_none=True).encode()
                await reached(bucket.put(unit, seal(key, unit, plain)))
                await self._put(unit, key)
                if before is not None:
                    await self._overwrite(before.sequence)
            self._locked.discard(unit)
        return known, left

    async def forget(self, unit: str) -> None:
        async with self._ring.changing():
            await asyncio.to_thread(self._ring.forget, unit)

    async def note(self, erasure: Erasure) -> None:
        stamp = f"{erasure.at:%Y%m%dT%H%M%S%f}"
        key = topology.erasure(erasure.unit, stamp)
        await reached((await self._bucket()).put(key, erasure.model_dump_json().encode()))

    async def erasures(self, unit: str) -> list[Erasure]:
        found = []
        for key in await self._keys(topology.erasure(unit, "*")):
            entry = await self._entry(key)
            if entry is not None:
                found.append(Erasure.model_validate_json(entry.data))
        return found

    @asynccontextmanager
    async def looked_through(self) -> AsyncIterator[None]:
        """Entered at the start: finds the units whose contacts no key opens."""
        for unit in await self.everybody():
            await self._plain(unit)
        yield

    async def check(self) -> None:
        """Raises Unavailable where contacts are locked, or the ring cannot be read."""
        self._ring.open()
        if self._locked:
            some = ", ".join(sorted(self._locked)[:3])
            raise Unavailable(
                f"no key opens the contacts of {len(self._locked)} units ({some}): put back a copy"
                " of the ring, or import them again or erase them (docs/personal-data.md)"
            )

    async def _plain(self, unit: str) -> bytes | None:
        for _ in range(LOOKS):
            entry = await self._standing(unit)
            if entry is None:
                return None
            plain = unseal(self._ring.keys(unit), unit, entry.data)
            if plain is not None:
                self._locked.discard(unit)
                return plain
        log.warning("contacts-without-key", unit=unit)
        self._locked.add(unit)
        return None

    async def _put(self, unit: str, *keys: bytes) -> None:
        """In a thread: it waits for the disk."""
        await asyncio.to_thread(self._ring.put, unit, keys)

    async def _bucket(self) -> KeyValue:
        """Looked up once: the handle only knows the bucket's name."""
        if self._handle is None:
            self._handle = await reached(js(self._broker).key_value(topology.CONTACTS_BUCKET))
        return self._handle

    async def _standing(self, unit: str) -> Found | None:
        """A unit's value as it lies in the bucket, sealed: read again where anybody's was written
        since it was read. One look shows that for all units that are asked about meanwhile.
        """
        newest = await self._newest.answer()
        found, seen = self._sealed.pop(unit, (None, None))
        if newest is None or seen != newest:
            found = await self._entry(unit)
        if found is not None and newest is not None:
            self._sealed[unit] = found, newest
        return found

    async def _entry(self, key: str) -> Found | None:
        found = await self._last(topology.contacts_key(key))
        return found if found and REMOVED not in found.headers else None

    async def _last(self, subject: str) -> Found | None:
        return await reached(self._asking.last(topology.CONTACTS_STREAM, subject))

    async def _keys(self, pattern: str) -> list[str]:
        """The keys that a pattern fits, in their order; "*" fits units' alone."""
        front = topology.contacts_key("")
        asked = js(self._broker).stream_info(topology.CONTACTS_STREAM, front + pattern)
        subjects = (await reached(asked)).state.subjects or {}
        return sorted(subject.removeprefix(front) for subject in subjects)

    async def _overwrite(self, revision: int) -> None:
        """The server overwrites the bytes of a removed message in its files."""
        try:
            await reached(js(self._broker).delete_msg(topology.CONTACTS_STREAM, revision))
        except NotFoundError:
            return
