"""Cli, directory: turns files of units into whole dated records, with a note per oddity."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cli.console import Trouble, stderr
from cli.directory.apart import Placed, tell_apart
from cli.directory.joined import Joined
from cli.files.content import is_table
from cli.files.documents import as_json, read
from cli.findings import Located, Place, located, tell_located
from cli.notes import MAX_WRONG, Note, Said, errors
from cli.tables.headings import PASSED_OVER, Heads
from cli.tables.read import read_table
from contracts.findings import from_validation
from contracts.spelling import normalise
from contracts.unit import Unit

COLUMNS = {
    **dict.fromkeys(("stt", "tt", "số tt", "số thứ tự"), PASSED_OVER),
    **dict.fromkeys(("id", "mã", "mã đơn vị"), "id"),
    **dict.fromkeys(("name", "tên", "tên đơn vị"), "name"),
    **dict.fromkeys(("short_name", "tên viết tắt", "tên ngắn"), "short_name"),
    **dict.fromkeys(("parent", "đơn vị cha", "trực thuộc", "đơn vị cấp trên"), "parent"),
    **dict.fromkeys(("sectors", "sector", "cơ quan quản lý ngành"), "sectors"),
    **dict.fromkeys(("level", "cấp"), "level"),
    **dict.fromkeys(("groups", "group", "nhóm"), "groups"),
    **dict.fromkeys(("roles", "role", "vai trò"), "roles"),
    **dict.fromkeys(("from", "từ ngày"), "from"),
    **dict.fromkeys(("to", "đến ngày"), "to"),
    **dict.fromkeys(("valid_from", "thành lập"), "valid_from"),
    **dict.fromkeys(("valid_to", "giải thể"), "valid_to"),
    **dict.fromkeys(("predecessors", "tiền thân"), "predecessors"),
    **dict.fromkeys(("successors", "kế thừa"), "successors"),
}
"""`from` and `to` date the row's name, codes, parent, sectors, level, groups and roles;
`valid_from` and `valid_to` date the unit itself. Rows with one id become one record."""
HEADS = Heads(COLUMNS, frozenset({"from", "to", "valid_from", "valid_to"}), codes=True)


@dataclass(frozen=True)
class _Draft:
    data: Any
    at: Place


def read_units(paths: Iterable[Path]) -> tuple[list[Placed], list[Said]]:
    """The units of all files and what is said about them; a unit with an error is left out.

    Raises Trouble where a file cannot be read at all.
    """
    units: list[Placed] = []
    said: list[Said] = []
    seen: dict[str, Place] = {}
    wrong = 0
    for path in paths:
        table = is_table(path)
        drafts = _from_table(path, said) if table else _from_document(path)
        for draft in drafts:
            read_one = _validated(draft, said)
            if read_one is None:
                wrong += 1
                if wrong == MAX_WRONG:
                    said.append(located("wrong-too-many", draft.at, limit=MAX_WRONG))
                    return units, said
                continue
            name = read_one.unit.id
            if name in seen:
                first = seen[name].said()
                said.append(located("unit-twice", draft.at, unit=name, file=first))
                continue
            seen[name] = draft.at
            units.append(read_one)
    said += tell_apart(units)
    return units, said


def read_directory(paths: Iterable[Path]) -> dict[str, Unit]:
    """The units of files that must be without errors, by id; raises Trouble, errors told first."""
    units, said = read_units(paths)
    if broken := errors(said):
        for one in broken:
            tell_located(one, stderr)
        raise Trouble("units-with-errors")
    return {one.unit.id: one.unit for one in units}


def _from_document(path: Path) -> list[_Draft]:
    document = read(path)
    data, where = document.data, ""
    if isinstance(data, dict) and set(data) == {"units"}:
        data, where = data["units"], "/units"
    if not isinstance(data, list):
        raise Trouble("not-units", path=path)
    return [
        _Draft(item, Place(path, document.line(f"{where}/{index}")))
        for index, item in enumerate(data)
    ]


def _from_table(path: Path, said: list[Said]) -> list[_Draft]:
    rows, odd = read_table(path, HEADS)
    said += odd
    records: dict[str, Joined] = {}
    for row in rows:
        name = row.cells.get("id", "")
        if not name:
            said.append(located("cell-missing", row.at, column="id"))
            continue
        said += records.setdefault(name, Joined(row.at, {"id": name})).add(row)
    return [_Draft(one.data, one.at) for one in records.values() if not one.disputed]


def _validated(draft: _Draft, said: list[Said]) -> Placed | None:
    data = _normalised(draft, said)
    try:
        unit = Unit.model_validate_json(as_json(data), strict=True)
    except ValidationError as error:
        said += [Located(one, draft.at) for one in from_validation(error)]
        return None
    return Placed(unit, draft.at)


def _normalised(draft: _Draft, said: list[Said]) -> Any:
    """The draft with its names in one spelling; each change is noted."""
    if not isinstance(draft.data, dict):
        return draft.data
    data = dict(draft.data)
    for field in ("names", "short_names"):
        if isinstance(data.get(field), list):
            data[field] = [_respelled(entry, draft, said) for entry in data[field]]
    return data


def _respelled(entry: Any, draft: _Draft, said: list[Said]) -> Any:
    if not isinstance(entry, dict) or not isinstance(entry.get("value"), str):
        return entry
    text, changed = normalise(entry["value"])
    for what in changed:
        words: dict[str, object] = {"before": entry["value"], "after": text}
        said.append(Note(f"normalised-{what}", draft.at, words))
    return {**entry, "value": text}
