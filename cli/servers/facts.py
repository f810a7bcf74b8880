"""Cli, servers: what the log says now of units and plans, folded by the registry's own rules."""

from cli.console import Trouble
from cli.findings import tell_trouble
from cli.servers.addresses import nats_address
from cli.servers.connect import Session, with_nats
from contracts import topology
from contracts.facts import PlanAmended, PlanFact, PlanPublished, UnitRecorded
from contracts.unit import Unit
from runtime.clock import SystemClock
from runtime.jetstream.log import JetStreamLog
from services.registry.domain.history.directory import Directory, evolve


async def read_directory_now(connected: Session) -> dict[str, Unit]:
    """The directory that the registry has now, by id."""
    log = JetStreamLog(connected.broker, SystemClock())
    stored = [one async for one in log.read_all(topology.directory_facts("*"))]
    facts = [event.data for one in stored for event in one.events]
    return evolve(Directory(), [f for f in facts if isinstance(f, UnitRecorded)]).units()


def directory_now(nats: str | None, *, needed: bool, quiet: bool) -> dict[str, Unit] | None:
    """None where no server was named, or it is away, which is told: a preview can do without.

    Raises Trouble where something is to be sent next, so that the directory is `needed`.
    """
    if nats_address(nats) is None and not needed:
        return None
    try:
        return with_nats(nats, read_directory_now, quiet=quiet)
    except Trouble as trouble:
        if needed:
            raise
        tell_trouble(trouble)
        return None


async def read_plans_now(connected: Session, plan: str | None) -> list[PlanFact]:
    """What put each plan in force, the last amendment where there is one, by the plan's id.

    Raises Trouble where there is no such plan.
    """
    log = JetStreamLog(connected.broker, SystemClock())
    newest: dict[str, PlanFact] = {}
    async for stored in log.read_all(topology.plan_facts(plan or "*")):
        for event in stored.events:
            if isinstance(event.data, PlanPublished | PlanAmended):
                newest[event.data.plan.id] = event.data
    if plan is not None and not newest:
        raise Trouble("plan-none", plan=plan)
    return [newest[name] for name in sorted(newest)]
