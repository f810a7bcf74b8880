"""Registry, domain: what submitting, returning and accepting a report decides."""

from collections.abc import Iterator

from contracts.commands import AcceptReport, ReturnReport, SubmitReport, verb
from contracts.facts import (
    DutyOpened,
    ReportAccepted,
    ReportCorrected,
    ReportReturned,
    ReportSubmitted,
    UnitHistoryFact,
)
from contracts.findings import Finding, finding, has_error
from contracts.known import known
from contracts.owed import APPROVAL, Duty, Owed
from contracts.records import Report
from services.registry.domain.authority import deciding, offices, with_heir
from services.registry.domain.case import Case
from services.registry.domain.check.compare import compare
from services.registry.domain.check.report import check_report
from services.registry.domain.decision import Decision, refuse
from services.registry.domain.history.participation import Participation
from services.registry.domain.history.report import ReportState, VersionState
from services.registry.domain.judge.reports import approval_due
from services.registry.domain.judge.rounds import next_round
from services.registry.domain.judge.run import with_duties
from services.registry.domain.succession import named
from services.registry.domain.verbs.part.which import which_report

AT = "/data/report"
RETURNED = "Báo cáo được đề nghị bổ sung, chỉnh lý"


def submit(command: SubmitReport, state: Participation, case: Case) -> Decision:
    """A unit's whole report for one duty: the first version, a later one, or the same again."""
    duty = which_report(command.owed, state, to_send=True)
    if isinstance(duty, Finding):
        return refuse(duty)
    known = state.reports.get(duty, ReportState())
    report = known.as_kept(command.report)
    findings = tuple(check_report(report, duty, state, case))
    if has_error(findings):
        return refuse(*findings)
    if _says_nothing_new(report, known):
        still = _still_asked(known)
        return Decision(findings=(still,) if still else ())
    facts = [*_version(report, duty, known, state, case), *_approval(duty, state, case)]
    if case.unit in offices(case) and not state.duties[duty].duty.through:
        number = len(known.versions) + 1
        facts.append(ReportAccepted(**case.about, owed=duty, version=number))
    findings += tuple(_replaces(duty, state))
    return Decision(with_duties(state, facts, case), findings)


def _replaces(duty: str, state: Participation) -> Iterator[Finding]:
    """The successor's own report takes the place of those of whom it took over from."""
    before = state.duties[duty].rounds[0].inherited
    if before and duty not in state.reports:
        units = named(before)
        yield finding("replaces-predecessors", AT, "warning", units=units)


def _says_nothing_new(report: Report, known: ReportState) -> bool:
    """The same again; after a return an explanation makes it an answer, after a void it is new."""
    newest, last = known.newest, known.report
    if last is None or newest is None or newest.voided:
        return False
    if newest.returned and report.explanation and report.explanation != last.explanation:
        return False
    return last == report or (
        newest.returned is not None
        and last == report.model_copy(update={"explanation": last.explanation})
    )


def _still_asked(known: ReportState) -> Finding | None:
    """What is still asked of a unit that sends a returned report again as it was."""
    returned = known.newest.returned if known.newest else None
    if returned is None:
        return None
    notes = "; ".join(reason.note or reason.code for reason in returned.reasons)
    words = {"version": returned.version, "reasons": notes}
    return finding("still-returned", "/data/report", "warning", **words)


def _version(
    report: Report, duty: str, known: ReportState, state: Participation, case: Case
) -> list[UnitHistoryFact]:
    about, by = case.about, state.duties[duty].duty.through
    if known.report is None:
        return [ReportSubmitted(**about, owed=duty, version=1, report=report, through=by)]
    return [
        ReportCorrected(
            **about,
            owed=duty,
            version=len(known.versions) + 1,
            report=report,
            changes=compare(known.report, report),
            through=by,
        )
    ]


def _approval(duty: str, state: Participation, case: Case) -> list[UnitHistoryFact]:
    """The duty to approve arises with the first version that waits for it."""
    owing = state.duties[duty].duty
    name = duty + APPROVAL
    entry = case.entry(owing.owed)
    if owing.through is None or name in state.duties or entry is None or entry.through is None:
        return []
    return [DutyOpened(**case.about, duty=approval(owing, entry, case))]


def approval(owing: Duty, entry: Owed, case: Case) -> Duty:
    """The duty to approve the report of another."""
    through = entry.through
    duty = Duty(
        id=owing.id + APPROVAL,
        owed=owing.owed + APPROVAL,
        period=owing.period,
        kind="approve",
        title=f"Xác nhận: {owing.title}"[:500],
        due=case.soonest,
        deadline=through.deadline if through else None,
        days_after=through.working_days if through else 1,
        bearer=owing.through,
    )
    return duty.model_copy(update={"due": approval_due(duty, case)})


