"""Cli, directory: turns files of contacts into one record per unit; never shows a value."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cli.console import Trouble
from cli.directory.tables import TABLES, read_table
from cli.files.documents import as_json, read
from cli.findings import Located, located
from contracts.findings import from_validation
from contracts.outgoing import Contact, Contacts
from contracts.words import Severity

COLUMNS = {
    **dict.fromkeys(("unit", "đơn vị", "mã đơn vị"), "unit"),
    **dict.fromkeys(("id", "mã", "mã đầu mối"), "id"),
    **dict.fromkeys(("role", "vai trò"), "role"),
    **dict.fromkeys(("name", "họ tên", "họ và tên"), "name"),
    **dict.fromkeys(("email", "thư điện tử", "e-mail"), "email"),
    **dict.fromkeys(("phone", "điện thoại", "số điện thoại"), "phone"),
    **dict.fromkeys(("opted_out", "từ chối nhận"), "opted_out"),
}
_PHONE = re.compile(r"^(\+?84|0)\d{9,10}$")
_EMAIL = re.compile(r"^[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]{2,}$")


@dataclass(frozen=True)
class _Draft:
    data: dict[str, Any]
    path: Path
    line: int | None


def read_contacts(paths: Iterable[Path]) -> tuple[list[Contacts], list[Located]]:
    """The contacts of all files, one record per unit, and every finding.

    A unit with an error is left out. Raises Trouble where a file cannot be read at all.
    """
    findings: list[Located] = []
    drafts: list[_Draft] = []
    for path in paths:
        table = path.suffix.lower() in TABLES
        drafts += _from_table(path, findings) if table else _from_document(path)
    records: dict[str, dict[str, Contact]] = defaultdict(dict)
    for draft in drafts:
        if record := _validated(draft, findings):
            known = records[record.unit]
            for contact in record.contacts:
                findings += _oddities(record.unit, contact, contact.id in known, draft)
                known[contact.id] = contact
    whole = [Contacts(unit=unit, contacts=list(known.values())) for unit, known in records.items()]
    return whole, findings


def _from_document(path: Path) -> list[_Draft]:
    document = read(path)
    data, where = document.data, ""
    if isinstance(data, dict) and set(data) == {"contacts"}:
        data, where = data["contacts"], "/contacts"
    if not isinstance(data, list) or not all(isinstance(item, dict) for item in data):
        raise Trouble("not-contacts", path=path)
    return [
        _Draft(
            item if "contacts" in item else _record(item),
            path,
            document.line(f"{where}/{index}"),
        )
        for index, item in enumerate(data)
    ]


def _record(flat: dict[str, Any]) -> dict[str, Any]:
    """A flat row as a unit's record of one contact."""
    contact = {key: value for key, value in flat.items() if key != "unit"}
    return {"unit": flat.get("unit"), "contacts": [contact]}


def _from_table(path: Path, findings: list[Located]) -> list[_Draft]:
    rows, odd = read_table(path, COLUMNS)
    findings += odd
    drafts = []
    for row in rows:
        flat: dict[str, Any] = dict(row.cells)
        if "opted_out" in flat:
            flat["opted_out"] = row.many("opted_out")
        drafts.append(_Draft(_record(flat), path, row.line))
    return drafts


def _validated(draft: _Draft, findings: list[Located]) -> Contacts | None:
    try:
        return Contacts.model_validate_json(as_json(draft.data), strict=True)
    except ValidationError as error:
        said = from_validation(error)
        findings += [Located(finding, draft.path, draft.line) for finding in said]
        return None


def _oddities(unit: str, contact: Contact, twice: bool, draft: _Draft) -> Iterable[Located]:
    def say(code: str, severity: Severity = "error") -> Located:
        return located(code, draft.path, draft.line, severity, unit=unit, contact=contact.id)

    if twice:
        yield say("contact-twice")
    if contact.phone and not _PHONE.match(re.sub(r"[\s.()-]", "", contact.phone)):
        yield say("phone-form")
    if contact.email and not _EMAIL.match(contact.email):
        yield say("email-form")
    if not contact.phone and not contact.email:
        yield say("no-address", "warning")
