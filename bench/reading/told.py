"""Bench, reading: a campaign as it lies in the log: units, their duties, reports and activities."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from bench.campaign import given
from bench.campaign.given import DAY, PLAN, SOURCE, START, TOP
from contracts import topology
from contracts.envelope import wrap
from contracts.facts import (
    ActivityDeclared,
    DutyMet,
    DutyOpened,
    Fact,
    PlanPublished,
    ReportSubmitted,
    SnapshotFrozen,
    UnitRecorded,
)
from contracts.frozen import FrozenFiles
from contracts.indicator import Target
from contracts.owed import Duty, Owed, Participant
from contracts.plan import Plan
from contracts.records import Activity, Evidence, Figure, Joint, Report
from contracts.values import Deadline, Receipt
from runtime.ports import Stored

UNITS = tuple(f"u-{number:03}" for number in range(200))
REPORTS = tuple(f"bao-cao-{number}" for number in range(6))
DUE = datetime(2022, 10, 20, tzinfo=UTC)
JOINT, EVIDENCE, ALIKE = 20, 10, 40
"""Each twentieth activity is joint, each tenth has evidence, a fourth of it another one's too."""

TOGETHER, ALONE = 10, 2_000
"""A unit declares so many in one message, the last ones of all one by one: from the last point on,
which is so many messages behind at most, a report is made of single messages.
"""


@dataclass
class Told:
    """Messages, one after the other."""

    sequence: int = 0
    last: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def campaign(self, activities: int) -> Iterator[Stored]:
        plan = _plan()
        for name in (TOP, *UNITS):
            said = UnitRecorded(record=given.unit(name), receipt=self._receipt())
            yield self._say(topology.directory_facts(name), said)
        published = PlanPublished(
            plan=plan, participants=_participants(plan), instances=[], receipt=self._receipt()
        )
        yield self._say(topology.plan_facts(PLAN), published)
        for name in UNITS:
            opened = (DutyOpened(duty=_duty(one), **self._about(name)) for one in plan.owed)
            yield self._of(name, *opened)
        for number, name in enumerate(UNITS):
            for owed in REPORTS[: number % (len(REPORTS) + 1)]:
                yield self._of(name, *self._reported(name, owed, number))
        for numbers in _together(activities):
            name = UNITS[numbers[0] % len(UNITS)]
            declared = (
                ActivityDeclared(activity=_activity(number), **self._about(name))
                for number in numbers
            )
            yield self._of(name, *declared)

    def frozen(self, made: FrozenFiles) -> Stored:
        """That the plan's first snapshot has these files."""
        now, position = datetime.now(UTC), self.sequence
        said = SnapshotFrozen(
            plan=PLAN,
            snapshot=1,
            receipt=self._receipt(),
            as_of=now,
            position=position,
            made=made,
        )
        return self._say(topology.plan_facts(PLAN), said)

    def _reported(self, name: str, owed: str, number: int) -> Iterator[Fact]:
        figures = [Figure(indicator=f"i-{n}", value=Decimal(number)) for n in range(5)]
        report = Report(figures=figures, summary="Kết quả thực hiện. " * 50)
        yield ReportSubmitted(owed=owed, version=1, report=report, **self._about(name))
        met = {"duty": owed, "round": 0, "due": DUE, "met_at": START, "on_time": True}
        yield DutyMet.model_validate({**met, **self._about(name)})

    def _about(self, name: str) -> dict[str, Any]:
        return {"plan": PLAN, "unit": name, "receipt": self._receipt()}

    def _receipt(self) -> Receipt:
        return Receipt(at=START, sequence=self.sequence + 1, command="c", sender=TOP, door="system")

    def _of(self, name: str, *facts: Fact) -> Stored:
        return self._say(topology.unit_facts(PLAN, name), *facts)

    def _say(self, subject: str, *facts: Fact) -> Stored:
        self.sequence += 1
        lock = topology.lock_of(subject)
        previous, self.last[lock] = self.last[lock], self.sequence
        at = START + timedelta(milliseconds=self.sequence)
        events = tuple(wrap(fact, id=f"e-{self.sequence}", source=SOURCE) for fact in facts)
        return Stored(subject, self.sequence, previous, at, events)


def _plan() -> Plan:
    """Activities and six reports of all; one indicator has a target for each."""
    deadline = Deadline(day=DAY)
    owed = [
        Owed(id="d", kind="declare", title="Đăng ký", deadline=deadline),
        Owed(id="h", kind="hold", title="Tổ chức", deadline=deadline),
        *(Owed(id=one, kind="report", title=one, deadline=deadline) for one in REPORTS),
    ]
    plan = given.plan()
    first, *others = plan.indicators
    first = first.model_copy(update={"targets": [Target(value=Decimal(100), each=True)]})
    return plan.model_copy(update={"owed": owed, "indicators": [first, *others]})


def _participants(plan: Plan) -> list[Participant]:
    owes = [one.id for one in plan.owed]
    return [
        Participant(unit=name, name=name, short_name=name, level="xa", assignments=["a"], owes=owes)
        for name in UNITS
    ]


def _duty(owed: Owed) -> Duty:
    return Duty(id=owed.id, owed=owed.id, kind=owed.kind, title=owed.title, due=DUE)


def _together(activities: int) -> Iterator[Sequence[int]]:
    """The numbers of the activities of each message: of each unit in turn."""
    at_once = len(UNITS) * TOGETHER
    whole = max(0, activities - ALONE) // at_once * at_once
    for first in range(0, whole, at_once):
        for number in range(first, first + len(UNITS)):
            yield range(number, first + at_once, len(UNITS))
    for number in range(whole, activities):
        yield [number]


def _activity(number: int) -> Activity:
    told: dict[str, object] = {}
    if number % JOINT == 1:
        lead = UNITS[(number + 1) % len(UNITS)]
        told["joint_with"] = Joint(unit=lead, activity=f"a-{number + 1}")
    if number % EVIDENCE == 0:
        seen = number // ALIKE if number % ALIKE else number
        told["evidence"] = [Evidence(title="Ảnh", link=f"https://vi.du/{seen}")]
    return given.activity(number).model_copy(update=told)
