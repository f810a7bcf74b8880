"""Registry, domain: the directory of units, folded from evt.directory.*; who is under whom."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from contracts.commands import RecordUnit, verb
from contracts.facts import UnitRecorded
from contracts.findings import finding
from contracts.topology import OPERATOR
from contracts.unit import Unit, successors
from contracts.values import Receipt
from services.registry.domain.check.unit import check_unit
from services.registry.domain.decision import Decision, refuse


@dataclass(frozen=True, slots=True)
class Directory:
    """The last record of every unit, with the receipt it came by."""

    recorded: dict[str, UnitRecorded] = field(default_factory=dict)

    def __contains__(self, unit: str) -> bool:
        return unit in self.recorded

    def unit(self, unit: str) -> Unit | None:
        fact = self.recorded.get(unit)
        return fact.record if fact else None

    def units(self) -> dict[str, Unit]:
        return {name: fact.record for name, fact in self.recorded.items()}

    def name(self, unit: str, day: date) -> str:
        """The unit's short name on a day; its id where it is not known."""
        record = self.unit(unit)
        return record.short_name(day) if record else unit

    def successors(self, unit: str, day: date) -> list[str]:
        """Who stands in for a unit that has ended; none while it exists."""
        record = self.unit(unit)
        if record is None or not record.ended(day):
            return []
        return successors(self.units(), unit, day)

    def members(self, group: str, day: date) -> list[str]:
        """The units in a group on a day, by id."""
        found = (fact.record for fact in self.recorded.values())
        return sorted(unit.id for unit in found if unit.in_group(group, day))

    def is_under(self, unit: str, top: str, day: date) -> bool:
        """Whether `unit` is `top` or below it by the parents of that day."""
        seen: set[str] = set()
        word: str | None = unit
        while word is not None and word not in seen:
            if word == top:
                return True
            seen.add(word)
            record = self.unit(word)
            word = record.parent(day) if record else None
        return False


def evolve(directory: Directory, facts: Iterable[UnitRecorded]) -> Directory:
    """The directory after some facts; of two records of a unit the later receipt holds."""
    recorded = dict(directory.recorded)
    for fact in facts:
        known = recorded.get(fact.record.id)
        if known is None or fact.receipt.order >= known.receipt.order:
            recorded[fact.record.id] = fact
    return Directory(recorded)


def record_unit(command: RecordUnit, directory: Directory, receipt: Receipt) -> Decision:
    """The operator's whole record of a unit: new, changed, the same again, or an old one."""
    if receipt.sender != OPERATOR:
        words = {"sender": receipt.sender, "verb": verb(RecordUnit), "who": OPERATOR}
        return refuse(finding("not-allowed", "/data", "error", **words))
    known = directory.recorded.get(command.record.id)
    if known is not None and receipt.order == known.receipt.order:
        return Decision(already=(UnitRecorded.wire,))
    if known is not None and receipt.order < known.receipt.order:
        return Decision(findings=(finding("superseded", "/data/record", "warning"),))
    if known is not None and known.record == command.record:
        return Decision()
    findings = tuple(check_unit(command.record, directory.units()))
    if any(found.severity == "error" for found in findings):
        return refuse(*findings)
    fact = UnitRecorded(record=command.record, receipt=receipt)
    return Decision((fact,), findings, on_newest=bool(findings))
