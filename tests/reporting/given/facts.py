"""Tests, reporting: a small lawful campaign, told as messages of the log."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from contracts import topology
from contracts.envelope import wrap
from contracts.facts import (
    ActivityChanged,
    ActivityDeclared,
    ActivityHeld,
    ActivityWithdrawn,
    DutyExcused,
    DutyExtended,
    DutyMet,
    DutyOpened,
    DutyReopened,
    Fact,
    MessageAccepted,
    MessageAttempted,
    MessageComposed,
    PlanPublished,
    ReportAccepted,
    ReportCorrected,
    ReportReturned,
    ReportSubmitted,
    RungCancelled,
    RungScheduled,
    RungSent,
    UnitRecorded,
)
from contracts.records import Activity, Evidence
from contracts.unit import Dated, Unit
from contracts.values import Receipt
from runtime.ports import Stored
from services.reporting.domain.fold import ViewFact, facts_of
from tests.reporting.given.records import (
    DUE,
    LADDER,
    PLAN,
    START,
    UNITS,
    activity,
    duty,
    held,
    joint,
    participants,
    plan,
    report,
)

DIRECT, PARENT = 15, "ubnd"
"""Reports of a greater number pass through the unit's parent."""


@dataclass
class Part:
    """What the registry knows of one unit's part, as little as it takes to stay lawful."""

    duties: dict[str, tuple[int, datetime, str]] = field(default_factory=dict)
    activities: dict[str, Activity | None] = field(default_factory=dict)
    version: int = 0
    returned: bool = False
    rungs: set[tuple[str, datetime, str]] = field(default_factory=set)


