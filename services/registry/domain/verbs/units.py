"""Registry, domain: what recording a unit of the directory decides."""

from contracts.commands import RecordUnit
from contracts.facts import UnitRecorded
from contracts.findings import has_error
from services.registry.domain.case import Case
from services.registry.domain.check.unit import check_unit
from services.registry.domain.decision import Decision, refuse
from services.registry.domain.history.directory import Directory


def record(command: RecordUnit, directory: Directory, case: Case) -> Decision:
    """The operator's whole record of a unit: new, changed, or the same again."""
    if directory.unit(command.record.id) == command.record:
        return Decision()
    findings = tuple(check_unit(command.record, directory.units()))
    if has_error(findings):
        return refuse(*findings)
    return Decision((UnitRecorded(record=command.record, receipt=case.receipt),), findings)
