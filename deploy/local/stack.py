"""Deployment, local: the whole system on one machine, each part and service its own process."""

import asyncio
import json
import os
import signal
import threading
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, Self

import httpx
import nats
from nats.js.client import JetStreamContext

from contracts.permissions import TOPOLOGY, inbox_prefix
from contracts.topology import OPERATOR
from deploy.local import parts
from deploy.local.access import Operator, grant, look_at
from deploy.local.issuer.people import OPERATING, Person, people
from deploy.local.issuer.tokens import AUDIENCE, SECRET, TOKEN, bearer, token, write_private
from deploy.local.process import Process, stop_all
from runtime.access import safe
from runtime.access.guard import Guard
from runtime.access.safe import Safe
from runtime.jetstream.streams import declare

SERVICES = ("registry", "notifier", "reporting")
SMS_KEY, SMS_SECRET = "local-key", "local-secret"
PORTS = {
    "nats": 4222,
    "mongodb": 27017,
    "smtp": 1025,
    "sms": 8025,
    "issuer": 9400,
    "registry": 8001,
    "notifier": 8002,
    "reporting": 8003,
}
"""Where `make up` listens unless something else does already."""
WATCH_SECONDS = 1.0
HAND_OUT_SECONDS = 60.0
"""How often the operator's token is written anew: the issuer may have another key by then."""


