"""Contacts from files: checked, counted, and never shown."""

from pathlib import Path
from typing import Any

import pytest

from cli.directory.contacts import read_contacts
from tests.cli.given import run, write

PERSON = {"unit": "ba-to", "id": "cb", "role": "officer", "name": "Lê Thị Kín"}


def found_in(tmp_path: Path, *rows: dict[str, Any]) -> list[tuple[str, str]]:
    _, findings = read_contacts([write(tmp_path / "contacts.yaml", list(rows))])
    return [(one.finding.severity, one.finding.code) for one in findings]


def test_rows_of_one_unit_are_one_record(tmp_path: Path) -> None:
    """The bucket has one key per unit."""
    path = tmp_path / "c.csv"
    path.write_text(
        "đơn vị,mã,vai trò,họ tên,e-mail,điện thoại,từ chối nhận\n"
        "ba-to,cb,officer,Lê Thị Kín,a@x.vn,0912.345.678,sms\n"
        "ba-to,ld,leader,Lê Văn Kín,b@x.vn,,\n"
    )
    (record,), findings = read_contacts([path])
    assert findings == []
    assert [contact.id for contact in record.contacts] == ["cb", "ld"]
    assert record.contacts[0].opted_out == ["sms"]


@pytest.mark.parametrize("phone", ["0912345678", "+84 912 345 678", "0162.345.6789", "02553822222"])
def test_a_number_of_today_or_before_2018_is_taken(phone: str, tmp_path: Path) -> None:
    """The notifier converts old numbers and leaves landlines alone."""
    assert found_in(tmp_path, {**PERSON, "phone": phone}) == []


@pytest.mark.parametrize("phone", ["0912", "912345678", "09123456789012", "0912-34567x"])
def test_another_number_is_an_error(phone: str, tmp_path: Path) -> None:
    assert found_in(tmp_path, {**PERSON, "phone": phone}) == [("error", "phone-form")]


def test_an_address_without_a_domain_is_an_error(tmp_path: Path) -> None:
    assert found_in(tmp_path, {**PERSON, "email": "kin@localhost"}) == [("error", "email-form")]


def test_somebody_who_cannot_be_reached_is_warned_of(tmp_path: Path) -> None:
    assert found_in(tmp_path, PERSON) == [("warning", "no-address")]


def test_a_contact_given_twice_is_an_error(tmp_path: Path) -> None:
    person = {**PERSON, "email": "a@x.vn"}
    assert found_in(tmp_path, person, person) == [("error", "contact-twice")]


def test_nothing_printed_holds_a_name_an_address_or_a_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Also where the headings are missing and where a field is broken."""
    path = tmp_path / "c.csv"
    path.write_text("unit,Lê Thị Kín,email,phone,id\nBa Tơ Kín,x,bi-mat,0912-bi-mat,kin@bi-mat\n")
    for arguments in ((), ("--json",)):
        code, out, err = run(capsys, "contacts", "import", path, "--preview", *arguments)
        assert code == 1
        assert not [word for word in ("Kín", "bi-mat", "0912") if word in out + err]
