"""Runtime, JetStream: asks the server; answers what a service is asked, by one of its replicas."""

import asyncio
import itertools
import json
from base64 import b64decode
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import nats.errors
import structlog
from faststream.nats import NatsBroker
from nats.aio.msg import Msg
from nats.js.errors import APIError, NoStreamResponseError, NotFoundError
from pydantic_core import from_json

from runtime.jetstream.connection import connection

log = structlog.get_logger()

ANSWER_SECONDS = 5.0

AT_ONCE = 20
"""Questions in hand; the next ones wait, in the client's memory."""
Answer = Callable[[str, bytes], Awaitable[bytes]]
"""The answer to what was asked on a subject."""


@asynccontextmanager
async def answering(
    broker: NatsBroker, answers: Mapping[str, Answer], service: str
) -> AsyncIterator[None]:
    """Answer what is asked on each pattern; replicas share the questions as one queue group.

    A question that fails is not answered: nobody may wait for it without an end, so whoever asked
    asks again. Those in hand when this ends are still answered.
    """
    hand, nc = _Hand(), connection(broker)
    subscriptions = [
        await nc.subscribe(pattern, queue=service, cb=hand.hearing(answer))
        for pattern, answer in answers.items()
    ]
    try:
        yield
    finally:
        with suppress(nats.errors.Error):  # a server that is away asks nothing
            for subscription in subscriptions:
                await subscription.drain()  # type: ignore[no-untyped-call]
        await asyncio.gather(*hand.under_way)


class _Hand:
    """The questions in hand."""

    def __init__(self) -> None:
        self._slots = asyncio.Semaphore(AT_ONCE)
        self.under_way = set[asyncio.Task[None]]()

    def hearing(self, answer: Answer) -> Callable[[Msg], Awaitable[None]]:
        """Takes a question in hand as soon as there is a place for it."""

        async def hear(msg: Msg) -> None:
            if not msg.reply:
                return
            await self._slots.acquire()
            task = asyncio.create_task(self._one(answer, msg))
            self.under_way.add(task)
            task.add_done_callback(self.under_way.discard)

        return hear

    async def _one(self, answer: Answer, msg: Msg) -> None:
        try:
            await msg.respond(await answer(msg.subject, msg.data))
        except Exception as error:
            log.warning("not-answered", subject=msg.subject, error=repr(error))
        finally:
            self._slots.release()


@dataclass(frozen=True, slots=True)
class Found:
    """A message of a stream, by the stream's leader."""

    subject: str
    sequence: int
    stored_at: datetime
    headers: Mapping[str, str]
    encoded: str

    @property
    def data(self) -> bytes:
        """Decoded for who wants it: of a large message mostly its place is wanted."""
        return b64decode(self.encoded)


class Asking:
    """Questions to the server; the answers to all that is under way come in on one inbox, which
    costs half of the client's own publish and request.
    """

    def __init__(self, broker: NatsBroker) -> None:
        self._broker = broker
        self._inbox = ""
        self._listening: asyncio.Future[None] | None = None
        self._awaited: dict[str, asyncio.Future[Msg]] = {}
        self._numbers = itertools.count()

    async def ask(self, subject: str, data: bytes, headers: dict[str, str] | None = None) -> Any:
        """The answer's JSON; raises what the server answers, or that it is away."""
        if self._listening is None or not self._listening.done():
            await self._listen()
        loop, number = asyncio.get_running_loop(), str(next(self._numbers))
        answer = self._awaited[number] = loop.create_future()
        # A timer of the loop: asyncio.timeout costs as much as all else here (measured).
        timer = loop.call_later(ANSWER_SECONDS, _give_up, answer)
        try:
            reply = f"{self._inbox}.{number}"
            await connection(self._broker).publish(subject, data, reply, headers)
            msg: Msg = await answer
        finally:
            timer.cancel()
            del self._awaited[number]
        if not msg.data:
            raise NoStreamResponseError
        said = from_json(msg.data)
        if "error" in said:
            APIError.from_error(said["error"])  # raises
        return said

    async def message(self, stream: str, request: Mapping[str, Any]) -> Found | None:
        """The message that a request names, where the stream has it (ADR-8: STREAM.MSG.GET)."""
        subject = f"$JS.API.STREAM.MSG.GET.{stream}"
        try:
            message = (await self.ask(subject, json.dumps(request).encode()))["message"]
        except NotFoundError:
            return None
        return Found(
            message["subject"],
            message["seq"],
            datetime.fromisoformat(message["time"]).astimezone(UTC),
            _headers(b64decode(message.get("hdrs", ""))),
            message.get("data", ""),
        )

    async def last(self, stream: str, subject: str) -> Found | None:
        """The last message of a subject or pattern."""
        return await self.message(stream, {"last_by_subj": subject})

    async def _listen(self) -> None:
        """One subscription for all answers; who comes meanwhile waits for it."""
        if self._listening is None:
            self._listening = asyncio.get_running_loop().create_future()
            nc = connection(self._broker)
            self._inbox = nc.new_inbox()
            try:
                await nc.subscribe(f"{self._inbox}.*", cb=self._hear, pending_msgs_limit=-1)
            except BaseException as error:
                self._listening.set_exception(error)
                self._listening.exception()  # nobody else may be waiting
                self._listening = None
                raise
            self._listening.set_result(None)
        await self._listening

    async def _hear(self, msg: Msg) -> None:
        answer = self._awaited.get(msg.subject.rpartition(".")[2])
        if answer is not None and not answer.done():
            answer.set_result(msg)


def _give_up(answer: asyncio.Future[Msg]) -> None:
    if not answer.done():
        answer.set_exception(TimeoutError("no answer"))


def _headers(block: bytes) -> dict[str, str]:
    """What stands between the line of the version and the empty one (ADR-4)."""
    lines = block.decode(errors="surrogateescape").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines if line)
    return {name: value.strip() for name, _, value in pairs}
