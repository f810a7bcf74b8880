"""Registry, application: the loop of one partition: commands in lanes, decided, then answered.

Commands about one unit or plan stand in one lane, in the order of their receipt. What is waiting
about one history is decided together; verdicts and acknowledgements follow while the next are
decided.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import structlog
from opentelemetry import propagate, trace

from contracts import topology
from contracts.commands import UnitCommand
from runtime.clock import Clock
from runtime.delivery import Delivery
from runtime.failure import AWAY, LONGEST_DELAY, Retry
from runtime.lanes import Lanes
from runtime.lasting import Lasting
from runtime.metrics import HANDLED
from runtime.owned import OwnedPartition
from runtime.policy import Bury, Graveyard, judge
from runtime.ports import Latest, Log, Outbox, Queue
from services.registry.application.answering import NAME, Answering, pause
from services.registry.application.deciding import Deciding, Lost, Parts, Readable
from services.registry.application.judging import Judging, Subject
from services.registry.application.memory import Memory
from services.registry.application.opening import Opening
from services.registry.application.parts.telling import Telling
from services.registry.application.ports import Verdicts
from services.registry.application.run import Settled
from services.registry.application.sharing import Sharing
from services.registry.domain.door import Answer, Request, read

log = structlog.get_logger()
tracer = trace.get_tracer("ngayso")

TOGETHER = 200
"""Commands about one unit that one append may carry."""
MOST_MOVING = 6_000
"""Commands of one partition in hand, beside those that wait for something: more than a unit may
have waiting about itself, so that no flood of one keeps another's from being looked at.
"""


@dataclass(frozen=True)
class Carriers:
    """What carries the registry's messages, and its clock."""

    log: Log
    queue: Queue
    outbox: Outbox
    verdicts: Verdicts
    told: Latest
    clock: Clock


def assemble(by: Carriers, memory: Memory) -> "tuple[Registry, Opening]":
    """The registry, whatever carries its messages: what decides, and what follows plans."""
    graveyard = Graveyard(by.outbox, topology.REGISTRY, NAME, topology.COMMANDS.name)
    judging = Judging(memory, by.queue)
    parts = Parts(by.log, by.queue, memory, judging, by.verdicts, by.told, graveyard, by.clock)
    return Registry(parts), Opening(memory, by.queue)


class Registry:
    """The registry's work, for any number of partitions."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def work(self, partition: OwnedPartition) -> None:
        """As runtime.partitions.Work: until the partition is left or lost."""
        await _Working(self._parts, partition).run()


class _Working:
    """The lanes of one partition, while one lease lasts."""

    def __init__(self, parts: Parts, partition: OwnedPartition) -> None:
        self._parts = parts
        self._partition = partition
        self._deciding = Deciding(parts, partition)
        self._lanes = Lanes(self._take, lambda: partition.leaving, TOGETHER)
        self._telling = Telling(parts.memory, parts.told)
        self._sharing = Sharing(parts.queue)
        self._answering = Answering(parts.verdicts, parts.clock, partition)
        self._faults: dict[int, int] = defaultdict(int)
        self._tries: dict[int, int] = defaultdict(int)
        self._away = Lasting("put-back")

    async def run(self) -> None:
        """Until the partition is left: what is begun is finished; or lost: it is dropped."""
        try:
            while items := await self._partition.take(TOGETHER):
                for item in items:
                    self._lanes.put(topology.address(item.subject).about, item)
                await self._lanes.room(MOST_MOVING)
                await self._answering.room(MOST_MOVING)
            if not self._partition.lost:
                await self._lanes.finish()
                await self._answering.finish()
        finally:
            await self._lanes.cancel()
            await self._answering.cancel()

    async def _take(self, items: Sequence[Delivery]) -> int:
        """Settle the front of a lane; how many of them are done with. What fails is tried again
        by the failure policy, and holds back what is about the same unit, since order is kept.
        """
        first = items[0]
        # After a fault the commands are tried one by one, to find the one that is to blame; what
        # stands behind one that waits is not looked at meanwhile.
        if self._faults[first.sequence] or self._deciding.waits(first):
            items = [first]
        try:
            done = await self._settle(items)
        except Lost:
            return 0
        except Exception as error:
            return await self._failed(first, error)
        self._forget(first)
        return done

    def _forget(self, item: Delivery) -> None:
        self._faults.pop(item.sequence, None)
        self._tries.pop(item.sequence, None)
        self._away.over(durable=NAME)

    async def _failed(self, item: Delivery, error: Exception) -> int:
        """Try again later each time, or bury; waiting counts towards no burial."""
        self._tries[item.sequence] += 1
        waits = isinstance(error, (*AWAY, Retry))
        self._faults[item.sequence] += not waits
        end = judge(error, (self._tries if waits else self._faults)[item.sequence])
        if isinstance(end, Bury):
            log.error("buried", durable=NAME, sequence=item.sequence, error=repr(error))
            return await self._bury(item, end)
        if waits:
            self._away.goes_on(durable=NAME, sequence=item.sequence, error=repr(error))
        else:
            log.warning("put-back", durable=NAME, sequence=item.sequence, error=repr(error))
        await pause(self._partition, end.delay)
        return 0

    async def _bury(self, item: Delivery, end: Bury) -> int:
        try:
            subject = topology.address(item.subject).subject
            await self._parts.graveyard.bury(item, subject, end)
        except Exception:
            log.exception("cannot-bury-yet", sequence=item.sequence)
            await pause(self._partition, LONGEST_DELAY)
            return 0
        await self._partition.acknowledge(item)
        HANDLED.labels(NAME, "dead").inc()
        self._forget(item)
        self._deciding.forget(item)
        return 1

    async def _settle(self, items: Sequence[Delivery]) -> int:
        """Decide what the front of the lane is about, append, and answer."""
        # Read one by one: what is behind another history's command is left for later.
        requests = map(self._read, items)
        first = next(requests)
        lane = topology.address(items[0].subject).about
        with tracer.start_as_current_span(NAME, context=propagate.extract(items[0].headers)):
            if first.command is None:
                refused = Answer("refused", first.faults)
                self._answering.answer(lane, [Settled(items[0], first, refused, [])])
                return 1
            subject = self._parts.judging.subject_of(first.command)
            together = self._together(subject, zip(items, chain([first], requests), strict=True))
            async with self._parts.memory.lock(subject.lock):
                run = await self._deciding.decide(subject, together)
            if isinstance(first.command, UnitCommand):
                await self._telling.tell(first.command.plan, first.command.unit, run.state)
                await self._sharing.share(run)
        if not run.settled:
            await pause(self._partition, self._deciding.look_again(items[0]))
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
        self, subject: Subject, requests: Iterable[tuple[Delivery, Request]]
    ) -> list[Readable]:
        """As many of the first commands as are about the same history."""
        together: list[Readable] = []
        for item, request in requests:
            command, receipt = request.command, request.receipt
            if command is None or receipt is None:
                break
            if self._parts.judging.subject_of(command) != subject:
                break
            together.append((item, request, command, receipt))
        return together
