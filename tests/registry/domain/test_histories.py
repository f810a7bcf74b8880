"""What holds for every history: the ledger adds up, and no order of decisions changes it."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from services.registry.domain.opening import open_duties

from services.registry.domain.decide import standings
from services.registry.domain.decision import Decision
from services.registry.domain.participation import Participation, absorb
from tests.registry.domain.histories import (
    Sent,
    anything,
    chance,
    histories,
    in_receipt_order,
    ledger,
    records,
    submissions,
    take,
)
from tests.registry.given import Part
from tests.registry.plans import START, not_below_last


@given(histories(anything))
def test_the_duties_are_those_met_owing_and_excused(history: list[Sent]) -> None:
    """total = met + owing + excused, and a met duty says whether it was in time."""
    part = Part()
    for sent in history:
        _, part.state = take(sent, part, part.state)
        found = standings(part.state)
        count = {word: sum(s.status == word for s in found) for word in ("met", "owing", "excused")}
        assert sum(count.values()) == len(found) == 3
        assert all(s.on_time is not None for s in found if s.status == "met")


@given(histories(anything))
def test_what_is_folded_from_the_facts_is_what_was_decided_on(history: list[Sent]) -> None:
    """Nothing of the state lives outside the facts."""
    part, stored = Part(opened=False), []
    stored.append(part.open())
    for sent in history:
        decision, part.state = take(sent, part, part.state)
        stored.append(decision.facts)  # type: ignore[arg-type]
    assert absorb(Participation(), stored) == part.state


@given(histories(submissions))
def test_corrections_never_change_when_a_report_was_received(history: list[Sent]) -> None:
    """The first receipt of the round decides, whatever is corrected afterwards."""
    part = Part()
    state = in_receipt_order(history, part)
    first = state.duties["bao-cao"].rounds[0]
    assert first.met_at == START + timedelta(hours=history[0].hour)


@given(histories(anything), chance)
def test_a_command_delivered_again_changes_nothing_and_gets_the_same_answer(
    history: list[Sent], random: Random
) -> None:
    """Redelivery after the append: the same outcome and the same facts' names, no new fact."""
    part = Part()
    answers: list[tuple[Sent, Decision]] = []
    for sent in history:
        decision, part.state = take(sent, part, part.state)
        if decision.facts:
            answers.append((sent, decision))
        for old, first in random.sample(answers, min(2, len(answers))):
            again, _ = take(old, part, part.state)
            assert again.facts == ()
            assert (again.outcome, again.fact_names) == ("accepted", first.fact_names)


@settings(max_examples=300)
@given(
    histories(records),
    chance,
    st.sampled_from([{}, {"rules": not_below_last()}]),
)
def test_no_order_of_deciding_a_units_records_changes_the_ledger(
    history: list[Sent], random: Random, plan: dict[str, Any]
) -> None:
    """Commands are taken in any order; one that must wait for an older one is put back."""
    expected = ledger(in_receipt_order(history, Part(**plan)))
    part, waiting, opened = Part(opened=False, **plan), list(history), False
    while waiting or not opened:
        sent = random.choice([*waiting, *([] if opened else [None])])
        if sent is None:
            part.open()
            opened = True
            continue
        decision, state = take(sent, part, part.state)
        if decision.in_order and any(other.hour < sent.hour for other in waiting):
            continue
        part.state = state
        waiting.remove(sent)
    assert ledger(part.state) == expected


@dataclass
class Log:
    """The unit's subject: stored decisions under an optimistic lock."""

    stored: list[Any] = field(default_factory=list)

    def append(self, facts: Any, expected: int) -> bool:
        if expected != len(self.stored):
            return False
        self.stored.append(facts)
        return True


@dataclass
class Replica:
    """A registry with a cache that may be behind the log; it asks the log where rules say so."""

    part: Part
    log: Log
    state: Participation = field(default_factory=Participation)
    sequence: int = 0

    def reload(self) -> None:
        self.state = absorb(self.state, self.log.stored[self.sequence :])
        self.sequence = len(self.log.stored)

    def settle(self, sent: Sent | None) -> Decision:
        """Decide and append, or decide again on a fresher state, as outbound/ledger.py does."""
        while True:
            decision = self._decide(sent)
            if decision.facts:
                if self.log.append(decision.facts, self.sequence):
                    return decision
            elif self.sequence == len(self.log.stored):
                return decision
            self.reload()

    def _decide(self, sent: Sent | None) -> Decision:
        if sent is None:
            case = self.part.case(self.part.plan.receipt)
            return Decision(
                open_duties(self.state, case.participant, case.about, self.part.plan.reason)
            )
        return take(sent, self.part, self.state)[0]


@settings(max_examples=300)
@given(histories(records), st.integers(2, 4), chance)
def test_competing_replicas_that_are_killed_at_any_moment_end_with_the_same_ledger(
    history: list[Sent], count: int, random: Random
) -> None:
    """Stale caches, conflicts, and deaths between append and acknowledgement change nothing."""
    expected = ledger(in_receipt_order(history, Part()))
    part, log = Part(opened=False), Log()
    replicas = [Replica(part, log) for _ in range(count)]
    waiting: list[Sent | None] = [*history, None]
    while waiting:
        index, sent = random.randrange(count), random.choice(waiting)
        decision = replicas[index].settle(sent)
        older = [other for other in waiting if other and sent and other.hour < sent.hour]
        if decision.in_order and older:
            continue
        if random.random() < 0.3:  # killed before the acknowledgement: it is delivered again
            replicas[index] = Replica(part, log)
            continue
        waiting.remove(sent)
    final = Replica(part, log)
    final.reload()
    assert ledger(final.state) == expected
