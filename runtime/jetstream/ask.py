"""Runtime, JetStream: answers requests on core NATS, each by one of a service's replicas."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress

import nats.errors
import structlog
from faststream.nats import NatsBroker
from nats.aio.msg import Msg

from runtime.jetstream.connection import connection

log = structlog.get_logger()

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
