"""Notifier, domain: what is told of a message after its end is said once, and undoes nothing."""

import pytest

from contracts.facts import (
    MessageAccepted,
    MessageAnsweredAbsent,
    MessageAttempted,
    MessageBounced,
    MessageComposed,
)
from services.notifier.domain.ending import Told, heard
from services.notifier.domain.rungs import evolve
from tests.notifier.campaign import ABOUT, DUE, OPENED, reminders

ABOUT_IT = {**ABOUT, "at": OPENED, "message": "m-1"}
WHOM = {"channel": "email", "recipient": "c-1", "person": "p-1", "leaves_at": OPENED}
COMPOSED = MessageComposed(**ABOUT_IT, duty="r1", due=DUE, rung="b3", **WHOM)
ATTEMPTED = MessageAttempted(**ABOUT_IT, attempt=1)
ACCEPTED = MessageAccepted(**ABOUT_IT, channel="email")
BOUNCED, ABSENT = Told("bounced", "dsn-5.1.1", permanent=True), Told("absent")


def told(state, what, message="m-1"):
    return heard(state, ABOUT["plan"], ABOUT["unit"], message, what, OPENED)


@pytest.mark.parametrize(
    ("what", "kind"), [(BOUNCED, MessageBounced), (ABSENT, MessageAnsweredAbsent)]
)
def test_what_came_back_is_said_once(what, kind):
    state = reminders(COMPOSED, ATTEMPTED, ACCEPTED)
    (fact,) = told(state, what)
    assert isinstance(fact, kind)
    assert told(evolve(state, fact), what) == []


def test_until_when_somebody_is_away_is_said_as_it_was_told():
    state = reminders(COMPOSED, ATTEMPTED, ACCEPTED)
    (fact,) = told(state, Told("absent", until=OPENED.date()))
    assert fact.until == OPENED.date()


def test_a_bounce_is_shown_beside_the_handover_and_does_not_undo_it():
    state = reminders(COMPOSED, ATTEMPTED, ACCEPTED)
    (fact,) = told(state, BOUNCED)
    posting = evolve(state, fact).messages["m-1"]
    assert isinstance(posting.end, MessageAccepted)
    assert posting.delivery == "bounced"


@pytest.mark.parametrize("what", [BOUNCED, ABSENT])
def test_of_a_message_that_never_left_nothing_is_said(what):
    assert told(reminders(COMPOSED), what) == []
    assert told(reminders(COMPOSED, ATTEMPTED), what, message="m-2") == []
