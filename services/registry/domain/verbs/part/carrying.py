"""Registry, domain: what a report that speaks for other units too means for each of them."""

from contracts.commands import CarryReport
from contracts.facts import ReportCarried, UnitHistoryFact
from services.registry.domain.case import Case
from services.registry.domain.decision import Decision
from services.registry.domain.history.participation import Participation, evolve
from services.registry.domain.judge.reports import report_met
from services.registry.domain.judge.rounds import next_round
from services.registry.domain.judge.run import with_duties

NO_MORE = "Báo cáo chung của {by} không còn hiệu lực"


def carry(command: CarryReport, state: Participation, case: Case) -> Decision:
    """The duty is met by the other's report, or owed again by a clock of its own."""
    standing, before = state.duties.get(command.owed), state.carried.get(command.owed)
    told = (command.by, command.version, command.standing)
    if standing is None or standing.duty.kind != "report":
        return Decision()
    if before and (before.by, before.version, before.standing) == told:
        return Decision()
    if not command.standing and (before is None or before.by != command.by):
        return Decision()
    carried = ReportCarried(
        **case.about,
        owed=command.owed,
        by=command.by,
        version=command.version,
        received_at=command.received_at,
        standing=command.standing,
    )
    facts: list[UnitHistoryFact] = [carried]
    after = evolve(state, facts)
    if standing.status == "met" and report_met(after, standing) is None:
        due = max(standing.present.due, case.soonest)
        reason = NO_MORE.format(by=case.directory.name(command.by, case.day))
        facts.append(next_round(standing, due, reason, case))
    return Decision(with_duties(state, facts, case))


def carried_by(plan: str, unit: str, duty: str, state: Participation) -> list[CarryReport]:
    """What the report for a duty means for every other unit that a version of it named."""
    report = state.reports.get(duty)
    if report is None or report.report is None or not report.versions:
        return []
    version = report.in_force or report.versions[-1]
    return [
        CarryReport(
            plan=plan,
            unit=other,
            owed=duty,
            by=unit,
            version=version.number,
            received_at=version.receipt.at,
            standing=report.in_force is not None and other in report.report.also_for,
        )
        for other in sorted(report.spoken_for)
    ]
