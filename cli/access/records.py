"""Cli, access: the stream of who was given credentials, and what the servers are told of it."""

import asyncio
import socket
from collections.abc import (
    AsyncIterator,
    Awaitable,
    Callable,
    Collection,
    Coroutine,
    Iterable,
    Mapping,
)
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import nats
import nats.errors
from nats.js.errors import APIError

from cli.access.issuing import Issued, Said
from cli.console import Trouble, account, tell_json, tell_of
from cli.exchange import SOURCE, wanted_id
from cli.progress import progress
from cli.servers.addresses import access_keys
from cli.servers.connect import Session, session
from contracts import topology
from contracts.access import ACCESS_RECORDS, AccessRecorded
from contracts.envelope import decode, encode, wrap
from contracts.permissions import ACCESS
from runtime.access import claims
from runtime.access.push import NotTaken, Pusher
from runtime.access.safe import ISSUER, Keys, Safe
from runtime.delivery import EXPECTED
from runtime.failure import Unavailable
from runtime.jetstream.connection import connection
from runtime.jetstream.log import StreamPages
from runtime.jetstream.publish import LOST_RACE, Publisher

PAGE = 200
AT_ONCE = 20
PAUSES = (0.5, 1.0, 2.0, 4.0)
"""Seconds between one try and the next."""
T = TypeVar("T")


@dataclass(frozen=True)
class Held:
    """The last record on a name's subject, and its sequence, which the next one expects."""

    record: AccessRecorded | None = None
    sequence: int = 0


async def patiently(what: Callable[[], Awaitable[T]]) -> T:
    """Through the seconds in which a stream has no leader: whoever ends an access will not wait
    for a cluster to be whole. Raises Unavailable where it stays away.
    """
    for pause in PAUSES:
        try:
            return await what()
        except Unavailable:
            await asyncio.sleep(pause)
    return await what()


class Records:
    """Two connections: one writes and reads records, the other tells the servers."""

    def __init__(self, connected: Session, issuer: Session, keys: Keys, platform: str) -> None:
        self.keys = keys
        self._platform = platform
        self._settings = connected.settings
        self._publisher = Publisher(connected.broker)
        self._pages = StreamPages(connected.broker, topology.ACCESS)
        self._pusher = Pusher(connection(issuer.broker), [keys.signing])
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def read(self) -> dict[str, Held]:
        """The last record of each name."""
        return {record.name: Held(record, seq) async for seq, record in self._stored()}

    async def every(self) -> AsyncIterator[AccessRecorded]:
        """All records, oldest first."""
        async for _, record in self._stored():
            yield record

    async def _stored(self) -> AsyncIterator[tuple[int, AccessRecorded]]:
        after, more = 0, True
        while more:
            start = after
            page, more = await patiently(
                lambda: self._pages.page(topology.access("*"), start, PAGE)  # noqa: B023 (at once)
            )
            for one in page:
                after, record = one.sequence, decode(one.data, ACCESS_RECORDS).data
                if isinstance(record, AccessRecorded):
                    yield after, record

    async def keep(self, issued: Issued, held: Held, put: Callable[[], object]) -> None:
        """Record first, so that nothing holds which nobody wrote down; then `put` what goes with it
        in its place, and tell the servers. Raises Trouble.
        """
        record = issued.record
        event = wrap(record, id=f"{record.name}-{held.sequence}", source=SOURCE)
        async with self._slots:
            await self._append(record, encode(event), held.sequence)
            put()
            before = claims.read(held.record.claims)["iat"] if held.record else 0
            await self._push(record.name, record.claims, before)

    async def _append(self, record: AccessRecorded, event: bytes, expected: int) -> None:
        """Raises Trouble where somebody was first; our own earlier try is no somebody."""
        subject, headers = topology.access(record.name), {EXPECTED: str(expected)}
        try:
            await patiently(lambda: self._publisher.publish(subject, event, headers))
        except APIError as error:
            if error.err_code not in LOST_RACE:
                raise
            if (await self.read())[record.name].record != record:
                raise Trouble("access-raced", name=record.name) from error

    async def tell_all(self) -> tuple[int, list[str]]:
        """Tell the servers the platform's own claims and all that is recorded, so that nothing
        holds which is not recorded; how many accounts, and the servers that heard it.
        """
        found = [held.record for held in (await self.read()).values() if held.record]
        servers = await self._push("PLATFORM", self._platform, 0)

        async def one(record: AccessRecorded) -> None:
            async with self._slots:
                await self._push(record.name, record.claims, 0)

        await asyncio.gather(*map(one, found))
        return len(found), servers

    async def _push(self, name: str, token: str, newer_than: int) -> list[str]:
        try:
            return await self._pusher.push(token, newer_than)
        except claims.Untrusted as error:
            raise Trouble("access-untrusted", name=name, detail=error) from error
        except NotTaken as error:
            raise Trouble("access-not-taken", name=name, detail=error) from error

    async def probe(self, file: Path) -> None:
        """Connect with new credentials; raises Trouble where the servers do not let them in."""
        async with self._slots:
            try:
                client = await nats.connect(
                    self._settings.nats_url.split(","),
                    user_credentials=str(file),
                    tls=self._settings.nats_tls(),
                    allow_reconnect=False,
                )
            except (OSError, TimeoutError, nats.errors.Error) as error:
                raise Trouble("access-not-let-in", file=file, detail=error) from error
            await client.close()


