"""A command's subject says who sends it by which door, and about whom; that decides who decides."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import topology
from contracts.commands import COMMANDS, UnitCommand, about, about_in, plan_of
from contracts.envelope import decode
from tests.contracts.goldens import golden_files, wire_of

words = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,63}", fullmatch=True)


@pytest.mark.parametrize(("word", "number"), [("a", 12), ("foobar", 8), ("", 5)])
def test_a_partition_is_fnv_1a_of_the_last_word(word, number):
    """The low bits of the published vectors; https://datatracker.ietf.org/doc/draft-eastlake-fnv/."""
    assert topology.partition(word) == number


@given(words, words, words, words)
def test_a_command_is_stored_as_the_streams_transform_says(sender, door, verb, named):
    """The function and the server's own spelling of it name the same subject."""
    published = topology.command(sender, door, verb, named)
    source, target = topology.COMMANDS.transform
    assert re.fullmatch(source.replace(".", r"\.").replace("*", "[^.]+"), published)
    given_words = published.split(".")[1:]
    stored = re.sub(r"{{wildcard\((\d)\)}}", lambda m: given_words[int(m[1]) - 1], target)
    partition = re.compile(rf"{{{{partition\({topology.PARTITIONS},(\d)\)}}}}")
    stored = partition.sub(lambda m: str(topology.partition(given_words[int(m[1]) - 1])), stored)
    assert stored == topology.stored_command(sender, door, verb, named)
    assert topology.address(stored) == (sender, door, verb, named)
    assert topology.address(stored).subject == published
    number = topology.partition(named)
    assert stored.startswith(topology.commands_in(number).removesuffix(">"))
    assert 0 <= number < topology.PARTITIONS


def test_a_pattern_over_all_that_commands_are_about_is_over_every_partition():
    """It is how an older command about any unit is looked for."""
    assert topology.stored_command("*", "*", "record-unit", "*") == "*.cmd.*.*.record-unit.*"


@pytest.mark.parametrize(
    "path", [p for p in golden_files("minimal") if wire_of(p) in COMMANDS], ids=lambda p: p.stem
)
def test_a_command_is_about_a_unit_or_a_plan_of_its_body(path):
    """A plan's own commands about the plan, a record about its unit or the calendar, all others
    about theirs; also where the data are not read yet.
    """
    data = decode(path.read_bytes(), COMMANDS).data
    plan, named = plan_of(data), about(data)
    if data.wire in ("ngayso.publish-plan.v1", "ngayso.amend-plan.v1"):
        assert plan == named == data.plan.id
    elif data.wire == "ngayso.record-unit.v1":
        assert (plan, named) == (None, data.record.id)
    elif data.wire == "ngayso.record-calendar.v1":
        assert (plan, named) == (None, topology.CALENDAR)
    elif not isinstance(data, UnitCommand):
        assert plan == named == data.plan
    else:
        assert (plan, named) == (data.plan, data.unit)
    assert about_in(json.loads(path.read_bytes())["data"]) == named


def test_records_are_appended_under_one_lock_and_every_other_history_under_its_own():
    """Two records that are checked against each other may not pass each other."""
    for subject in (topology.directory_facts("ba-to"), topology.CALENDAR_FACTS):
        assert topology.lock_of(subject) == topology.WHOLE_DIRECTORY
    for subject in (topology.plan_facts("p"), topology.unit_facts("p", "u")):
        assert topology.lock_of(subject) == subject