def return_(command: ReturnReport, state: Participation, case: Case) -> Decision:
    """A version goes back to its unit. Where it was in force, the duty's next round opens; else an
    accepted version stays in force and only its correction is not taken.
    """
    found = _judged(command, state, case)
    if isinstance(found, Decision):
        return found
    duty, version, report = found
    due = command.deadline.cut(case.plan.zone)
    if version.returned is not None:
        before = version.returned
        if before.reasons == command.reasons and before.due in (due, None):
            return Decision()
        return refuse(finding("already-returned", "/data/version", version=command.version))
    if report.in_force != version:
        kept = ReportReturned(
            **case.about, owed=duty, version=version.number, reasons=command.reasons, due=None
        )
        return Decision(with_duties(state, [kept], case))
    if due <= case.receipt.at:
        words = {"due": case.local(due), "received": case.local(case.receipt.at)}
        return refuse(finding("deadline-passed", "/data/deadline", "error", **words))
    facts: list[UnitHistoryFact] = [
        ReportReturned(
            **case.about, owed=duty, version=version.number, reasons=command.reasons, due=due
        )
    ]
    for standing in state.duties.values():
        speaks = standing.duty.id == duty or state.gathered.get(standing.duty.id) == duty
        if speaks and standing.duty.kind == "report" and not standing.excused:
            facts.append(next_round(standing, due, RETURNED, case, version.number))
    return Decision(with_duties(state, facts, case))


def accept(command: AcceptReport, state: Participation, case: Case) -> Decision:
    """A version is accepted; whom it passes through and the office may each accept it.

    Where it passes through another unit, that unit's word is level "through" and comes first; an
    office that is this unit too says both at once. A plan that no longer asks for it lets the
    office accept.
    """
    found = _judged(command, state, case)
    if isinstance(found, Decision):
        return found
    duty, version, _ = found
    if version.returned is not None:
        return refuse(finding("already-returned", "/data/version", version=command.version))
    sender = case.receipt.sender
    if sender in version.accepted_by:
        return Decision()
    if sender in deciding(case, state.duties[duty].duty.owed):
        asked = state.duties[duty].duty.through
        early = version.awaiting and asked and sender not in with_heir(asked, case)
        if early:
            who = ", ".join(sorted(with_heir(str(asked), case)))
            words = {"version": version.number, "who": who}
            return refuse(finding("not-approved-yet", "/data/version", "error", **words))
        accepted = ReportAccepted(**case.about, owed=duty, version=version.number)
    elif version.awaiting:
        accepted = ReportAccepted(**case.about, owed=duty, version=version.number, level="through")
    else:
        return Decision()
    return Decision(with_duties(state, [accepted], case))


def _judged(
    command: ReturnReport | AcceptReport, state: Participation, case: Case
) -> tuple[str, VersionState, ReportState] | Decision:
    """The version that a return or acceptance is about: the newest one, or the one in force."""
    duty = which_report(command.owed, state)
    if isinstance(duty, Finding):
        return refuse(duty)
    report = state.reports.get(duty, ReportState())
    current, number = len(report.versions), command.version
    words = {"version": number, "current": current}
    if not current:
        return refuse(finding("no-report", "/data/version"))
    if number > current:
        numbers = [str(version.number) for version in report.versions]
        said = {"version": number, "known": known(str(number), numbers)}
        return refuse(finding("unknown-version", "/data/version", "error", **said))
    version = report.versions[number - 1]
    if version.voided:
        return refuse(finding("version-voided", "/data/version", "error", **words))
    if number < current and version != report.in_force:
        return refuse(finding("version-outdated", "/data/version", "error", **words))
    who_may = deciding(case, state.duties[duty].duty.owed)
    asked = state.duties[duty].duty.through
    if case.receipt.sender not in who_may and not _passes(version, asked, case):
        who = ", ".join(sorted(who_may))
        said = {"sender": case.receipt.sender, "verb": verb(type(command))}
        return refuse(finding("not-allowed", "/data/unit", "error", **said, who=who, who_vi=who))
    return duty, version, report


def _passes(version: VersionState, asked: str | None, case: Case) -> bool:
    """Whether this version passes through the sender: by the plan it was sent under, or as the
    plan has it now, where the approval is owed by another since.
    """
    if version.through is None:
        return False
    through = (version.through, asked)
    return any(case.receipt.sender in with_heir(one, case) for one in through if one)
