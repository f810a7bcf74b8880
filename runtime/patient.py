"""Runtime, patient: the connection of a service, which is tried for as long as the service lives.

The broker alone gives up for good where the server says that it does not know us, also after years,
and writes lines at each try. Neither is for a process that nobody restarts: passwords change.
"""

import base64
import ssl
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nats.errors
import nkeys
import structlog
from faststream.nats import NatsBroker

from runtime.access import claims
from runtime.jetstream.connection import make_broker
from runtime.missing import MISSING, Need
from runtime.settings import RuntimeSettings

log = structlog.get_logger()

NATS = "nats"
"""The name under which it is missed."""
NOT_LET_IN = ("authorization", "authentication", "credentials")
BROKEN = (OSError, TimeoutError, nats.errors.UnexpectedEOF, nats.errors.StaleConnectionError)


def patient_broker(settings: RuntimeSettings, name: str) -> NatsBroker:
    """As make_broker; passwords and credentials are read from their files at each try, so that they
    may change while it runs.
    """
    broker = make_broker(settings, name)
    place = ", ".join(_place(url) for url in settings.nats_url.split(","))

    async def on_error(error: Exception) -> None:
        if (need := _need(error, place)) is not None:
            MISSING.wait(NATS, need)
        else:
            log.warning("nats-error", error=repr(error))

    async def on_disconnect() -> None:
        if broker._connection is not None and broker._connection.is_reconnecting:
            await on_error(nats.errors.UnexpectedEOF())

    async def on_reconnect() -> None:
        MISSING.there(NATS)

    options = broker._connection_kwargs  # FastStream's own callbacks write lines, and give up
    options |= {"error_cb": on_error, "disconnected_cb": on_disconnect}
    options |= {"reconnected_cb": on_reconnect} | _secrets(settings)
    return broker


async def connect(broker: NatsBroker) -> None:
    """Returns once it is connected, however long that takes."""
    await broker.connect()
    MISSING.there(NATS)


def _secrets(settings: RuntimeSettings) -> dict[str, Any]:
    """The client's options that are asked at each try, in place of what was read once."""
    file = settings.nats_credentials_file
    if file is not None:
        token, sign = partial(_token, file), partial(_sign, file)
        return {"user_jwt_cb": token, "signature_cb": sign, "user_credentials": None}
    return {"password": settings.nats_password} if settings.nats_password_file else {}


def _token(file: Path) -> bytes:
    try:
        return claims.token_in(file.read_text()).encode()
    except ValueError:
        raise nats.errors.Error(f"{file} holds no credentials") from None


def _sign(file: Path, nonce: str) -> bytes:
    try:
        return base64.b64encode(claims.key_in(file.read_text()).sign(nonce.encode()))
    except (ValueError, nkeys.NkeysError):
        raise nats.errors.Error(f"{file} holds no credentials") from None


def _need(error: Exception, place: str) -> Need | None:
    """What a person has to do about a broken connection; None for an error of another kind."""
    said = str(error).removeprefix("nats: ").strip("'") or type(error).__name__
    if isinstance(error, (FileNotFoundError, PermissionError)) and error.filename:
        said = f"{error.filename}: {error.strerror}"
        return Need("no-secret", said, "mount it; it is read at each try")
    if isinstance(error, ssl.SSLError):
        return Need(
            "nats-certificate",
            f"NATS at {place} and we do not believe each other's certificates: {said}",
            "NGAYSO_NATS_CA_FILE has to hold the authority of NATS' certificate, and"
            " NGAYSO_NATS_CERTIFICATE_FILE one that NATS believes; they are read at each try",
        )
    if any(word in said.lower() for word in NOT_LET_IN):
        return Need(
            "nats-not-let-in",
            f"NATS at {place} does not let us in: {said}",
            "put what NATS knows into the file of NGAYSO_NATS_PASSWORD_FILE, or of"
            " NGAYSO_NATS_CREDENTIALS_FILE; it is read at each try",
        )
    if isinstance(error, BROKEN):
        return Need(
            "no-nats",
            f"NATS does not answer at {place}: {said}",
            "start NATS, or correct NGAYSO_NATS_URL; connecting goes on by itself",
        )
    return None


def _place(url: str) -> str:
    """An address without the password that it may hold."""
    parts = urlsplit(url if "//" in url else f"//{url}")
    return f"{parts.hostname}:{parts.port or 4222}"
