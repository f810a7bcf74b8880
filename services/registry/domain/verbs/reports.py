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
from contracts.findings import Finding, finding
from contracts.records import Report
from services.registry.domain.check.compare import compare
from services.registry.domain.check.figures import (
    check_budget,
    check_figures,
    check_required,
    check_rules,
)
from services.registry.domain.decision import About, Case, Decision, refuse
from services.registry.domain.participation import Participation, VersionPart
from services.registry.domain.verbs.approval import offices, parents, through
from services.registry.domain.verbs.judge import after_records, bounds, first_after

AT = "/data/report"


def submit(command: SubmitReport, state: Participation, case: Case) -> Decision:
    """A unit's whole report: the first version, a later one, the same again, or an old one."""
    ordered = any(rule.check == "not-below-last" for rule in case.plan.rules)
    superseded = bool(state.versions) and case.receipt.order < state.versions[-1].receipt.order
    findings = tuple(check_report(command, state, case, superseded=superseded))
    if any(found.severity == "error" for found in findings):
        return refuse(*findings)
    if superseded:
        findings = (finding("superseded", AT, "warning"),)
        facts = _superseded_version(state, case.about)
    else:
        facts = _version(command.report, state, case)
    said = after_records(state, facts, case.about)
    return Decision(said, findings, in_order=ordered or not said)


def _version(report: Report, state: Participation, case: Case) -> list[UnitHistoryFact]:
    about, by = case.about, through(case)
    if state.report is None:
        return [ReportSubmitted(**about, version=1, report=report, through=by)]
    if state.report == report:
        return []
    changes = compare(state.report, report)
    number = len(state.versions) + 1
    return [ReportCorrected(**about, version=number, report=report, changes=changes, through=by)]


def _superseded_version(state: Participation, about: About) -> list[UnitHistoryFact]:
    """An older report changes no version; it is noted where it is the first of a round."""
    more = (*state.received, about["receipt"].order)
    moves = any(
        first_after(more, bound) != first_after(state.received, bound) for bound in bounds(state)
    )
    if not moves or state.report is None:
        return []
    return [ReportCorrected(**about, version=len(state.versions), report=state.report, changes=[])]


def check_report(
    command: SubmitReport, state: Participation, case: Case, *, superseded: bool
) -> Iterator[Finding]:
    """The report against the plan, and against the version before it."""
    report, plan = command.report, case.plan
    yield from check_figures(plan, report.figures, f"{AT}/figures")
    yield from check_required(plan, report, f"{AT}/figures")
    yield from check_rules(plan, report, None if superseded else state.report, f"{AT}/figures")
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
    return Decision(after_records(state, [returned], case.about))


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


def _accept_by_level(version: VersionPart, case: Case) -> Decision:
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


def _present(state: Participation, number: int) -> VersionPart | Decision:
    """The version of that number if it is the present one, else the refusal."""
    current = len(state.versions)
    if not current:
        return refuse(finding("no-report", "/data/version"), in_order=True)
    if number > current:
        unknown = finding("unknown-version", "/data/version", version=number, current=current)
        return refuse(unknown, in_order=True)
    if number < current:
        outdated = finding("version-outdated", "/data/version", version=number, current=current)
        return refuse(outdated)
    return state.versions[number - 1]
