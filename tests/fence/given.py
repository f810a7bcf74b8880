"""Given: servers in operator mode, the platform's users, and units' systems with their files."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

import nats
import pytest
from nats.aio.client import Client
from nats.aio.msg import Msg

from cli.main import main
from contracts.permissions import TOPOLOGY, Permissions, inbox_prefix
from runtime.access import claims, safe
from runtime.access.claims import new_key, public
from runtime.access.push import Pusher
from runtime.access.safe import ISSUER, Safe, issue, write_secret
from runtime.jetstream.streams import declare


@dataclass
class Fence:
    """Servers by their address, the keys they trust, and the folder of units' files."""

    url: str
    keys: Safe
    access: Path
    options: dict[str, Any] = field(default_factory=dict)
    env: dict[str, str] = field(default_factory=dict)

    def run(self, *words: str) -> str:
        """`ngayso access …` as the holder of the keys; what it said."""
        said = StringIO()
        with pytest.MonkeyPatch.context() as environment, redirect_stdout(said):
            environment.setenv("NGAYSO_NATS_URL", self.url)
            environment.setenv("NGAYSO_ACCESS_KEYS", str(self.keys.folder))
            with pytest.raises(SystemExit) as end:
                main(["access", *words])
        assert not end.value.code, said.getvalue()
        return said.getvalue()

    async def ngayso(self, *words: str) -> str:
        """The same beside a running loop: the command has one of its own."""
        return await asyncio.to_thread(self.run, *words)

    def file(self, name: str) -> str:
        return str(self.access / f"{name}.creds")

    def grant(self, *words: str) -> None:
        self.run("grant", *words, "--out", str(self.access))

    @asynccontextmanager
    async def user(self, name: str) -> AsyncIterator[Client]:
        """One of the platform's own users."""
        client = await nats.connect(
            self.url.split(","),
            user_credentials=str(self.keys.credentials(name)),
            inbox_prefix=inbox_prefix(name),
            **self.options,
        )
        try:
            yield client
        finally:
            await client.close()

    async def declare(self, replicas: int = 1) -> None:
        async with self.user(TOPOLOGY) as client:
            await declare(client.jetstream(), replicas)

    async def observer(self) -> str:
        """A file of one who hears all that is said on the platform; no such user exists."""
        key, platform = new_key("account"), self.keys.platform()
        everything = {public(key): Permissions((">",), (">",))}
        role = claims.account(new_key("operator"), platform, "", 0, roles=everything)
        body = claims.read(self.keys.jwt("platform"))
        body["nats"]["signing_keys"] += claims.read(role)["nats"]["signing_keys"]
        body["iat"] += 1
        token = claims.sign({k: v for k, v in body.items() if k != "jti"}, self.keys.keys().signing)
        async with self.user(ISSUER) as client:
            await Pusher(client, [self.keys.keys().signing]).push(token)
        _, file = issue(key, platform, "observer", body["iat"])
        write_secret(self.access / "observer.creds", file)
        return self.file("observer")


def made(url: str, folder: Path, keys: Safe) -> Fence:
    return Fence(url, keys, folder / "access")


def keys_in(folder: Path) -> Safe:
    return safe.make(folder / "auth")


@dataclass
class Speaker:
    """A connected client, what the server had against it, and whether it was closed for good."""

    client: Client
    errors: list[str]
    refused: asyncio.Event
    closed: asyncio.Event
    again: asyncio.Event
    heard: list[Msg] = field(default_factory=list)

    async def hear(self, subject: str) -> None:
        async def keep(msg: Msg) -> None:
            self.heard.append(msg)

        await self.client.subscribe(subject, cb=keep)

    async def settle(self) -> None:
        """Everything sent so far was looked at by the server, and answered."""
        if self.client.is_connected:
            await self.client.flush()


@asynccontextmanager
async def speaking(url: str, **options: Any) -> AsyncIterator[Speaker]:
    """A client of a unit's system, or of one that would be."""
    errors, refused, closed, again = list[str](), *(asyncio.Event() for _ in range(3))

    async def fault(error: Exception) -> None:
        errors.append(str(error))
        refused.set()

    async def end() -> None:
        errors.append("closed")
        closed.set()
        refused.set()

    async def back() -> None:
        again.set()

    given = {"allow_reconnect": False, **options}
    client = await nats.connect(
        url.split(","), error_cb=fault, closed_cb=end, reconnected_cb=back, **given
    )
    try:
        yield Speaker(client, errors, refused, closed, again)
    finally:
        await client.close()
