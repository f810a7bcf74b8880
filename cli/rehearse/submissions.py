"""Cli, rehearse: what units send in a campaign, as examples/quang-ngai-2022/README.md has it."""

import json
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from cli.console import Trouble
from cli.files.documents import read
from cli.integrate.offline import Received
from contracts import topology
from contracts.commands import about_in
from contracts.values import Value
from contracts.words import Outcome


class Entry(Value):
    """One message of a timeline."""

    at: datetime
    unit: str
    verb: str
    id: str = ""
    data: dict[str, Any] = {}
    event: dict[str, Any] = {}
    raw: str | None = None
    size: int = 0
    nfd: bool = False
    resend: bool = False
    note: str = ""
    expect: Outcome = "accepted"
    finding: str | None = None

    @property
    def about(self) -> str:
        """Whom the command is about, as far as its data says it."""
        return about_in(self.data) or self.unit

    def body(self) -> bytes:
        """The bytes that the unit's system publishes."""
        if self.raw is not None:
            return self.raw.encode()
        event = {
            "specversion": "1.0",
            "id": self.id,
            "source": f"https://{self.unit}.example/he-thong",
            "type": f"ngayso.{self.verb}.v1",
            "time": self.at.isoformat(),
            "datacontenttype": "application/json",
            "data": self.data,
            **self.event,
        }
        text = json.dumps(event, ensure_ascii=False)
        return (unicodedata.normalize("NFD", text) if self.nfd else text).encode().ljust(self.size)

    def received(self) -> Received:
        """As the registry gets it, at once."""
        subject = topology.command(self.unit, topology.SYSTEM, self.verb, self.about)
        return Received(subject, self.body(), self.at)


_ENTRIES = TypeAdapter(list[Entry])


def read_entries(path: Path) -> Sequence[Entry]:
    """The entries in order of time; raises Trouble where the file holds something else."""
    try:
        entries = _ENTRIES.validate_python(read(path).data)
    except ValidationError as error:
        where = ".".join(str(word) for word in error.errors()[0]["loc"])
        raise Trouble("not-a-timeline", path=path, where=where) from error
    return sorted(entries, key=lambda entry: entry.at)
