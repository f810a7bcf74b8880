"""Registry: puts the decision side together; run as python -m services.registry.main."""

import socket

from contracts.topology import REGISTRY, REGISTRY_FOLLOW_PLANS
from runtime.clock import Clock
from runtime.delivery import Delivery
from runtime.failure import Unavailable
from runtime.jetstream.connection import make_broker
from runtime.jetstream.consume import subscribe
from runtime.jetstream.leases import StreamLeases
from runtime.jetstream.log import JetStreamLog
from runtime.jetstream.publish import Publisher
from runtime.jetstream.queue import StreamQueue
from runtime.metrics import PENDING
from runtime.partitions import Partitions
from runtime.serve import Service, serve
from services.registry.application.answering import NAME
from services.registry.application.working import assemble
from services.registry.inbound.plans import Plans
from services.registry.outbound.verdicts import VerdictStream
from services.registry.settings import RegistrySettings

MEGABYTE = 1_000_000


def build(settings: RegistrySettings, clock: Clock | None = None) -> Service:
    """The registry as one service; nothing connects yet. Any number of replicas may run."""
    clock = clock or settings.clock()
    broker = make_broker(settings, "registry")
    queue, publisher = StreamQueue(broker, clock), Publisher(broker)
    registry, opening = assemble(
        JetStreamLog(broker, clock),
        queue,
        publisher,
        VerdictStream(publisher),
        clock,
        settings.registry_cache_megabytes * MEGABYTE,
    )
    name = f"{socket.gethostname()}-{settings.http_port}"
    partitions = Partitions(queue, StreamLeases(broker), name, registry.work)

    async def leases() -> None:
        if not partitions.alive():
            raise Unavailable("the leases cannot be renewed")
        PENDING.labels(NAME).set(await queue.waiting())

    def by_plan(item: Delivery) -> str:
        return item.subject

    plans = Plans(opening)
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
