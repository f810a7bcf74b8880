"""Cli, servers: one connection to NATS for one run, and a clear word when it is not there."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar

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
from contracts.topology import OPERATOR
from runtime.failure import Unavailable, Unreadable
from runtime.jetstream.connection import connection, js, make_broker
from runtime.settings import RuntimeSettings

CONNECT_SECONDS = 5.0
DENIED = "permissions violation"
"""How the server begins what it says to who may not do something."""
T = TypeVar("T")


@dataclass(frozen=True)
class Session:
    """One connection to NATS, for one run of the command."""

    broker: NatsBroker
    js: JetStreamContext
    settings: RuntimeSettings


@asynccontextmanager
async def session(
    nats: str | None, user: str = OPERATOR, credentials: Path | None = None
) -> AsyncIterator[Session]:
    """A connected session as this user, by these credentials or those that the environment names;
    raises Trouble where NATS was not named, is away or refuses.
    """
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    logging.getLogger("faststream").setLevel(logging.CRITICAL)
    url = nats_address(nats)
    if url is None:
        raise Trouble("nats-wanted")
    given = credentials or nats_credentials(nats, user)
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
        _away(settings.nats_url, error)
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
        last = str(connection(broker).last_error or "").removeprefix("nats: ")
        if last.startswith(DENIED):
            raise Trouble("nats-denied", user=user, detail=last) from error
        _away(settings.nats_url, error)
    finally:
        await broker.stop()


def _away(url: str, error: Exception) -> NoReturn:
    """Raises Trouble: NATS is away, or does not let us in."""
    detail = str(error) or type(error).__name__
    code = "nats-not-let-in" if "authorization" in detail.lower() else "nats-away"
    raise Trouble(code, url=url, detail=detail) from error


def with_nats(
    nats: str | None,
    work: Callable[[Session], Coroutine[Any, Any, T]],
    *,
    quiet: bool,
    user: str = OPERATOR,
) -> T:
    """Run one piece of work over a connection of its own, as this user; `quiet` where it shows its
    own bar.
    """

    async def run() -> T:
        async with session(nats, user) as connected:
            return await work(connected)

    with progress("talking-to-nats", quiet=quiet):
        return asyncio.run(run())
