"""Cli, register: which reports units owe and have sent, folded from the log."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cli.servers.connect import Session
from cli.servers.facts import read_directory_now, read_plans_now
from contracts import topology
from contracts.facts import DutyFact, PlanApplied, PlanFact, ReportCarried, ReportFact
from contracts.records import Incoming, Signed
from contracts.unit import Unit
from runtime.clock import SystemClock
from runtime.jetstream.log import JetStreamLog
from services.registry.domain.history.participation import Participation, evolve

KEPT = ReportFact | DutyFact | ReportCarried | PlanApplied
"""What says how reports stand; activities are left out, which a plan may have many of."""


@dataclass(frozen=True)
class Filed:
    """A report that a unit owes: whether its figures are here, and what is known of its document.
    `version` is the one in force.
    """

    unit: str
    name: str
    duty: str
    title: str
    version: int | None = None
    owing: bool = True
    signed: Signed | None = None
    incoming: Incoming | None = None


@dataclass(frozen=True)
class Ledger:
    """A plan as it is in force, the units' parts in it, and the directory."""

    plan: PlanFact
    parts: Mapping[str, Participation]
    units: Mapping[str, Unit]


async def read_ledger(connected: Session, plan: str) -> Ledger:
    """What the log says now; raises Trouble where there is no such plan."""
    (fact,) = await read_plans_now(connected, plan)
    log = JetStreamLog(connected.broker, SystemClock())
    parts: defaultdict[str, Participation] = defaultdict(Participation)
    async for stored in log.read_all(topology.unit_facts(plan, "*"), lenient=True):
        unit = stored.subject.rsplit(".", 1)[1]
        facts = [event.data for event in stored.events if isinstance(event.data, KEPT)]
        parts[unit] = evolve(parts[unit], facts)
    return Ledger(fact, parts, await read_directory_now(connected))


def filed_in(ledger: Ledger) -> list[Filed]:
    """Every report that is owed or was sent, by unit and duty."""
    names = {one.unit: one.short_name for one in ledger.plan.participants}
    return [
        one
        for unit, part in sorted(ledger.parts.items())
        for one in _of_unit(unit, names.get(unit, unit), part)
    ]


def _of_unit(unit: str, name: str, part: Participation) -> Iterator[Filed]:
    for duty, standing in sorted(part.duties.items()):
        if standing.duty.kind != "report":
            continue
        own = part.reports.get(duty)
        carried = part.carried.get(duty)
        elsewhere = part.gathered_in(duty) is not None or (carried and carried.standing)
        yield Filed(
            unit=unit,
            name=name,
            duty=duty,
            title=standing.duty.title,
            version=own.in_force.number if own and own.in_force else None,
            owing=standing.status == "owing" and not elsewhere,
            signed=own.signed if own else None,
            incoming=own.incoming if own else None,
        )


def names_of(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """What each participant is or was called, and its id."""
    for one in ledger.plan.participants:
        yield one.name, one.unit
        yield one.short_name, one.unit
        known = ledger.units.get(one.unit)
        for dated in (*known.names, *known.short_names) if known else ():
            yield dated.value, one.unit
