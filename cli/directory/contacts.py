"""Cli, directory: turns files of contacts into people and one record per unit; shows no value."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from cli.console import Trouble
from cli.files.content import is_table
from cli.files.documents import Document, as_json, read
from cli.findings import Located, Place, located
from cli.notes import MAX_WRONG, Note, Said
from cli.tables.headings import PASSED_OVER, Heads
from cli.tables.read import TableRow, read_table
from contracts.findings import from_validation
from contracts.outgoing import Contact, Contacts
from services.notifier.domain.reach import MOST_CONTACTS, dialable

COLUMNS = {
    **dict.fromkeys(("stt", "tt", "số tt", "số thứ tự"), PASSED_OVER),
    **dict.fromkeys(("unit", "đơn vị", "mã đơn vị"), "unit"),
    **dict.fromkeys(("id", "mã", "mã đầu mối"), "id"),
    **dict.fromkeys(("role", "vai trò"), "role"),
    **dict.fromkeys(("name", "họ tên", "họ và tên"), "name"),
    **dict.fromkeys(("salutation", "danh xưng"), "salutation"),
    **dict.fromkeys(("post", "chức vụ"), "post"),
    **dict.fromkeys(("email", "thư điện tử", "e-mail"), "email"),
    **dict.fromkeys(("phone", "điện thoại", "số điện thoại"), "phone"),
    **dict.fromkeys(("opted_out", "từ chối nhận"), "opted_out"),
    **dict.fromkeys(("valid_from", "từ ngày"), "valid_from"),
    "valid_to": "valid_to",
    "đến hết ngày": "last",
    **dict.fromkeys(("deputy", "người thay"), "deputy"),
    **dict.fromkeys(("deputy_from", "thay từ ngày"), "deputy_from"),
    "deputy_to": "deputy_to",
    "thay đến hết ngày": "deputy_last",
}
"""`last` and `deputy_last` are the last day itself, `valid_to` and `deputy_to` the day after it."""
DAYS = frozenset({"valid_from", "valid_to", "last", "deputy_from", "deputy_to", "deputy_last"})
HEADS = Heads(COLUMNS, DAYS)


class Person(NamedTuple):
    """A contact of a unit as it stands in a file."""

    unit: str
    contact: Contact
    at: Place


class _Draft(NamedTuple):
    unit: Any
    contact: Any
    at: Place


def read_contacts(paths: Iterable[Path]) -> tuple[list[Person], list[Said]]:
    """The people of all files and what is said about them; one with an error is left out.

    Raises Trouble where a file cannot be read at all.
    """
    said: list[Said] = []
    people: dict[tuple[str, str], Person] = {}
    wrong = 0
    for path in paths:
        table = is_table(path)
        for draft in _from_table(path, said) if table else _from_document(path):
            person = _validated(draft, said)
            if person is None:
                wrong += 1
                if wrong == MAX_WRONG:
                    said.append(located("wrong-too-many", draft.at, limit=MAX_WRONG))
                    return list(people.values()), said
                continue
            words = {"unit": person.unit, "contact": person.contact.id}
            if (person.unit, person.contact.id) in people:
                said.append(located("contact-twice", person.at, "error", **words))
            people[person.unit, person.contact.id] = person
    said += _too_many(list(people.values()))
    return list(people.values()), said


def records_of(people: Iterable[Person]) -> list[Contacts]:
    """One record for each unit, which the bucket holds under one key."""
    units: dict[str, list[Contact]] = defaultdict(list)
    for person in people:
        units[person.unit].append(person.contact)
    return [Contacts(unit=unit, contacts=each[:MOST_CONTACTS]) for unit, each in units.items()]


def _too_many(people: Sequence[Person]) -> Iterator[Located]:
    count: dict[str, int] = defaultdict(int)
    for person in people:
        count[person.unit] += 1
        if count[person.unit] == MOST_CONTACTS + 1:
            words = {"unit": person.unit, "limit": MOST_CONTACTS}
            yield located("contacts-too-many", person.at, "error", **words)


def _from_document(path: Path) -> Iterator[_Draft]:
    document = read(path)
    data, where = document.data, ""
    if isinstance(data, dict) and set(data) == {"contacts"}:
        data, where = data["contacts"], "/contacts"
    if not isinstance(data, list) or not all(isinstance(item, dict) for item in data):
        raise Trouble("not-contacts", path=path)
    for index, item in enumerate(data):
        yield from _of_unit(item, document, f"{where}/{index}")


def _of_unit(item: dict[str, Any], document: Document, where: str) -> Iterator[_Draft]:
    """A unit with its contacts, or one contact that names its unit."""
    at = Place(document.path, document.line(where))
    contacts = item.get("contacts")
    if not isinstance(contacts, list) or set(item) != {"unit", "contacts"}:
        flat = {key: value for key, value in item.items() if key != "unit"}
        yield _Draft(item.get("unit"), flat, at)
        return
    for index, contact in enumerate(contacts):
        line = document.line(f"{where}/contacts/{index}")
        yield _Draft(item["unit"], contact, at._replace(line=line))


def _from_table(path: Path, said: list[Said]) -> list[_Draft]:
    rows, odd = read_table(path, HEADS)
    said += odd
    return [_Draft(row.cells.get("unit"), _contact(row), row.at) for row in rows]


def _contact(row: TableRow) -> dict[str, Any]:
    """A row's cells as the contract has them."""
    cells = row.cells
    plain = ("id", "role", "name", "salutation", "post", "email", "phone", "valid_from")
    flat: dict[str, Any] = {key: cells[key] for key in plain if key in cells}
    if "opted_out" in cells:
        flat["opted_out"] = row.many("opted_out")
    if end := _end(cells, "valid_to", "last"):
        flat["valid_to"] = end
    if "deputy" in cells:
        deputy = {"value": cells["deputy"]}
        if "deputy_from" in cells:
            deputy["valid_from"] = cells["deputy_from"]
        if end := _end(cells, "deputy_to", "deputy_last"):
            deputy["valid_to"] = end
        flat["deputies"] = [deputy]
    return flat


def _end(cells: dict[str, str], end: str, last: str) -> str | None:
    if last in cells:
        return (date.fromisoformat(cells[last]) + timedelta(days=1)).isoformat()
    return cells.get(end)


def _validated(draft: _Draft, said: list[Said]) -> Person | None:
    contact, shortened = _with_zero(draft.contact)
    try:
        data = as_json({"unit": draft.unit, "contacts": [contact]})
        record = Contacts.model_validate_json(data, strict=True)
    except ValidationError as error:
        said += [Located(finding, draft.at) for finding in from_validation(error)]
        return None
    person = Person(record.unit, record.contacts[0], draft.at)
    if shortened:
        words: dict[str, object] = {"unit": person.unit, "contact": person.contact.id}
        said.append(Note("phone-with-zero", draft.at, words))
    return person


def _with_zero(contact: Any) -> tuple[Any, bool]:
    """A phone number gets back the 0 that a spreadsheet took, where with it it is a number.

    One that begins with 84 for the country is none with a 0 before that.
    """
    phone = contact.get("phone") if isinstance(contact, dict) else None
    if isinstance(phone, bool) or not isinstance(phone, str | int):
        return contact, False
    written = str(phone).strip()
    bare = re.fullmatch(r"[1-9][0-9 .-]*", written) is not None
    if bare and dialable(f"0{written}") is not None:
        return {**contact, "phone": f"0{written}"}, True
    return {**contact, "phone": written}, False
