"""Cli, integrate: reads what the servers hold about one unit, or tell it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from itertools import groupby
from typing import Any, cast
from zoneinfo import ZoneInfo

from nats.errors import NoRespondersError
from nats.js.api import DeliverPolicy

from cli.console import Trouble
from cli.integrate.beginning import with_parts
from cli.servers.connect import Session
from contracts import topology
from contracts.envelope import decode
from contracts.facts import (
    CommandAnswered,
    FrozenFact,
    PlanFact,
    RecordQuarantined,
    ReminderFact,
    UnitHistoryFact,
    UnitRecorded,
)
from contracts.findings import Malformed
from contracts.parts import PartsAnswered
from contracts.plan import Plan
from contracts.snapshots import Snapshot, after, frozen_until
from contracts.verdicts import VERDICTS, Verdict
from runtime.clock import SystemClock
from runtime.jetstream.connection import connection
from runtime.jetstream.log import JetStreamLog
from runtime.ports import Stored

READ_SECONDS = 10.0
ZONE = ZoneInfo(Plan.model_fields["time_zone"].default)
"""For what belongs to no plan: the directory."""


@dataclass
class Known:
    """Everything recorded about one unit, in order; facts of one decision stand together."""

    unit: str
    records: list[UnitRecorded] = field(default_factory=list)
    plans: dict[str, Plan] = field(default_factory=dict)
    snapshots: dict[str, Mapping[int, Snapshot]] = field(default_factory=dict)
    decisions: list[tuple[UnitHistoryFact, ...]] = field(default_factory=list)
    reminders: list[tuple[ReminderFact, ...]] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    set_aside: list[RecordQuarantined] = field(default_factory=list)
    """Of what was read: what cannot be, and was put into quarantine."""
    names: dict[str, str] = field(default_factory=dict)
    """What the senders are called today."""

    def after_freeze(self, plan: str | None, at: datetime) -> bool:
        """Whether something came after the figures of its plan were frozen (sau khi chốt)."""
        until = frozen_until(self.snapshots.get(plan or "", {}).values())
        return until is not None and at > until

    def zone(self, plan: str | None) -> tzinfo:
        found = self.plans.get(plan or "")
        return found.zone if found else ZONE


async def read_known(connected: Session, unit: str, plan: str | None) -> Known:
    """What is known of the unit: in one plan, or in all."""
    log, known = JetStreamLog(connected.broker, SystemClock()), Known(unit)
    subjects = {topology.directory_facts(unit)}
    for stored in await log.read(topology.directory_facts(unit)):
        known.records += _facts(stored)
    for name in [plan] if plan else await _plans(connected, unit):
        subjects |= {topology.plan_facts(name), topology.unit_facts(name, unit)}
        subjects.add(topology.message_facts(name, unit))
        for stored in await log.read(topology.plan_facts(name)):
            for fact in _facts(stored):
                if isinstance(fact, FrozenFact):
                    known.snapshots[name] = after(known.snapshots.get(name, {}), fact)
                elif isinstance(fact, PlanFact):
                    known.plans[name] = fact.plan
        for stored in await log.read(topology.unit_facts(name, unit)):
            decisions = groupby(_facts(stored), key=lambda fact: fact.receipt)
            known.decisions += [tuple(facts) for _, facts in decisions]
        for stored in await log.read(topology.message_facts(name, unit)):
            said = tuple(cast("ReminderFact", event.data) for event in stored.events)
            known.reminders += [said] if said else []
    aside = (await log.quarantined()).values()
    known.set_aside = [fact for fact in aside if fact.subject in subjects]
    verdicts = await _verdicts(connected, unit)
    known.verdicts = [v for v in verdicts if plan is None or v.plan in (None, plan)]
    known.names = await _names(log, {facts[0].receipt.sender for facts in known.decisions} | {unit})
    return known


def _facts(stored: Stored) -> list[Any]:
    """What a message says beside answers to commands, which the verdicts tell."""
    facts = (event.data for event in stored.events)
    return [fact for fact in facts if not isinstance(fact, CommandAnswered)]


async def _plans(connected: Session, unit: str) -> list[str]:
    """The plans in which something was said about the unit."""
    found: set[str] = set()
    for pattern in (topology.unit_facts("*", unit), topology.message_facts("*", unit)):
        info = await connected.js.stream_info(topology.EVENTS.name, pattern)
        found |= {subject.split(".")[2] for subject in info.state.subjects or {}}
    return sorted(found)


async def _verdicts(connected: Session, unit: str) -> list[Verdict]:
    """The verdicts that the stream still keeps of the unit's own commands."""
    subject, stream = topology.verdicts(unit), topology.VERDICTS.name
    info = await connected.js.stream_info(stream, subject)
    count = (info.state.subjects or {}).get(subject, 0)
    if not count:
        return []
    reading = await connected.js.subscribe(
        subject, stream=stream, ordered_consumer=True, deliver_policy=DeliverPolicy.ALL
    )
    try:
        raw = [(await reading.next_msg(READ_SECONDS)).data for _ in range(count)]
    finally:
        await reading.unsubscribe()
    return [verdict for data in raw if (verdict := _verdict(data))]


def _verdict(data: bytes) -> Verdict | None:
    """None where what stands there is not the registry's, or a newer version's."""
    try:
        return cast("Verdict", decode(data, VERDICTS).data)
    except Malformed:
        return None


async def ask_told(connected: Session, unit: str) -> PartsAnswered:
    """What a unit that asks for its parts is answered; raises Trouble where nobody does."""
    question = connection(connected.broker).request(topology.ask(unit, "part"), b"", READ_SECONDS)
    try:
        return with_parts((await question).data)
    except (NoRespondersError, TimeoutError) as error:
        raise Trouble("nobody-answers") from error


async def _names(log: JetStreamLog, units: Iterable[str]) -> dict[str, str]:
    """What the units are called today."""
    today = datetime.now(ZONE).date()
    names: dict[str, str] = {}
    for unit in sorted(units):
        for stored in await log.read(topology.directory_facts(unit)):
            for fact in _facts(stored):
                names[unit] = fact.record.name(today)
    return names
