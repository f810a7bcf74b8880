"""Notifier, outbound: the ring: the keys of units' contacts, in one file outside JetStream.

Decision 0024 says what the ring promises and what it does not.
"""

import asyncio
import base64
import fcntl
import json
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path

import structlog

from runtime.clock import Clock
from runtime.failure import Unavailable
from runtime.mounted import Mounted
from services.notifier.outbound.sealing import KEY, derive, new_key, seal, unseal

log = structlog.get_logger()

Keys = dict[str, list[bytes]]
"""By unit; a second key is that of a value which is just being replaced."""
PERSONS = "_persons"
"""In place of a unit; no unit's id begins with `_`."""
ABOUT = "ngayso contacts ring 1"
SALT = 32
ROUND = 600.0
"""Seconds between two looks at the secret and at the day."""
COPIES_KEPT = timedelta(days=30)
"""How long a copy of the ring, and with it an erased key, may live on."""


def read_masters(file: Path) -> list[bytes]:
    """The master secrets, one a line: the first writes, the others still open an older ring.

    Raises ValueError where there is none.
    """
    try:
        masters = [base64.b64decode(line, validate=True) for line in file.read_text().split()]
    except (OSError, ValueError):
        masters = []
    if not masters or any(len(master) < KEY for master in masters):
        wanted = f"{KEY} random bytes in base64 (head -c {KEY} /dev/urandom | base64)"
        raise ValueError(f"NGAYSO_CONTACTS_MASTER_FILE: {file} has to hold {wanted}")
    return masters


