"""Registry: puts the decision side together; run as python -m services.registry.main."""

import socket

from contracts.topology import (
    PARTS,
    REGISTRY,
    REGISTRY_FOLLOW_PLANS,
    VERDICTS,
    ask,
)
from runtime.clock import Clock
from runtime.delivery import Delivery
from runtime.failure import Unavailable
from runtime.jetstream.ask import answering
from runtime.jetstream.connection import js
from runtime.jetstream.consume import subscribe
from runtime.jetstream.leases import StreamLeases
from runtime.jetstream.log import JetStreamLog, StreamPages
from runtime.jetstream.publish import Publisher, StreamLatest
from runtime.jetstream.queue import StreamQueue
from runtime.jetstream.streams import measure
from runtime.life import Service
from runtime.metrics import PENDING
from runtime.partitions import Partitions
from runtime.patient import patient_broker
from runtime.serve import run
from services.registry.application.answering import NAME
from services.registry.application.memory import Memory
from services.registry.application.parts.asking import Asking
from services.registry.application.working import Carriers, assemble
from services.registry.inbound.plans import Plans
from services.registry.inbound.questions import Questions
from services.registry.outbound.verdicts import VerdictStream
from services.registry.settings import RegistrySettings

MEGABYTE = 1_000_000


def build(settings: RegistrySettings, clock: Clock | None = None) -> Service:
    """The registry as one service; nothing connects yet. Any number of replicas may run."""
    clock = clock or settings.clock()
    broker = patient_broker(settings, "registry")
    log, queue = JetStreamLog(broker, clock), StreamQueue(broker, clock)
    publisher = Publisher(broker)
    memory = Memory(log, settings.registry_cache_megabytes * MEGABYTE)
    told, verdicts = StreamLatest(broker, PARTS), VerdictStream(publisher)
    registry, opening = assemble(Carriers(log, queue, publisher, verdicts, told, clock), memory)
    parts, kept = StreamPages(broker, PARTS), StreamPages(broker, VERDICTS)
    questions = Questions(Asking(log, memory, parts, kept, clock))
    answers = {ask("*", "part"): questions.part, ask("*", "verdicts"): questions.verdicts}
    name = f"{socket.gethostname()}-{settings.http_port}"
    partitions = Partitions(queue, StreamLeases(broker), name, registry.work)

    async def leases() -> None:
        if not partitions.alive():
            raise Unavailable("the leases cannot be renewed")
        PENDING.labels(NAME).set(await queue.waiting())

    async def room() -> None:
        await measure(js(broker))

    def by_plan(item: Delivery) -> str:
        return item.subject

    plans = Plans(log, opening)
    subscribe(broker, REGISTRY_FOLLOW_PLANS, plans.handle, clock, key=by_plan)
    return Service(
        REGISTRY,
        broker,
        [REGISTRY_FOLLOW_PLANS],
        checks={"leases": leases, "room": room},
        workers=[partitions.running, lambda: answering(broker, answers, REGISTRY)],
    )


if __name__ == "__main__":
    run(REGISTRY, RegistrySettings, build)
