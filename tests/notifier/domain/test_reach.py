"""Whom a rung reaches, and where."""

import pytest

from contracts.outgoing import Contact, Contacts
from services.notifier.domain.reach import address_of, borrowed, mobile, recipients
from tests.notifier.campaign import CONTACTS, LEADER, OFFICER, rung


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("0914 123 456", "0914123456"),
        ("+84 914.123.456", "0914123456"),
        ("84914123456", "0914123456"),
        ("+84 (0)914 123 456", "0914123456"),
        ("0162 345 6789", "0323456789"),
        ("01692345678", "0392345678"),
        ("+84 120 345 6789", "0703456789"),
        ("0123 456 7890", "0834567890"),
        ("0127 456 7890", "0814567890"),
        ("0186 456 7890", "0564567890"),
        ("0199 456 7890", "0594567890"),
        ("0900 000 003", "0900000003"),
        ("0255 382 2222", None),  # a landline of Quảng Ngãi
        ("0914 123", None),
        ("không có", None),
        ("", None),
    ],
)
def test_a_mobile_number_is_found_however_it_is_written(written, wanted):
    """Old 11-digit numbers are renewed, landlines and nonsense are not numbers for SMS."""
    assert mobile(written) == wanted


MOVED = (
    *((f"016{n}", f"03{n}") for n in range(2, 10)),
    *(("0120", "070"), ("0121", "079"), ("0122", "077"), ("0126", "076"), ("0128", "078")),
    *(("0123", "083"), ("0124", "084"), ("0125", "085"), ("0127", "081"), ("0129", "082")),
    *(("0186", "056"), ("0188", "058"), ("0199", "059")),
)
"""As the ministry moved the prefixes of 11-digit numbers in 2018 (22/2018/TT-BTTTT)."""


@pytest.mark.parametrize(("old", "new"), MOVED)
def test_a_number_from_before_2018_is_found_under_its_new_prefix(old, new):
    assert mobile(f"{old} 234 5678") == f"{new}2345678"
    assert mobile(f"+84 {old[1:]} 234 5678") == f"{new}2345678"


def test_a_rung_reaches_its_audience_by_its_channels():
    """Officers only, where only officers are asked for; no SMS without a number."""
    both = rung("r", 0, channels=("email", "sms"), audience=("officer", "leader"))
    assert recipients(CONTACTS, both) == [("email", "c-1"), ("email", "c-2"), ("sms", "c-1")]
    assert recipients(CONTACTS, rung("r", 0)) == [("email", "c-1")]
    assert recipients(None, both) == []


def test_one_address_gets_one_message():
    """Two contacts share a mailbox and a telephone, written differently."""
    twin = OFFICER.model_copy(
        update={"id": "c-3", "email": "A@binhson.example", "phone": "+84914123456"}
    )
    shared = Contacts(unit="binh-son", contacts=[OFFICER, twin])
    found = recipients(shared, rung("r", 0, channels=("email", "sms")))
    assert found == [("email", "c-1"), ("sms", "c-1")]


def test_who_opted_out_or_was_erased_is_not_reached():
    """Looked up at the moment of sending."""
    out = Contact(**{**OFFICER.model_dump(), "opted_out": ["sms"]})
    contacts = Contacts(unit="binh-son", contacts=[out, LEADER])
    assert address_of(contacts, "c-1", "sms") is None
    assert address_of(contacts, "c-1", "email") == "a@binhson.example"
    assert address_of(contacts, "gone", "email") is None
    assert address_of(None, "c-1", "email") is None


def test_successors_contacts_are_borrowed_under_tokens_of_their_own():
    """Two successors may both call their officer c-1; each keeps the token from call to call."""
    other = Contacts(unit="b", contacts=[OFFICER.model_copy(update={"email": "o@b.example"})])
    heirs = {"b": other, "a": CONTACTS, "c": None}
    found = borrowed("binh-son", heirs)
    assert [one.email for one in found.contacts] == [OFFICER.email, LEADER.email, "o@b.example"]
    assert len({one.id for one in found.contacts}) == 3
    assert found == borrowed("binh-son", dict(reversed(heirs.items())))
    token = found.contacts[2].id
    assert address_of(found, token, "email") == "o@b.example"
