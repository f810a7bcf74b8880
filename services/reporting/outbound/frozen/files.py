"""Reporting, outbound: the files of snapshots in their object store, by plan and SHA-256.

They lie as every client of JetStream's object stores has them, so `nats object get` reads them too.
The client's own `put` replaces and purges, which nobody may here; its `get` makes a consumer.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from hashlib import sha256 as hashed
from uuid import uuid4

from faststream.nats import NatsBroker
from nats.js.api import RawStreamMsg
from nats.js.errors import APIError, NotFoundError

from contracts import topology
from runtime.delivery import EXPECTED
from runtime.jetstream.away import reached
from runtime.jetstream.connection import js
from runtime.jetstream.publish import LOST_RACE

STREAM = topology.REPORTS.name
PIECE = 128 * 1024
"""Bytes of one message, as other clients make them."""


class StoredFiles:
    """As application.frozen.ports.Files."""

    def __init__(self, broker: NatsBroker) -> None:
        self._broker = broker

    async def put(self, plan: str, content: bytes) -> str:
        sha256 = hashed(content).hexdigest()
        name = f"{plan}/{sha256}"
        if await self._entry(name) is None:
            upload, pieces = uuid4().hex, range(0, len(content), PIECE)
            for start in pieces:
                await self._publish(topology.report_chunks(upload), content[start : start + PIECE])
            entry = json.dumps(_entry(name, upload, content, len(pieces))).encode()
            try:
                await self._publish(topology.report_entry(name), entry, {EXPECTED: "0"})
            except APIError as error:
                if error.err_code not in LOST_RACE:  # another replica put the same bytes
                    raise
        return sha256

    async def get(self, plan: str, sha256: str) -> bytes | None:
        if (found := await self._entry(f"{plan}/{sha256}")) is None or found.data is None:
            return None
        entry = json.loads(found.data)
        content = b"".join([piece async for piece in self._pieces(entry["nuid"], entry["chunks"])])
        return content if hashed(content).hexdigest() == sha256 else None

    async def _publish(
        self, subject: str, data: bytes, headers: dict[str, str] | None = None
    ) -> None:
        await reached(js(self._broker).publish(subject, data, headers=headers))

    async def _entry(self, name: str) -> RawStreamMsg | None:
        try:
            return await reached(js(self._broker).get_last_msg(STREAM, topology.report_entry(name)))
        except NotFoundError:
            return None

    async def _pieces(self, upload: str, count: int) -> AsyncIterator[bytes]:
        after, subject = 0, topology.report_chunks(upload)
        for _ in range(count):
            found = await reached(
                js(self._broker).get_msg(STREAM, after + 1, subject=subject, next=True)
            )
            after = found.seq or after
            yield found.data or b""


def _entry(name: str, upload: str, content: bytes, pieces: int) -> dict[str, object]:
    """As ADR-20 of NATS has it."""
    digest = urlsafe_b64encode(hashed(content).digest()).decode()
    return {
        "name": name,
        "bucket": topology.REPORTS_BUCKET,
        "nuid": upload,
        "size": len(content),
        "chunks": pieces,
        "mtime": datetime.now(UTC).isoformat(),
        "digest": f"SHA-256={digest}",
        "deleted": False,
        "options": {"max_chunk_size": PIECE},
    }
