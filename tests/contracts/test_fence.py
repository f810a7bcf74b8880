"""What crosses between a unit's account and the platform's: its own subjects, word for word."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import fence, topology
from contracts.fence import Crossing, Verbs

IDS = st.from_regex(r"[a-z0-9][a-z0-9_-]{0,10}", fullmatch=True)
VERBS = st.lists(st.sampled_from(["declare-activity", "submit-report"]), unique=True, max_size=2)
UNITS = st.dictionaries(IDS, VERBS, min_size=1, max_size=4)


def test_a_units_own_system_has_its_commands_questions_and_verdicts() -> None:
    assert list(fence.crossings(None, {"ba-to": ()})) == [
        Crossing("service", "cmd.ba-to.system.*.*", "cmd.ba-to.$1.$2"),
        Crossing("service", "ask.ba-to.part", "ask.ba-to.part"),
        Crossing("service", "ask.ba-to.verdicts", "ask.ba-to.verdicts"),
        Crossing("stream", "verdict.ba-to", "verdict.ba-to"),
    ]
    may = fence.permissions({"ba-to": ()})
    said = [f"cmd.ba-to.{one}.ba-to" for one in fence.OWN_VERBS]
    assert may.publish == (*said, "ask.ba-to.part", "ask.ba-to.verdicts")
    assert may.subscribe == ("verdict.ba-to", "_INBOX.>")


def test_a_named_system_has_a_door_of_its_own_and_no_other_verb_than_was_given() -> None:
    crossing = list(fence.crossings("ioffice", {"ba-to": ("submit-report",)}))
    assert crossing[0] == Crossing(
        "service", "cmd.ba-to.system-ioffice.submit-report.*", "cmd.ba-to.submit-report.$1"
    )
    assert [one for one in crossing if one.subject.startswith("cmd.")] == crossing[:1]
    first = fence.permissions({"ba-to": ("submit-report",)}).publish[0]
    assert first == "cmd.ba-to.submit-report.ba-to"


def test_nobody_invents_what_a_command_is_about_but_who_acts_on_others() -> None:
    """A subject holds a bounded number of waiting commands; an office has one for each unit."""
    own = fence.permissions({"ba-to": ()})
    assert not [subject for subject in own.publish if "*" in subject]
    office = fence.permissions({"so-tttt": ("return-report",)}, others=True)
    assert office.publish[0] == "cmd.so-tttt.return-report.*"


@given(UNITS, st.none() | IDS)
def test_nothing_crosses_of_a_unit_that_was_not_given(
    units: Mapping[str, Verbs], system: str | None
) -> None:
    """Nor any wildcard where a unit's name or the door stands."""
    for one in fence.crossings(system, units):
        words = one.subject.split(".")
        assert words[1] in units
        assert words[0] in ("cmd", "ask", "verdict")
        if words[0] == "cmd":
            assert words[2] == topology.door_of(system)
            assert topology.system_at(words[2]) == system
    may = fence.permissions(units)
    spoken = [subject for subject in (*may.publish, *may.subscribe) if subject != fence.INBOX]
    assert {subject.split(".")[1] for subject in spoken} == set(units)


@pytest.mark.parametrize("crossing", fence.GIVEN)
def test_the_platform_gives_what_is_taken_and_nothing_more(crossing: Crossing) -> None:
    taken = [one for one in fence.crossings("x", {"ba-to": ()}) if one.kind == crossing.kind]
    given = crossing.subject.split(".")
    of_it = [one for one in taken if one.subject.split(".")[0] == given[0]]
    assert of_it
    for one in of_it:
        words = one.subject.split(".")
        assert len(words) == len(given)
        assert all(mine in ("*", theirs) for mine, theirs in zip(given, words, strict=True))
