"""Registry, domain: what making a span of a report's text unreadable decides."""

from contracts.commands import RedactReport
from contracts.facts import ReportRedacted
from contracts.findings import Finding, finding
from contracts.known import known
from services.registry.domain.case import Case
from services.registry.domain.decision import Decision, refuse
from services.registry.domain.history.participation import Participation
from services.registry.domain.history.report import ReportState
from services.registry.domain.verbs.part.which import which_report


def redact(command: RedactReport, state: Participation, case: Case) -> Decision:
    """The span is unreadable from now on, in every view of every moment; nothing else changes.

    Only the newest text is known here: of an earlier version a span may reach beyond its end.
    """
    duty = which_report(command.owed, state)
    if isinstance(duty, Finding):
        return refuse(duty)
    report = state.reports.get(duty, ReportState())
    current = len(report.versions)
    if not 0 < command.version <= current:
        numbers = [str(version.number) for version in report.versions]
        words = {"version": command.version, "known": known(str(command.version), numbers)}
        return refuse(finding("unknown-version", "/data/version", "error", **words))
    if command.version == current and report.report is not None:
        length = len(getattr(report.report, command.field))
        if command.end > length:
            return refuse(finding("span-outside", "/data/end", field=command.field, length=length))
    span = (command.field, command.start, command.end)
    if span in report.versions[command.version - 1].redacted:
        return Decision()
    said = command.model_dump(include={"version", "field", "start", "end", "reason"})
    return Decision((ReportRedacted(**case.about, owed=duty, **said),))
