"""Inputs from the field that came out wrong once; each test is named after the rule it broke."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from cli.directory.contacts import read_contacts
from cli.directory.reachable import beside_directory, beside_plan, judge
from cli.directory.units import read_directory, read_units
from cli.findings import Located
from cli.notes import Note, Said
from cli.plans.check import read_whole
from contracts.facts import UnitRecorded
from contracts.unit import Unit
from contracts.values import Receipt
from services.registry.domain.history.directory import Directory, evolve
from services.registry.domain.participants import list_participants
from tests.cli.given import plan_with, run, write

CASES = Path(__file__).parents[2] / "cases"
ESTABLISHED = date(2025, 7, 1)


def codes(said: list[Said]) -> list[str]:
    return [one.finding.code if isinstance(one, Located) else one.code for one in said]


def units_of(name: str) -> tuple[dict[str, Unit], list[Said]]:
    units, said = read_units([CASES / name])
    return {one.unit.id: one.unit for one in units}, said


def recorded(units: dict[str, Unit]) -> Directory:
    """The directory after the units were sent."""
    at = datetime(2026, 11, 1, tzinfo=UTC)
    receipt = Receipt(at=at, sequence=1, command="c", sender="operator", door="operator")
    facts = [UnitRecorded(record=unit, receipt=receipt) for unit in units.values()]
    return evolve(Directory(), facts)


def test_rows_of_one_id_that_do_not_fit_together_are_an_error_at_the_row() -> None:
    """One id, two names, two codes of one scheme, and no dates that would tell them apart."""
    units, said = units_of("units-same-id-two-units.csv")
    (error,) = said
    assert isinstance(error, Located)
    assert (error.finding.severity, error.finding.code) == ("error", "rows-disagree")
    assert error.at.line == 3
    for word in ("dòng 4", "Xã An Phú", "Xã Ân Phú", "90001", "90002"):
        assert word in error.finding.vi
    assert set(units) == {"ubnd-tinh", "xa-binh-minh"}


def test_a_merged_range_means_its_value_for_each_of_its_rows() -> None:
    """Three communes in the group; the three owe the report."""
    units, said = units_of("units-merged-cells.xlsx")
    plan = read_whole(CASES / "plan-merged-cells.yaml")
    group = [one.id for one in units.values() if one.in_group("ubnd-xa", plan.issued_on)]
    assert group == ["xa-a", "xa-b", "xa-c"]
    owing = [one.unit for one in list_participants(plan, recorded(units)) if one.owes]
    assert sorted(owing) == group
    merged = [one for one in said if isinstance(one, Note) and one.code == "cells-merged"]
    assert {one.words["column"] for one in merged} == {"Trực thuộc", "Cấp", "Nhóm"}


def test_a_code_is_read_as_its_cell_shows_it() -> None:
    """00002 in a cell formatted 00000 stays 00002, and that is noted."""
    units, said = units_of("units-merged-cells.xlsx")
    found = {name: unit.codes[0].value.code for name, unit in units.items()}
    assert found == {"ubnd-tinh": "51", "xa-a": "00001", "xa-b": "00002", "xa-c": "00003"}
    assert "cells-with-zeros" in codes(said)


def test_title_rows_above_the_headings_are_passed_over_and_said_so() -> None:
    units, said = units_of("units-title-rows.xlsx")
    assert set(units) == {"ubnd-tinh", "xa-a", "xa-b", "xa-c", "xa-d", "xa-e", "xa-f"}
    first = said[0]
    assert isinstance(first, Note)
    assert (first.code, first.words) == ("rows-above", {"first": 1, "last": 2, "heading": 4})
    assert not [one for one in said if isinstance(one, Located)]


@pytest.mark.parametrize("name", ["units-day-forms.xlsx", "units-title-rows.xlsx"])
def test_days_are_read_however_they_are_written_and_noted(name: str) -> None:
    """1/7/2025, a date cell, 45839, 01-07-2025, 01.07.2025, 1/7/25: the first of July."""
    units, said = units_of(name)
    days = {unit.valid_from for unit in units.values() if unit.id != "ubnd-tinh"}
    assert days == {ESTABLISHED}
    forms = ("1/7/2025", "45839", "01-07-2025", "01.07.2025", "1/7/25")
    read = [one.words["column"] for one in said if isinstance(one, Note) if one.code == "day-read"]
    assert read == [f"Thành lập: {typed} → 01/07/2025" for typed in forms]


def unreachable() -> list[tuple[str, object]]:
    """Code and contact (or unit) of what is said about the contacts, beside a ladder that asks
    for officers alone.
    """
    people, said = read_contacts([CASES / "contacts-unreachable.yaml"])
    said += judge(people)
    said += beside_directory(people, read_directory([CASES / "units.yaml"]))
    said += beside_plan(people, read_whole(CASES / "plan-two-identical-sms.yaml"))
    lines = {one.at.line: one.contact.id for one in people}
    return [(code, lines[one.at.line]) for code, one in zip(codes(said), said, strict=True)]


def test_contacts_that_no_message_reaches_are_told_at_import() -> None:
    """Unknown unit, role that no rung asks for, landline only, an address that no relay takes,
    two contacts that are one address.
    """
    assert set(unreachable()) == {
        ("contact-unit-unknown", "k1"),
        ("role-unasked", "binh1"),
        ("role-unasked", "an3"),
        ("landline-only", "an3"),
        ("email-form", "tr1"),
        ("address-shared", "an2"),
        ("address-of-two-units", "binh1"),
    }


def test_an_import_of_contacts_that_cannot_be_reached_keeps_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """The command says the same, and leaves with the code of findings."""
    plan: Any = write(tmp_path / "plan.yaml", plan_with())
    options = ("--units", CASES / "units.yaml", "--plan", plan)
    code, out, _ = run(capsys, "contacts", "import", CASES / "contacts-unreachable.yaml", *options)
    assert code == 1
    assert "chưa gửi gì" in out
