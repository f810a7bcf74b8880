"""Runtime, JetStream: which of the client's errors mean that a server is away."""

from collections.abc import Awaitable
from typing import TypeVar

import nats.errors
import nats.js.errors

from runtime.failure import Unavailable

T = TypeVar("T")

AWAY = (
    nats.errors.NoRespondersError,
    nats.errors.ConnectionClosedError,
    nats.errors.ConnectionReconnectingError,
    nats.errors.OutboundBufferLimitError,
    nats.errors.StaleConnectionError,
    nats.errors.TimeoutError,
    nats.js.errors.NoStreamResponseError,
    nats.js.errors.ServiceUnavailableError,
)
"""No server, no stream, no leader, or no answer in time; and no room, on the disk (10023) or in
what a stream may hold (10077).
"""
NOT_READY = (10008, 10009, 10163)
"""Three servers that have no leader, or not yet, say so under several HTTP codes."""
NO_PLACE = 10005
"""No server to hold a replica: a store is full, or a server is away or not known yet."""


def away(error: Exception) -> bool:
    """Whether the client's error means that a server is away, or that none leads."""
    code = getattr(error, "err_code", None)
    offline = code == NO_PLACE and "peer offline" in str(error)
    return isinstance(error, AWAY) or code in NOT_READY or offline


async def reached(answer: Awaitable[T]) -> T:
    """The server's answer; raises Unavailable where it is away. Other errors are its answer."""
    try:
        return await answer
    except (*AWAY, nats.js.errors.APIError) as error:
        if away(error):
            raise Unavailable(str(error) or repr(error)) from error
        raise
