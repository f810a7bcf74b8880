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
    slots, under_way = asyncio.Semaphore(AT_ONCE), set[asyncio.Task[None]]()

    async def one(answer: Answer, msg: Msg) -> None:
        try:
            await msg.respond(await answer(msg.subject, msg.data))
        except Exception as error:
            log.warning("not-answered", subject=msg.subject, error=repr(error))
        finally:
            slots.release()

    def hearing(answer: Answer) -> Callable[[Msg], Awaitable[None]]:
        async def hear(msg: Msg) -> None:
            if not msg.reply:
                return
            await slots.acquire()
            task = asyncio.create_task(one(answer, msg))
            under_way.add(task)
            task.add_done_callback(under_way.discard)

        return hear

    nc = connection(broker)
    subscriptions = [
        await nc.subscribe(pattern, queue=service, cb=hearing(answer))
        for pattern, answer in answers.items()
    ]
    try:
        yield
    finally:
        with suppress(nats.errors.Error):  # a server that is away asks nothing
            for subscription in subscriptions:
                await subscription.drain()  # type: ignore[no-untyped-call]
        await asyncio.gather(*under_way)
