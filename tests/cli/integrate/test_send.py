"""What `ngayso send` hands in: a whole event untouched, bare data in an envelope."""

import json
from pathlib import Path

import pytest

from cli.console import Trouble
from cli.integrate.send import message_of
from contracts.commands import COMMANDS
from contracts.envelope import decode

DATA = "plan: p\nunit: u\nactivity: hoi-thao\n"


def file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "command.yaml"
    path.write_text(text)
    return path


def test_bare_data_is_wrapped(tmp_path: Path) -> None:
    """The result keeps the contract."""
    verb, data = message_of(file(tmp_path, DATA), "withdraw-activity")
    assert verb == "withdraw-activity"
    assert decode(data, COMMANDS).type == "ngayso.withdraw-activity.v1"


def test_a_whole_event_goes_out_byte_for_byte(tmp_path: Path) -> None:
    """The registry judges what the unit's system wrote, spaces and all."""
    text = '{ "specversion":"1.0",  "type": "ngayso.submit-report.v1", "data": 3 }\n'
    assert message_of(file(tmp_path, text), None) == ("submit-report", text.encode())


def test_the_verb_given_goes_before_the_type(tmp_path: Path) -> None:
    """So that a mismatch can be tried."""
    text = json.dumps({"specversion": "1.0", "type": "ngayso.submit-report.v1"})
    assert message_of(file(tmp_path, text), "accept-report")[0] == "accept-report"


@pytest.mark.parametrize(
    ("text", "verb"),
    [(DATA, None), (DATA, "nonsense"), ('{"specversion": "1.0", "type": "other"}', None)],
)
def test_a_verb_that_cannot_be_told_is_trouble(text: str, verb: str | None, tmp_path: Path) -> None:
    """Nothing is sent on a guess."""
    with pytest.raises(Trouble):
        message_of(file(tmp_path, text), verb)
