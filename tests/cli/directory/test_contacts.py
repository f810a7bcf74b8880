"""Contacts from files: judged as the sender judges them, counted, and never shown."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cli.directory.contacts import read_contacts, records_of
from cli.directory.reachable import beside_directory, beside_plan, judge
from cli.findings import Located
from cli.notes import Said
from contracts.outgoing import Contact
from contracts.plan import Plan
from services.notifier.domain.reach import mobile
from tests.cli.given import plan_with, run, write

PERSON = {"unit": "ba-to", "id": "cb", "role": "officer", "name": "Lê Thị Kín"}
OTHER = {**PERSON, "id": "ld", "role": "leader"}
PHONE = "0912345678"


def codes(said: list[Said]) -> list[tuple[str, str]]:
    return [
        (one.finding.severity, one.finding.code) if isinstance(one, Located) else ("note", one.code)
        for one in said
    ]


def found_in(tmp_path: Path, *rows: dict[str, Any]) -> list[tuple[str, str]]:
    people, said = read_contacts([write(tmp_path / "contacts.yaml", list(rows))])
    return codes([*said, *judge(people)])


def only_contact(path: Path) -> Contact:
    (person,), _ = read_contacts([path])
    return person.contact


def csv_file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "c.csv"
    path.write_text(text)
    return path


def test_rows_of_one_unit_are_one_record(tmp_path: Path) -> None:
    """The bucket has one key per unit."""
    path = csv_file(
        tmp_path,
        "đơn vị,mã,vai trò,họ tên,e-mail,điện thoại,từ chối nhận\n"
        "ba-to,cb,officer,Lê Thị Kín,a@x.vn,0912.345.678,sms\n"
        "ba-to,ld,leader,Lê Văn Kín,b@x.vn,,\n",
    )
    people, said = read_contacts([path])
    (record,) = records_of(people)
    assert [*said, *judge(people)] == []
    assert [contact.id for contact in record.contacts] == ["cb", "ld"]
    assert record.contacts[0].opted_out == ["sms"]


def test_post_form_of_address_and_days_are_read_from_a_table(tmp_path: Path) -> None:
    """“Đến hết ngày” is the last day itself; the contract's `valid_to` is the day after it."""
    path = csv_file(
        tmp_path,
        "đơn vị,mã,vai trò,danh xưng,họ tên,chức vụ,e-mail,từ ngày,đến hết ngày,"
        "người thay,thay từ ngày,thay đến hết ngày\n"
        "ba-to,cb,officer,Bà,Lê Thị Kín,Phó Chánh Văn phòng,a@x.vn,01/07/2025,30/06/2026,"
        "ld,01.10.2025,5/10/25\n",
    )
    contact = only_contact(path)
    assert (contact.salutation, contact.post) == ("Bà", "Phó Chánh Văn phòng")
    assert (contact.valid_from, contact.valid_to) == (date(2025, 7, 1), date(2026, 7, 1))
    days = [date(2025, 9, 30), date(2025, 10, 1), date(2025, 10, 5), date(2025, 10, 6)]
    assert [contact.deputy(day) for day in days] == [None, "ld", "ld", None]


@pytest.mark.parametrize("phone", [PHONE, "+84 912 345 678", "0162.345.6789"])
def test_a_number_of_today_or_before_2018_is_taken(phone: str, tmp_path: Path) -> None:
    """The notifier converts old numbers."""
    assert found_in(tmp_path, {**PERSON, "phone": phone}) == []


@pytest.mark.parametrize(
    ("phone", "whole"),
    [
        ("912345678", PHONE),
        (912345678, PHONE),
        ("912 345 678", PHONE),
        ("849123456", "0849123456"),
        ("1623456789", "0323456789"),
    ],
)
def test_a_zero_that_a_spreadsheet_took_from_a_number_is_put_back_and_noted(
    phone: object, whole: str, tmp_path: Path
) -> None:
    """Where the number is none without it, and one with it."""
    path = write(tmp_path / "c.yaml", [{**PERSON, "phone": phone}])
    people, said = read_contacts([path])
    assert codes([*said, *judge(people)]) == [("note", "phone-with-zero")]
    assert mobile(people[0].contact.phone or "") == whole


def test_a_number_with_its_country_keeps_it(tmp_path: Path) -> None:
    assert found_in(tmp_path, {**PERSON, "phone": "84912345678"}) == []


def test_a_number_cell_of_a_workbook_is_a_number_with_its_zero(tmp_path: Path) -> None:
    """Shortened, or shown whole by its format: the same person."""
    for format_ in ("General", "0000000000", "0000 000 000"):
        book = openpyxl.Workbook()
        book.active.append(["Mã đơn vị", "Mã", "Vai trò", "Họ tên", "Điện thoại"])
        book.active.append(["ba-to", "cb", "officer", "Lê Thị Kín", 912345678])
        book.active["E2"].number_format = format_
        book.save(tmp_path / "c.xlsx")
        assert mobile(only_contact(tmp_path / "c.xlsx").phone or "") == PHONE


