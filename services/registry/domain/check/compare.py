"""Registry, domain: the differences between two versions of a record, field by field."""

import json
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from contracts.findings import pointer
from contracts.values import FieldChange, Value


def compare(before: Value, after: Value) -> list[FieldChange]:
    """Each leaf that differs: its JSON pointer in the record, and both values as JSON text."""
    old = before.model_dump(mode="json", exclude_none=True)
    new = after.model_dump(mode="json", exclude_none=True)
    return list(_walk(old, new, ()))


def _walk(old: Any, new: Any, path: tuple[str | int, ...]) -> Iterator[FieldChange]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in {**old, **new}:
            yield from _walk(old.get(key), new.get(key), (*path, key))
    elif isinstance(old, list) and isinstance(new, list):
        for index, (left, right) in enumerate(zip_longest(old, new)):
            yield from _walk(left, right, (*path, index))
    else:
        yield FieldChange(pointer=pointer(path), before=_text(old), after=_text(new))


def _text(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)
