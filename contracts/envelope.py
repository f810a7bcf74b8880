"""Contracts, envelope: CloudEvents 1.0 around every command, fact, verdict and dead letter."""

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Any, ClassVar, Generic, Literal, NoReturn, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)
from pydantic_core import core_schema

from contracts.findings import Malformed, finding, from_validation
from contracts.translate import FAULTS, TOO_DEEP, json_vi
from contracts.values import SenderMoment, Value

EVENT_JSON = "application/cloudevents+json"
BATCH_JSON = "application/cloudevents-batch+json"

MAX_EXTENSION = 2000
MAX_INTEGER = 2**31
"""CloudEvents integers are 32-bit."""


class Message(Value):
    """The data of one event; `wire` is its versioned name and never changes once it was sent."""

    wire: ClassVar[str]


Data_co = TypeVar("Data_co", bound=Message, covariant=True)
M = TypeVar("M", bound=Message)


def _extension(given: Any) -> Any:
    if isinstance(given, str) and len(given) <= MAX_EXTENSION:
        return given
    if given is None or (isinstance(given, int) and -MAX_INTEGER <= given < MAX_INTEGER):
        return given
    raise ValueError("an extension is a text, a whole number, true or false")


ExtensionName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,20}$")]
Extension = Annotated[
    Any,
    AfterValidator(_extension),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "maxLength": MAX_EXTENSION},
                {"type": "integer", "minimum": -MAX_INTEGER, "maximum": MAX_INTEGER - 1},
                {"type": "boolean"},
                {"type": "null"},
            ]
        }
    ),
]


class Envelope(BaseModel, Generic[Data_co]):
    """A CloudEvents 1.0 event in JSON format.

    `causationid` names the message that led to this one; other extensions are kept.
    Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
    """

    model_config = ConfigDict(frozen=True, extra="allow")
    __pydantic_extra__: dict[ExtensionName, Extension]

    specversion: Literal["1.0"] = "1.0"
    id: Annotated[str, Field(min_length=1, max_length=200)]
    source: Annotated[str, Field(min_length=1, max_length=300)]
    type: Annotated[str, Field(max_length=100)]
    time: SenderMoment | None = None
    datacontenttype: Literal["application/json"] = "application/json"
    causationid: Annotated[str, Field(max_length=200)] | None = None
    data: Data_co


@cache
def envelope_of(model: type[M]) -> type[Envelope[M]]:
    """The envelope around one kind of message; kept, because building it costs milliseconds."""
    return Envelope[model]  # type: ignore[valid-type]


def wrap(data: M, *, id: str, source: str, **extensions: Any) -> Envelope[M]:  # noqa: A002
    """An envelope around `data`, typed by its wire name."""
    return envelope_of(type(data))(id=id, source=source, type=data.wire, data=data, **extensions)


def encode(event: Envelope[Message]) -> bytes:
    """One event as CloudEvents JSON; unset optional fields are left out."""
    return event.model_dump_json(exclude_none=True).encode()


def batch_of(events: Iterable[bytes]) -> bytes:
    """Encoded events as a CloudEvents JSON batch."""
    return b"[" + b",".join(events) + b"]"


def encode_batch(events: Iterable[Envelope[Message]]) -> bytes:
    """Events as a CloudEvents JSON batch: whole decisions in one message."""
    return batch_of(map(encode, events))


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise ValueError("a field is given twice in one object")
    return fields


def _finite(written: str) -> float:
    if math.isfinite(number := float(written)):
        return number
    raise ValueError("a number is too large")


def _no_constant(written: str) -> NoReturn:
    raise ValueError(f"{written} is not JSON")


def _not_json(en: str, vi: str) -> Malformed:
    return Malformed([finding("not-json", detail=en, detail_vi=vi)])


def _wrong_type(where: str, en: str, vi: str) -> Malformed:
    return Malformed([finding("wrong-type", where, detail=en, detail_vi=vi)])


def _parse(raw: bytes) -> Any:
    """JSON as RFC 8259 means it: UTF-8 only, no NaN, no field twice; raises Malformed."""
    try:
        return json.loads(
            raw.decode(),
            object_pairs_hook=_each_once,
            parse_float=_finite,
            parse_constant=_no_constant,
        )
    except UnicodeDecodeError as error:
        raise _not_json("not UTF-8", "không theo mã UTF-8") from error
    except RecursionError as error:
        raise _not_json("nested too deeply", TOO_DEEP) from error
    except ValueError as error:
        raise _not_json(str(error).partition(";")[0], json_vi(error)) from error


def _typed(
    event: Any, raw: bytes, known: Mapping[str, type[Message]], prefix: str = ""
) -> Envelope[Message]:
    if not isinstance(event, dict):
        raise _wrong_type(prefix, "expected a JSON object", FAULTS["dict_type"])
    if (wire := event.get("type")) is None:
        raise Malformed([finding("field-missing", f"{prefix}/type")])
    if not isinstance(wire, str):
        raise _wrong_type(f"{prefix}/type", "expected a string", FAULTS["string_type"])
    if (model := known.get(wire)) is None:
        names = ", ".join(sorted(known))
        raise Malformed([finding("unknown-type", f"{prefix}/type", type=wire[:100], known=names)])
    try:
        # Strict JSON mode: a number written as text is refused, a date written as text is a date.
        return envelope_of(model).model_validate_json(raw, strict=True)
    except ValidationError as error:
        raise Malformed(from_validation(error, prefix)) from error


def decode(raw: bytes, known: Mapping[str, type[Message]]) -> Envelope[Message]:
    """One event of a known type; raises Malformed with a finding per fault."""
    return _typed(_parse(raw), raw, known)


def trusted_batch(raw: bytes, known: Mapping[str, type[Message]]) -> list[Envelope[Message]]:
    """A batch that we wrote ourselves, at a third of the cost: parsed once, and validated as it is
    parsed. Raises ValueError where it cannot be read, or nothing is `known`.
    """
    if not known:
        raise ValueError("no event of ours stands there")
    return _batches(tuple(known.values())).validate_json(raw)


@cache
def _batches(models: tuple[type[Message], ...]) -> TypeAdapter[list[Envelope[Message]]]:
    """Batches of these messages; kept, because building it costs milliseconds."""
    return TypeAdapter(list[Annotated[Envelope[Message], _ByType(models)]])


class _ByType:
    """The one of these messages that an event's type names. A union of pydantic's own would want
    the type spelled in a class of its own for each.
    """

    def __init__(self, models: Iterable[type[Message]]) -> None:
        self._models = models

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        choices = {one.wire: handler.generate_schema(envelope_of(one)) for one in self._models}
        return core_schema.tagged_union_schema(choices, discriminator="type")
