"""Runtime, serve: runs one service, tells the truth about its health, and stops gracefully."""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import cast

import structlog
import uvicorn
from faststream.nats import NatsBroker
from nats.js.errors import NotFoundError
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from contracts import topology
from contracts.topology import Durable
from runtime.bounds import Bounds, bounded
from runtime.failure import AWAY
from runtime.jetstream.away import reached
from runtime.jetstream.connection import js
from runtime.jetstream.publish import Publisher
from runtime.metrics import PENDING, WRITABLE
from runtime.settings import RuntimeSettings
from runtime.telemetry import configure
from runtime.unread import UNREAD

log = structlog.get_logger()

CHECK_SECONDS = 2.0
REMEDY = "ngayso topology apply; but where NATS came back empty, ngayso restore first"
"""Of a durable that is not there. Who declares it upon an empty log begins another one."""
Check = Callable[[], Coroutine[None, None, None]]
Notes = Callable[[], dict[str, object]]


@dataclass
class Service:
    """A service put together: what it consumes, what it serves, what it needs.

    `resources` are entered after the broker is connected and before it consumes, and left after
    it has stopped; `workers` are entered once it consumes, and left before it stops. `checks` raise
    when what they look at is not usable. `notes`, asked after them, say what a person has to do
    that keeps nobody from being served.
    """

    name: str
    broker: NatsBroker
    durables: Sequence[Durable]
    checks: dict[str, Check] = field(default_factory=dict)
    mounts: Sequence[tuple[str, ASGIApp]] = ()
    resources: Sequence[AbstractAsyncContextManager[object]] = ()
    notes: Notes = dict
    workers: Sequence[Callable[[], AbstractAsyncContextManager[object]]] = ()


class Health:
    """What /livez and /readyz answer.

    A deleted durable does not come back by itself and the client loops on it silently, so it
    fails liveness: who is restarted waits for it, and says what declares it. A server that is away
    fails readiness only. A record of our log that cannot be read fails neither, since all else goes
    on; it is told.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._publisher = Publisher(service.broker)
        self._lost: str | None = None

    async def live(self, _: Request) -> Response:
        if self._lost:
            return JSONResponse({"status": "restart me", "lost": self._lost}, 503)
        return JSONResponse({"status": "alive"})

    async def ready(self, _: Request) -> Response:
        checks = {d.name: self._durable(d) for d in self._service.durables}
        checks["write"] = self._write()
        checks |= {name: check() for name, check in self._service.checks.items()}
        states = await asyncio.gather(*(_state(check) for check in checks.values()))
        bad = any(state != "ok" for state in states)
        told: dict[str, object] = dict(zip(checks, states, strict=True))
        told |= UNREAD.told() | self._service.notes()
        if self._lost:
            told["needs"] = [_gone(self._lost), *cast("list[object]", told.get("needs", []))]
        return JSONResponse(told, 503 if bad else 200)

    async def _write(self) -> None:
        """A disk that is full still answers whoever reads."""
        WRITABLE.set(0)
        await self._publisher.publish(topology.probe(self._service.name), b"{}")
        WRITABLE.set(1)

    async def _durable(self, durable: Durable) -> None:
        try:
            info = await reached(
                js(self._service.broker).consumer_info(durable.stream, durable.name)
            )
        except NotFoundError:
            self._lost = durable.name
            raise
        PENDING.labels(durable.name).set(info.num_pending or 0)


def _gone(durable: str) -> dict[str, str]:
    """What a person has to do, as `notes` say it."""
    said = f"NATS has no durable {durable}: it was removed, or its store came back empty"
    return {"what": "no-durable", "said": said, "next": REMEDY}


async def _state(check: Coroutine[None, None, None]) -> str:
    try:
        await asyncio.wait_for(check, CHECK_SECONDS)
    except Exception as error:
        return repr(error)
    return "ok"


async def _metrics(_: Request) -> Response:
    UNREAD.told()  # forgets what nobody meets any more
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _there(broker: NatsBroker, durable: Durable) -> None:
    """Wait for our durable, which `ngayso topology apply` declares: no service may."""
    while True:
        try:
            await reached(js(broker).consumer_info(durable.stream, durable.name))
        except (NotFoundError, *AWAY) as error:
            log.warning("no-durable", durable=durable.name, error=repr(error), remedy=REMEDY)
            await asyncio.sleep(CHECK_SECONDS)
        else:
            return


def asgi(service: Service) -> Starlette:
    """The service as one ASGI application; its lifespan is the service's life."""
    health = Health(service)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        UNREAD.begin()
        async with AsyncExitStack() as stack:
            await service.broker.connect()
            stack.push_async_callback(service.broker.stop)
            for durable in service.durables:
                await _there(service.broker, durable)
            for resource in service.resources:
                await stack.enter_async_context(resource)
            stack.push_async_callback(service.broker.stop)
            await service.broker.start()
            for worker in service.workers:
                await stack.enter_async_context(worker())
            log.info("started")
            yield
        log.info("stopped")

    routes: list[BaseRoute] = [
        Route("/livez", health.live),
        Route("/readyz", health.ready),
        Route("/metrics", _metrics),
    ]
    routes += [Mount(path, app) for path, app in service.mounts]
    return Starlette(routes=routes, lifespan=lifespan)


def collect_garbage_seldom() -> None:
    """What the imports made is never looked at again, and the rest a tenth as often: a fold is
    hundreds of thousands of objects without cycles (measured: a fifth of all processor time).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def serve(service: Service, settings: RuntimeSettings) -> None:
    """Run until SIGTERM or SIGINT; handlers in flight finish first."""
    configure(settings, service.name)
    collect_garbage_seldom()
    bounds = Bounds()
    uvicorn.run(
        asgi(service),
        host=settings.http_host,
        port=settings.http_port,
        http=bounded(bounds),
        ws="none",
        timeout_keep_alive=bounds.idle,
        h11_max_incomplete_event_size=bounds.header,
        log_config=None,
        access_log=False,
        lifespan="on",
    )
