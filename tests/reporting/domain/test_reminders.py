"""What the notifier's facts make of rungs and messages, field by field, in whatever order."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from contracts.facts import (
    MessageAccepted,
    MessageAttempted,
    MessageComposed,
    MessageFailed,
    MessageSilenced,
    ReminderFact,
    RungCancelled,
    RungFailed,
    RungLapsed,
    RungScheduled,
    RungSent,
)
from services.reporting.domain.counting.contribution import contribution
from services.reporting.domain.counting.counts import MessageCount, UncertainCount
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import MessageDocument, RungDocument
from services.reporting.domain.stamp import stamp
from tests.reporting.given.folded import fold_all
from tests.reporting.given.records import DUE, LADDER, PLAN, START

UNIT, MESSAGE = "ba-to", "m-1"
RUNG: dict[str, Any] = {"duty": "report", "due": DUE["report"], "rung": LADDER[0]}
COMPOSED = {
    **RUNG,
    "message": MESSAGE,
    "channel": "email",
    "recipient": "t-1",
    "person": "p-1",
    "leaves_at": START,
}
FIRES_AT = DUE["report"] - timedelta(days=3)
ENDS: list[tuple[type[ReminderFact], dict[str, Any], str, str | None]] = [
    (RungSent, {}, "sent", None),
    (RungCancelled, {"reason": "met"}, "cancelled", "met"),
    (RungLapsed, {}, "lapsed", None),
    (RungFailed, {"reason": "no-address"}, "failed", "no-address"),
]


def minute(number: int) -> Any:
    return START + timedelta(minutes=number)


def told(*said: tuple[type[ReminderFact], dict[str, Any]]) -> Documents:
    """The documents after some facts, a minute apart."""
    facts = [
        fact.model_validate({"plan": PLAN, "unit": UNIT, "at": minute(number), **fields})
        for number, (fact, fields) in enumerate(said)
    ]
    return fold_all(facts, Documents())


def rung(*said: tuple[type[ReminderFact], dict[str, Any]]) -> RungDocument:
    [document] = told(*said).all(RungDocument)
    return document


def message(*said: tuple[type[ReminderFact], dict[str, Any]]) -> MessageDocument:
    [document] = told(*said).all(MessageDocument)
    return document


SCHEDULED: tuple[type[ReminderFact], dict[str, Any]] = (
    RungScheduled,
    {**RUNG, "fires_at": FIRES_AT},
)


@pytest.mark.parametrize(("fact", "fields", "fate", "reason"), ENDS)
def test_a_rung_waits_until_it_has_its_fate(
    fact: type[ReminderFact], fields: dict[str, Any], fate: str, reason: str | None
) -> None:
    waiting = rung(SCHEDULED)
    assert (waiting.plan, waiting.unit, waiting.duty) == (PLAN, UNIT, "report")
    assert (waiting.due, waiting.rung, waiting.fate) == (DUE["report"], LADDER[0], "waiting")
    assert (waiting.fires_at, waiting.said_at, waiting.reason) == (FIRES_AT, minute(0), None)
    ended = rung(SCHEDULED, (fact, {**RUNG, **fields}))
    assert (ended.fate, ended.reason, ended.said_at) == (fate, reason, minute(1))
    assert ended.fires_at == FIRES_AT


def test_a_rung_that_ends_before_it_was_said_to_be_set_has_its_fate_all_the_same() -> None:
    ended = rung((RungCancelled, {**RUNG, "reason": "excused"}))
    assert (ended.fate, ended.reason, ended.fires_at) == ("cancelled", "excused", None)


def test_a_cancelled_rung_may_get_its_timer_back_and_one_that_was_sent_stays_sent() -> None:
    cancelled = (RungCancelled, {**RUNG, "reason": "met"})
    back = rung(SCHEDULED, cancelled, SCHEDULED)
    assert (back.fate, back.reason) == ("waiting", None)
    sent = (RungSent, RUNG)
    for later in (SCHEDULED, cancelled, (RungLapsed, RUNG)):
        stays = rung(SCHEDULED, sent, later)
        assert (stays.fate, stays.said_at) == ("sent", minute(1))


def test_a_message_is_composed_tried_and_taken() -> None:
    composed = message((MessageComposed, COMPOSED))
    assert (composed.plan, composed.unit, composed.message) == (PLAN, UNIT, MESSAGE)
    assert (composed.duty, composed.due, composed.rung) == tuple(RUNG.values())
    assert (composed.channel, composed.recipient) == ("email", "t-1")
    assert (composed.status, composed.attempts, composed.uncertain) == ("composed", 0, False)
    assert not composed.shared
    tried = (MessageAttempted, {"message": MESSAGE, "attempt": 1})
    attempted = message((MessageComposed, COMPOSED), tried)
    assert (attempted.status, attempted.attempts) == ("attempted", 1)
    taken = {"message": MESSAGE, "channel": "email", "provider_id": "p-7", "uncertain": True}
    accepted = message((MessageComposed, COMPOSED), tried, (MessageAccepted, taken))
    assert (accepted.status, accepted.provider_id) == ("accepted", "p-7")
    assert (accepted.uncertain, accepted.said_at) == (True, minute(2))


def test_a_message_fails_with_its_reason_or_is_silenced() -> None:
    failed = (MessageFailed, {"message": MESSAGE, "channel": "sms", "reason": "gave-up"})
    found = message(failed)
    assert (found.status, found.reason, found.channel) == ("failed", "gave-up", "sms")
    silenced = (MessageSilenced, {"message": MESSAGE})
    found = message((MessageComposed, COMPOSED), silenced)
    assert (found.status, found.said_at) == ("silenced", minute(1))


def test_a_sender_that_is_quicker_than_the_composer_is_not_taken_back() -> None:
    taken = (MessageAccepted, {"message": MESSAGE, "channel": "email"})
    found = message(taken, (MessageComposed, COMPOSED))
    assert (found.status, found.recipient, found.said_at) == ("accepted", "t-1", minute(0))


def test_the_last_attempt_counts_and_doubt_once_said_stays() -> None:
    tries = [(MessageAttempted, {"message": MESSAGE, "attempt": n}) for n in (1, 2, 1)]
    doubt = {"message": MESSAGE, "channel": "email", "uncertain": True}
    found = message(
        *tries, (MessageAccepted, doubt), (MessageAccepted, {**doubt, "uncertain": False})
    )  # type: ignore[arg-type]
    assert (found.attempts, found.uncertain) == (2, True)


def test_a_message_that_several_units_are_told_in_is_counted_once() -> None:
    """Each of them shows it."""
    taken = (MessageAccepted, {"message": MESSAGE, "channel": "email", "uncertain": True})
    first = message((MessageComposed, COMPOSED), taken)
    other = message((MessageComposed, {**COMPOSED, "shared": True}), taken)
    assert (other.status, other.shared) == ("accepted", True)
    hour = stamp(START.replace(minute=0))
    assert contribution(first) == {
        MessageCount("email", "accepted", "unknown", hour): 1,
        UncertainCount("email"): 1,
    }
    assert not contribution(other)


def test_stamps_are_in_the_order_of_their_moments_to_the_ends_of_the_calendar() -> None:
    """A report of the year 1 may be asked for, in a zone where it was not yet that in UTC."""
    east, west = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
    moments = [
        datetime(1, 1, 1, tzinfo=east),
        datetime(2, 1, 1, tzinfo=UTC),
        datetime(999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC),
        datetime(2022, 10, 10, 7, tzinfo=UTC),
        datetime(9999, 12, 31, 23, tzinfo=west),
    ]
    stamps = [stamp(one) for one in moments]
    assert stamps == sorted(stamps)
    assert {len(one) for one in stamps} == {27}
    assert stamps[3] == "2022-10-10T07:00:00.000000Z"
