"""A command to spoil, and what the contract says to it then."""

import json

import pytest

from contracts.commands import COMMANDS
from contracts.envelope import decode
from contracts.findings import Malformed
from tests.contracts.goldens import FOLDER

EXTEND = json.loads((FOLDER / "ngayso.extend-duty.v1.complete.json").read_bytes())
TEXT = json.dumps(EXTEND)
LIMIT = 1024 * 1024


def refused(raw: bytes) -> list[tuple[str, str]]:
    """(code, pointer) of each finding against `raw`."""
    with pytest.raises(Malformed) as error:
        decode(raw, COMMANDS)
    return [(finding.code, finding.pointer) for finding in error.value.findings]


def with_field(text: str) -> bytes:
    """The command with one more field in its envelope, as text."""
    return f"{TEXT[:-1]}, {text}}}".encode()


def with_data(**fields: object) -> bytes:
    return json.dumps({**EXTEND, "data": {**EXTEND["data"], **fields}}).encode()
