"""Registry, application: load, decide, append: the commands about one history, together.

What is decided becomes one message of the log. The rules are those of docs/decisions/0014.
"""

import asyncio
from dataclasses import dataclass

from prometheus_client import Histogram

from contracts.commands import Command
from contracts.findings import finding
from contracts.values import Receipt
from runtime.clock import Clock
from runtime.delivery import Delivery
from runtime.failure import Unreadable
from runtime.folds import Fold
from runtime.owned import OwnedPartition
from runtime.policy import Graveyard
from runtime.ports import Conflict, Latest, Log, Queue
from services.registry.application.judging import Judging, Subject, Wait
from services.registry.application.memory import History, Memory, remember
from services.registry.application.ports import Verdicts
from services.registry.application.run import Run, Settled, Unsaid, fitting, said_of
from services.registry.domain.decision import Decision, refuse
from services.registry.domain.door import Answer, Request

WAIT_SECONDS = 30.0
"""How long (real time) a command waits for an older one before it is decided as things stand."""
LOOK_AGAIN_SECONDS = 0.05

APPEND_SECONDS = Histogram("ngayso_registry_append_seconds", "Time of one append, in seconds.")
Readable = tuple[Delivery, Request, Command, Receipt]


class Lost(Exception):
    """The partition is another's: nothing more may be said about it."""


@dataclass(frozen=True)
class Parts:
    """What the registry's loop is put together from."""

    log: Log
    queue: Queue
    memory: Memory
    judging: Judging
    verdicts: Verdicts
    told: Latest
    graveyard: Graveyard
    clock: Clock


class Deciding:
    """Decides about the histories of one partition, while one lease lasts.

    `appended` are the histories that were appended to under this lease, which fences former owners
    off.
    """

    def __init__(self, parts: Parts, partition: OwnedPartition) -> None:
        self._parts = parts
        self._partition = partition
        self._unsaid = Unsaid()
        self._appended: set[str] = set()
        self._waiting: dict[int, float] = {}

    def waits(self, item: Delivery) -> bool:
        """Whether the command waits for an older one."""
        return item.sequence in self._waiting

    def forget(self, item: Delivery) -> None:
        """The command will not be decided."""
        self._waiting.pop(item.sequence, None)

    def look_again(self, item: Delivery) -> float:
        """Seconds until a command that waits is looked at again: a quarter of what it waited."""
        since = self._waiting.get(item.sequence, 0.0)
        waited = asyncio.get_running_loop().time() - since
        return min(max(waited / 4, LOOK_AGAIN_SECONDS), 1.0)

    async def decide(self, subject: Subject, items: list[Readable]) -> Run:
        """Decide on the newest state and append; once more from the start after a conflict."""
        while True:
            run = await self._begin(subject)
            for item, request, command, receipt in items:
                if not await self._added(run, item, command, receipt):
                    break
                answer = self._answer_to(run, receipt)
                duties = self._parts.judging.standings(History(run.state))
                run.settled.append(Settled(item, request, answer, duties))
            if not run.must_append:
                self._unsaid.add(subject.name, run.said)
                return run
            try:
                await self._append(run)
            except Conflict:
                if not await self._partition.confirm():
                    raise Lost from None
                await subject.folds.newest(subject.lock)
                continue
            return run

    async def _added(self, run: Run, item: Delivery, command: Command, receipt: Receipt) -> bool:
        """As _add; what is decided already is not held up by a command that asks for a record that
        cannot be read. Once it can, the command has its patience anew.
        """
        try:
            return await self._add(run, item, command, receipt)
        except Unreadable:
            self.forget(item)
            if run.settled:
                return False
            raise

    async def _begin(self, subject: Subject) -> Run:
        """What is kept is the newest where nobody else may append: not for records of units, which
        other replicas append under the same lock.
        """
        fold = subject.folds.kept(subject.lock)
        alone = subject.name in self._appended and subject.name == subject.lock
        if fold is None or not alone:
            fold = await subject.folds.newest(subject.lock)
        return Run(subject, fold, fold.state.state)

    def _answer_to(self, run: Run, receipt: Receipt) -> Answer:
        """The answer to a command that was decided, now or before."""
        order = receipt.order
        answer = run.known(order)
        if answer is None:
            raise LookupError(f"{receipt.command} was not decided")
        return answer

    async def _add(self, run: Run, item: Delivery, command: Command, receipt: Receipt) -> bool:
        """Decide one more command, unless it was before; False where it has to wait, or finds no
        room in the message.
        """
        order = receipt.order
        if run.known(order):
            return True
        decision = await self._judged(run, item, command, receipt)
        if decision is None:
            return False
        said, limit = said_of(decision, receipt), self._parts.log.most_bytes
        events, size = run.encoded(said)
        if size > limit:
            decision = refuse(finding("decision-too-large", size=size, limit=limit))
            said = said_of(decision, receipt)
            events, size = run.encoded(said)
        if run.size + size > limit:
            return False
        run.size += size
        run.said += said
        run.events += events
        run.state = self._parts.judging.evolve(run.state, decision.facts)
        run.must_append = run.must_append or bool(decision.facts) or self._fences(run, decision)
        remember(run.answers, said)
        return True

    def _fences(self, run: Run, decision: Decision) -> bool:
        """Whether it is appended even without facts: as the first about the history under this
        lease, so that a former owner who decided otherwise comes too late.

        Not where a stranger asks for what has no history: that would leave one for every word.
        """
        subject = run.subject
        if subject.name in self._appended:
            return False
        alone = subject.name == subject.lock  # a record's place tells of the whole directory
        return not decision.unseen or (alone and run.fold.sequence > 0)

    async def _judged(
        self, run: Run, item: Delivery, command: Command, receipt: Receipt
    ) -> Decision | None:
        """The decision; None where an older command is waited for, which has an end."""
        now = asyncio.get_running_loop().time()
        since = self._waiting.setdefault(item.sequence, now)
        patient = now - since < WAIT_SECONDS
        decision = await self._parts.judging.decide(command, run.state, receipt, patient=patient)
        if isinstance(decision, Wait):
            return None
        del self._waiting[item.sequence]
        return decision

    async def _append(self, run: Run) -> None:
        """One message: what was answered without facts before, as far as there is room, and all of
        this run.
        """
        name, answers = run.subject.name, run.fold.state.answers
        before = [one for one in self._unsaid.of(name) if one.receipt.order not in answers]
        earlier = fitting(run.encoded(before)[0], self._parts.log.most_bytes - run.size)
        before = before[: len(earlier)]
        with APPEND_SECONDS.time():
            sequence = await self._parts.log.append(
                name, [*earlier, *run.events], run.fold.sequence
            )
        changing = answers.mutate()
        remember(changing, [*before, *run.said])
        fold = Fold(History(run.state, changing.finish()), sequence, unread=run.fold.unread)
        run.subject.folds.put(run.subject.lock, fold)
        self._appended.add(name)
        self._unsaid.drop(name, before)
