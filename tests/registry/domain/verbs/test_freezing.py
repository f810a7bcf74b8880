"""Snapshots, from frozen to signed and after: it records, it refuses, it stays quiet."""

from datetime import timedelta
from typing import Any

import pytest

from contracts.commands import (
    CorrectReportForm,
    FreezeReport,
    PublishReport,
    ReplaceReport,
    SignReport,
    SnapshotCommand,
    WithdrawReport,
)
from services.registry.domain.history.plan_history import PlanHistory
from tests.registry.given import codes, facts
from tests.registry.plans import BA_TO, PROVINCE, START
from tests.registry.snapshots import LETTER, ONE, TWO, Frozen, made, signature

EVERY: list[tuple[type[SnapshotCommand], dict[str, Any]]] = [
    (FreezeReport, {"as_of": START, "position": 7, "made": made(ONE)}),
    (PublishReport, {}),
    (SignReport, {"signed": signature()}),
    (ReplaceReport, {"by": 2, "reason": "Sai"}),
    (CorrectReportForm, {"document": LETTER, "reason": "Sai"}),
    (WithdrawReport, {"document": LETTER, "reason": "Sai"}),
]


def test_a_snapshot_goes_from_frozen_to_signed() -> None:
    one = Frozen()
    assert facts(one.freeze()) == ["snapshot-frozen"]
    assert one.status() == ["frozen"]
    assert facts(one.say(PublishReport)) == ["snapshot-published"]
    assert one.status() == ["published"]
    assert facts(one.sign()) == ["snapshot-signed"]
    assert one.status() == ["signed"]
    assert one.history.snapshots[1].code == "cds-2022/01/1111-1111"


def test_what_is_published_names_log_position_and_hashes() -> None:
    """So that whoever has a file and this fact needs nothing else."""
    one = Frozen()
    one.freeze()
    said: Any = one.say(PublishReport).facts[0]
    assert (said.position, said.made.sha256) == (7, ONE)
    assert [file.form for file in said.made.files] == ["json", "docx"]


def test_a_replacing_report_a_correction_of_form_and_a_withdrawal_are_three_things() -> None:
    one = Frozen().signed().second()
    assert facts(one.correct()) == ["snapshot-form-corrected"]
    assert one.status() == ["signed", "signed"]
    assert facts(one.replace()) == ["snapshot-replaced"]
    assert one.status() == ["superseded", "signed"]
    assert facts(one.withdraw(2)) == ["snapshot-withdrawn"]
    assert one.status() == ["superseded", "withdrawn"]


def test_the_same_again_changes_nothing() -> None:
    one = Frozen().signed().second()
    assert one.freeze().outcome == "unchanged"
    assert one.say(PublishReport).outcome == "unchanged"
    assert one.sign().outcome == "unchanged"
    for again in (one.correct, one.replace, lambda: one.withdraw(2)):
        assert [again().outcome, again().outcome] == ["accepted", "unchanged"]


def test_a_number_that_was_frozen_already_is_refused_and_the_next_is_told() -> None:
    one = Frozen()
    one.freeze()
    found = one.freeze(figures=TWO)
    assert codes(found) == [("frozen-already", "/data/snapshot")]
    assert "số 2" in found.findings[0].vi
    assert codes(one.freeze(3)) == [("snapshot-number", "/data/snapshot")]


def test_a_snapshot_is_of_a_time_when_the_plan_was_known_and_which_is_over() -> None:
    late = {"as_of": START + timedelta(hours=3)}
    assert codes(Frozen().freeze(at=2, **late)) == [("frozen-ahead", "/data/as_of")]
    early = {"as_of": START - timedelta(seconds=1)}
    assert codes(Frozen().freeze(**early)) == [("frozen-before-plan", "/data/as_of")]


@pytest.mark.parametrize(("command", "fields"), EVERY[1:])
def test_a_snapshot_that_is_not_there_is_refused_and_those_that_are_are_named(
    command: type[SnapshotCommand], fields: dict[str, Any]
) -> None:
    one = Frozen()
    one.freeze()
    found = one.say(command, 4, **fields)
    assert codes(found) == [("unknown-snapshot", "/data/snapshot")]
    assert "1" in found.findings[0].vi


def test_only_what_is_published_is_signed_and_only_what_is_signed_is_replaced() -> None:
    one = Frozen().signed()
    one.freeze(2, TWO)
    unpublished, unsigned = ("snapshot-unpublished", "/data/snapshot"), "snapshot-unsigned"
    assert codes(one.sign(2, number="06")) == [unpublished]
    assert codes(one.withdraw(2)) == [unpublished]
    assert codes(one.replace()) == [("snapshot-unpublished", "/data/by")]
    one.say(PublishReport, 2)
    assert codes(one.replace()) == [(unsigned, "/data/by")]
    assert codes(one.replace(2, by=1)) == [(unsigned, "/data/snapshot")]


