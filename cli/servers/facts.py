"""Cli, servers: what the log says now of units and plans, folded by the registry's own rules."""

from cli.console import Trouble
from cli.findings import tell_trouble
from cli.servers.addresses import nats_address
from cli.servers.connect import Session, with_nats
from contracts import topology
from contracts.calendar import CalendarRecord
from contracts.facts import (
    DirectoryFact,
    PlanAmended,
    PlanFact,
    PlanHistoryFact,
    PlanPublished,
)
from contracts.plan import Plan
from contracts.unit import Unit
from runtime.clock import SystemClock
from runtime.jetstream.log import JetStreamLog
from services.registry.domain.history import plan_history
from services.registry.domain.history.directory import Directory, evolve
from services.registry.domain.history.plan_history import PlanHistory


async def read_directory_now(connected: Session) -> dict[str, Unit]:
    """The directory that the registry has now, by id."""
    return (await directory_now(connected)).units()


async def directory_now(connected: Session) -> Directory:
    """Units and decreed days that the registry has now."""
    return await _directory(connected, topology.WHOLE_DIRECTORY)


async def read_calendar_now(connected: Session) -> CalendarRecord:
    """The decreed days that the registry has now."""
    return (await _directory(connected, topology.CALENDAR_FACTS)).working_days.record


async def _directory(connected: Session, pattern: str) -> Directory:
    log = JetStreamLog(connected.broker, SystemClock())
    stored = [one async for one in log.read_all(pattern, lenient=True)]
    facts = [event.data for one in stored for event in one.events]
    return evolve(Directory(), [fact for fact in facts if isinstance(fact, DirectoryFact)])


async def plan_now(connected: Session, plan: str) -> Plan | None:
    """The plan as it is in force now; None where it was never published."""
    newest = await _newest(connected, plan)
    return newest[plan].plan if newest else None


def units_known(nats: str | None, *, needed: bool, quiet: bool) -> dict[str, Unit] | None:
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
    newest = await _newest(connected, plan)
    if plan is not None and not newest:
        raise Trouble("plan-none", plan=plan)
    return [newest[name] for name in sorted(newest)]


async def plan_histories(connected: Session, plan: str | None = None) -> dict[str, PlanHistory]:
    """Every plan, or one, with the orders about its messages, by the plan's id."""
    log = JetStreamLog(connected.broker, SystemClock())
    found: dict[str, PlanHistory] = {}
    async for stored in log.read_all(topology.plan_facts(plan or "*")):
        facts = [event.data for event in stored.events if isinstance(event.data, PlanHistoryFact)]
        name = stored.subject.rsplit(".", 1)[1]
        found[name] = plan_history.evolve(found.get(name, PlanHistory()), facts)
    return found


async def _newest(connected: Session, plan: str | None) -> dict[str, PlanFact]:
    log = JetStreamLog(connected.broker, SystemClock())
    newest: dict[str, PlanFact] = {}
    async for stored in log.read_all(topology.plan_facts(plan or "*")):
        for event in stored.events:
            if isinstance(event.data, PlanPublished | PlanAmended):
                newest[event.data.plan.id] = event.data
    return newest
