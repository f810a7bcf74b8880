"""Cli, connect: the way to NATS, and a clear word when it is not there."""

import asyncio
import json
import logging
import os
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

import structlog
import typer
from faststream.nats import NatsBroker
from nats.errors import Error
from nats.js.client import JetStreamContext
from nats.js.errors import APIError, NoStreamResponseError, NotFoundError
from pydantic import ValidationError

from cli.console import Trouble
from runtime.jetstream.connection import js, make_broker
from runtime.settings import RuntimeSettings

CONNECT_SECONDS = 5.0
ENDPOINTS = Path("out/endpoints.json")
"""Where `make up` leaves its addresses."""

T = TypeVar("T")
NatsOption = Annotated[
    str | None,
    typer.Option("--nats", help="Địa chỉ NATS; nếu thiếu: NGAYSO_NATS_URL, out/endpoints.json."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="In JSON cho chương trình đọc.")]
WaitOption = Annotated[
    float, typer.Option("--wait", min=0.1, help="Số giây chờ trả lời / seconds to wait.")
]


def endpoints() -> dict[str, Any]:
    """The addresses of a stack that `make up` started here; empty where there is none."""
    try:
        found = json.loads(ENDPOINTS.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def address_known(nats: str | None) -> bool:
    """Whether somebody said where NATS is; else only its default address could be tried."""
    return bool(nats or os.environ.get("NGAYSO_NATS_URL") or endpoints().get("nats"))


@dataclass(frozen=True)
class Session:
    """One connection to NATS, for one run of the command."""

    broker: NatsBroker
    js: JetStreamContext
    replicas: int


@asynccontextmanager
async def session(nats: str | None) -> AsyncIterator[Session]:
    """A connected session; raises Trouble where NATS is away or refuses."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    if nats is None and "NGAYSO_NATS_URL" not in os.environ:
        nats = endpoints().get("nats")
    try:
        settings = RuntimeSettings(nats_url=nats) if nats else RuntimeSettings()
        broker = make_broker(settings, "ngayso-cli")
    except ValidationError as error:
        detail = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise Trouble("settings-wrong", detail=detail) from error
    except OSError as error:
        raise Trouble("settings-wrong", detail=f"NGAYSO_NATS_PASSWORD_FILE: {error}") from error
    try:
        await asyncio.wait_for(broker.connect(), CONNECT_SECONDS)
    except (OSError, TimeoutError, Error) as error:
        detail = str(error) or type(error).__name__
        raise Trouble("nats-away", url=settings.nats_url, detail=detail) from error
    try:
        yield Session(broker, js(broker), settings.nats_replicas)
    except (NoStreamResponseError, NotFoundError) as error:
        raise Trouble("no-streams") from error
    except APIError as error:
        raise Trouble("refused-by-nats", detail=error.description) from error
    except (OSError, TimeoutError, Error) as error:
        detail = str(error) or type(error).__name__
        raise Trouble("nats-away", url=settings.nats_url, detail=detail) from error
    finally:
        await broker.stop()


def with_nats(nats: str | None, work: Callable[[Session], Coroutine[Any, Any, T]]) -> T:
    """Run one piece of work over a connection of its own."""

    async def run() -> T:
        async with session(nats) as connected:
            return await work(connected)

    return asyncio.run(run())
