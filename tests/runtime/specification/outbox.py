"""Streams that take each message once, whatever keeps them."""

from collections.abc import Awaitable, Callable

from contracts import topology
from runtime.ports import Outbox

Sent = Callable[[], Awaitable[list[bytes]]]
"""What the OUTBOX stream holds."""


class OutboxSpecification:
    """Given an `outbox` and what it `sent`."""

    async def test_the_same_message_is_stored_once(self, outbox: Outbox, sent: Sent) -> None:
        """A message composed twice leaves once; the first is the one that counts."""
        await outbox.put(topology.outbox("email", "m1"), b"first", "m1")
        await outbox.put(topology.outbox("email", "m1"), b"again", "m1")
        await outbox.put(topology.outbox("email", "m2"), b"other", "m2")
        assert await sent() == [b"first", b"other"]

    async def test_an_id_is_the_stream_s_not_the_subject_s(
        self, outbox: Outbox, sent: Sent
    ) -> None:
        """Two channels of one message need two ids."""
        await outbox.put(topology.outbox("email", "m1"), b"mail", "m1")
        await outbox.put(topology.outbox("sms", "m1"), b"text", "m1")
        assert await sent() == [b"mail"]

    async def test_another_stream_knows_nothing_of_it(self, outbox: Outbox, sent: Sent) -> None:
        """Ids are remembered by each stream for itself."""
        await outbox.put(topology.verdicts("u"), b"verdict", "m1")
        await outbox.put(topology.outbox("email", "m1"), b"mail", "m1")
        assert await sent() == [b"mail"]
