"""Registry, application: the loop: load, decide, append, answer; for one partition in hand.

Commands about one unit or plan are decided in the order of their receipt. What is waiting about it
is decided together and appended as one message; verdicts and acknowledgements follow while the next
are decided. The rules are those of docs/decisions/0014.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import structlog
from opentelemetry import propagate, trace
from prometheus_client import Histogram

from contracts import topology
from contracts.commands import Command
from contracts.findings import finding
from contracts.values import Receipt
from runtime.clock import Clock
from runtime.delivery import Delivery
from runtime.failure import AWAY
from runtime.folds import Fold
from runtime.lanes import Lanes
from runtime.partitions import OwnedPartition
from runtime.policy import Bury, Graveyard, judge
from runtime.ports import Conflict, Log
from runtime.telemetry import HANDLED
from services.registry.application.answering import NAME, Answering, pause
from services.registry.application.judging import Judging, Subject, Wait
from services.registry.application.memory import History, Memory, remember
from services.registry.application.ports import Verdicts
from services.registry.application.run import Run, Settled, Unsaid, said_of
from services.registry.domain.decision import Decision, refuse
from services.registry.domain.door import Answer, Request, read

log = structlog.get_logger()
tracer = trace.get_tracer("ngayso")

TOGETHER = 200
"""Commands about one unit that one append may carry."""
MOST_MOVING = 1_000
"""Commands of one partition in hand, beside those that wait for something."""
WAIT_SECONDS = 30.0
"""How long (real time) a command waits for an older one before it is decided as things stand."""
LOOK_AGAIN_SECONDS = 0.05

APPEND_SECONDS = Histogram("ngayso_registry_append_seconds", "Time of one append, in seconds.")


class Lost(Exception):
    """The partition is another's: nothing more may be said about it."""


@dataclass(frozen=True)
class Deciding:
    """The registry's decisions. `decide` works on one partition until it is left or lost."""

    log: Log
    memory: Memory
    judging: Judging
    verdicts: Verdicts
    graveyard: Graveyard
    clock: Clock

    async def decide(self, partition: OwnedPartition) -> None:
        """As runtime.partitions.Work."""
        await _OnePartition(self, partition).run()


