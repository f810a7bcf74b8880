"""Runtime, JetStream: one broker per process, with the client's known traps taken out."""

import asyncio
import logging
from typing import Any

import nats.errors
import structlog
from faststream.nats import NatsBroker, NatsCredentials
from faststream.security import BaseSecurity, SASLPlaintext
from nats.aio.client import Client
from nats.js.client import JetStreamContext
from nats.js.errors import APIError
from nats.protocol.parser import PERMISSIONS_ERR

from contracts.permissions import inbox_prefix
from runtime.access import claims
from runtime.settings import RuntimeSettings

log = structlog.get_logger()

LEAST_FETCH_SECONDS = 0.005
AGAIN_SECONDS = 0.5
"""Until a durable that was not there is asked again."""
GRACE_SECONDS = 20.0
"""How long handlers in flight may go on after SIGTERM."""

_fetch = JetStreamContext.PullSubscription.fetch


async def _fetch_or_client_timeout(
    self: JetStreamContext.PullSubscription,
    batch: int = 1,
    timeout: float | None = 5,  # noqa: ASYNC109 - the signature it replaces
    heartbeat: float | None = None,
) -> Any:
    """As the client's own, but always with the client's own time-out error, and not again and again
    without a pause where there is no server or durable: FastStream asks on at once.

    It may raise the builtin TimeoutError, which FastStream does not expect: its consume task
    dies, and what it had collected waits for ack_wait. Measured: up to 2.6 % of messages late.
    See https://github.com/nats-io/nats.py/issues/985 for the sibling fault in publish_async,
    which is not used here at all.
    """
    if timeout is not None and timeout < LEAST_FETCH_SECONDS:
        raise nats.errors.TimeoutError  # the request would carry a zero expiry
    if not self._nc.is_connected:
        await asyncio.sleep(AGAIN_SECONDS)
        raise nats.errors.TimeoutError  # else requests pile up until the server is back
    try:
        return await _fetch(self, batch, timeout, heartbeat)
    except nats.errors.TimeoutError:
        raise
    except APIError as error:  # no such durable, or no stream
        await asyncio.sleep(AGAIN_SECONDS)
        raise nats.errors.TimeoutError from error
    except asyncio.TimeoutError as error:  # noqa: UP041 - spelled as the client spells it
        raise nats.errors.TimeoutError from error


JetStreamContext.PullSubscription.fetch = _fetch_or_client_timeout  # type: ignore[method-assign]


_process_pong = Client._process_pong


async def _pong_for_whoever_waits(self: Client) -> None:
    """As the client's own, but a flush that nobody waits for any more is passed over.

    Its future is cancelled and still the first in line when the late answer comes: setting it ends
    the task that reads, and the connection is deaf from then on, without a word (measured: a
    server stalled for longer than a flush waits).
    """
    if self._pongs and self._pongs[0].done():
        self._pongs[0] = asyncio.get_running_loop().create_future()
    await _process_pong(self)


Client._process_pong = _pong_for_whoever_waits  # type: ignore[method-assign]

parse_headers = Client._parse_header_lines


def header_lines(raw: bytes) -> dict[str, str]:
    """As the client's own (`parse_headers`), at less than half its cost: that one looks at each
    character of a name by itself, and a message of the log has seven names.
    """
    found = {}
    for line in raw.split(b"\r\n"):
        written, separator, value = line.partition(b":")
        if not separator or not written.isascii():
            continue
        name = written.strip().decode()
        if name.split() == [name] or not name:
            found[name] = value.strip().decode("utf-8", "replace")
    return found


Client._parse_header_lines = staticmethod(header_lines)  # type: ignore[method-assign]


_process_err = Client._process_err
_brokers: set[str] = set()
"""The names of this process's brokers; other clients in it stay as they are."""


async def _reconnect_after(self: Client, err_msg: str) -> None:
    """As the client's own, but what the server says as it cuts a broker's line off, such as that
    credentials have expired, does not close the connection for ever.
    """
    if self.options.get("name") not in _brokers:
        await _process_err(self, err_msg)
        return
    self._err = nats.errors.Error("nats: " + err_msg.strip("'"))
    if PERMISSIONS_ERR in err_msg:
        await self._error_cb(self._err)
    else:
        await self._process_op_err(self._err)


Client._process_err = _reconnect_after  # type: ignore[method-assign]


# A line by TLS that a server closes makes asyncio warn of what the client does right.
logging.getLogger("asyncio").addFilter(lambda record: "eof_received" not in record.getMessage())


async def _on_error(error: Exception) -> None:
    log.warning("nats-error", error=repr(error))


async def _on_disconnect() -> None:
    log.warning("nats-disconnected")


async def _on_reconnect() -> None:
    log.info("nats-reconnected")


def make_broker(settings: RuntimeSettings, name: str) -> NatsBroker:
    """A broker that reconnects for ever; nothing connects yet.

    The default of 60 attempts ends in a loop that starves the process when a server stays away.
    Answers come in where this user alone may listen.
    """
    _brokers.add(name)
    return NatsBroker(
        settings.nats_url.split(","),
        name=name,
        security=_security(settings),
        inbox_prefix=inbox_prefix(_user(settings) or name),
        max_reconnect_attempts=-1,
        reconnect_time_wait=1,
        graceful_timeout=GRACE_SECONDS,
        error_cb=_on_error,
        disconnected_cb=_on_disconnect,
        reconnected_cb=_on_reconnect,
        logger=logging.getLogger("faststream"),
    )


def _user(settings: RuntimeSettings) -> str | None:
    """Our name at the server, which its permissions and our inbox are called by."""
    if settings.nats_credentials_file is None:
        return settings.nats_user
    file = settings.nats_credentials_file.read_text()
    return str(claims.read(claims.token_in(file))["name"])


def _security(settings: RuntimeSettings) -> BaseSecurity | None:
    """Who we are, and whether the line is secured."""
    tls = settings.nats_tls()
    if settings.nats_credentials_file:
        return NatsCredentials.from_file(settings.nats_credentials_file, ssl_context=tls)
    if settings.nats_user and (password := settings.nats_password()):
        return SASLPlaintext(settings.nats_user, password, ssl_context=tls)
    return BaseSecurity(ssl_context=tls) if tls else None


def js(broker: NatsBroker) -> JetStreamContext:
    """The JetStream context of a connected broker; raises IncorrectState before that."""
    return broker.config.broker_config.connection_state.stream


def connection(broker: NatsBroker) -> Client:
    """The NATS connection of a connected broker; raises IncorrectState before that."""
    return broker.config.broker_config.connection_state.connection
