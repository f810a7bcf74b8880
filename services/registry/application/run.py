"""Registry, application: commands about one history that are settled together, as one message."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

from contracts.envelope import Message, encode, wrap
from contracts.facts import CommandAnswered
from contracts.findings import MAX_FINDINGS
from contracts.values import Receipt, ReceiptOrder
from contracts.verdicts import DutyStanding
from runtime.delivery import Delivery
from runtime.folds import Fold
from services.registry.application.judging import Subject
from services.registry.application.memory import History
from services.registry.domain.decision import Decision
from services.registry.domain.door import Answer, Request

SOURCE = "urn:ngayso:registry"
REMEMBERED, HISTORIES = 200, 2_000
"""Answers without facts that are remembered of one history, and histories of a partition."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A command with its answer, and where the unit's duties stood after it."""

    item: Delivery
    request: Request
    answer: Answer
    duties: list[DutyStanding]


@dataclass
class Run:
    """Decisions on `fold`, one after the other; `state` is after the last of them.

    `said` and `events` go into one message, as objects and as bytes. `must_append`: facts were
    decided, or it is the first decision about this history under the lease.
    """

    subject: Subject
    fold: Fold[History[Any]]
    state: Any
    answers: dict[ReceiptOrder, Answer] = field(default_factory=dict)
    said: list[Message] = field(default_factory=list)
    events: list[bytes] = field(default_factory=list)
    size: int = 0
    must_append: bool = False
    settled: list[Settled] = field(default_factory=list)

    def known(self, order: ReceiptOrder) -> Answer | None:
        """The answer to a command that was decided before."""
        return self.fold.state.answers.get(order) or self.answers.get(order)

    def encoded(self, said: Sequence[Any]) -> tuple[list[bytes], int]:
        """Events as bytes, named by their place in the log, each with the command that caused it;
        and how many bytes these are.
        """
        name, after, index = self.subject.name, self.fold.sequence, len(self.events)
        events = [
            encode(
                wrap(
                    message,
                    id=f"{name}-{after}-{index + offset}",
                    source=SOURCE,
                    causationid=message.receipt.command,
                )
            )
            for offset, message in enumerate(said)
        ]
        return events, sum(map(len, events))


def said_of(decision: Decision, receipt: Receipt) -> list[Message]:
    """What the log keeps of a decision: its facts, and the answer where they do not tell it all."""
    if decision.facts and not decision.findings:
        return [*decision.facts]
    answered = CommandAnswered(
        receipt=receipt,
        outcome=decision.outcome,
        findings=list(decision.findings[:MAX_FINDINGS]),
    )
    return [*decision.facts, answered]


def fitting(events: Sequence[bytes], room: int) -> list[bytes]:
    """As many of the first events as fit into so many bytes."""
    sizes = accumulate(map(len, events))
    return [event for event, size in zip(events, sizes, strict=True) if size <= room]


class Unsaid:
    """Answers to commands that were decided without facts since the last append about the same
    history, which carries them. Until then nobody needs them: while the lease lasts, no command
    that was answered is taken again.

    Bounded, since strangers may ask about histories that never come to be.
    """

    def __init__(self) -> None:
        self._answers: OrderedDict[str, dict[ReceiptOrder, CommandAnswered]] = OrderedDict()

    def add(self, history: str, said: Iterable[Message]) -> None:
        """Remember what was answered; the oldest is forgotten first."""
        answers = self._answers.setdefault(history, {})
        answers |= {one.receipt.order: one for one in said if isinstance(one, CommandAnswered)}
        self._answers.move_to_end(history)
        while len(answers) > REMEMBERED:
            answers.pop(next(iter(answers)))
        while len(self._answers) > HISTORIES:
            self._answers.popitem(last=False)

    def of(self, history: str) -> list[CommandAnswered]:
        """What the next append about the history is to carry."""
        return list(self._answers.get(history, {}).values())

    def drop(self, history: str, said: Iterable[CommandAnswered]) -> None:
        """These have been appended."""
        answers = self._answers.get(history, {})
        for one in said:
            answers.pop(one.receipt.order, None)
        if not answers:
            self._answers.pop(history, None)
