"""Handing a durable's messages to a handler under the failure policy, whatever carries them."""

import asyncio
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

import pytest

from contracts import topology
from contracts.findings import Malformed, finding
from runtime import policy
from runtime.delivery import Delivery, Handler, Key
from runtime.failure import Retry, Unavailable
from runtime.ports import Conflict

LATE = 20.0
SUBJECT = topology.outbox("email", "m")
DURABLE = topology.NOTIFIER_EMAIL


class Heard:
    """What a handler was given, and a way to await a number of them."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._items: list[bytes] = []
        self._done = asyncio.Event()

    def add(self, data: bytes) -> None:
        self._items.append(data)
        if len(self._items) >= self._count:
            self._done.set()

    async def all(self) -> list[bytes]:
        async with asyncio.timeout(LATE):
            await self._done.wait()
        return self._items


class Handing(Protocol):
    """Something that carries messages to handlers."""

    async def send(self, *bodies: bytes) -> None:
        """Store messages on SUBJECT."""

    def to(self, handler: Handler, key: Key | None) -> AbstractAsyncContextManager[object]:
        """Hand DURABLE's messages to a handler while this is entered."""

    async def settled(self) -> None:
        """Wait until every message has left the stream."""

    async def letters(self) -> list[dict[str, Any]]:
        """The dead letters."""


def by_subject(item: Delivery) -> str:
    return item.subject


class HandingSpecification:
    """Given `handing`."""

    async def test_a_malformed_message_is_buried_and_stops_nobody(self, handing: Handing) -> None:
        """Its neighbours in the same batch are handled at once, in their order."""
        heard = Heard(2)

        async def handle(item: Delivery) -> None:
            if item.data == b"bad":
                raise Malformed([finding("not-json", detail="x", detail_vi="x")])
            heard.add(item.data)

        await handing.send(b"one", b"bad", b"two")
        async with handing.to(handle, by_subject):
            assert await heard.all() == [b"one", b"two"]
            await handing.settled()
        [letter] = await handing.letters()
        assert (letter["reason"], letter["subject"], letter["sequence"]) == (
            "malformed",
            SUBJECT,
            2,
        )

    async def test_an_exception_does_not_drop_the_message(self, handing: Handing) -> None:
        """It comes back, and is handled where it then works."""
        heard = Heard(1)

        async def handle(item: Delivery) -> None:
            if item.deliveries < 3:
                raise KeyError("a fault of ours")
            heard.add(item.data)

        await handing.send(b"x")
        async with handing.to(handle, None):
            assert await heard.all() == [b"x"]
        assert await handing.letters() == []

    async def test_a_message_that_never_works_is_buried_in_the_end(
        self, handing: Handing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """After the last delivery it is a dead letter with the reason, and the original whole."""
        monkeypatch.setattr(policy, "MAX_DELIVERIES", 2)

        async def handle(item: Delivery) -> None:
            raise KeyError("always")

        await handing.send(b"x")
        async with handing.to(handle, None):
            await handing.settled()
        [letter] = await handing.letters()
        kept = letter["reason"], letter["deliveries"], letter["body_base64"]
        assert kept == ("failed", 2, "eA==")

    async def test_a_message_waits_for_a_server_that_is_away(
        self, handing: Handing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Unavailable never ends in a dead letter, however often."""
        monkeypatch.setattr(policy, "MAX_DELIVERIES", 1)
        heard = Heard(1)

        async def handle(item: Delivery) -> None:
            if item.deliveries < 4:
                raise Unavailable("database away")
            heard.add(item.data)

        await handing.send(b"x")
        async with handing.to(handle, None):
            assert await heard.all() == [b"x"]
        assert await handing.letters() == []

    async def test_waiting_counts_towards_no_burial(
        self, handing: Handing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Who lost four races, and then fails once, is tried again."""
        monkeypatch.setattr(policy, "MAX_DELIVERIES", 2)
        heard = Heard(1)

        async def handle(item: Delivery) -> None:
            if item.deliveries < 5:
                raise Conflict(item.subject)
            if item.deliveries == 5:
                raise KeyError("a fault of ours")
            heard.add(item.data)

        await handing.send(b"x")
        async with handing.to(handle, None):
            assert await heard.all() == [b"x"]
        assert await handing.letters() == []

    async def test_what_asks_for_it_is_put_back(
        self, handing: Handing, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Retry is not a fault: nothing is buried for it, and what comes later goes on."""
        monkeypatch.setattr(policy, "MAX_DELIVERIES", 1)
        heard = Heard(3)

        async def handle(item: Delivery) -> None:
            if item.data == b"later" and item.deliveries < 3:
                raise Retry("not yet", 0.1)
            heard.add(item.data)

        await handing.send(b"later", b"one", b"two")
        async with handing.to(handle, by_subject):
            assert await heard.all() == [b"one", b"two", b"later"]
        assert await handing.letters() == []

    async def test_a_slow_handler_s_message_does_not_come_again(self, handing: Handing) -> None:
        """What is in hand is told to be, for longer than its acknowledgement time."""
        heard = Heard(2)

        async def handle(item: Delivery) -> None:
            await asyncio.sleep(1.5 * DURABLE.ack_wait.total_seconds())
            heard.add(b"%d" % item.deliveries)

        await handing.send(b"x")
        async with handing.to(handle, None):
            await handing.settled()
            await handing.send(b"y")
            assert await heard.all() == [b"1", b"1"]

    async def test_what_was_in_hand_at_a_kill_comes_again(self, handing: Handing) -> None:
        """Nothing is lost by ending at any moment."""
        begun, heard = Heard(1), Heard(1)

        async def hang(item: Delivery) -> None:
            begun.add(item.data)
            await asyncio.Event().wait()

        async def handle(item: Delivery) -> None:
            heard.add(item.data)

        await handing.send(b"x")
        async with handing.to(hang, None):
            await begun.all()
        async with handing.to(handle, None):
            assert await heard.all() == [b"x"]
