"""What the system, a library or the command line's reader says stands in no Vietnamese sentence."""

import errno
import json
import os
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli.console import Trouble, say
from cli.files.documents import Document, read
from cli.plans.check import check
from cli.servers.environment import read_settings
from cli.table import COMMANDS
from cli.translate.system import os_vi
from contracts.outgoing import CONTACT_ROLES
from contracts.owed import JudgedBy, OwedKind, Wants
from tests.cli.given import PLAN, UNITS, plan_with, run, units_of, write
from tests.cli.plans.trips import Trip
from tests.cli.plans.trips.every import TRIPS
from tests.words.vietnamese import foreign, words

CAPSYS = pytest.CaptureFixture[str]
MISUSED = (
    "plan lst", "plan check", "plan check a b c", "plan check a --units", "owing --kind foo",
    "--foo", "owing --fooo", "dead replay abc", "status x y", "xyz",
)  # fmt: skip
NOT_YAML = {
    "a colon": "a: b: c", "a quote": 'a: "b', "a bracket": "a: [1, 2", "a tab": "a:\n\t- b",
    "an alias": "a: *b", "a mapping as a name": "? {a: 1}\n: 2", "a name twice": "a: 1\na: 2",
    "a percent": "%x", "an at": "a: @b", "a list cut": "a:\n - b\n c", "a null": "a: \0",
    "depth": "[" * 100_000,
}  # fmt: skip
SPELT = "[]{}:,'\"#&*!|>%@`- \n\tab1"
OURS = {word for command in COMMANDS for word in command.split()}
CHOICES = {*get_args(OwedKind), *get_args(Wants), *get_args(JudgedBy), *CONTACT_ROLES}
TOLD = ("LỖI", "LƯU Ý")


def _vietnamese(told: str) -> list[str]:
    """The first line of every finding without its mark; below it stands the English one."""
    lines = [line.strip() for line in told.splitlines()]
    return [line.partition("]")[2] for line in lines if line.startswith(TOLD)]


def _sentence(trouble: Trouble) -> str:
    return say(trouble.code, **trouble.words)[0]


@pytest.mark.parametrize("line", MISUSED)
def test_a_command_line_that_cannot_be_run_is_told_in_both_languages(line: str, capsys: CAPSYS):
    """Exit 2, the Vietnamese sentence first, and where to look."""
    code, out, err = run(capsys, *line.split())
    (vi,) = _vietnamese(err)

    assert (code, out) == (2, "")
    assert not foreign(vi) - OURS, vi
    assert "--help" in err


@pytest.mark.parametrize("text", NOT_YAML.values(), ids=NOT_YAML)
@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_what_is_no_yaml_and_no_json_is_told_in_vietnamese_alone(
    text: str, suffix: str, tmp_path: Path
):
    """With the place, and without a word of the reader's."""
    path = tmp_path / f"tep{suffix}"
    path.write_text(text, "utf-8")
    with pytest.raises(Trouble) as trouble:
        read(path)

    assert not foreign(_sentence(trouble.value)), _sentence(trouble.value)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from(SPELT), max_size=40))
def test_no_text_brings_a_readers_words_along(tmp_path: Path, text: str):
    """Whatever a plan's file holds."""
    path = tmp_path / "tep.yaml"
    path.write_text(text, "utf-8")
    said = ""
    try:
        read(path)
    except Trouble as trouble:
        said = _sentence(trouble)

    assert not foreign(said), said


def test_what_the_system_refuses_is_told_in_vietnamese_alone():
    """Every error that this machine knows."""
    told = [os_vi(OSError(number, os.strerror(number))) for number in errno.errorcode]
    assert [said for said in told if foreign(said)] == []


def test_a_setting_that_is_wrong_is_told_in_vietnamese_alone(monkeypatch: pytest.MonkeyPatch):
    """Its name, and what it wants."""
    monkeypatch.setenv("NGAYSO_NATS_REPLICAS", "nhieu")
    with pytest.raises(Trouble) as trouble:
        read_settings()

    assert "cần một số nguyên" in _sentence(trouble.value)
    assert not foreign(_sentence(trouble.value))


@pytest.mark.parametrize("trip", TRIPS, ids=[trip[0] for trip in TRIPS])
def test_a_rule_of_the_plan_checker_speaks_vietnamese_alone(trip: Trip):
    """Days off have their Vietnamese names too; ids and the contract's own words stand as given."""
    data = plan_with(trip[1])
    written = json.dumps([data, UNITS], ensure_ascii=False).translate(str.maketrans('"-{}', "    "))
    given_words = words(written) | CHOICES

    for one in check(Document(Path("plan.yaml"), data, {}), units_of(UNITS)):
        assert not foreign(one.vi) - given_words, one.vi


FILES = {
    "no such file": "plan check {none} --units {units}",
    "a folder": "plan check {folder} --units {units}",
    "a plan that breaks its contract": "plan check {broken} --units {units}",
    "units that break theirs": "units import {broken_units} --preview",
    "contacts that break theirs": "contacts import {broken_units} --preview",
    "a plan as messages": "conform {plan} --plan {plan} --units {units}",
    "a server that is none": "owing --reporting http://127.0.0.1:9",
    "an address that is none": "owing --reporting http://[",
}


@pytest.mark.parametrize("case", FILES)
def test_a_command_tells_what_it_meets_in_vietnamese_alone(
    case: str, tmp_path: Path, capsys: CAPSYS
):
    """From the file to the sentence."""
    broken = {**PLAN, "owed": "none", "closes": 7, "ladder": [{"at": "8 giờ"}], "issued_on": "x"}
    names = {
        "plan": PLAN, "units": UNITS, "broken": broken,
        "broken_units": [{"id": "Xã 1", "unit": "A B", "names": 3, "valid_to": "2025-02-30"}],
    }  # fmt: skip
    given_files = {name: write(tmp_path / f"{name}.yaml", data) for name, data in names.items()}
    places = {**given_files, "none": tmp_path / "none.yaml", "folder": tmp_path}

    _, out, err = run(capsys, *FILES[case].format(**places).split())

    said = _vietnamese(out + err)
    assert said
    for vi in said:
        assert not foreign(vi), vi
