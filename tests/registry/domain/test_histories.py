"""What holds for every history of commands about one unit, decided in the order of receipt."""

from hypothesis import given
from hypothesis import strategies as st

from contracts.commands import SubmitReport
from contracts.envelope import encode_batch, trusted_batch, wrap
from contracts.facts import FACTS
from contracts.words import DUTY_STATUSES
from services.registry.domain.decide import standings
from services.registry.domain.decision import Decision
from services.registry.domain.history.participation import Participation, evolve
from services.registry.domain.verbs.table import PART_VERBS, part_verb
from tests.registry.domain.histories import (
    EVERY,
    Sent,
    anything,
    histories,
    ledger,
    opened_at,
    submissions,
    take,
)
from tests.registry.given import Part, facts
from tests.registry.plans import hour


def test_every_command_about_a_part_occurs_in_the_histories() -> None:
    """What is not in histories.py is tried by no rule of this file, and by no campaign."""
    assert {type(command) for command in EVERY} == {row.command for row in PART_VERBS}


@given(histories(anything))
def test_the_duties_are_those_met_owing_and_excused(history: list[Sent]) -> None:
    """total = met + owing + excused, and a met duty says whether it was in time."""
    part = Part()
    for sent in history:
        take(sent, part)
        found = standings(part.state)
        count = {word: sum(s.status == word for s in found) for word in DUTY_STATUSES}
        assert sum(count.values()) == len(found) == 3
        assert all(s.on_time is not None for s in found if s.status == "met")


@given(histories(anything))
def test_what_is_folded_from_the_log_is_what_was_decided_on(history: list[Sent]) -> None:
    """Nothing of the state lives outside the facts, as they are written and read again."""
    part, state = Part(opened=False), Participation()
    for sent in history:
        said = take(sent, part).facts
        events = [wrap(fact, id="x", source="y") for fact in said]
        read = trusted_batch(encode_batch(events), FACTS)
        state = evolve(state, [event.data for event in read])  # type: ignore[misc]
        assert state == part.state


@given(histories(submissions))
def test_corrections_never_change_when_a_report_was_received(history: list[Sent]) -> None:
    """The first receipt of the round decides, whatever is corrected afterwards."""
    part = Part()
    for sent in history:
        take(sent, part)
    reports = [sent.hour for sent in history if isinstance(sent.command, SubmitReport)]
    first = hour(reports[0]) if reports else None
    assert part.state.duties["bao-cao"].rounds[0].met_at == first


@given(histories(anything))
def test_the_same_command_again_changes_nothing(history: list[Sent]) -> None:
    """What was accepted is `unchanged` when it is sent once more: by content, not by an id."""
    part = Part()
    for sent in history:
        first = take(sent, part)
        again = take(Sent(sent.hour + 0.25, sent.command, sent.sender), part)
        assert again.facts == ()
        assert again.outcome == ("refused" if first.refused_for else "unchanged")


def own(decision: Decision) -> list[str]:
    """The facts of a decision beside those that open the part."""
    return [name for name in facts(decision) if name not in ("plan-applied", "duty-opened")]


@given(histories(anything), st.integers(0, 10))
def test_it_makes_no_difference_when_the_registrys_own_command_to_open_arrives(
    history: list[Sent], place: int
) -> None:
    """Whatever comes first opens the part, so that no decision hangs on who was faster."""
    first = Part(opened=False)
    first.open()
    expected = [take(sent, first) for sent in history]
    part, decisions = Part(opened=False), []
    for sent in opened_at(history, min(place, len(history))):
        decision = take(sent, part)
        if sent in history:
            decisions.append(decision)
    assert [one.outcome for one in decisions] == [one.outcome for one in expected]
    assert [one.findings for one in decisions] == [one.findings for one in expected]
    assert [own(one) for one in decisions] == [own(one) for one in expected]
    assert ledger(part.state) == ledger(first.state)


@given(histories(anything))
def test_a_command_causes_only_what_its_row_says(history: list[Sent]) -> None:
    """AsyncAPI and the page for integrators are written from the table."""
    part = Part(opened=False)
    for sent in history:
        said = {type(fact) for fact in take(sent, part).facts}
        assert said <= {*part_verb(sent.command).causes}
