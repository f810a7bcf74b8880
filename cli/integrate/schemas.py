"""Cli, integrate: holds the generated JSON Schemas against what the code said about a message."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from jsonschema.validators import extend

import contracts
from contracts.commands import COMMANDS
from contracts.findings import pointer
from services.registry.domain.door import Request

FOLDER = Path(contracts.__file__).parent / "schemas"
BETWEEN_FIELDS = {"invalid"}
"""Rules between fields, which a schema does not say."""
BEFORE_SCHEMA = {"not-json", "too-large", "unknown-type", "unknown-unit", "door-unknown"}
"""Refused before there is an event of a type whose schema could be asked."""
ADDRESS = {"verb-mismatch", "about-mismatch"}
"""The message is well, and came on the wrong subject."""
FORMATS = FormatChecker(())


@FORMATS.checks("date", raises=ValueError)
def _is_date(given: object) -> bool:
    return not isinstance(given, str) or bool(date.fromisoformat(given))


@FORMATS.checks("date-time", raises=ValueError)
def _is_moment(given: object) -> bool:
    return not isinstance(given, str) or bool(datetime.fromisoformat(given))


def _pattern(_: Any, pattern: str, given: object, __: Any) -> Iterator[ValidationError]:
    """`$` is the end of the text, as in ECMA 262; Python's also lets a last line break pass."""
    pattern = pattern.removesuffix("$") + r"\Z" if pattern.endswith("$") else pattern
    if isinstance(given, str) and not re.search(pattern, given):
        yield ValidationError(f"{given[:100]!r} does not match")


_Validator = extend(Draft202012Validator, {"pattern": _pattern})  # type: ignore[no-untyped-call]


@cache
def _validator(wire: str) -> Any:
    schema = json.loads((FOLDER / f"{wire}.json").read_bytes())
    return _Validator(schema, format_checker=FORMATS)


def disagreement(request: Request, body: bytes) -> str | None:
    """Where code and schema differ about a message, which is a fault of ours; else None."""
    codes = {fault.code for fault in request.faults}
    wire = request.reference.type
    if wire not in COMMANDS or codes & BEFORE_SCHEMA:
        return None
    accepted = request.command is not None or codes in ({"verb-mismatch"}, {"about-mismatch"})
    refusal = next(_validator(wire).iter_errors(json.loads(body)), None)
    if accepted and refusal is not None:
        return f"the code accepts, the schema refuses {pointer(refusal.path) or '/'}"
    if not accepted and refusal is None and not codes <= BETWEEN_FIELDS:
        return f"the schema accepts, the code refuses: {', '.join(sorted(codes))}"
    return None