@asynccontextmanager
async def records(safe: Safe, address: str | None) -> AsyncIterator[Records]:
    """Connected as the keeper of records and as the issuer; raises Trouble."""
    try:
        keys, platform = safe.keys(), safe.jwt("platform")
    except (OSError, ValueError) as error:
        raise Trouble("access-no-keys", folder=safe.folder) from error
    async with (
        session(address, ACCESS, safe.credentials(ACCESS)) as keeper,
        session(address, ISSUER, safe.credentials(ISSUER)) as issuer,
    ):
        yield Records(keeper, issuer, keys, platform)


def with_records(
    keys: Path | None,
    address: str | None,
    work: Callable[[Records], Coroutine[Any, Any, T]],
    *,
    quiet: bool,
) -> T:
    """Run one piece of work over connections of its own."""
    folder = access_keys(keys)
    if folder is None:
        raise Trouble("access-keys-wanted")

    async def run() -> T:
        async with records(Safe(folder), address) as opened:
            return await work(opened)

    with progress("talking-to-nats", quiet=quiet):
        return asyncio.run(run())


def said() -> Said:
    """The operating system's word for who runs this, and when."""
    return Said(f"{account()}@{socket.gethostname()}", datetime.now(UTC))


def named(names: Iterable[str] | None) -> list[str]:
    """The ids that were asked for; raises Trouble where there is none, or one is no id."""
    if not (asked := [wanted_id(name) for name in names or []]):
        raise Trouble("access-whom")
    return asked


def wanted(found: Mapping[str, Held], names: Iterable[str]) -> list[tuple[AccessRecorded, Held]]:
    """The valid records of names; raises Trouble for one that has none."""
    pairs = []
    for name in names:
        held = found.get(name, Held())
        if held.record is None or not held.record.credentials:
            raise Trouble("access-none", name=name)
        pairs.append((held.record, held))
    return pairs


def tell_acts(
    done: Iterable[AccessRecorded], out: Path, asked: Collection[str], *, json: bool
) -> None:
    """What was done; what was asked for and is so already."""
    acts = {one.name: one.act for one in done}
    if json:
        tell_json([{"name": name, "act": acts.get(name, "unchanged")} for name in asked])
        return
    for name in asked:
        tell_of(f"access-{acts.get(name, 'unchanged')}", name=name, file=out / f"{name}.creds")
