"""Runtime, serve: runs one service, tells the truth about its health, and stops gracefully."""

import asyncio
import ctypes
import gc
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import TypeVar, cast

import structlog
import uvicorn
from nats.js.errors import NotFoundError
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from contracts import topology
from contracts.topology import Durable
from runtime.bounds import Bounds, bounded
from runtime.jetstream.away import reached
from runtime.jetstream.connection import js
from runtime.jetstream.publish import Publisher
from runtime.life import Life, Service, missed
from runtime.lines import Requests, configure
from runtime.metrics import PENDING, WRITABLE
from runtime.missing import MISSING
from runtime.settings import RuntimeSettings
from runtime.telemetry import trace_as
from runtime.unread import UNREAD

log = structlog.get_logger()

CHECK_SECONDS = 2.0
M_ARENA_MAX = -8
"""Of mallopt(3)."""
NOT_STARTED = {"Retry-After": "5"}
S = TypeVar("S", bound=RuntimeSettings)


class Health:
    """What /livez and /readyz answer.

    A server that is away, or came back empty, fails readiness only: who is restarted would wait for
    it too. A record of our log that cannot be read fails neither, since all else goes on; it is
    told.
    """

    def __init__(self, service: Service, life: Life) -> None:
        self._service = service
        self._life = life
        self._publisher = Publisher(service.broker)

    async def live(self, _: Request) -> Response:
        """By what this process does itself, and nobody else."""
        if self._life.ended:
            return JSONResponse({"status": "ended by a fault; its log says which"}, 503)
        return JSONResponse({"status": "alive"})

    async def ready(self, _: Request) -> Response:
        if not self._life.started.is_set():
            told: dict[str, object] = {"started": f"waits for {self._life.waits_for}"}
            return JSONResponse(told | {"needs": MISSING.told()}, 503)
        found = await self._look()
        names = [durable.name for durable in self._service.durables]
        missed([name for name in names if isinstance(found[name], NotFoundError)])
        told = {name: "ok" if error is None else _said(error) for name, error in found.items()}
        told |= UNREAD.told() | self._service.notes()
        if needs := [*MISSING.told(), *cast("list[object]", told.get("needs", []))]:
            told["needs"] = needs
        return JSONResponse(told, 503 if any(found.values()) else 200)

    async def _look(self) -> dict[str, Exception | None]:
        """What is wrong with each thing that is looked at, if anything."""
        checks = {d.name: self._durable(d) for d in self._service.durables}
        checks["write"] = self._write()
        checks |= {name: check() for name, check in self._service.checks.items()}
        return dict(zip(checks, await asyncio.gather(*map(_state, checks.values())), strict=True))

    async def _write(self) -> None:
        """A disk that is full still answers whoever reads."""
        WRITABLE.set(0)
        await self._publisher.publish(topology.probe(self._service.name), b"{}")
        WRITABLE.set(1)

    async def _durable(self, durable: Durable) -> None:
        info = await reached(js(self._service.broker).consumer_info(durable.stream, durable.name))
        PENDING.labels(durable.name).set(info.num_pending or 0)


async def _state(check: Coroutine[None, None, None]) -> Exception | None:
    """What is wrong, if anything."""
    try:
        await asyncio.wait_for(check, CHECK_SECONDS)
    except TimeoutError:
        return TimeoutError(f"no answer within {CHECK_SECONDS:g} s")
    except Exception as error:
        return error
    return None


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__


async def _metrics(_: Request) -> Response:
    UNREAD.told()  # forgets what nobody meets any more
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


class _Once:
    """Answers 503 in place of an application whose servers have not been there yet."""

    def __init__(self, app: ASGIApp, life: Life) -> None:
        self._app = app
        self._life = life

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._life.started.is_set():
            return await self._app(scope, receive, send)
        said = {"status": 503, "title": "starting", "detail": "/readyz says what is waited for"}
        answer = JSONResponse(said, 503, NOT_STARTED, "application/problem+json")
        return await answer(scope, receive, send)


def asgi(service: Service) -> Starlette:
    """The service as one ASGI application, which answers at once; its lifespan is the service's."""
    life = Life(service)
    health = Health(service, life)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        UNREAD.begin()
        app.state.started = life.started
        life.begin()
        yield
        await life.leave()

    routes: list[BaseRoute] = [
        Route("/livez", health.live),
        Route("/readyz", health.ready),
        Route("/metrics", _metrics),
    ]
    routes += [Mount(path, _Once(app, life)) for path, app in service.mounts]
    return Starlette(routes=routes, lifespan=lifespan)


def collect_garbage_seldom() -> None:
    """What the imports made is never looked at again, and the rest a tenth as often: a fold is
    hundreds of thousands of objects without cycles (measured: a fifth of all processor time).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def share_one_heap() -> None:
    """Every thread takes its memory from one heap, where the C library is glibc; each had one of
    its own that never shrank (measured: 17 MiB of the reporting service after its documents).
    """
    if one := getattr(ctypes.CDLL(None), "mallopt", None):
        one(M_ARENA_MAX, 1)


def _why(fault: BaseException) -> str:
    """Of a setting which it is and what is wrong with it, not what it holds: that may be secret."""
    if not isinstance(fault, ValidationError):
        return str(fault) or type(fault).__name__
    found = fault.errors(include_input=False, include_url=False)
    named = ("_".join(map(str, one["loc"])).upper() for one in found)
    return "; ".join(
        f"NGAYSO_{name}: {one['msg']}" if name else one["msg"]
        for name, one in zip(named, found, strict=True)
    )


def run(name: str, read: Callable[[], S], build: Callable[[S], Service]) -> None:
    """The service as a process: until SIGTERM or SIGINT; handlers in flight finish first. Whatever
    it says from here on is a line of JSON, why it cannot even be put together included.
    """
    configure(name)
    try:
        settings = read()
        configure(name, settings.log_level)
        service = build(settings)
    except (SystemExit, OSError, ValueError) as fault:
        log.critical("cannot-run", why=_why(fault))
        raise SystemExit(1) from None
    trace_as(settings, name)
    share_one_heap()
    collect_garbage_seldom()
    bounds = Bounds()
    logging.getLogger("uvicorn.access").addFilter(Requests([path for path, _ in service.mounts]))
    uvicorn.run(
        asgi(service),
        host=settings.http_host,
        port=settings.http_port,
        http=bounded(bounds),
        ws="none",
        timeout_keep_alive=bounds.idle,
        h11_max_incomplete_event_size=bounds.header,
        log_config=None,
        lifespan="on",
    )
