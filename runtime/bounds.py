"""Runtime, bounds: what one HTTP connection may take of time and room, on every service's port."""

import asyncio
import resource
from dataclasses import dataclass
from typing import Any, ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


@dataclass(frozen=True)
class Bounds:
    """Seconds are real time.

    request: for a whole request to come, from the connection or from the end of the last answer
    answer: for its answer to be made and taken
    idle: between an answer and the first byte of the next request
    header: bytes of a request's line and headers
    connections: at once; beyond, the one that has kept us waiting longest is cut
    """

    request: float = 10.0
    answer: float = 120.0
    idle: int = 5
    header: int = 32 * 1024
    connections: int = 2500


FILES_BESIDE = 200
"""Files and sockets that a service needs beside its HTTP connections, amply."""


def room(bounds: Bounds) -> int:
    """How many connections this process can hold: as the bounds say, or as many as the system lets
    it open. The soft limit is raised as far as the hard one lets it.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = bounds.connections + FILES_BESIDE
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return min(bounds.connections, soft - FILES_BESIDE)


class Bounded(H11Protocol):
    """Uvicorn's protocol with a clock on every phase of a connection.

    Uvicorn alone times nothing but the silence after an answer: who sends half a request holds a
    connection for ever. Bytes that drip in do not wind this clock up again.
    """

    bounds: ClassVar[Bounds]
    most: ClassVar[int]
    waiting: ClassVar[dict["Bounded", None]]
    """Connections that owe us a request, the longest waiting first."""

    _timer: asyncio.TimerHandle | None = None
    _answering = False
    _answer_until = 0.0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._await_request()
        if len(self.connections) > self.most:
            longest = next(iter(self.waiting))
            del self.waiting[longest]
            longest.transport.abort()

    def handle_events(self) -> None:
        """Called with every piece of a request, and for one that came before its turn."""
        super().handle_events()
        under_way = self.cycle is not None and not self.cycle.response_complete
        if under_way and not self._answering and self.conn.their_state is not h11.SEND_BODY:
            self._answering = True
            self.waiting.pop(self, None)
            self._answer_until = self.loop.time() + self.bounds.answer
            self._wind(self.bounds.answer)

    def on_response_complete(self) -> None:
        self._await_request()
        super().on_response_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self.waiting.pop(self, None)
        if self._timer is not None:
            self._timer.cancel()

    def _await_request(self) -> None:
        self._answering = False
        self.waiting.pop(self, None)
        self.waiting[self] = None
        self._wind(self.bounds.request)

    def _wind(self, seconds: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self.loop.call_later(seconds, self._cut)

    def _cut(self) -> None:
        """Time is up; only an answer that is still being taken gets what it has left."""
        left = self._answer_until - self.loop.time()
        if not self._answering and left > 0 and self.transport.get_write_buffer_size():
            self._wind(left)
        else:
            self.transport.abort()


def bounded(bounds: Bounds) -> type[Bounded]:
    """The protocol for one server."""
    own: dict[str, Any] = {"bounds": bounds, "most": room(bounds), "waiting": {}}
    return type("BoundedProtocol", (Bounded,), own)
