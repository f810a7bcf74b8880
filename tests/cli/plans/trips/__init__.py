"""For every rule of a plan: a change that trips it, and one beside it that does not."""

from typing import Any

from tests.cli.given import Change

Trip = tuple[str, Change, str, Change]
"""The rule, the change that trips it, where it is told, and the change that does not."""


def put(path: str, value: Any) -> Change:
    """A change that puts a value at a JSON pointer; `-` at the end of a list adds to it."""
    *parts, last = path.strip("/").split("/")

    def change(plan: dict[str, Any]) -> None:
        place: Any = plan
        for part in parts:
            place = place[int(part)] if isinstance(place, list) else place[part]
        if isinstance(place, list) and last == "-":
            place.append(value)
        elif isinstance(place, list):
            place[int(last)] = value
        else:
            place[last] = value

    return change


def both(*changes: Change) -> Change:
    def change(plan: dict[str, Any]) -> None:
        for one in changes:
            one(plan)

    return change


def day(day_: str, inclusive: bool = False, hour: str | None = None) -> dict[str, Any]:
    return {"day": day_, "inclusive": inclusive} | ({"hour": hour} if hour else {})


def owed(name: str, kind: str, **fields: Any) -> Change:
    """One more entry, owed by the office so-a alone unless it says otherwise; due 5 October."""
    entry = {"id": name, "kind": kind, "title": name, "units": ["so-a"], **fields}
    if "recurring" not in entry:
        entry.setdefault("deadline", day("2022-10-06"))
    return put("/owed/-", entry)


def weekly(**fields: Any) -> dict[str, Any]:
    """Every Friday of September and October."""
    rule = {"every": "week", "weekday": "fri", "first": "2022-09-19", "last": "2022-10-31"}
    return {**rule, "on_day_off": "keep", "cut_off_days": 3, **fields}
