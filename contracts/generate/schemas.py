"""Contracts, generate: one JSON Schema 2020-12 per message, the whole CloudEvent around it."""

import inspect
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from contracts.access import ACCESS_RECORDS
from contracts.commands import COMMANDS
from contracts.envelope import Message, envelope_of
from contracts.facts import FACTS
from contracts.outgoing import OUTGOING
from contracts.parts import ANSWERS, PARTS
from contracts.verdicts import DEAD_LETTERS, VERDICTS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
BATCH = "batch"
"""The batch's file name: the facts of one decision in one message."""

MESSAGES: dict[str, type[Message]] = {
    **COMMANDS,
    **FACTS,
    **VERDICTS,
    **PARTS,
    **ANSWERS,
    **OUTGOING,
    **DEAD_LETTERS,
    **ACCESS_RECORDS,
}


class _Plain(GenerateJsonSchema):
    """Without the titles that repeat each field's name."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002
        return False


def schema_id(wire: str) -> str:
    """`ngayso.submit-report.v1` → `urn:ngayso:schema:ngayso.submit-report.v1`: absolute, so that a
    validator may hold schemas from anywhere beside ours, and nothing that it could try to fetch.
    """
    return f"urn:ngayso:schema:{wire}"


def file_name(wire: str) -> str:
    """`ngayso.submit-report.v1` → `ngayso.submit-report.v1.json`."""
    return f"{wire}.json"


def described(model: type[Message]) -> str:
    return inspect.cleandoc(model.__doc__ or "")


def message_schema(model: type[Message]) -> dict[str, Any]:
    """The schema of one message in its envelope: enough for a client that has nothing of ours."""
    schema = envelope_of(model).model_json_schema(schema_generator=_Plain)
    schema["properties"]["type"] = {"const": model.wire}
    # We forgive a missing specversion; the standard does not.
    schema["required"].insert(0, "specversion")
    # Pydantic puts the pattern of an extension's name nowhere; unknown attributes must keep it.
    schema["propertyNames"] = {"pattern": "^[a-z0-9]{1,20}$"}
    schema |= {"title": model.wire, "description": described(model)}
    return {"$schema": DIALECT, "$id": schema_id(model.wire), **schema}


def batch_schema() -> dict[str, Any]:
    """The schema of a message on evt.>: a JSON array of facts."""
    return {
        "$schema": DIALECT,
        "$id": schema_id(BATCH),
        "title": "The facts of one decision",
        "description": "A CloudEvents JSON batch; `type` tells which of the schemas an item keeps.",
        "type": "array",
        "items": {"oneOf": [{"$ref": schema_id(wire)} for wire in FACTS]},
    }


def schemas() -> dict[str, dict[str, Any]]:
    """File name → schema, for every message and for the batch."""
    every = {file_name(wire): message_schema(model) for wire, model in MESSAGES.items()}
    return every | {file_name(BATCH): batch_schema()}
