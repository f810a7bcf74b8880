"""Contracts, envelope: CloudEvents 1.0 around every command, fact, verdict and dead letter."""

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, ClassVar, Generic, Literal, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from contracts.findings import Malformed, finding, from_validation
from contracts.values import Value

EVENT_JSON = "application/cloudevents+json"
BATCH_JSON = "application/cloudevents-batch+json"


class Message(Value):
    """The data of one event; `wire` is its versioned name and never changes once it was sent."""

    wire: ClassVar[str]


Data = TypeVar("Data", bound=Message, covariant=True)


class Envelope(BaseModel, Generic[Data]):
    """A CloudEvents 1.0 event in JSON format.

    `causationid` names the message that led to this one; other extensions are kept.
    Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    specversion: Literal["1.0"] = "1.0"
    id: Annotated[str, Field(min_length=1, max_length=200)]
    source: Annotated[str, Field(min_length=1, max_length=300)]
    type: Annotated[str, Field(max_length=100)]
    time: AwareDatetime | None = None
    datacontenttype: Literal["application/json"] = "application/json"
    causationid: Annotated[str, Field(max_length=200)] | None = None
    data: Data


def wrap(data: Data, *, id: str, source: str, **extensions: Any) -> Envelope[Data]:  # noqa: A002
    """An envelope around `data`, typed by its wire name."""
    return Envelope[type(data)](  # type: ignore[misc]
        id=id, source=source, type=data.wire, data=data, **extensions
    )


def encode(event: Envelope[Message]) -> bytes:
    """One event as CloudEvents JSON; unset optional fields are left out."""
    return event.model_dump_json(exclude_none=True).encode()


def encode_batch(events: Iterable[Envelope[Message]]) -> bytes:
    """Events as a CloudEvents JSON batch: the facts of one decision in one message."""
    return b"[" + b",".join(encode(event) for event in events) + b"]"


def _parse(raw: bytes) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Malformed([finding("not-json", detail=type(error).__name__)]) from error


def _typed(event: Any, raw: bytes, known: Mapping[str, type[Message]]) -> Envelope[Message]:
    wire = event.get("type") if isinstance(event, dict) else None
    model = known.get(wire) if isinstance(wire, str) else None
    if isinstance(wire, str) and model is None:
        words = {"type": wire[:100], "known": ", ".join(sorted(known))}
        raise Malformed([finding("unknown-type", "/type", **words)])
    try:
        # Strict JSON mode: a number written as text is refused, a date written as text is a date.
        envelope = Envelope[model] if model else Envelope[Message]  # type: ignore[valid-type]
        return envelope.model_validate_json(raw, strict=True)
    except ValidationError as error:
        raise Malformed(from_validation(error)) from error


def decode(raw: bytes, known: Mapping[str, type[Message]]) -> Envelope[Message]:
    """One event of a known type; raises Malformed with a finding per fault."""
    return _typed(_parse(raw), raw, known)


def decode_batch(raw: bytes, known: Mapping[str, type[Message]]) -> list[Envelope[Message]]:
    """A batch of events of known types; raises Malformed."""
    items = _parse(raw)
    if not isinstance(items, list):
        raise Malformed([finding("wrong-type", detail="expected a JSON array of events")])
    return [_typed(item, json.dumps(item).encode(), known) for item in items]
