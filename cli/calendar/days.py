"""Cli, calendar: turns a file of decreed days into the table that is recorded, and compares it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cli.console import Trouble
from cli.files.content import is_table
from cli.files.documents import as_json, read
from cli.findings import Located, Place, located
from cli.notes import Said
from cli.tables.headings import PASSED_OVER, Heads
from cli.tables.read import read_table
from contracts.calendar import NOTHING_DECREED, CalendarRecord, DecreedDay
from contracts.findings import from_validation

COLUMNS = {
    **dict.fromkeys(("stt", "tt", "số tt", "số thứ tự"), PASSED_OVER),
    **dict.fromkeys(("day", "ngày"), "day"),
    **dict.fromkeys(("working", "làm việc/nghỉ", "làm việc"), "working"),
    **dict.fromkeys(("name", "tên"), "name"),
    **dict.fromkeys(("decree", "văn bản"), "decree"),
}
HEADS = Heads(COLUMNS, frozenset({"day"}))
WORKED = {"làm việc": True, "làm bù": True, "true": True, "nghỉ": False, "false": False}
Row = tuple[Place, Any]


def read_calendar(path: Path) -> tuple[CalendarRecord, list[Said]]:
    """The table of a file, without the rows that have an error, and what is said about them.

    Raises Trouble where the file cannot be read at all.
    """
    said: list[Said] = []
    table = is_table(path)
    rows = list(_of_table(path, said) if table else _of_document(path))
    days: dict[str, DecreedDay] = {}
    for at, data in rows:
        try:
            day = DecreedDay.model_validate_json(as_json(data), strict=True)
        except ValidationError as error:
            said += [Located(one, at) for one in from_validation(error)]
            continue
        written = f"{day.day:%d/%m/%Y}"
        if written in days:
            said.append(located("day-twice", at, day=written))
        days[written] = day
    try:
        return CalendarRecord(days=list(days.values())), said
    except ValidationError as error:  # more days than anybody decrees
        too_many = [Located(one, Place(path)) for one in from_validation(error)]
        return NOTHING_DECREED, [*said, *too_many]


def _of_document(path: Path) -> Iterator[Row]:
    document = read(path)
    data, where = document.data, ""
    if isinstance(data, dict) and set(data) == {"days"}:
        data, where = data["days"], "/days"
    if not isinstance(data, list):
        raise Trouble("not-a-calendar", path=path)
    for index, item in enumerate(data):
        yield Place(path, document.line(f"{where}/{index}")), item


def _of_table(path: Path, said: list[Said]) -> Iterator[Row]:
    rows, odd = read_table(path, HEADS)
    said += odd
    for row in rows:
        data: dict[str, Any] = dict(row.cells)
        if (word := data.get("working")) is not None:
            data["working"] = WORKED.get(word.lower(), word)
        yield row.at, data


Change = tuple[str, dict[str, object]]
"""A sentence's code and its words."""


def changes(before: CalendarRecord, after: CalendarRecord) -> Iterator[Change]:
    """What becomes of each day that is not as it was recorded."""
    old = {day.day: day for day in before.days}
    new = {day.day: day for day in after.days}
    for day in sorted({*old, *new}):
        was, is_ = old.get(day), new.get(day)
        if was != is_:
            code = "day-decreed" if was is None else "day-dropped" if is_ is None else "day-changed"
            yield code, {"day": f"{day:%d/%m/%Y}", "before": _said(was), "after": _said(is_)}


def _said(day: DecreedDay | None) -> str:
    """A decreed day as the file has it."""
    if day is None:
        return "—"
    word = "làm việc" if day.working else "nghỉ"
    return f"{word}, {day.name}" + (f" ({day.decree})" if day.decree else "")
