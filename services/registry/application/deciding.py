"""Registry, application: the loop: load, decide, append, answer; for one partition in hand.

Commands about one unit or plan are decided in the order of their receipt. What is waiting about it
is decided together and appended as one message; verdicts and acknowledgements follow while the next
are decided. The rules are those of docs/decisions/0014.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import structlog
from opentelemetry import propagate, trace
from prometheus_client import Counter, Histogram

from contracts import topology
from contracts.commands import COMMANDS, Command, verb
from contracts.envelope import Envelope, Message, encode, wrap
from contracts.facts import CommandAnswered
from contracts.findings import MAX_FINDINGS, finding
from contracts.values import Receipt, ReceiptOrder
from contracts.verdicts import DutyStanding, Verdict
from runtime.clock import Clock
from runtime.delivery import Delivery
from runtime.failure import AWAY, growing_delay
from runtime.folds import Fold
from runtime.lanes import Lanes
from runtime.partitions import OwnedPartition
from runtime.policy import Bury, Graveyard, judge
from runtime.ports import Conflict, Log
from runtime.telemetry import HANDLED
from services.registry.application.judging import Judging, Subject, Wait
from services.registry.application.memory import History, Memory, remember
from services.registry.application.ports import Verdicts
from services.registry.domain.decision import Decision, refuse
from services.registry.domain.door import Answer, Request, read, word_verdict

log = structlog.get_logger()
tracer = trace.get_tracer("ngayso")

SOURCE = "urn:ngayso:registry"
NAME = "registry-decide"
"""What metrics and dead letters call this loop, whichever durable it pulls by."""
TOGETHER = 200
"""Commands about one unit that one append may carry."""
MOST_MOVING = 1_000
"""Commands of one partition in hand, beside those that wait for something."""
WAIT_SECONDS = 30.0
"""How long (real time) a command waits for an older one before it is refused as things stand."""
LOOK_AGAIN_SECONDS = 0.05

DECIDED = Counter(
    "ngayso_registry_commands", "Commands answered, by verb and outcome.", ["verb", "outcome"]
)
APPEND_SECONDS = Histogram("ngayso_registry_append_seconds", "Time of one append, in seconds.")
VERBS = {verb(model) for model in COMMANDS.values()}


class Lost(Exception):
    """The partition is another's: nothing more may be said about it."""