@dataclass
class Stack:
    """Servers, sinks and services under one folder.

    data: what must survive a restart; mail and sms: what went out; logs: a file per process; keys
    and access: whom the servers trust, and a credentials file for each unit's system; people: who
    can sign in; members: NATS servers, 1 or 3, with as many copies of each stream; replicas: of
    each service.
    """

    data: Path
    mail: Path
    sms: Path
    logs: Path
    keys: Path
    access: Path
    clock: dict[str, str] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    people: tuple[Person, ...] = people("so-tttt", "ba-to")
    members: Literal[1, 3] = 1
    replicas: int = 1
    servers: dict[str, Process] = field(default_factory=dict)
    services: dict[str, Process] = field(default_factory=dict)
    _endpoints: Path | None = None

    def start(self, units: Iterable[Path] = ()) -> Self:
        """Start everything, servers first, with credentials for the units of these files; raises
        ProcessFailed with the end of a log.
        """
        self.start_servers()
        self.grant(units)
        self.start_services()
        return self

    @cached_property
    def safe(self) -> Safe:
        """Made once: the platform's streams are found by its key."""
        return safe.make(self.keys)

    def grant(self, units: Iterable[Path] = (), names: Iterable[str] = ()) -> None:
        """Credentials for the units of files and others, where there are none yet."""
        grant(self.operator(), self.access, units, names)

    def operator(self, user: str = OPERATOR) -> Operator:
        return Operator(self.nats, self.keys, user)

    def start_servers(self) -> None:
        """Start the servers and sinks, and declare the streams."""
        self.servers = self._stores() | self._sinks() | self._door()
        _start_all(self.servers)
        asyncio.run(self._declare())

    def start_services(self, names: Iterable[str] = SERVICES) -> None:
        """Start the services, with the clock as it is set now."""
        env = self._env()
        for name in names:
            own = env | {"NGAYSO_NATS_CREDENTIALS_FILE": str(self.safe.credentials(name))}
            for number in range(1, self.replicas + 1):
                called = name if number == 1 else f"{name}-{number}"
                log, port = self.logs / f"{called}.log", self.ports.get(called, 0)
                self.services[called] = parts.service(name, own, log=log, port=port)
        _start_all(self.services)

    def start_to_look(self) -> None:
        """Start what shows the data as they are: nothing decides, and nothing can go out."""
        self.servers = self._stores() | self._door()
        _start_all(self.servers)
        self.start_services(["reporting"])

    def keep(self, told: threading.Event) -> None:
        """Start again what ends, until told to stop."""
        handed_out = time.monotonic()
        while not told.wait(WATCH_SECONDS):
            for name in self.relaunch_dead():
                print(f"{name} ended and was started again", flush=True)
            emptied = self._endpoints is not None and not self._endpoints.exists()
            if self._endpoints and (emptied or time.monotonic() > handed_out + HAND_OUT_SECONDS):
                # Where the issuer has just ended: at the next turn.
                with suppress(httpx.HTTPError, LookupError, ValueError):
                    self.write_endpoints(self._endpoints)
                    handed_out = time.monotonic()

    def relaunch_dead(self) -> list[str]:
        """Start again what has ended, without waiting for it; returns the names."""
        dead = [part for part in (self.servers | self.services).values() if not part.alive]
        for part in dead:
            part.restarts += 1
            part.launch()
        return [part.name for part in dead]

    def stop(self) -> None:
        """Services first, then what they stand on; nobody is told of them any more."""
        stop_all([*self.services.values(), *self.servers.values()])
        if self._endpoints:
            for file in (self._endpoints, self._endpoints.with_name(TOKEN)):
                file.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def nats(self) -> str:
        return ",".join(one.url for name, one in self.servers.items() if name.startswith("nats"))

    def bearer(self) -> dict[str, str]:
        """The header by which an operator asks reporting."""
        return bearer(self.servers["issuer"].url, OPERATING)

    def endpoints(self) -> dict[str, object]:
        """Every address, as out/endpoints.json holds them."""
        return {
            "keeper": os.getpid(),
            "sign_in": f"{self.services['reporting'].url}/sign-in",
            "people": {person.name: person.who for person in self.people},
            **{name: part.url for name, part in self.servers.items()},
            "http": {name: part.url for name, part in self.services.items()},
            "credentials": str(self.safe.credentials(OPERATOR).resolve()),
            "keys": str(self.keys.resolve()),
        }

    def write_endpoints(self, path: Path) -> None:
        """The addresses, and beside them the operator's token for `ngayso`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._endpoints = path
        write_private(path.with_name(TOKEN), token(self.servers["issuer"].url, OPERATING))
        told = self.endpoints() | {"token": str(path.with_name(TOKEN).resolve())}
        write_private(path, json.dumps(told, indent=2, ensure_ascii=False) + "\n")

    @asynccontextmanager
    async def jetstream(self, user: str = OPERATOR) -> AsyncIterator[JetStreamContext]:
        """A connection to set up and to look. It logs nothing: the terminal is for the reader."""
        client = await nats.connect(
            self.nats.split(","),
            user_credentials=str(self.safe.credentials(user)),
            inbox_prefix=inbox_prefix(user),
            max_reconnect_attempts=-1,
            error_cb=quiet,
        )
        try:
            yield client.jetstream()
        finally:
            await client.close()

    async def _declare(self) -> None:
        async with self.jetstream(TOPOLOGY) as js:
            await declare(js, self.members)

    def _stores(self) -> dict[str, Process]:
        """What keeps the data."""
        port, logs, guard = self.ports, self.logs, Guard(self.safe)
        folder = self.data / "nats"
        members: tuple[Process, ...]
        if self.members == 1:
            look_at(folder / "jetstream", self.safe)
            log = logs / "nats.log"
            members = (parts.nats_server(folder, port.get("nats", 0), log=log, guard=guard),)
        else:
            members = parts.nats_members(folder, guard=guard)
        log = logs / "mongodb.log"
        mongodb = parts.mongodb(self.data / "mongodb", port.get("mongodb", 0), log=log)
        return {member.name: member for member in members} | {"mongodb": mongodb}

    def _sinks(self) -> dict[str, Process]:
        """What takes mails and SMS."""
        port, logs = self.ports, self.logs
        return {
            "smtp": parts.smtp_sink(self.mail, port.get("smtp", 0), log=logs / "smtp.log"),
            "sms": parts.sms_gateway(
                self.sms,
                port.get("sms", 0),
                log=logs / "sms.log",
                api_key=SMS_KEY,
                secret_key=SMS_SECRET,
            ),
        }

    def _door(self) -> dict[str, Process]:
        """Who signs the tokens that reporting asks for."""
        port, log = self.ports.get("issuer", 0), self.logs / "issuer.log"
        return {"issuer": parts.issuer(self.people, port, log=log)}

    def _env(self) -> dict[str, str]:
        """What the services read, of the servers that were started."""
        env = {
            "NGAYSO_NATS_URL": self.nats,
            "NGAYSO_MONGODB_URI": self.servers["mongodb"].url,
            "NGAYSO_OIDC_ISSUER": self.servers["issuer"].url,
            "NGAYSO_OIDC_AUDIENCE": AUDIENCE,
            "NGAYSO_OIDC_CLIENT_SECRET_FILE": self._key("client-secret", SECRET),
            **self.clock,
        }
        if "sms" not in self.servers:
            return env
        return env | {
            "NGAYSO_SMTP_HOST": "127.0.0.1",
            "NGAYSO_SMTP_PORT": self.servers["smtp"].url.rsplit(":", 1)[1],
            **parts.gateways(self.data, self.servers["sms"].url, (SMS_KEY, SMS_SECRET)),
            # A rehearsal's hour may be a fraction of a second.
            "NGAYSO_GATHER_FOR": "PT0.1S" if self.clock else "PT2S",
            **parts.contacts_keys(self.data / "contacts"),
        }

    def _key(self, name: str, value: str) -> str:
        """The file that a service reads this from."""
        file = self.data / "keys" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(value)
        return str(file)


async def quiet(_: Exception) -> None:
    """The stack says when it starts a server again; its clients need not."""


@contextmanager
def until_told() -> Iterator[threading.Event]:
    """An event that SIGTERM and Ctrl-C set, for what runs until somebody ends it."""
    told = threading.Event()
    before = {n: signal.signal(n, lambda *_: told.set()) for n in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _start_all(started: dict[str, Process]) -> None:
    for part in started.values():
        part.launch()
    for part in started.values():
        part.wait_ready()
