"""Registry, application: the histories that commands are decided on, folded from the log."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Generic, TypeVar

from immutables import Map

from contracts import topology
from contracts.facts import CommandAnswered, PlanPublished
from contracts.values import ReceiptOrder
from runtime.failure import Unavailable
from runtime.folds import Folds
from runtime.ports import Log, Stored
from services.registry.domain.door import Answer
from services.registry.domain.history import directory, participation, plan_history
from services.registry.domain.history.directory import Directory
from services.registry.domain.history.participation import Participation
from services.registry.domain.history.plan_history import PlanHistory, PlanInForce

S = TypeVar("S")
CACHED_PLANS = 50
EVERY_PLAN = topology.plan_facts("*")
_NO_LOCK = contextlib.nullcontext()
ANSWER_BYTES = 200
"""About the memory that one remembered answer takes."""


@dataclass(frozen=True, slots=True)
class History(Generic[S]):
    """What was decided about one unit or plan: the state, and the answer to each command by its
    receipt, so that none is decided twice.
    """

    state: S
    answers: Map[ReceiptOrder, Answer] = field(default_factory=Map)


@lru_cache(maxsize=1000)
def accepted(facts: tuple[str, ...]) -> Answer:
    """The answer to a command that led to these facts and no findings; one object for all."""
    return Answer("accepted", (), facts)


def advancing(
    evolve: Callable[[S, Sequence[Any]], S],
    miss: Callable[[S, str, int], S] | None = None,
) -> Callable[[History[S], Sequence[Stored]], History[S]]:
    """The fold of stored messages into a history, by the domain's fold of facts into its state;
    `miss` is told of what cannot be read, where the fold is lenient.
    """

    def advance(history: History[S], stored: Sequence[Stored]) -> History[S]:
        state, answers, decided = history.state, history.answers.mutate(), list[Any]()
        for message in stored:
            if miss is not None and message.standing == "unreadable":
                state = miss(evolve(state, decided), message.subject, message.sequence)
                decided = []
            facts = [event.data for event in message.events]
            remember(answers, facts)
            decided += [fact for fact in facts if type(fact) is not CommandAnswered]
        return History(evolve(state, decided), answers.finish())

    return advance


def remember(answers: Any, facts: Sequence[Any]) -> None:
    """Note what a message answers: a run of facts with one receipt was accepted, and says so where
    there is more to say.
    """
    names: dict[ReceiptOrder, tuple[str, ...]] = {}
    for fact in facts:
        order = fact.receipt.order
        if type(fact) is CommandAnswered:
            answers[order] = Answer(fact.outcome, tuple(fact.findings), names.get(order, ()))
        else:
            names[order] = (*names.get(order, ()), fact.wire)
            answers[order] = accepted(names[order])


class Memory:
    """The folds that the registry keeps, bounded however many units are touched.

    One record of the directory that cannot be read stops nobody: it is folded as if it were not
    there, and says so.
    """

    def __init__(self, log: Log, cache_bytes: int) -> None:
        self._directory_lock = asyncio.Lock()
        self.directory: Folds[History[Directory]] = Folds(
            log,
            History(Directory()),
            advancing(directory.evolve, directory.miss),
            limit=1,
            lenient=True,
        )
        self.plans: Folds[History[PlanHistory]] = Folds(
            log, History(PlanHistory()), advancing(plan_history.evolve), limit=CACHED_PLANS
        )
        self._names: Folds[frozenset[str]] = Folds(
            log, frozenset(), _published, limit=1, lenient=True
        )
        self.parts: Folds[History[Participation]] = Folds(
            log,
            History(Participation()),
            advancing(participation.evolve),
            limit=cache_bytes,
            weigh=_weigh,
        )

    def lock(self, subject: str) -> contextlib.AbstractAsyncContextManager[object]:
        """A unit's history has one lane that appends to it; the directory's records have many."""
        return self._directory_lock if subject == topology.WHOLE_DIRECTORY else _NO_LOCK

    async def directory_since(self, max_age: float) -> Directory:
        """The directory, compared with the log no longer ago than `max_age` seconds (real)."""
        return (await self.directory.recent(topology.WHOLE_DIRECTORY, max_age)).state.state

    async def plan_since(self, plan: str, max_age: float) -> PlanHistory:
        return (await self.plans.recent(topology.plan_facts(plan), max_age)).state.state

    async def revision(self, plan: str, revision: int, max_age: float) -> PlanInForce:
        """A revision that some history names, so that there is one; raises Unavailable."""
        found = (await self.plan_since(plan, max_age)).at(revision)
        found = found or (await self.plan_since(plan, 0)).at(revision)
        if found is None:
            raise Unavailable(f"revision {revision} of plan {plan} is not in the log")
        return found

    async def plan_names(self, max_age: float) -> list[str]:
        """Every plan that was published, for whoever named another."""
        return sorted((await self._names.recent(EVERY_PLAN, max_age)).state)


def _published(names: frozenset[str], stored: Sequence[Stored]) -> frozenset[str]:
    facts = (event.data for message in stored for event in message.events)
    return names.union(fact.plan.id for fact in facts if isinstance(fact, PlanPublished))


def _weigh(history: History[Participation]) -> int:
    part = history.state
    versions = sum(len(report.versions) for report in part.reports.values())
    entries = versions + len(part.duties)
    return 2_000 + part.size + 1_000 * entries + ANSWER_BYTES * len(history.answers)