class _OnePartition:
    """What is known while one lease lasts.

    `appended` are the histories that were appended to under this lease, which fences former owners
    off.
    """

    def __init__(self, parts: Deciding, partition: OwnedPartition) -> None:
        self._parts = parts
        self._partition = partition
        self._lanes = Lanes(self._take, lambda: partition.leaving, TOGETHER)
        self._answering = Answering(parts.verdicts, parts.clock, partition)
        self._unsaid = Unsaid()
        self._appended: set[str] = set()
        self._waiting: dict[int, float] = {}
        self._failures: dict[int, int] = defaultdict(int)

    async def run(self) -> None:
        while items := await self._partition.take(TOGETHER):
            for item in items:
                self._lanes.put(topology.address(item.subject).about, item)
            await self._lanes.room(MOST_MOVING)
        if self._partition.lost:
            await self._lanes.cancel()
            await self._answering.cancel()
        await self._lanes.finish()
        await self._answering.finish()

    async def _take(self, items: Sequence[Delivery]) -> int:
        """Settle the front of a lane; how many of them are done with. What fails is tried again
        by the failure policy, and holds back what is about the same unit, since order is kept.
        """
        first = items[0]
        # After a fault the commands are tried one by one, to find the one that is to blame; what
        # stands behind one that waits is not looked at meanwhile.
        if self._failures[first.sequence] or first.sequence in self._waiting:
            items = [first]
        try:
            done = await self._settle(items)
        except Lost:
            return 0
        except Exception as error:
            return await self._failed(first, error)
        self._failures.pop(first.sequence, None)
        return done

    async def _failed(self, item: Delivery, error: Exception) -> int:
        self._failures[item.sequence] += 1
        tries = self._failures[item.sequence]
        end = judge(error, tries)
        if isinstance(end, Bury):
            log.error("buried", durable=NAME, sequence=item.sequence, error=repr(error))
            return await self._bury(item, end)
        if not end.fault:  # waiting for a server is nobody's fault, and counts towards nothing
            self._failures[item.sequence] -= 1
        log.warning("put-back", durable=NAME, sequence=item.sequence, error=repr(error))
        await pause(self._partition, end.delay)
        return 0

    async def _bury(self, item: Delivery, end: Bury) -> int:
        with suppress(*AWAY):
            subject = topology.address(item.subject).subject
            await self._parts.graveyard.bury(item, subject, end)
            await self._partition.acknowledge(item)
            HANDLED.labels(NAME, "dead").inc()
            return 1
        return 0

    async def _settle(self, items: Sequence[Delivery]) -> int:
        """Decide what the front of the lane is about, append, and answer."""
        requests = [self._read(item) for item in items]
        lane = topology.address(items[0].subject).about
        with tracer.start_as_current_span(NAME, context=propagate.extract(items[0].headers)):
            command = requests[0].command
            if command is None:
                refused = Answer("refused", requests[0].faults)
                self._answering.answer(lane, [Settled(items[0], requests[0], refused, [])])
                return 1
            subject = self._parts.judging.subject_of(command)
            together = self._together(subject, items, requests)
            async with self._parts.memory.lock(subject.lock):
                run = await self._decided(subject, together)
        if not run.settled:
            await pause(self._partition, self._look_again(items[0]))
            return 0
        self._answering.answer(lane, run.settled)
        return len(run.settled)

    def _read(self, item: Delivery) -> Request:
        return read(
            item.subject,
            item.data,
            sequence=item.sequence,
            at=item.stored_at,
            message_id=item.headers.get("Nats-Msg-Id"),
        )

    def _together(
        self, subject: Subject, items: Sequence[Delivery], requests: Sequence[Request]
    ) -> list[tuple[Delivery, Request, Command, Receipt]]:
        """As many of the first commands as are about the same history."""
        found: list[tuple[Delivery, Request, Command, Receipt]] = []
        for item, request in zip(items, requests, strict=True):
            command, receipt = request.command, request.receipt
            if command is None or receipt is None:
                break
            if self._parts.judging.subject_of(command) != subject:
                break
            found.append((item, request, command, receipt))
        return found

    async def _decided(
        self, subject: Subject, items: list[tuple[Delivery, Request, Command, Receipt]]
    ) -> Run:
        """Decide on the newest state and append; once more from the start after a conflict."""
        while True:
            run = await self._begin(subject)
            for item, request, command, receipt in items:
                if not await self._add(run, item, command, receipt):
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

    async def _begin(self, subject: Subject) -> Run:
        fold = subject.folds.kept(subject.lock)
        if fold is None or subject.name not in self._appended:
            fold = await subject.folds.newest(subject.lock)
        return Run(subject, fold, fold.state.state)

    def _answer_to(self, run: Run, receipt: Receipt) -> Answer:
        """The answer to a command that was decided, now or before."""
        order = receipt.order
        answer = run.known(order) or self._unsaid.answer(run.subject.name, order)
        if answer is None:
            raise LookupError(f"{receipt.command} was not decided")
        return answer

    async def _add(self, run: Run, item: Delivery, command: Command, receipt: Receipt) -> bool:
        """Decide one more command, unless it was before; False where it has to wait, or finds no
        room in the message.
        """
        order = receipt.order
        if run.known(order) or self._unsaid.answer(run.subject.name, order):
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
        first = run.subject.name not in self._appended and not decision.unseen
        run.must_append = run.must_append or bool(decision.facts) or first
        remember(run.answers, said)
        return True

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

    def _look_again(self, item: Delivery) -> float:
        """Seconds until a command that waits is looked at again: a quarter of what it waited."""
        since = self._waiting.get(item.sequence, 0.0)
        waited = asyncio.get_running_loop().time() - since
        return min(max(waited / 4, LOOK_AGAIN_SECONDS), 1.0)

    async def _append(self, run: Run) -> None:
        """One message: what was answered without facts before, and all of this run."""
        name, answers = run.subject.name, run.fold.state.answers
        before = [one for one in self._unsaid.of(name) if one.receipt.order not in answers]
        events = [*run.encoded(before)[0], *run.events]
        with APPEND_SECONDS.time():
            sequence = await self._parts.log.append(name, events, run.fold.sequence)
        changing = answers.mutate()
        remember(changing, [*before, *run.said])
        fold = Fold(History(run.state, changing.finish()), sequence)
        run.subject.folds.put(run.subject.lock, fold)
        self._appended.add(name)
        self._unsaid.drop(name)
