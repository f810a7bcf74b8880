"""`ngayso log quarantine` on the real server: what may be passed over, and what stays."""

import json

import pytest

from contracts import topology
from tests.cli.given import js_of, run
from tests.runtime.specification.log import SUBJECT, held

CAPSYS = pytest.CaptureFixture[str]


def publish(url: str, subject: str, body: bytes) -> int:
    return int(js_of(url, lambda js: js.publish(subject, body)).seq)


def quarantine(capsys: CAPSYS, sequence: int, reason: str = "garbage") -> tuple[int, str, str]:
    command = ("log", "quarantine", sequence, "--reason", reason, "--by", "tester", "--json")
    return run(capsys, *command)


def test_only_what_cannot_be_read_or_comes_after_that_is_passed_over(
    topology_there: str, capsys: CAPSYS
) -> None:
    """A fact that somebody would rather not have said stays."""
    good = b"[" + held("a") + b"]"
    before = publish(topology_there, SUBJECT, good)
    bad = publish(topology_there, SUBJECT, b"?")
    after = publish(topology_there, SUBJECT, good)

    assert quarantine(capsys, before)[0] == 2
    assert quarantine(capsys, after + 1)[0] == 2
    assert quarantine(capsys, bad, " ")[0] == 2
    assert [quarantine(capsys, one)[0] for one in (bad, after)] == [0, 0]

    said = js_of(topology_there, lambda js: js.get_last_msg("EVENTS", topology.quarantine(bad)))
    [event] = json.loads(said.data)
    assert {**event["data"], "at": None} == {
        "sequence": bad,
        "subject": SUBJECT,
        "reason": "garbage",
        "by": "tester",
        "at": None,
    }
    kept = js_of(topology_there, lambda js: js.get_msg("EVENTS", bad))
    assert kept.data == b"?"


def test_a_record_is_put_into_quarantine_once(topology_there: str, capsys: CAPSYS) -> None:
    """Also where somebody put garbage in the place of that word."""
    bad = publish(topology_there, SUBJECT, b"?")
    publish(topology_there, topology.quarantine(bad), b"?")

    done = [json.loads(quarantine(capsys, bad)[1])["done"] for _ in range(2)]

    assert done == [True, False]
