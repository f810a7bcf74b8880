"""Cli, dossier: what the log holds of one plan, unit by unit, as the archive is to keep it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from cli.console import Trouble
from cli.servers.connect import Session
from cli.servers.facts import read_directory_now
from contracts import topology
from contracts.facts import (
    ActivityChanged,
    ActivityDeclared,
    FrozenFact,
    MessageAttempted,
    PlanAmended,
    PlanFact,
    PlanPublished,
    RecordQuarantined,
    ReminderFact,
    ReportCorrected,
    ReportRedacted,
    ReportSubmitted,
    UnitHistoryFact,
)
from contracts.plan import Plan
from contracts.records import Activity, Report
from contracts.redaction import hide
from contracts.snapshots import Snapshot, after
from contracts.values import Receipt
from runtime.clock import SystemClock
from runtime.jetstream.log import JetStreamLog
from runtime.ports import Stored
from services.registry.domain.history.participation import Participation, evolve


@dataclass(frozen=True)
class FiledVersion:
    """A report as it was sent, without what was made unreadable since."""

    owed: str
    number: int
    receipt: Receipt
    report: Report


@dataclass
class UnitPart:
    """Everything recorded about one unit; of its messages only how many there were, by the kind of
    what was said of them and by channel.
    """

    unit: str
    name: str
    decisions: list[list[UnitHistoryFact]] = field(default_factory=list)
    state: Participation = field(default_factory=Participation)
    activities: dict[str, Activity] = field(default_factory=dict)
    versions: dict[tuple[str, int], FiledVersion] = field(default_factory=dict)
    messages: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def facts(self) -> list[UnitHistoryFact]:
        return [fact for facts in self.decisions for fact in facts]

    def take(self, stored: Stored) -> None:
        """One message of the unit's history."""
        said = [event.data for event in stored.events if isinstance(event.data, UnitHistoryFact)]
        self.decisions += [list(facts) for _, facts in groupby(said, key=lambda one: one.receipt)]
        self.state = evolve(self.state, said)
        for fact in said:
            self._keep(fact)

    def _keep(self, fact: UnitHistoryFact) -> None:
        if isinstance(fact, ActivityDeclared | ActivityChanged):
            self.activities[fact.activity.id] = fact.activity
        elif isinstance(fact, ReportSubmitted | ReportCorrected):
            key = (fact.owed, fact.version)
            self.versions[key] = FiledVersion(*key, fact.receipt, fact.report)
        elif isinstance(fact, ReportRedacted):
            before = self.versions[fact.owed, fact.version]
            shown = hide(before.report, fact.field, fact.start, fact.end)
            key = (fact.owed, fact.version)
            self.versions[key] = FiledVersion(*key, before.receipt, shown)


@dataclass
class Campaign:
    """A plan's revisions and snapshots, its units' parts in the order of their ids, what could not
    be read and was put into quarantine, and the newest record that all this was read of.
    """

    revisions: list[PlanFact]
    snapshots: dict[int, Snapshot]
    units: list[UnitPart]
    set_aside: list[RecordQuarantined]
    position: int

    @property
    def plan(self) -> Plan:
        return self.revisions[-1].plan


async def gather(connected: Session, plan: str) -> Campaign:
    """Raises Trouble where there is no such plan."""
    log = JetStreamLog(connected.broker, SystemClock())
    stored = await log.read(topology.plan_facts(plan))
    facts = [event.data for one in stored for event in one.events]
    revisions = [one for one in facts if isinstance(one, PlanPublished | PlanAmended)]
    if not revisions:
        raise Trouble("plan-none", plan=plan)
    snapshots: dict[int, Snapshot] = {}
    for fact in facts:
        if isinstance(fact, FrozenFact):
            snapshots = after(snapshots, fact)
    position = stored[-1].sequence
    names = {one.unit: one.name for fact in revisions for one in fact.participants}
    directory = await read_directory_now(connected)
    units: list[UnitPart] = []
    subjects = {topology.plan_facts(plan)}
    for unit in await _units(connected, plan):
        record = directory.get(unit)
        called = record.name(revisions[-1].plan.issued_on) if record else unit
        part = UnitPart(unit, names.get(unit, called))
        said, sent = topology.unit_facts(plan, unit), topology.message_facts(plan, unit)
        async for one in log.read_all(said):
            position = max(position, one.sequence)
            part.take(one)
        async for one in log.read_all(sent):
            position = max(position, one.sequence)
            part.messages.update(_counted(event.data for event in one.events))
        subjects |= {said, sent}
        units.append(part)
    aside = [one for one in (await log.quarantined()).values() if one.subject in subjects]
    aside.sort(key=lambda one: one.sequence)
    return Campaign(revisions, snapshots, units, aside, position)


def _counted(facts: Iterable[Any]) -> Iterable[tuple[str, str]]:
    """What was said of messages, without whom it was said to."""
    for fact in facts:
        if isinstance(fact, ReminderFact) and not isinstance(fact, MessageAttempted):
            yield type(fact).wire.split(".")[1], str(getattr(fact, "channel", ""))


async def _units(connected: Session, plan: str) -> list[str]:
    """The units of which anything was said in the plan."""
    found: set[str] = set()
    for pattern in (topology.unit_facts(plan, "*"), topology.message_facts(plan, "*")):
        info = await connected.js.stream_info(topology.EVENTS.name, pattern)
        found |= {subject.rsplit(".", 1)[1] for subject in info.state.subjects or {}}
    return sorted(found)
