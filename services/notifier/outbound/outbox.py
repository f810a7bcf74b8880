"""Notifier, outbound: puts composed messages into the outbox, each once."""

from faststream.nats import NatsBroker

from contracts import topology
from contracts.envelope import encode, wrap
from contracts.outgoing import OutgoingMessage
from runtime.jetstream.publish import Publisher

SOURCE = "urn:ngayso:notifier"


class Outbox:
    """The OUTBOX stream."""

    def __init__(self, broker: NatsBroker) -> None:
        self._publisher = Publisher(broker)

    async def put(self, message: OutgoingMessage) -> None:
        """Stores the message; the same one within the duplicate window is stored once."""
        subject = topology.outbox(message.channel, message.message)
        data = encode(wrap(message, id=message.message, source=SOURCE))
        await self._publisher.publish(subject, data, message_id=message.message)
