"""Registry, domain: what submitting, returning and accepting a report decides."""

from collections.abc import Iterator

from contracts.commands import AcceptReport, ReturnReport, SubmitReport
from contracts.facts import (
    ReportAccepted,
    ReportCorrected,
    ReportReturned,
    ReportSubmitted,
    UnitHistoryFact,
)
from contracts.findings import Finding, finding, has_error
from contracts.plan import Through
from contracts.records import Report
from services.registry.domain.authority import offices, parents
from services.registry.domain.case import Case
from services.registry.domain.check.compare import compare
from services.registry.domain.check.figures import (
    check_budget,
    check_figures,
    check_required,
    check_rules,
)
from services.registry.domain.decision import Decision, refuse
from services.registry.domain.history.participation import Participation, VersionState
from services.registry.domain.verbs.judge import with_duties

AT = "/data/report"


def submit(command: SubmitReport, state: Participation, case: Case) -> Decision:
    """A unit's whole report: the first version, a later one, or the same again."""
    findings = tuple(check_report(command, state, case))
    if has_error(findings):
        return refuse(*findings)
    facts = _version(command.report, state, case)
    return Decision(with_duties(state, facts, case.about), findings)


def _version(report: Report, state: Participation, case: Case) -> list[UnitHistoryFact]:
    about, by = case.about, through(case)
    if state.report is None:
        return [ReportSubmitted(**about, version=1, report=report, through=by)]
    if state.report == report:
        return []
    changes = compare(state.report, report)
    number = len(state.versions) + 1
    return [ReportCorrected(**about, version=number, report=report, changes=changes, through=by)]


def check_report(command: SubmitReport, state: Participation, case: Case) -> Iterator[Finding]:
    """The report against the plan, and against the version before it."""
    report, plan = command.report, case.plan
    yield from check_figures(plan, report.figures, f"{AT}/figures")
    yield from check_required(plan, report, f"{AT}/figures")
    yield from check_rules(plan, report, state.report, f"{AT}/figures")
    if report.spending is not None:
        yield from check_budget(plan, report.spending, f"{AT}/spending")


def return_(command: ReturnReport, state: Participation, case: Case) -> Decision:
    """The present version goes back to its unit; the report duty's next round opens."""
    version = _present(state, command.version)
    if isinstance(version, Decision):
        return version
    due = command.deadline.cut(case.plan.zone)
    if version.returned is not None:
        if (version.returned.reasons, version.returned.due) == (command.reasons, due):
            return Decision()
        return refuse(finding("already-returned", "/data/version", version=command.version))
    if due <= case.receipt.at:
        received = case.local(case.receipt.at)
        passed = finding(
            "deadline-passed", "/data/deadline", due=case.local(due), received=received
        )
        return refuse(passed)
    returned = ReportReturned(
        **case.about, version=command.version, reasons=command.reasons, due=due
    )
    return Decision(with_duties(state, [returned], case.about))


def accept(command: AcceptReport, state: Participation, case: Case) -> Decision:
    """The present version is accepted; a parent and the office may each accept it.

    Where it passes through the parent, the parent's word is level "parent" and comes first; an
    office that is the parent too says both at once. A plan that no longer asks for it, or no
    longer knows a parent, lets the office accept.
    """
    version = _present(state, command.version)
    if isinstance(version, Decision):
        return version
    if version.returned is not None:
        return refuse(finding("already-returned", "/data/version", version=command.version))
    if case.receipt.sender in version.accepted_by:
        return Decision()
    if version.through and through(case):
        return _accept_by_level(version, case)
    return Decision((ReportAccepted(**case.about, version=version.number),))


def _accept_by_level(version: VersionState, case: Case) -> Decision:
    sender = case.receipt.sender
    if sender in offices(case):
        if not version.approved and sender not in parents(case):
            who = ", ".join(sorted(parents(case)))
            early = finding("not-approved-yet", "/data/version", version=version.number, who=who)
            return refuse(early)
        return Decision((ReportAccepted(**case.about, version=version.number),))
    if version.approved:
        return Decision()
    return Decision((ReportAccepted(**case.about, version=version.number, level="parent"),))


def _present(state: Participation, number: int) -> VersionState | Decision:
    """The version of that number if it is the present one, else the refusal."""
    current = len(state.versions)
    if not current:
        return refuse(finding("no-report", "/data/version"))
    if number > current:
        unknown = finding("unknown-version", "/data/version", version=number, current=current)
        return refuse(unknown)
    if number < current:
        outdated = finding("version-outdated", "/data/version", version=number, current=current)
        return refuse(outdated)
    return state.versions[number - 1]


def through(case: Case) -> Through | None:
    """Whom the unit's report passes through by the plan in force (Nghị định 09/2019, art. 8)."""
    if case.participant is None or case.participant.parent is None:
        return None
    mine = {duty.id for duty in case.participant.duties if duty.kind == "report"}
    return next((owed.through for owed in case.plan.owed if owed.through and owed.id in mine), None)
