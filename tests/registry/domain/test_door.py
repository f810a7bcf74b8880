"""What comes in is read as a command or refused, whatever it is, and its verdict is worded."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.commands import SubmitReport
from contracts.envelope import encode, wrap
from contracts.findings import MAX_FINDINGS, finding
from contracts.topology import stored_command
from contracts.verdicts import DutyStanding
from services.registry.domain.door import MAX_BYTES, Answer, Request, read, word_verdict
from tests.registry.plans import BA_TO, OFFICE, PROVINCE, START, amending, plan, report

COMMAND = SubmitReport(plan="cds-2022", unit=BA_TO, report=report())
EVENT = encode(wrap(COMMAND, id="c-1", source="urn:x"))


def came(
    data: bytes = EVENT,
    sender: str = BA_TO,
    door: str = "system",
    verb: str = "submit-report",
    about: str = BA_TO,
    **more: Any,
) -> Request:
    stored = stored_command(sender, door, verb, about)
    return read(stored, data, sequence=7, at=START, **more)


def faults(request: Request) -> list[tuple[str, str]]:
    assert (request.command, request.receipt) == (None, None)
    return [(found.code, found.pointer) for found in request.faults]


def test_a_command_is_read_with_who_sent_it_by_which_door_and_when_it_was_stored() -> None:
    request = came(sender="xa-ba-vi", door="desk")
    assert (request.command, request.faults) == (COMMAND, ())
    assert request.receipt is not None
    assert request.receipt.model_dump() == {
        "at": START,
        "sequence": 7,
        "command": "c-1",
        "sender": "xa-ba-vi",
        "door": "desk",
        "system": None,
        "actor": None,
    }
    assert (request.sender, request.verb, request.received_at) == (
        "xa-ba-vi",
        "submit-report",
        START,
    )


def test_the_verdict_names_the_subject_as_it_was_sent_without_the_partition() -> None:
    reference = came(message_id="m-1").reference
    assert reference.subject == f"cmd.{BA_TO}.system.submit-report.{BA_TO}"
    assert (reference.id, reference.type) == ("c-1", "ngayso.submit-report.v1")
    assert (reference.sequence, reference.message_id) == (7, "m-1")


def test_the_last_word_of_the_subject_is_whom_the_command_is_about() -> None:
    """It decides who decides: another word would be another partition's."""
    assert faults(came(about="ly-son")) == [("about-mismatch", "/data")]
    amend = encode(wrap(amending(plan(), "x"), id="c", source="s"))
    named = {"sender": PROVINCE, "verb": "amend-plan"}
    assert came(amend, about="cds-2022", **named).faults == ()
    assert faults(came(amend, about=PROVINCE, **named)) == [("about-mismatch", "/data")]


def test_what_is_wrong_with_the_subject_or_the_size_is_said_first() -> None:
    assert faults(came(b"{", door="back")) == [("door-unknown", "")]
    assert faults(came(b"{", sender="Huyện*")) == [("unknown-unit", "")]
    assert faults(came(b"x" * (MAX_BYTES + 1))) == [("too-large", "")]
    assert faults(came(b"x" * MAX_BYTES)) == [("not-json", "")]
    assert faults(came(verb="accept-report")) == [("verb-mismatch", "/type")]


def test_a_sender_that_is_no_word_of_a_subject_gets_one_to_be_answered_on() -> None:
    assert came(sender="Huyện Ba*>").sender == "Huyện_Ba__"


def test_the_senders_own_id_is_told_back_as_far_as_it_can_be_read() -> None:
    def known(body: object) -> tuple[str | None, str | None]:
        reference = came(json.dumps(body).encode()).reference
        return reference.id, reference.type

    assert known({"id": "c-9", "type": "la"}) == ("c-9", "la")
    assert known({"id": "x" * 999, "type": 5}) == ("x" * 200, None)
    assert known([1]) == (None, None)
    assert came(b"[" * 200_000).reference.id is None


@given(st.binary(max_size=300), st.text(max_size=9), st.text(max_size=9))
def test_nothing_that_a_sender_does_raises(data: bytes, sender: str, door: str) -> None:
    request = came(data, sender.replace(".", ""), door.replace(".", ""))
    assert request.faults
    assert not {*request.sender} & {" ", "*", ">", "\n", "\t"}


DUTIES = [DutyStanding(duty="bao-cao", status="owing", due=START)]


def test_a_verdict_says_the_outcome_the_facts_and_where_the_duties_stand() -> None:
    answer = Answer("accepted", (finding("late", "", "warning", received="1", due="2"),), ("a.b",))
    later = START + timedelta(seconds=1)
    verdict = word_verdict(came(), answer, DUTIES, later)
    assert (verdict.unit, verdict.plan, verdict.outcome) == (BA_TO, "cds-2022", "accepted")
    assert (verdict.facts, verdict.duties) == (["a.b"], DUTIES)
    assert [found.code for found in verdict.findings] == ["late"]
    assert (verdict.received_at, verdict.decided_at) == (START, later)


def test_a_verdict_has_no_more_findings_than_can_be_read() -> None:
    many = tuple(finding("field-missing", f"/{number}") for number in range(MAX_FINDINGS + 5))
    verdict = word_verdict(came(b"{"), Answer("refused", many), [], START)
    assert [found.pointer for found in verdict.findings] == [f"/{n}" for n in range(MAX_FINDINGS)]
    assert verdict.plan is None


@pytest.mark.parametrize(
    ("code", "shown"),
    [("not-your-unit", False), ("not-allowed", False), ("indicator-missing", True)],
)
def test_a_stranger_is_told_nothing_of_where_the_unit_stands(code: str, shown: bool) -> None:
    words = dict.fromkeys(("sender", "unit", "verb", "who", "who_vi", "indicator"), "x")
    answer = Answer("refused", (finding(code, **words),))
    verdict = word_verdict(came(sender=OFFICE), answer, DUTIES, START)
    assert bool(verdict.duties) == shown


def test_the_receipt_says_which_system_spoke_for_a_unit() -> None:
    """By the subject alone, which the credential allows: a unit's own is not named."""
    named = came(door="system-ioffice").receipt
    own = came(door="system").receipt
    assert named is not None
    assert own is not None
    assert (named.door, named.system) == ("system", "ioffice")
    assert (own.door, own.system) == ("system", None)


@pytest.mark.parametrize("door", ["system-", "system-A", "desk-ioffice", "system-ioffice>"])
def test_a_door_that_no_credential_has_is_unknown(door: str) -> None:
    assert faults(came(door=door)) == [("door-unknown", "")]


def _by(actor: object, door: str) -> Request:
    return came(encode(wrap(COMMAND, id="c-1", source="s", actor=actor)), door=door)


def test_a_person_is_believed_from_the_desk_alone() -> None:
    told = _by("p-7f3a", "desk").receipt
    assert told is not None
    assert told.actor == "p-7f3a"
    for door in ("system", "rest", "system-ioffice", "operator"):
        receipt = _by("p-7f3a", door).receipt
        assert receipt is not None
        assert receipt.actor is None


@pytest.mark.parametrize("actor", ["Nguyễn Văn A", "a@b.vn", "0912 345 678", ""])
def test_a_persons_name_is_no_token(actor: str) -> None:
    """It would stand in the log for ever."""
    found = _by(actor, "desk")
    assert [(one.code, one.pointer) for one in found.faults] == [("wrong-form", "/actor")]
