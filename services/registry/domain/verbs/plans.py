"""Registry, domain: what publishing and amending a plan decide."""

from contracts.commands import AmendPlan, PublishPlan
from contracts.facts import PlanAmended, PlanPublished
from contracts.findings import MAX_FINDINGS, Finding, finding, has_error
from contracts.known import known
from services.registry.domain.case import Case
from services.registry.domain.check.plan.look import Look
from services.registry.domain.check.plan.run import check_plan
from services.registry.domain.decision import Decision, refuse
from services.registry.domain.history.plan_history import PlanHistory

AT = "/data/plan"


def publish(command: PublishPlan, history: PlanHistory, case: Case) -> Decision:
    """A new plan comes into force; the same again changes nothing; another is for amend-plan."""
    plan, state = command.plan, history.newest
    if state is not None and state.plan == plan:
        return Decision()
    if state is not None:
        return refuse(finding("plan-exists", f"{AT}/id", plan=plan.id))
    look = Look(plan, case.directory, case.receipt.at)
    findings = _check(look)
    if has_error(findings):
        return refuse(*findings)
    published = PlanPublished(
        plan=plan,
        participants=list(look.participants),
        instances=list(look.instances),
        receipt=case.receipt,
    )
    return Decision((published,), findings)


def amend(command: AmendPlan, history: PlanHistory, case: Case) -> Decision:
    """A published plan is replaced whole."""
    plan, state = command.plan, history.newest
    if state is None:
        words = {"plan": plan.id, "known": known(plan.id, case.plans)}
        return refuse(finding("unknown-plan", f"{AT}/id", "error", **words), unseen=True)
    if plan.issuer != state.plan.issuer:
        return refuse(finding("issuer-changed", f"{AT}/issuer", issuer=state.plan.issuer))
    if state.plan == plan:
        return Decision()
    look = Look(plan, case.directory, case.receipt.at, before=state.plan)
    findings = _check(look)
    if has_error(findings):
        return refuse(*findings)
    amended = PlanAmended(
        revision=state.revision + 1,
        plan=plan,
        participants=list(look.participants),
        instances=list(look.instances),
        reason=command.reason,
        document=command.document,
        receipt=case.receipt,
    )
    return Decision((amended,), findings)


def _check(look: Look) -> tuple[Finding, ...]:
    """What the rules find, at pointers into the command."""
    found = check_plan(look)[:MAX_FINDINGS]
    return tuple(one.model_copy(update={"pointer": AT + one.pointer}) for one in found)
