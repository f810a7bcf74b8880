"""Registry: puts the decision side together; run as python -m services.registry.main."""

import socket

from contracts.topology import COMMANDS, REGISTRY, REGISTRY_FOLLOW_PLANS
from runtime.clock import Clock
from runtime.delivery import Delivery
from runtime.failure import Unavailable
from runtime.jetstream.connection import make_broker
from runtime.jetstream.consume import subscribe
from runtime.jetstream.leases import StreamLeases
from runtime.jetstream.log import JetStreamLog
from runtime.jetstream.publish import Publisher
from runtime.jetstream.queue import StreamQueue
from runtime.partitions import Partitions
from runtime.policy import Graveyard
from runtime.serve import Service, serve
from runtime.telemetry import PENDING
from services.registry.application.answering import NAME
from services.registry.application.deciding import Deciding
from services.registry.application.judging import Judging
from services.registry.application.memory import Memory
from services.registry.application.opening import Opening
from services.registry.inbound.plans import Plans
from services.registry.outbound.verdicts import VerdictStream
from services.registry.settings import RegistrySettings

MEGABYTE = 1_000_000


def build(settings: RegistrySettings, clock: Clock | None = None) -> Service:
    """The registry as one service; nothing connects yet. Any number of replicas may run."""
    clock = clock or settings.clock()
    broker = make_broker(settings, "registry")
    log, queue, publisher = (
        JetStreamLog(broker, clock),
        StreamQueue(broker, clock),
        Publisher(broker),
    )
    memory = Memory(log, settings.registry_cache_megabytes * MEGABYTE)
    deciding = Deciding(
        log,
        memory,
        Judging(memory, queue),
        VerdictStream(publisher),
        Graveyard(publisher, REGISTRY, NAME, COMMANDS.name),
        clock,
    )
    name = f"{socket.gethostname()}-{settings.http_port}"
    partitions = Partitions(queue, StreamLeases(broker), name, deciding.decide)

    async def leases() -> None:
        if not partitions.alive():
            raise Unavailable("the leases cannot be renewed")
        PENDING.labels(NAME).set(await queue.waiting())

    def by_plan(item: Delivery) -> str:
        return item.subject

    plans = Plans(Opening(memory, queue))
    subscribe(broker, REGISTRY_FOLLOW_PLANS, plans.handle, clock, key=by_plan)
    return Service(
        REGISTRY,
        broker,
        [REGISTRY_FOLLOW_PLANS],
        checks={"leases": leases},
        workers=[partitions.running],
    )


if __name__ == "__main__":
    settings = RegistrySettings()
    serve(build(settings), settings)
