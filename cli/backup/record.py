"""Cli, backup: one stored message as a backup keeps it: a line of JSON."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from contracts import topology
from runtime.delivery import EXPECTED, RESTORED, restored_ns

NS = 1_000_000_000
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Record:
    """A message of a stream. `stored_ns` is when it was first stored, in nanoseconds since 1970
    (UTC), also where it was restored since; its headers are those that it was first stored with.
    """

    sequence: int
    subject: str
    stored_ns: int
    headers: Mapping[str, str]
    data: bytes

    @property
    def previous(self) -> int | None:
        """The sequence that it was appended after; None where its headers do not tell."""
        said = self.headers.get(EXPECTED, "")
        return int(said) if said.isdecimal() else None

    @property
    def lock(self) -> str:
        """What `previous` is the last sequence of."""
        return topology.lock_of(self.subject)

    @property
    def filler(self) -> bool:
        """Whether it only holds a sequence of a log that is being restored."""
        return not self.stored_ns

    @property
    def restored_headers(self) -> dict[str, str]:
        """The headers with which it is stored again."""
        return {**self.headers, RESTORED: str(self.stored_ns)}


def record_of(
    sequence: int, subject: str, stored_ns: int, headers: Mapping[str, str], data: bytes
) -> Record:
    """A message as a server holds it; a restored one as it was before."""
    own = {name: value for name, value in headers.items() if name != RESTORED}
    first = restored_ns(headers)
    return Record(sequence, subject, stored_ns if first is None else first, own, data)


def line_of(record: Record) -> bytes:
    """The record as a line of JSON, its end included; equal records are equal bytes."""
    fields = {
        "sequence": record.sequence,
        "subject": record.subject,
        "stored_at": _written(record.stored_ns),
        "headers": dict(sorted(record.headers.items())),
        "data": base64.b64encode(record.data).decode(),
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def read_line(line: bytes) -> Record:
    """What `line_of` wrote; raises ValueError, KeyError or TypeError for anything else."""
    fields = json.loads(line)
    return Record(
        sequence=int(fields["sequence"]),
        subject=fields["subject"],
        stored_ns=_ns(fields["stored_at"]),
        headers=fields["headers"],
        data=base64.b64decode(fields["data"], validate=True),
    )


def _written(stored_ns: int) -> str:
    """RFC 3339, in UTC, to the nanosecond."""
    second = EPOCH + timedelta(seconds=stored_ns // NS)
    return f"{second:%Y-%m-%dT%H:%M:%S}.{stored_ns % NS:09d}Z"


def _ns(written: str) -> int:
    second, _, fraction = written.rstrip("Z").partition(".")
    moment = datetime.fromisoformat(second).replace(tzinfo=UTC)
    return int((moment - EPOCH).total_seconds()) * NS + int(fraction)