class Campaign:
    """Messages in the order of the log: each method says one, if it is lawful now."""

    def __init__(self, plan_id: str = PLAN) -> None:
        self.plan = plan_id
        self.log: list[Stored] = []
        self._last: dict[str, int] = {}
        self._parts: dict[str, Part] = {}
        self._minutes = 0

    def begin(self) -> "Campaign":
        """The directory, the plan, and every unit's duties."""
        for unit, name in {**UNITS, "ubnd": "UBND tỉnh", "so-tttt": "Sở TT&TT"}.items():
            record = Unit(id=unit, names=[Dated(value=name)])
            self.say(
                topology.directory_facts(unit),
                UnitRecorded(record=record, receipt=self.receipt(unit)),
            )
        published = PlanPublished(
            plan=plan(self.plan), participants=participants(), receipt=self.receipt("so-tttt")
        )
        self.say(topology.plan_facts(self.plan), published)
        for unit in UNITS:
            self._parts[unit] = Part(duties={kind: (0, due, "owing") for kind, due in DUE.items()})
            self.tell(unit, *(DutyOpened(duty=duty(kind), **self.about(unit)) for kind in DUE))
        return self

    @property
    def facts(self) -> list[ViewFact]:
        return facts_in(self.log)

    def say(self, subject: str, *facts: Fact) -> None:
        """Append one message; a minute passes."""
        self._minutes += 1
        sequence = len(self.log) + 1
        at = START + timedelta(minutes=self._minutes)
        lock = topology.lock_of(subject)
        events = tuple(
            wrap(fact, id=f"{sequence}-{n}", source="urn:ngayso:test")
            for n, fact in enumerate(facts)
        )
        self.log.append(Stored(subject, sequence, self._last.get(lock, 0), at, events))
        self._last[lock] = sequence

    def wait(self, _unit: str, _what: str, days: int) -> None:
        self._minutes += days * 24 * 60

    def tell(self, unit: str, *facts: Fact) -> None:
        if facts:
            self.say(topology.unit_facts(self.plan, unit), *facts)

    def receipt(self, sender: str) -> Receipt:
        at = START + timedelta(minutes=self._minutes)
        name = f"c-{self._minutes}"
        return Receipt(at=at, sequence=self._minutes, command=name, sender=sender, door="system")

    def about(self, unit: str) -> dict[str, object]:
        return {"plan": self.plan, "unit": unit, "receipt": self.receipt(unit)}

    def meets(self, unit: str, kind: str) -> list[Fact]:
        number, due, status = self._parts[unit].duties[kind]
        if status != "owing":
            return []
        self._parts[unit].duties[kind] = (number, due, "met")
        at = START + timedelta(minutes=self._minutes)
        met = {"duty": kind, "round": number, "met_at": at, "due": due, "on_time": at < due}
        return [DutyMet(**met, **self.about(unit))]

    def declare(self, unit: str, name: str, number: int) -> None:
        known = self._parts[unit].activities
        before, record = known.get(name), activity(name, number)
        if number % 7 == 6:
            record = joint(name, "ba-to", "hd-0")
        if before is None:
            fact: Fact = ActivityDeclared(activity=record, **self.about(unit))
        else:
            fact = ActivityChanged(activity=record, changes=[], **self.about(unit))
        known[name] = record
        self.tell(unit, fact, *self.meets(unit, "declare"))

    def claim(
        self, unit: str, name: str, *files: tuple[str, str | None], **changed: object
    ) -> None:
        """Declare with evidence: links, each with a file's hash or none."""
        evidence = [Evidence(title="Ảnh", link=link, sha256=digest) for link, digest in files]
        record = activity(name, evidence=evidence, **changed)
        self._parts[unit].activities[name] = record
        self.tell(unit, ActivityDeclared(activity=record, **self.about(unit)))

    def hold(self, unit: str, name: str, number: int) -> None:
        if (before := self._parts[unit].activities.get(name)) and before.status != "held":
            record = held(name, number)
            self._parts[unit].activities[name] = record
            changed = ActivityChanged(activity=record, changes=[], **self.about(unit))
            self.tell(unit, changed, ActivityHeld(activity=name, **self.about(unit)))

    def withdraw(self, unit: str, name: str, _: int = 0) -> None:
        known = self._parts[unit].activities
        if known.get(name) is None:
            return
        known[name] = None
        facts: list[Fact] = [ActivityWithdrawn(activity=name, **self.about(unit))]
        number, due, status = self._parts[unit].duties["declare"]
        if status == "met" and not any(known.values()):
            facts.append(self._reopen(unit, "declare", number, due))
        self.tell(unit, *facts)

    def _reopen(self, unit: str, kind: str, number: int, due: datetime, after: int = 0) -> Fact:
        self._parts[unit].duties[kind] = (number, due, "owing")
        again = {"duty": kind, "round": number, "due": due, "after_version": after}
        return DutyReopened(reason="lý do", **again, **self.about(unit))

    def submit(self, unit: str, _: str, number: int) -> None:
        part = self._parts[unit]
        part.version, part.returned = part.version + 1, False
        through = PARENT if number > DIRECT else None
        said = {"owed": "report", "version": part.version, "report": report(number)}
        said |= {"through": through}
        said |= self.about(unit)
        first = part.version == 1
        fact = ReportSubmitted(**said) if first else ReportCorrected(**said, changes=[])
        self.tell(unit, fact, *self.meets(unit, "report"))

    def give_back(self, unit: str, _: str, number: int) -> None:
        part = self._parts[unit]
        if part.version and not part.returned:
            part.returned = True
            due = DUE["report"] + timedelta(days=number + 1)
            said = {"owed": "report", "version": part.version, "reasons": [], "due": due}
            said |= self.about(unit)
            again = self._reopen(unit, "report", part.duties["report"][0] + 1, due, part.version)
            self.tell(unit, ReportReturned(**said), again)

    def accept(self, unit: str, _: str, number: int = 0) -> None:
        """Accepted by the office; by the parent on its way there where `number` is 1."""
        part = self._parts[unit]
        if part.version and not part.returned:
            level = "through" if number == 1 else "office"
            said = {"owed": "report", "version": part.version, "level": level, **self.about(unit)}
            self.tell(unit, ReportAccepted(**said))

    def extend(self, unit: str, kind: str, number: int) -> None:
        before, due, status = self._parts[unit].duties[kind]
        if status == "owing":
            due += timedelta(days=number + 1)
            self._parts[unit].duties[kind] = (before, due, status)
            said = {"duty": kind, "round": before, "due": due, "reason": "bão số 5"}
            self.tell(unit, DutyExtended(**said, **self.about(unit)))

    def excuse(self, unit: str, kind: str, _: int = 0) -> None:
        number, due, status = self._parts[unit].duties[kind]
        if status == "owing":
            self._parts[unit].duties[kind] = (number, due, "excused")
            self.tell(unit, DutyExcused(duty=kind, reason="bão số 5", **self.about(unit)))

    def remind(self, unit: str, kind: str, number: int) -> None:
        """The notifier takes up every rung of the duty's present due moment, and ends each."""
        part = self._parts[unit]
        _, due, status = part.duties[kind]
        for rung in LADDER:
            if (kind, due, rung) in part.rungs:
                continue
            part.rungs.add((kind, due, rung))
            at = START + timedelta(minutes=self._minutes)
            who = {"plan": self.plan, "unit": unit, "at": at}
            about = {**who, "duty": kind, "due": due, "rung": rung}
            subject = topology.message_facts(self.plan, unit)
            self.say(subject, RungScheduled(fires_at=due, **about))
            if status != "owing":
                self.say(subject, RungCancelled(reason="met", **about))
            elif number % 2:
                message = f"m-{self._minutes}"
                composed = {"message": message, "channel": "email", "recipient": "t-1"}
                composed |= {"person": "p-1", "leaves_at": at}
                self.say(subject, MessageComposed(**composed, **about))
                self.say(subject, MessageAttempted(message=message, attempt=1, **who))
                accepted = MessageAccepted(message=message, channel="email", **who)
                self.say(subject, accepted, RungSent(**about))


def facts_in(log: Iterable[Stored]) -> list[ViewFact]:
    """What messages of the log say, in their order."""
    return [fact for message in log for fact in facts_of(event.data for event in message.events)]