class KeyRing:
    """The file `ring` of a folder that all replicas mount. `masters` gives the secrets as they are
    mounted now.

    Every writing takes a master of its own: derived from the secret and from a half that lies in
    the file and goes with it. So the file before opens with nothing that is left but a copy of it.
    """

    def __init__(
        self, folder: Path, masters: Callable[[], Sequence[bytes]], copies: Path | None
    ) -> None:
        self._folder = folder
        self._file = folder / "ring"
        self._masters = masters
        self._copies = copies
        self._turn = asyncio.Lock()
        self._read: tuple[tuple[int, ...], Keys] = ((), {})
        self._under = self._first = masters()[0]

    @classmethod
    def by_file(cls, folder: Path, masters: Path, copies: Path | None) -> "KeyRing":
        """The secrets are those of a mounted file; raises ValueError where it holds none."""
        mounted = Mounted(masters, read_masters)
        return cls(folder, lambda: mounted.now, copies)

    def keys(self, unit: str) -> list[bytes]:
        """The keys that a unit's contacts may be under; raises Unavailable for a foreign ring."""
        return self._load().get(unit, [])

    async def persons(self) -> bytes:
        """The key under which addresses become words for persons; made where there is none."""
        if known := self.keys(PERSONS):
            return known[0]
        async with self.changing():
            if not self.keys(PERSONS):
                await asyncio.to_thread(self.put, PERSONS, [new_key()])
        return self.keys(PERSONS)[0]

    def open(self) -> None:
        """Whether it can be read and written; raises Unavailable where not."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._load()
        except OSError as error:
            raise Unavailable(f"the ring of contacts' keys: {error}") from error

    @asynccontextmanager
    async def changing(self) -> AsyncIterator[None]:
        """While this lasts nobody else, in no replica, changes the ring."""
        async with self._turn:
            with (self._folder / "lock").open("ab") as lock:
                await asyncio.to_thread(fcntl.lockf, lock, fcntl.LOCK_EX)
                yield

    def put(self, unit: str, keys: Sequence[bytes]) -> None:
        """These are the unit's keys from now on, none: it has no contacts. Within `changing`."""
        ring = {**self._load()}
        ring.pop(unit, None)
        if keys:
            ring[unit] = list(keys)
        if ring != self._load():
            self._write(ring)

    async def turn(self) -> None:
        """Called at the start and each ROUND: a ring that is under another secret is put under the
        first, once that has been the first for a ROUND: by then every replica has read it too.
        """
        first, self._first = self._first, self._masters()[0]
        async with self.changing():
            ring = self._load()
            if first == self._first != self._under:
                _replace(self._file, self._closed(ring, first))
                log.info("ring-turned")

    def keep_copies(self, today: date) -> None:
        """A copy of each day as it ended, and none older than COPIES_KEPT. Within `changing`."""
        if self._copies is None or not self._file.exists():
            return
        self._copies.mkdir(parents=True, exist_ok=True)
        copy = self._copies / f"ring-{today}"
        if self._held(copy) != self._load():
            _replace(copy, self._file.read_bytes())
        for old in self._copies.glob("ring-*"):
            if old.name < f"ring-{today - COPIES_KEPT}":
                _destroy(old)

    def forget(self, unit: str) -> None:
        """In each copy too the unit has the keys that it has now, and no others. Within `changing`.
        A copy that no present secret opens is left: it is closed to whoever has these secrets.
        """
        now = self.keys(unit)
        for copy in sorted(self._copies.glob("ring-*")) if self._copies else ():
            ring = self._held(copy) or {}
            if ring.pop(unit, now) != now:
                _replace(copy, self._closed({**ring, unit: now} if now else ring, self._writes()))

    def _held(self, copy: Path) -> Keys | None:
        """The keys of a copy; None where it is not there, or opens with no secret that there is."""
        try:
            return self._opened(copy.read_bytes())[0]
        except (FileNotFoundError, Unavailable):
            return None

    def _load(self) -> Keys:
        try:
            if _stamp(self._file.stat()) != self._read[0]:
                with self._file.open("rb") as file:
                    stamp = _stamp(os.fstat(file.fileno()))
                    ring, self._under = self._opened(file.read())
                    self._read = (stamp, ring)
        except FileNotFoundError:
            return {}
        return self._read[1]

    def _opened(self, written: bytes) -> tuple[Keys, bytes]:
        """The keys, and the secret that they were under; raises Unavailable where none opens."""
        salt, sealed = written[:SALT], written[SALT:]
        for master in self._masters():
            plain = unseal([derive(master, salt, ABOUT)], ABOUT, sealed)
            if plain is not None:
                units = json.loads(plain).items()
                ring = {unit: [base64.b64decode(key) for key in keys] for unit, keys in units}
                return ring, master
        raise Unavailable(
            "the ring of contacts' keys opens with no master secret that is mounted: mount the"
            " one it was written under (docs/personal-data.md)"
        )

    def _write(self, ring: Keys) -> None:
        _replace(self._file, self._closed(ring, self._writes()))

    def _writes(self) -> bytes:
        """The secret that the ring is under, so that each replica can go on reading it; where that
        one is gone, the first.
        """
        masters = self._masters()
        return self._under if self._under in masters else masters[0]

    def _closed(self, ring: Keys, master: bytes) -> bytes:
        plain = {unit: [base64.b64encode(k).decode() for k in keys] for unit, keys in ring.items()}
        salt = os.urandom(SALT)
        key = derive(master, salt, ABOUT)
        return salt + seal(key, ABOUT, json.dumps(plain).encode())


@asynccontextmanager
async def copying(ring: KeyRing, clock: Clock) -> AsyncIterator[None]:
    """While this lasts the ring follows the secret, and its copies are kept, by real days."""

    ring.open()
    await ring.turn()

    async def keep() -> None:
        while True:
            try:
                await ring.turn()
                async with ring.changing():
                    ring.keep_copies(clock.real(clock.now()).date())
            except (OSError, Unavailable) as error:
                log.warning("ring-not-kept", error=repr(error))
            await asyncio.sleep(ROUND)

    task = asyncio.create_task(keep())
    try:
        yield
    finally:
        task.cancel()


def _stamp(status: os.stat_result) -> tuple[int, ...]:
    """What tells one writing of a file from another."""
    return status.st_ino, status.st_mtime_ns, status.st_size


def _replace(path: Path, content: bytes) -> None:
    """The file anew, on the disk; what stood in it before is overwritten."""
    partial = path.with_suffix(".new")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    before = path.open("r+b") if path.exists() else None
    partial.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    if before is not None:
        with before:
            before.write(os.urandom(os.fstat(before.fileno()).st_size))
            before.flush()
            os.fsync(before.fileno())


def _destroy(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(os.urandom(os.fstat(file.fileno()).st_size))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
