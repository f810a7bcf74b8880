"""Whom a rung reaches, and where."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.outgoing import Contact, Contacts
from services.notifier.domain.reach import (
    address_of,
    borrowed,
    dialable,
    mailbox,
    mobile,
    recipients,
)
from tests.notifier.campaign import CONTACTS, LEADER, OFFICER, rung

DAY = date(2022, 10, 18)


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
        ("914123456", None),  # a spreadsheet took the zero: mended at import, never here
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
    assert recipients(CONTACTS.contacts, both, DAY) == [
        ("email", "c-1"),
        ("email", "c-2"),
        ("sms", "c-1"),
    ]
    assert recipients(CONTACTS.contacts, rung("r", 0), DAY) == [("email", "c-1")]
    assert recipients([], both, DAY) == []


def test_one_address_gets_one_message():
    """Two contacts share a mailbox and a telephone, written differently."""
    twin = OFFICER.model_copy(
        update={"id": "c-3", "email": "A@binhson.example", "phone": "+84914123456"}
    )
    found = recipients([OFFICER, twin], rung("r", 0, channels=("email", "sms")), DAY)
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
    other = OFFICER.model_copy(update={"email": "o@b.example"})
    heirs = {"b": [other], "a": CONTACTS.contacts, "c": []}
    found = borrowed(heirs)
    assert [one.email for one in found] == [OFFICER.email, LEADER.email, "o@b.example"]
    assert len({one.id for one in found}) == 3
    assert found == borrowed(dict(reversed(heirs.items())))
    token = found[2].id
    assert address_of(Contacts(unit="binh-son", contacts=found), token, "email") == "o@b.example"


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("can.bo+nhac@so-a.example", "can.bo+nhac@so-a.example"),
        ("Can-Bo@So-A.example", "Can-Bo@So-A.example"),
        ("can-bo@trường.example", "can-bo@xn--trng-rib8295b.example"),
        ("cán-bộ@so-a.example", None),
        ("can..bo@so-a.example", None),
        (".canbo@so-a.example", None),
        ("can bo@so-a.example", None),
        ("canbo@localhost", None),
        ("canbo@so_a.example", None),
        ("canbo@-a.example", None),
        ("canbo@a..example", None),
        ("@so-a.example", None),
        ("canbo", None),
        ("c" * 65 + "@so-a.example", None),
    ],
)
def test_a_mailbox_is_what_every_relay_takes(written, wanted):
    """ASCII before the @; a domain in other letters has a form in ASCII."""
    assert mailbox(written) == wanted


def test_a_landline_can_be_dialled_and_gets_no_sms():
    assert (dialable("(0255) 3 822 111"), mobile("(0255) 3 822 111")) == ("02553822111", None)


def person(name, role="officer", **more):
    return Contact(id=name, role=role, name="Mẫu", email=f"{name}@x.example", **more)


def reached(*people, day=DAY):
    return [token for _, token in recipients(people, rung("r", 0), day)]


def test_who_does_not_hold_the_post_yet_or_any_more_is_not_written_to():
    """From the first day, until the day before `valid_to`."""
    before, after = DAY - timedelta(1), DAY + timedelta(1)
    assert reached(person("a", valid_from=DAY), person("b", valid_from=after)) == ["a"]
    assert reached(person("a", valid_to=after), person("b", valid_to=DAY)) == ["a"]
    assert reached(person("a", valid_from=before, valid_to=after)) == ["a"]


def away(deputy="b", **span):
    return [{"value": deputy, **span}]


def test_while_somebody_is_away_the_deputy_is_written_to_whatever_the_deputys_role():
    after = DAY + timedelta(1)
    officer = person("a", deputies=away(valid_from=DAY, valid_to=after))
    deputy = person("b", role="leader")
    assert reached(officer, deputy) == ["b"]
    assert reached(officer, deputy, day=after) == ["a"]
    assert reached(officer, deputy, day=DAY - timedelta(1)) == ["a"]


def test_a_deputy_who_cannot_be_written_to_leaves_it_to_who_is_away():
    """Erased, not there that day, or without an address: never nobody."""
    officer = person("a", deputies=away())
    assert reached(officer) == ["a"]
    assert reached(officer, person("b", role="leader", valid_to=DAY)) == ["a"]
    out = person("b", role="leader", opted_out=["email"])
    assert reached(officer, out) == ["a"]


def test_a_deputy_who_is_of_the_audience_too_gets_one_message():
    assert reached(person("a", deputies=away()), person("b")) == ["b"]


def test_a_deputy_of_a_successors_contact_is_borrowed_with_it():
    theirs = [person("a", deputies=away()), person("b", "clerk")]
    found = borrowed({"a": theirs})
    assert recipients(found, rung("r", 0), DAY) == [("email", found[1].id)]


spans = st.tuples(st.integers(-3, 3), st.integers(1, 4)).map(
    lambda span: {
        "valid_from": DAY + timedelta(span[0]),
        "valid_to": DAY + timedelta(span[0] + span[1]),
    }
)


@given(spans, spans, spans)
def test_somebody_who_holds_the_post_is_always_reached_oneself_or_by_the_deputy(own, other, leave):
    officer = person("a", deputies=away(**leave), **own)
    found = reached(officer, person("b", role="leader", **other))
    assert len(found) == officer.holds(DAY)


def test_an_address_that_no_relay_takes_is_none_to_a_rung_either():
    """One judge at import and at sending; of a domain in other letters the form in ASCII."""
    bad = person("a").model_copy(update={"email": "cán-bộ@x.example"})
    good = person("b").model_copy(update={"email": "b@trường.example"})
    assert reached(bad, good) == ["b"]
    contacts = Contacts(unit="x", contacts=[bad, good])
    assert address_of(contacts, "a", "email") is None
    assert address_of(contacts, "b", "email") == "b@xn--trng-rib8295b.example"
