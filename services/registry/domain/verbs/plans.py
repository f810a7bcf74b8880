"""Registry, domain: what publishing and amending a plan decide."""

from contracts.commands import AmendPlan, PublishPlan
from contracts.facts import PlanAmended, PlanPublished
from contracts.findings import MAX_FINDINGS, finding
from contracts.known import known
from services.registry.domain.case import Case
from services.registry.domain.check.plan import check_plan
from services.registry.domain.decision import Decision, refuse
from services.registry.domain.history.plan_history import PlanHistory
from services.registry.domain.owing import instances
from services.registry.domain.participants import ended_participants, list_participants


def publish(command: PublishPlan, history: PlanHistory, case: Case) -> Decision:
    """A new plan comes into force; the same again changes nothing; another is for amend-plan."""
    plan, state = command.plan, history.newest
    if state is not None and state.plan == plan:
        return Decision()
    if state is not None:
        return refuse(finding("plan-exists", "/data/plan/id", plan=plan.id))
    findings = tuple(check_plan(plan, case.directory))
    if findings:
        return refuse(*findings[:MAX_FINDINGS])
    participants = list_participants(plan, case.directory)
    published = PlanPublished(
        plan=plan,
        participants=participants,
        instances=instances(plan, case.working_days),
        receipt=case.receipt,
    )
    warnings = ended_participants(plan, participants, case.directory, case.receipt)
    return Decision((published,), tuple(warnings))


def amend(command: AmendPlan, history: PlanHistory, case: Case) -> Decision:
    """A published plan is replaced whole."""
    plan, state = command.plan, history.newest
    if state is None:
        words = {"plan": plan.id, "known": known(plan.id, case.plans)}
        return refuse(finding("unknown-plan", "/data/plan/id", "error", **words), unseen=True)
    if plan.issuer != state.plan.issuer:
        return refuse(finding("issuer-changed", "/data/plan/issuer", issuer=state.plan.issuer))
    findings = tuple(check_plan(plan, case.directory))
    if findings:
        return refuse(*findings[:MAX_FINDINGS])
    if state.plan == plan:
        return Decision()
    participants = list_participants(plan, case.directory)
    amended = PlanAmended(
        revision=state.revision + 1,
        plan=plan,
        participants=participants,
        instances=instances(plan, case.working_days),
        reason=command.reason,
        document=command.document,
        receipt=case.receipt,
    )
    warnings = ended_participants(plan, participants, case.directory, case.receipt)
    return Decision((amended,), tuple(warnings))
