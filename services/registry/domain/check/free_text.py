"""Registry, domain: no command's free text holds a person's data; all fields pass here."""

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from contracts.findings import Finding, finding, pointer
from contracts.personal import personal

Where = tuple[str | int, ...]


def personal_data(said: BaseModel, at: Where = ("data",)) -> Iterator[Finding]:
    """A finding for each field and kind; it tells where, and never what stands there."""
    for where, text in _texts(said, at):
        for kind in personal(text):
            yield finding("personal-data", pointer(where), kind=kind.en, kind_vi=kind.vi)


def _texts(value: Any, where: Where) -> Iterator[tuple[Where, str]]:
    """Every text that the sender was free to write, with its place."""
    match value:
        case str():
            yield where, value
        case BaseModel():
            for name in free_fields(type(value)):
                yield from _texts(getattr(value, name), (*where, name))
        case list():
            for index, item in enumerate(value):
                yield from _texts(item, (*where, index))
        case _:
            return


@cache
def free_fields(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields that hold free text, themselves or in what they hold.

    Free is a text that no pattern holds, so that a field which is added later is looked into.
    """
    fields = model.model_fields.items()
    return tuple(name for name, field in fields if _free(field.annotation, field.metadata))


def _free(hint: Any, held: list[Any]) -> bool:
    if hint is str:
        return not any(_pattern(one) for one in held)
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return bool(free_fields(hint))
    if (more := getattr(hint, "__metadata__", None)) is not None:  # Annotated[…]
        return _free(get_args(hint)[0], [*held, *more])
    return any(_free(one, held) for one in get_args(hint))


def _pattern(held: Any) -> bool:
    if isinstance(held, FieldInfo):
        return any(map(_pattern, held.metadata))
    return getattr(held, "pattern", None) is not None
