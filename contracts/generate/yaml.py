"""Contracts, generate: data as YAML, written without a library so that contracts need none."""

import json
import re
from typing import Any

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_/.-]*")
_TAKEN = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}


def _scalar(value: Any) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _TAKEN:
        return value
    return json.dumps(value, ensure_ascii=False)


def _lines(value: Any, depth: int) -> list[str]:
    pad = "  " * depth
    made: list[str] = []
    if isinstance(value, dict):
        for key, held in value.items():
            if isinstance(held, dict | list) and held:
                made += [f"{pad}{_scalar(key)}:", *_lines(held, depth + 1)]
            else:
                made.append(f"{pad}{_scalar(key)}: {_scalar(held)}")
        return made
    for held in value:
        first, *rest = _lines(held, depth + 1) if isinstance(held, dict) else [_scalar(held)]
        made += [f"{pad}- {first.lstrip()}", *rest]
    return made


def dump(document: dict[str, Any]) -> str:
    """Block YAML of dictionaries, lists of dictionaries or scalars, and scalars."""
    return "\n".join(_lines(document, 0)) + "\n"
