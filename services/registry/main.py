"""Registry: puts the decision side together; run as python -m services.registry.main."""

from contracts.topology import REGISTRY_DECIDE, REGISTRY_FOLLOW_PLANS
from runtime.clock import Clock
from runtime.connection import make_broker
from runtime.consume import subscribe
from runtime.eventlog import EventLog
from runtime.publish import Publisher
from runtime.serve import Service, serve
from services.registry.inbound.commands import Commands, sender_of
from services.registry.inbound.plans import Plans
from services.registry.outbound.ledger import Ledger
from services.registry.outbound.verdicts import VerdictStream
from services.registry.outbound.waiting import Waiting
from services.registry.settings import RegistrySettings

MEGABYTE = 1_000_000


def build(settings: RegistrySettings, clock: Clock | None = None) -> Service:
    """The registry as one service; nothing connects yet. Any number of replicas may run."""
    clock = clock or settings.clock()
    broker = make_broker(settings, "registry")
    log = EventLog(broker, clock)
    ledger = Ledger(log, Waiting(broker), settings.registry_cache_megabytes * MEGABYTE)
    commands = Commands(ledger, VerdictStream(Publisher(broker)), clock)
    subscribe(broker, REGISTRY_DECIDE, commands.handle, clock, key=sender_of)
    subscribe(broker, REGISTRY_FOLLOW_PLANS, Plans(ledger).handle, clock)
    return Service("registry", broker, [REGISTRY_DECIDE, REGISTRY_FOLLOW_PLANS])


if __name__ == "__main__":
    settings = RegistrySettings()
    serve(build(settings), settings)
