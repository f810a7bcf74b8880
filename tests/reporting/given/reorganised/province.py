"""Tests, reporting: a plan over units that are reorganised in mid-campaign, by the registry."""

from datetime import datetime
from typing import Any

from contracts.commands import OpenDuties, SubmitReport, UnitCommand
from contracts.facts import PlanAmended, PlanPublished, UnitRecorded
from contracts.plan import Plan
from contracts.topology import REGISTRY
from services.registry.domain.case import Case
from services.registry.domain.decide import decide_part
from services.registry.domain.decision import Decision
from services.registry.domain.history import participation, plan_history
from services.registry.domain.history.plan_history import PlanHistory
from services.registry.domain.owing import instances
from services.registry.domain.participants import list_participants
from services.registry.domain.succession import predecessors
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated, ReportRef
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.fold import ViewFact
from tests.registry import plans
from tests.registry.given import EMPTY, Part, recorded
from tests.registry.plans import DOCUMENT, OFFICE, PROVINCE, receipt, unit
from tests.reporting.given.folded import fold_all
from tests.reporting.given.reorganised.territories import DAYS, Reorganised, moment

LATER = datetime(2022, 12, 1, tzinfo=plans.ZONE)
INDICATORS: list[dict[str, Any]] = [
    {"id": "su-kien", "name": "Sự kiện", "arithmetic": "sum"},
    {"id": "luy-ke", "name": "Lũy kế", "arithmetic": "sum", "over_time": "cumulative"},
]


class Province:
    """All parts of one plan, which is amended on each day on which units are reorganised."""

    def __init__(self, whole: Reorganised, owed: list[dict[str, Any]], **changes: Any) -> None:
        self.whole, self._owed, self._changes = whole, owed, changes
        records = [unit(PROVINCE), unit(OFFICE, PROVINCE), *whole.records()]
        self.directory = recorded(*records, before=EMPTY)
        self.generation = 0
        published = self._plan(0)
        said = PlanPublished(receipt=receipt(moment(0, 1), PROVINCE), **self._told(published))
        self.plans = plan_history.evolve(PlanHistory(), [said])
        self.facts: list[ViewFact] = [
            *(UnitRecorded(record=one, receipt=receipt(moment(0))) for one in records),
            said,
        ]
        self.parts: dict[str, Part] = {}
        self._follow()

    def _plan(self, generation: int) -> Plan:
        assigned = [{"unit": name} for name in self.whole.living(generation)]
        given = {"id": "viec", "number": "1", "text": "Việc", "assignees": assigned}
        changes = {"owed": self._owed, "indicators": INDICATORS, "rules": [], "ladder": []}
        day = DAYS[generation - 1] if generation else "2022-09-15"
        changes |= {"issued_on": day, "closes": None, "assignments": [given], **self._changes}
        return plans.plan(**changes)

    def _told(self, plan: Plan) -> dict[str, Any]:
        return {
            "plan": plan,
            "participants": list_participants(plan, self.directory),
            "instances": instances(plan, self.directory.working_days),
        }

    def amend(self) -> None:
        """The next reorganisation, and the plan names the units that are left by it."""
        self.generation += 1
        said = PlanAmended(
            revision=self.generation + 1,
            reason="Sắp xếp đơn vị hành chính",
            document=DOCUMENT,
            receipt=receipt(moment(self.generation, 1), PROVINCE),
            **self._told(self._plan(self.generation)),
        )
        self.plans = plan_history.evolve(self.plans, [said])
        self.facts.append(said)
        self._follow()

    def _follow(self) -> None:
        """Every unit's part follows the newest revision, those that were there first."""
        newest = self.plans.newest
        assert newest is not None
        for name in [*self.parts, *sorted(newest.participants.keys() - self.parts.keys())]:
            new = name not in self.parts
            part = self.parts.setdefault(name, Part(name, opened=False, directory=self.directory))
            part.plans = self.plans
            before = predecessors(name, newest, self.directory) if new else []
            inherited = {one: self.parts[one].state for one in before}
            by = receipt(moment(self.generation, 2), REGISTRY)
            case = Case(by, self.directory, name, newest, inherited)
            command = OpenDuties(plan="cds-2022", unit=name, revision=newest.revision)
            self._keep(part, decide_part(command, part.state, case))

    def _keep(self, part: Part, decision: Decision) -> Decision:
        part.state = participation.evolve(part.state, decision.facts)  # type: ignore[arg-type]
        self.facts += decision.facts  # type: ignore[arg-type]
        return decision

    def take(
        self, command: type[UnitCommand], name: str, hour: float, by: str, **fields: Any
    ) -> Decision:
        """A command about a unit, so many hours into the present generation."""
        part = self.parts[name]
        about = {"plan": "cds-2022", "unit": name}
        at = receipt(moment(self.generation, hour), by)
        return self._keep(
            part,
            decide_part(command(**{**about, **fields}), part.state, part.case(at)),
        )

    def report(
        self, name: str, duty: str, hour: float, by: str | None = None, **figures: int
    ) -> Decision:
        told = [{"indicator": one.replace("_", "-"), "value": n} for one, n in figures.items()]
        report = {"figures": told}
        return self.take(SubmitReport, name, hour, by or name, owed=duty, report=report)

    def documents(self) -> Documents:
        return fold_all(self.facts, Documents())

    def consolidated(self) -> Consolidated:
        documents = self.documents()
        return consolidate(documents, documents.get(PlanDocument, "cds-2022"), LATER)

    def counted(self) -> list[tuple[str, ReportRef]]:
        """Whose reports count."""
        report = self.consolidated()
        rows = (*report.rows, *report.before)
        return [(row.unit.id, one) for row in rows for one in row.reports if one.counts]
