"""Cli, servers: what the log says now of units and plans, folded by the registry's own rules."""

from typing import cast

from cli.console import Trouble
from cli.servers.connect import Session
from contracts import topology
from contracts.facts import PlanFact, UnitRecorded
from contracts.unit import Unit
from runtime.clock import SystemClock
from runtime.eventlog import EventLog
from services.registry.domain.directory import Directory, evolve


async def read_directory_now(connected: Session) -> dict[str, Unit]:
    """The directory that the registry has now, by id."""
    log = EventLog(connected.broker, SystemClock())
    stored = [one async for one in log.read_all(topology.directory_facts("*"))]
    facts = [cast("UnitRecorded", event.data) for one in stored for event in one.events]
    return evolve(Directory(), facts).units()


async def read_plans_now(connected: Session, plan: str | None) -> list[PlanFact]:
    """What put each plan in force, the last amendment where there is one, by the plan's id.

    Raises Trouble where there is no such plan.
    """
    log = EventLog(connected.broker, SystemClock())
    stored = await log.read_latest([topology.plan_facts(plan or "*")])
    if plan is not None and not stored:
        raise Trouble("plan-none", plan=plan)
    facts = [cast("PlanFact", one.events[-1].data) for one in stored]
    return sorted(facts, key=lambda fact: fact.plan.id)
