"""Tests, reporting: plans of other shapes, and what the view makes of the reports in them."""

from datetime import date, datetime
from typing import Any

from contracts.calendar import WorkingDays
from contracts.commands import AcceptReport, SubmitReport, UnitCommand
from contracts.facts import PlanPublished, UnitRecorded
from services.registry.domain.history import plan_history
from services.registry.domain.history.plan_history import PlanHistory
from services.registry.domain.owing import instances
from services.registry.domain.participants import list_participants
from services.reporting.domain.comparing.indicator import IndicatorTotal
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.fold import ViewFact
from tests.registry import plans
from tests.registry.given import Part, recorded
from tests.registry.plans import OFFICE, PROVINCE, receipt, unit
from tests.reporting.given.folded import fold_all

LATER = datetime(2022, 12, 1, tzinfo=plans.ZONE)


class Told:
    """A plan over some units, whose reports the registry decides; what the view makes of it.

    `above` names each unit's parent; the province's where it is not in it.
    """

    def __init__(
        self,
        owed: list[dict[str, Any]],
        indicators: list[dict[str, Any]],
        units: dict[str, str],
        above: dict[str, str] | None = None,
    ) -> None:
        offices = [unit(PROVINCE), unit(OFFICE, PROVINCE)]
        members = [
            unit(name, (above or {}).get(name, PROVINCE), levels=[{"value": level}])
            for name, level in units.items()
        ]
        self.directory = recorded(*offices, *members)
        assigned = [{"unit": name} for name in units]
        given = {"id": "viec", "number": "1", "text": "Việc", "assignees": assigned}
        self.plan = plans.plan(
            assignments=[given],
            owed=owed,
            indicators=indicators,
            rules=[],
            ladder=[],
            closes=None,
            levels=[{"id": "xa", "name": "Xã, phường"}],
        )
        fact = PlanPublished(
            plan=self.plan,
            participants=list_participants(self.plan, self.directory),
            instances=instances(self.plan, WorkingDays()),
            receipt=receipt(0, PROVINCE),
        )
        self.facts: list[ViewFact] = [fact]
        self.parts: dict[str, Part] = {}
        self._hour = 1
        for name in units:
            part = Part(name, opened=False, directory=self.directory)
            part.plans = plan_history.evolve(PlanHistory(), [fact])
            self.parts[name] = part
            self.facts += part.open().facts  # type: ignore[arg-type]

    def report(self, name: str, duty: str, **fields: Any) -> None:
        """A unit reports; a figure is a number, or an indicator's other fields as a mapping."""
        figures = [
            {"indicator": one, **(told if isinstance(told, dict) else {"value": told})}
            for one, told in fields.pop("figures", {}).items()
        ]
        self._hour += 1
        about = {"plan": self.plan.id, "unit": name, "owed": duty}
        command = SubmitReport.model_validate({**about, "report": {"figures": figures, **fields}})
        decision = self.parts[name].take(command, receipt(self._hour, name))
        assert not decision.refused_for, decision.findings
        self.facts += decision.facts  # type: ignore[arg-type]

    def accept(self, name: str, duty: str, version: int = 1, by: str = OFFICE) -> None:
        self.say(name, AcceptReport, by, owed=duty, version=version)

    def say(
        self,
        name: str,
        command: type[UnitCommand],
        by: str = OFFICE,
        at: datetime | None = None,
        **fields: Any,
    ) -> None:
        """Somebody says something about a unit's part."""
        self._hour += 1
        said = command.model_validate({"plan": self.plan.id, "unit": name, **fields})
        decision = self.parts[name].take(said, receipt(at or self._hour, by))
        assert not decision.refused_for, decision.findings
        self.facts += decision.facts  # type: ignore[arg-type]

    def documents(self) -> Documents:
        units = [
            UnitRecorded(record=one, receipt=receipt(-1.0))
            for one in self.directory.units().values()
        ]
        return fold_all([*units, *self.facts], Documents())

    def consolidated(self) -> Consolidated:
        documents = self.documents()
        return consolidate(documents, documents.get(PlanDocument, self.plan.id), LATER)

    def total(self, indicator: str) -> IndicatorTotal:
        found = self.consolidated().totals.indicators
        return next(one for one in found if one.indicator == indicator)


def entry(name: str, day: str | date = "2022-10-20", **fields: Any) -> dict[str, Any]:
    """A report that is owed once."""
    told = {"id": name, "kind": "report", "title": f"Báo cáo {name}", "deadline": {"day": day}}
    return {**told, **fields}


def weekly(name: str, **fields: Any) -> dict[str, Any]:
    """A report of the weeks 40 to 42 of 2022, due on Fridays."""
    rule = {
        "every": "week",
        "weekday": "fri",
        "first": "2022-10-03",
        "last": "2022-10-21",
        "on_day_off": "keep",
    }
    return {"id": name, "kind": "report", "title": f"Báo cáo {name}", "recurring": rule, **fields}
