"""Runtime, JetStream: what a stream keeps, page by page, and the last message of a subject."""

from faststream.nats import NatsBroker
from nats.js.errors import APIError, NotFoundError

from contracts import topology
from runtime.delivery import EXPECTED
from runtime.jetstream.away import reached
from runtime.jetstream.connection import js
from runtime.jetstream.log import LOST_RACE, direct_get
from runtime.jetstream.publish import Publisher
from runtime.ports import Conflict, Held


class StreamLatest:
    """As runtime.ports.Latest."""

    def __init__(self, broker: NatsBroker, stream: topology.Stream) -> None:
        self._broker = broker
        self._stream = stream
        self._publisher = Publisher(broker)

    async def find(self, subject: str) -> Held | None:
        try:
            last = await reached(js(self._broker).get_last_msg(self._stream.name, subject))
        except NotFoundError:
            return None
        return Held(subject, last.seq or 0, last.data or b"")

    async def replace(self, subject: str, data: bytes, expected: int) -> int:
        try:
            return await self._publisher.publish(subject, data, {EXPECTED: str(expected)})
        except APIError as error:
            if error.err_code not in LOST_RACE:
                raise
            raise Conflict(subject) from error


class StreamPages:
    """As runtime.ports.Pages."""

    def __init__(self, broker: NatsBroker, stream: topology.Stream) -> None:
        self._broker = broker
        self._stream = stream

    async def page(self, pattern: str, after: int, most: int) -> tuple[list[Held], bool]:
        request = {"seq": after + 1, "next_by_subj": pattern, "batch": most}
        found, more = await direct_get(self._broker, self._stream.name, request)
        headers = [message.headers or {} for message in found]
        held = [
            Held(head["Nats-Subject"], int(head["Nats-Sequence"]), message.data)
            for head, message in zip(headers, found, strict=True)
        ]
        return held, more
