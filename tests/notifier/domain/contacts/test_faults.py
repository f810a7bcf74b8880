"""Addresses that were refused for good: noted at the address, and lifted with it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.facts import MessageBounced, MessageFailed
from contracts.outgoing import Contact, Contacts, Correction, Failing
from services.notifier.domain.contacts.faults import against_address, carried, corrected, noted
from services.notifier.domain.reach import address, recipients
from tests.notifier.campaign import rung
from tests.notifier.domain.contacts.test_readiness import DAY, person

AT = datetime(2022, 10, 18, 8, tzinfo=UTC)
NOTE = Failing(since=AT, reason="smtp-550")


def contacts(*people):
    return Contacts(unit="ba-to", contacts=list(people))


def failed(channel, reason):
    about = {"plan": "p", "unit": "ba-to", "at": AT, "message": "m"}
    return MessageFailed(**about, channel=channel, reason=reason)


@pytest.mark.parametrize(
    ("channel", "reason", "wanted"),
    [
        ("email", "smtp-550", True),
        ("email", "bad-address", True),
        ("email", "smtp-554", False),  # the message, or the sender, as often as the address
        ("email", "smtp-552", False),  # a full mailbox is emptied
        ("email", "gave-up", False),
        ("email", "no-address", False),
        ("email", "outcome-unknown", False),
        ("sms", "sms-108", True),
        ("sms", "sms-146", False),  # a text that is not registered
        ("sms", "smtp-550", False),
    ],
)
def test_only_what_is_said_of_the_address_counts_against_it(channel, reason, wanted):
    found = against_address(failed(channel, reason))
    assert found == (("m", Failing(since=AT, reason=reason)) if wanted else None)


@pytest.mark.parametrize("permanent", [True, False])
def test_a_mail_that_comes_back_for_good_counts_against_the_address(permanent):
    about = {"plan": "p", "unit": "ba-to", "at": AT, "message": "m"}
    found = against_address(MessageBounced(**about, reason="5.1.1", permanent=permanent))
    assert found == (("m", Failing(since=AT, reason="5.1.1")) if permanent else None)


def test_a_note_stands_at_the_address_whoever_of_the_unit_shares_it():
    """The first one stays; other channels and addresses are as they were."""
    twin, other = person("b", email="A@X.example"), person("c")
    known = noted(contacts(person(), twin, other), "a", "email", NOTE)
    again = noted(known, "a", "email", Failing(since=AT.replace(day=19), reason="smtp-551"))
    assert again == known
    assert [one.failing for one in known.contacts] == [{"email": NOTE}, {"email": NOTE}, {}]
    assert noted(contacts(other), "gone", "email", NOTE) == contacts(other)


def test_an_address_that_fails_is_not_tried_and_the_persons_other_one_is():
    """Only where the rung's own channels reach the person no more."""
    both = person(phone="0914 123 456")
    known = noted(contacts(both, person("b")), "a", "email", NOTE)
    assert address(known.contacts[0], "email") is None
    by_mail = rung("r", 0, channels=("email",))
    assert recipients(known.contacts, by_mail, DAY) == [("email", "b"), ("sms", "a")]
    by_both = rung("r", 0, channels=("email", "sms"))
    assert recipients(known.contacts, by_both, DAY) == [("email", "b"), ("sms", "a")]
    silent = [person(email=None, phone="0914 123 456")]  # never asked for by mail: not forced on it
    assert recipients(silent, by_mail, DAY) == []


ADDRESSES = st.sampled_from([None, "a@x.example", "A@x.example", "b@x.example"])


@given(ADDRESSES, ADDRESSES, st.sampled_from("ab"))
def test_a_new_list_keeps_a_note_with_its_address_and_drops_it_with_it(before, after, name):
    """Under whichever id the address stands; what the list itself says of failing is not heard."""
    known = noted(contacts(person(email=before)), "a", "email", NOTE)
    said = person(name, email=after, failing={"email": NOTE, "sms": NOTE})
    (kept,) = carried(contacts(said), known).contacts
    same = before is not None and after is not None and before.casefold() == after.casefold()
    assert kept.failing == ({"email": NOTE} if same else {})


def test_a_correction_replaces_an_address_or_has_it_tried_again():
    known = noted(contacts(person(phone="0914 123 456"), person("b")), "a", "email", NOTE)

    def after(**more: object) -> Contact:
        left = corrected(known, Correction(contact="a", **more))
        assert left.contacts[1] == known.contacts[1]
        return left.contacts[0]

    replaced = after(email="moi@x.example")
    assert (replaced.email, replaced.failing) == ("moi@x.example", {})
    assert after(email="A@X.example").failing == {"email": NOTE}
    assert after(phone="0900 000 003").failing == {"email": NOTE}
    assert after(works=["email"]).failing == {}
    assert corrected(known, Correction(contact="ai-do", email="x@x.example")) == known
