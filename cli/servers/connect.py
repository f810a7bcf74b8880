"""Cli, servers: one connection to NATS for one run, and a clear word when it is not there."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import structlog
from faststream.nats import NatsBroker
from nats.errors import Error
from nats.js.client import JetStreamContext
from nats.js.errors import APIError, NoStreamResponseError, NotFoundError

from cli.console import Trouble
from cli.progress import progress
from cli.servers.addresses import nats_address, nats_credentials
from cli.servers.environment import read_settings
from cli.translate.system import os_vi
from runtime.failure import Unavailable, Unreadable
from runtime.jetstream.connection import js, make_broker
from runtime.settings import RuntimeSettings

CONNECT_SECONDS = 5.0
T = TypeVar("T")


@dataclass(frozen=True)
class Session:
    """One connection to NATS, for one run of the command."""

    broker: NatsBroker
    js: JetStreamContext
    settings: RuntimeSettings


@asynccontextmanager
async def session(nats: str | None, credentials: Path | None = None) -> AsyncIterator[Session]:
    """A connected session, by these credentials or those that the environment names; raises
    Trouble where NATS was not named, is away or refuses.
    """
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    url = nats_address(nats)
    if url is None:
        raise Trouble("nats-wanted")
    given = credentials or nats_credentials(nats)
    settings = read_settings(nats_url=url, **({"nats_credentials_file": given} if given else {}))
    try:
        broker = make_broker(settings, "ngayso-cli")
    except OSError as error:
        name = error.filename or "NGAYSO_NATS_*_FILE"
        said = {"detail": f"{name}: {error.strerror}", "detail_vi": f"{name}: {os_vi(error)}"}
        raise Trouble("settings-wrong", **said) from error
    try:
        await asyncio.wait_for(broker.connect(), CONNECT_SECONDS)
    except (OSError, TimeoutError, Error) as error:
        detail = str(error) or type(error).__name__
        raise Trouble("nats-away", url=settings.nats_url, detail=detail) from error
    try:
        yield Session(broker, js(broker), settings)
    except Unreadable as error:
        place = {"sequence": error.sequence, "subject": error.subject}
        raise Trouble("record-unreadable", **place) from error
    except (NoStreamResponseError, NotFoundError) as error:
        raise Trouble("no-streams") from error
    except APIError as error:
        words = {"detail": error.description, "number": error.err_code}
        raise Trouble("refused-by-nats", **words) from error
    except (OSError, TimeoutError, Error, Unavailable) as error:
        detail = str(error) or type(error).__name__
        raise Trouble("nats-away", url=settings.nats_url, detail=detail) from error
    finally:
        await broker.stop()


def with_nats(
    nats: str | None, work: Callable[[Session], Coroutine[Any, Any, T]], *, quiet: bool
) -> T:
    """Run one piece of work over a connection of its own; `quiet` where it shows its own bar."""

    async def run() -> T:
        async with session(nats) as connected:
            return await work(connected)

    with progress("talking-to-nats", quiet=quiet):
        return asyncio.run(run())
