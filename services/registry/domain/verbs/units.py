"""Registry, domain: what recording a unit of the directory, or the decreed days, decides."""

from contracts.commands import RecordCalendar, RecordUnit
from contracts.facts import CalendarRecorded, UnitRecorded
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


def record_calendar(command: RecordCalendar, directory: Directory, case: Case) -> Decision:
    """The operator's whole table of decreed days; what is owed keeps its moments."""
    if directory.working_days.record == command.record:
        return Decision()
    return Decision((CalendarRecorded(record=command.record, receipt=case.receipt),))