def test_a_report_is_signed_once() -> None:
    found = Frozen().signed().sign(number="07/BC-STTTT")
    assert codes(found) == [("signed-already", "/data/signed")]
    assert "05/BC-STTTT" in found.findings[0].vi


def test_a_signature_that_was_written_down_wrong_is_said_again_with_a_reason() -> None:
    one = Frozen().signed()
    again = {"signed": signature(number="07/BC-STTTT"), "reason": "Ghi nhầm số"}
    assert facts(one.say(SignReport, **again)) == ["snapshot-signed"]
    told = one.history.snapshots[1]
    assert (told.status, told.signed and told.signed.number) == ("signed", "07/BC-STTTT")
    assert [(old.signed.number, old.reason) for old in told.miswritten] == [
        ("05/BC-STTTT", "Ghi nhầm số")
    ]
    assert one.say(SignReport, **again).outcome == "unchanged"
    one.second()
    one.replace()
    again["signed"] = signature()
    assert codes(one.say(SignReport, **again)) == [("snapshot-superseded", "/data/snapshot")]


def test_a_reason_with_the_first_signature_is_not_a_correction() -> None:
    one = Frozen()
    one.freeze()
    one.say(PublishReport)
    done: Any = one.say(SignReport, signed=signature(), reason="Ghi nhầm số").facts[0]
    assert done.reason is None
    assert one.history.snapshots[1].miswritten == ()


@pytest.mark.parametrize(("days", "code"), [(-1, "signed-before-frozen"), (3, "signed-in-future")])
def test_a_day_of_signing_is_not_before_the_freeze_and_not_to_come(days: int, code: str) -> None:
    one = Frozen()
    one.freeze()
    one.say(PublishReport)
    found = one.sign(day=START.date() + timedelta(days=days))
    assert codes(found) == [(code, "/data/signed/day")]


def test_the_day_of_the_freeze_itself_may_be_that_of_signing() -> None:
    one = Frozen()
    one.freeze()
    one.say(PublishReport)
    assert one.sign(day=START.date()).outcome == "accepted"


@pytest.mark.parametrize("other", [{"number": "06"}, {"sha256": "b" * 64}])
def test_a_number_or_a_file_of_another_snapshot_is_refused(other: dict[str, Any]) -> None:
    one = Frozen().signed()
    one.freeze(2, TWO)
    one.say(PublishReport, 2)
    assert codes(one.sign(2, **other)) == [("signed-elsewhere", "/data/signed")]


def test_a_report_is_replaced_by_a_later_one_and_once() -> None:
    one = Frozen().signed().second()
    assert codes(one.replace(2, by=1)) == [("replaced-by-earlier", "/data/by")]
    assert codes(one.replace(1, by=1)) == [("replaced-by-earlier", "/data/by")]
    one.replace()
    one.signed(3, "3" * 64, number="07/BC-STTTT", sha256="c" * 64)
    assert codes(one.replace(1, by=3)) == [("snapshot-superseded", "/data/snapshot")]


def test_nothing_more_is_done_to_what_was_withdrawn() -> None:
    one = Frozen().signed()
    one.withdraw()
    gone = [("snapshot-withdrawn", "/data/snapshot")]
    assert codes(one.correct()) == gone
    assert codes(one.say(PublishReport)) == gone
    assert codes(one.withdraw(number="10/STTTT")) == gone


def test_a_letter_is_not_older_than_what_it_is_about() -> None:
    one, old = Frozen().signed(), {"day": START.date()}
    for found in (one.correct(**old), one.withdraw(**old)):
        assert codes(found) == [("document-before-signed", "/data/document/day")]


@pytest.mark.parametrize(("command", "fields"), EVERY)
def test_a_unit_may_not_freeze_the_office_s_figures(
    command: type[SnapshotCommand], fields: dict[str, Any]
) -> None:
    assert codes(Frozen().say(command, sender=BA_TO, **fields)) == [
        ("not-allowed", "/data/plan/issuer")
    ]
    told = Frozen().say(command, sender=PROVINCE, **fields).refused_for
    assert "not-allowed" not in told


@pytest.mark.parametrize(("command", "fields"), EVERY)
def test_a_snapshot_of_a_plan_that_nobody_published_is_refused(
    command: type[SnapshotCommand], fields: dict[str, Any]
) -> None:
    one = Frozen()
    one.history = PlanHistory()
    found = one.say(command, **fields)
    assert codes(found) == [("unknown-plan", "/data/plan")]
    assert found.unseen
