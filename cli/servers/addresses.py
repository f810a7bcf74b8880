"""Cli, servers: where they are, by what was said; nothing is tried that nobody named."""

import json
import os
from pathlib import Path
from typing import Any

from contracts.topology import OPERATOR

NATS = "NGAYSO_NATS_URL"
CREDENTIALS = "NGAYSO_NATS_CREDENTIALS_FILE"
REPORTING = "NGAYSO_REPORTING_URL"
TOKEN, TOKEN_FILE = "NGAYSO_REPORTING_TOKEN", "NGAYSO_REPORTING_TOKEN_FILE"
ENDPOINTS = Path("out/endpoints.json")
"""Where `make up` leaves its addresses, in the project's own folder."""
KEYS = "NGAYSO_ACCESS_KEYS"


def endpoints() -> dict[str, Any]:
    """The addresses of a stack that `make up` started here; empty where there is none."""
    try:
        found = json.loads(ENDPOINTS.read_text())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def services() -> dict[str, str]:
    """The services that `make up` started here, by name."""
    found = endpoints().get("http")
    return found if isinstance(found, dict) else {}


def nats_address(given: str | None) -> str | None:
    """The NATS servers that somebody named: the option, the environment, the stack of this folder.

    There is no default: what listens on the usual port may be anybody's.
    """
    return given or os.environ.get(NATS) or endpoints().get("nats")


def nats_credentials(given: str | None, user: str = OPERATOR) -> Path | None:
    """Those of the user whom the command needs, where the servers are the stack of this folder; the
    environment names them for any other, and goes before it.
    """
    if given or os.environ.get(NATS) or os.environ.get(CREDENTIALS):
        return None
    found = endpoints().get("credentials")
    return Path(found).with_name(f"{user}.creds") if isinstance(found, str) else None


def access_keys(given: Path | None) -> Path | None:
    """The folder of keys that somebody named: the option, the environment, this folder's stack."""
    found = given or os.environ.get(KEYS) or endpoints().get("keys")
    return Path(found) if found else None


def reporting_address(given: str | None) -> str | None:
    return given or os.environ.get(REPORTING) or services().get("reporting")


def reporting_token(address: str) -> str | None:
    """The token that goes with a question to the reporting service at this address: the
    environment's, that of the file which the environment names, or the one that `make up` wrote for
    its own service and no other; a file may be empty. Raises OSError where one that is named cannot
    be read.
    """
    if token := os.environ.get(TOKEN):
        return token.strip()
    if file := os.environ.get(TOKEN_FILE):
        return Path(file).read_text().strip() or None
    if address == services().get("reporting") and (file := endpoints().get("token")):
        return Path(file).read_text().strip() or None
    return None