@dataclass
class Run:
    """Commands about one history that are settled together; `said` goes into one message."""

    subject: Subject
    fold: Fold[History[Any]]
    state: Any
    answers: dict[ReceiptOrder, Answer] = field(default_factory=dict)
    said: list[Message] = field(default_factory=list)
    size: int = 0
    must_append: bool = False
    settled: list[tuple[Delivery, Request, Answer, list[DutyStanding]]] = field(
        default_factory=list
    )

    def known(self, order: ReceiptOrder) -> Answer | None:
        """The answer to a command that was decided before."""
        return self.fold.state.answers.get(order) or self.answers.get(order)


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
    off; `unsaid` are answers to commands that were decided without facts since the last append.
    """

    def __init__(self, parts: Deciding, partition: OwnedPartition) -> None:
        self._parts = parts
        self._partition = partition
        self._lanes = Lanes(self._take, lambda: partition.leaving, TOGETHER)
        self._appended: set[str] = set()
        self._unsaid: dict[str, list[CommandAnswered]] = defaultdict(list)
        self._waiting: dict[int, float] = {}
        self._failures: dict[int, int] = defaultdict(int)
        self._answering: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        while items := await self._partition.take(TOGETHER):
            for item in items:
                self._lanes.put(topology.address(item.subject).about, item)
            await self._lanes.room(MOST_MOVING)
        if self._partition.lost:
            await self._lanes.cancel()
            for task in self._answering.values():
                task.cancel()
        await self._lanes.finish()
        await asyncio.gather(*self._answering.values(), return_exceptions=True)

    async def _take(self, items: Sequence[Delivery]) -> int:
        """Settle the front of a lane; how many of them are done with. What fails is tried again
        by the failure policy, and holds back what is about the same unit, since order is kept.
        """
        first = items[0]
        # After a fault the commands are tried one by one, to find the one that is to blame.
        if self._failures[first.sequence]:
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
        end = judge(error, self._failures[item.sequence])
        ids = {"sequence": item.sequence, "tries": self._failures[item.sequence]}
        if isinstance(end, Bury):
            log.error("buried", durable=NAME, **ids, error=repr(error))
            with suppress(*AWAY):
                subject = topology.address(item.subject).subject
                await self._parts.graveyard.bury(item, subject, end)
                await self._partition.acknowledge(item)
                HANDLED.labels(NAME, "dead").inc()
                return 1
            return 0
        if isinstance(error, AWAY) and not end.fault:
            self._failures[item.sequence] = min(self._failures[item.sequence], 1)
        log.warning("put-back", durable=NAME, **ids, error=repr(error))
        await self._pause(end.delay)
        return 0

    async def _pause(self, seconds: float) -> None:
        """Wait, but no longer than the partition is ours to work on."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._partition.left.wait()

    async def _settle(self, items: Sequence[Delivery]) -> int:
        """Decide what the front of the lane is about, append, and answer."""
        requests = [self._read(item) for item in items]
        context = propagate.extract(items[0].headers)
        with tracer.start_as_current_span(NAME, context=context):
            command = requests[0].command
            if command is None:
                self._answer(items[0], [(items[0], requests[0], _refused(requests[0]), [])])
                return 1
            subject = self._parts.judging.subject_of(command)
            together = self._together(subject, items, requests)
            async with self._parts.memory.lock(subject.lock):
                run = await self._decided(subject, together)
            if run.settled:
                self._answer(items[0], run.settled)
                return len(run.settled)
        await self._pause(LOOK_AGAIN_SECONDS)
        return 0

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
    ) -> list[tuple[Delivery, Request]]:
        """As many of the first commands as are about the same history."""
        found: list[tuple[Delivery, Request]] = []
        for item, request in zip(items, requests, strict=True):
            command = request.command
            if command is None or self._parts.judging.subject_of(command) != subject:
                break
            found.append((item, request))
        return found

    async def _decided(self, subject: Subject, items: list[tuple[Delivery, Request]]) -> Run:
        """Decide on the newest state and append; once more from the start after a conflict."""
        while True:
            run = await self._begin(subject)
            for item, request in items:
                if not await self._add(run, item, request):
                    break
            if not run.must_append:
                self._unsaid[subject.name] += _answers(run.said)
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

    async def _add(self, run: Run, item: Delivery, request: Request) -> bool:
        """Decide one more command; False where it has to wait, or finds no room in the message."""
        command, receipt = request.command, request.receipt
        if command is None or receipt is None:  # _together keeps these out
            return False
        answer = run.known(receipt.order)
        if answer is None:
            decision = await self._judged(run, item, command, receipt)
            if decision is None:
                return False
            said = _said(decision, receipt)
            size = sum(len(encode(event)) for event in _wrapped(run, said))
            if size > self._parts.log.most_bytes:
                limit = self._parts.log.most_bytes
                too_large = finding("decision-too-large", size=size, limit=limit)
                decision = refuse(too_large)
                said, size = _said(decision, receipt), 0
            if run.size + size > self._parts.log.most_bytes:
                return False
            run.size += size
            run.said += said
            run.state = self._parts.judging.evolve(run.state, decision.facts)
            first = run.subject.name not in self._appended and not decision.unseen
            run.must_append = run.must_append or bool(decision.facts) or first
            remember(run.answers, said)
            answer = run.answers[receipt.order]
        duties = self._parts.judging.standings(History(run.state))
        run.settled.append((item, request, answer, duties))
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

    async def _append(self, run: Run) -> None:
        """One message: what was answered without facts before, and all of this run."""
        name = run.subject.name
        before = self._unsaid.get(name, [])
        events = _wrapped(run, [*before, *run.said])
        with APPEND_SECONDS.time():
            sequence = await self._parts.log.append(name, events, run.fold.sequence)
        answers = run.fold.state.answers.mutate()
        remember(answers, [*before, *run.said])
        fold = Fold(History(run.state, answers.finish()), sequence)
        run.subject.folds.put(run.subject.lock, fold)
        self._appended.add(name)
        self._unsaid.pop(name, None)

    def _answer(
        self,
        first: Delivery,
        settled: Sequence[tuple[Delivery, Request, Answer, list[DutyStanding]]],
    ) -> None:
        """Send the verdicts on their way, after those of the same lane before."""
        about = topology.address(first.subject).about
        before = self._answering.get(about)

        async def answer() -> None:
            if before is not None:
                await asyncio.wait([before])
            await asyncio.gather(*(self._say(*one) for one in settled))
            if self._answering.get(about) is task:
                del self._answering[about]

        task = asyncio.create_task(answer())
        self._answering[about] = task

    async def _say(
        self, item: Delivery, request: Request, answer: Answer, duties: list[DutyStanding]
    ) -> None:
        """Publish one verdict however long the server is away, then let the command go."""
        verdict = word_verdict(request, answer, duties, self._parts.clock.now())
        tries = 0
        while not self._partition.lost:
            try:
                await self._publish(verdict, item)
            except AWAY as error:
                tries += 1
                log.warning("cannot-answer-yet", sequence=item.sequence, error=repr(error))
                await self._pause(growing_delay(tries))
                continue
            await self._partition.acknowledge(item)
            word = request.verb if request.verb in VERBS else "other"
            DECIDED.labels(word, answer.outcome).inc()
            HANDLED.labels(NAME, "handled").inc()
            return

    async def _publish(self, verdict: Verdict, item: Delivery) -> None:
        await self._parts.verdicts.publish(verdict, f"v-{item.sequence}-{item.stored_ns}")


def _refused(request: Request) -> Answer:
    return Answer("refused", request.faults)


def _said(decision: Decision, receipt: Receipt) -> list[Message]:
    """What the log keeps of a decision: its facts, and the answer where they do not tell it all."""
    if decision.facts and not decision.findings:
        return [*decision.facts]
    answered = CommandAnswered(
        receipt=receipt,
        outcome=decision.outcome,
        findings=list(decision.findings[:MAX_FINDINGS]),
    )
    return [*decision.facts, answered]


def _answers(said: Sequence[Message]) -> list[CommandAnswered]:
    return [message for message in said if isinstance(message, CommandAnswered)]


def _wrapped(run: Run, said: Sequence[Any]) -> list[Envelope[Message]]:
    """Envelopes named by their place in the log, each with the command that caused it."""
    name, after = run.subject.name, run.fold.sequence
    return [
        wrap(
            message,
            id=f"{name}-{after}-{index}",
            source=SOURCE,
            causationid=message.receipt.command,
        )
        for index, message in enumerate(said)
    ]