@pytest.mark.parametrize(
    "phone", ["0912", "12345678", "09123456789012", "0912-34567x", "0912345678/0913345678"]
)
def test_another_number_is_an_error(phone: str, tmp_path: Path) -> None:
    """Also two in one cell: nobody says which is meant."""
    assert found_in(tmp_path, {**PERSON, "phone": phone}) == [("error", "phone-form")]


def test_a_landline_alone_is_warned_of_and_beside_an_address_noted(tmp_path: Path) -> None:
    landline = {**PERSON, "phone": "02553822222"}
    assert found_in(tmp_path, landline) == [("warning", "landline-only")]
    both = {**landline, "email": "a@x.vn"}
    assert found_in(tmp_path, both) == [("note", "phone-landline")]


@pytest.mark.parametrize("email", ["kin@localhost", "kín@x.vn", "k..n@x.vn"])
def test_an_address_that_no_relay_takes_is_an_error(email: str, tmp_path: Path) -> None:
    assert found_in(tmp_path, {**PERSON, "email": email}) == [("error", "email-form")]


def test_an_address_of_a_vietnamese_domain_is_taken(tmp_path: Path) -> None:
    assert found_in(tmp_path, {**PERSON, "email": "kin@trường.vn"}) == []


def test_somebody_who_cannot_be_reached_is_warned_of(tmp_path: Path) -> None:
    assert found_in(tmp_path, PERSON) == [("warning", "no-address")]


def test_a_contact_given_twice_is_an_error(tmp_path: Path) -> None:
    person = {**PERSON, "email": "a@x.vn"}
    assert found_in(tmp_path, person, person) == [("error", "contact-twice")]


def test_more_contacts_of_a_unit_than_the_contract_holds_are_an_error(tmp_path: Path) -> None:
    many = [{**PERSON, "id": f"cb{n}", "email": f"a{n}@x.vn"} for n in range(102)]
    assert found_in(tmp_path, *many) == [("error", "contacts-too-many")]


def test_two_contacts_that_are_one_address_are_told(tmp_path: Path) -> None:
    """However it is written; in one unit a warning, of two units a note: one may serve both."""
    first = {**PERSON, "email": "a@x.vn", "phone": PHONE}
    second = {**OTHER, "email": "A@X.vn", "phone": "+84912345678"}
    assert found_in(tmp_path, first, second) == [("warning", "address-shared")]
    elsewhere = {**second, "unit": "tra-bong"}
    assert found_in(tmp_path, first, elsewhere) == [("note", "address-of-two-units")]


def test_a_deputy_is_another_contact_of_the_unit(tmp_path: Path) -> None:
    person, other = {**PERSON, "email": "a@x.vn"}, {**OTHER, "email": "b@x.vn"}

    def with_deputy(name: str) -> list[tuple[str, str]]:
        return found_in(tmp_path, {**person, "deputies": [{"value": name}]}, other)

    assert with_deputy("ld") == []
    assert with_deputy("cb") == with_deputy("nobody") == [("error", "deputy-unknown")]


def test_a_role_that_no_rung_asks_for_is_warned_of(tmp_path: Path) -> None:
    """By the ladder of the plan that is given."""
    people, _ = read_contacts([write(tmp_path / "c.yaml", [PERSON, OTHER])])
    plan = Plan.model_validate_json(json.dumps(plan_with()))
    (found,) = beside_plan(people, plan)
    assert (found.finding.severity, found.finding.code) == ("warning", "role-unasked")
    assert "'leader'" in found.finding.en


def test_a_unit_that_there_is_not_is_an_error_told_once(tmp_path: Path) -> None:
    people, _ = read_contacts([write(tmp_path / "c.yaml", [PERSON, OTHER])])
    (found,) = beside_directory(people, {"tra-bong"})
    assert (found.finding.severity, found.finding.code) == ("error", "contact-unit-unknown")
    assert list(beside_directory(people, {"ba-to"})) == []


def test_what_contacts_were_not_compared_with_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Silence would read as approval."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NGAYSO_NATS_URL", raising=False)
    file = write(tmp_path / "c.yaml", [{**PERSON, "email": "a@x.vn"}])
    code, out, _ = run(capsys, "contacts", "import", file, "--preview")
    assert (code, "--units" in out, "--plan" in out) == (0, True, True)


def test_nothing_printed_holds_a_name_an_address_or_a_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where the headings are missing and where a field is broken."""
    path = csv_file(
        tmp_path,
        "unit,Lê Thị Kín,email,phone,id,từ ngày,role\n"
        "Ba Tơ Kín,x,bi-mat,0912-bi-mat,kin@bi-mat,,\n"
        "ba-to,x,bí-mật@x.vn,912345678,a,Kín,officer\n",
    )
    whole = write(tmp_path / "c.yaml", [{**PERSON, "email": "kín@x.vn", "phone": 912345678}])
    for arguments in ((), ("--json",)):
        code, out, err = run(capsys, "contacts", "import", path, whole, "--preview", *arguments)
        assert code == 1
        assert not [word for word in ("Kín", "bi-mat", "bí-mật", "0912", "91234", "kín@")
                    if word in out + err]  # fmt: skip
