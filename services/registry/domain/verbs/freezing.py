"""Registry, domain: what becomes of a plan's snapshots, from frozen to signed and after."""

from collections.abc import Callable
from functools import wraps
from typing import NamedTuple, TypeVar

from contracts.commands import (
    CorrectReportForm,
    FreezeReport,
    PublishReport,
    ReplaceReport,
    SignReport,
    SnapshotCommand,
    WithdrawReport,
)
from contracts.facts import (
    FrozenFact,
    SnapshotFormCorrected,
    SnapshotFrozen,
    SnapshotPublished,
    SnapshotReplaced,
    SnapshotSigned,
    SnapshotWithdrawn,
)
from contracts.findings import Finding, finding
from contracts.known import known
from contracts.snapshots import Snapshot
from services.registry.domain.case import Case, received_on
from services.registry.domain.decision import Decision, refuse, say_day, say_moment
from services.registry.domain.history.plan_history import PlanHistory, PlanInForce

C = TypeVar("C", bound=SnapshotCommand)
Told = FrozenFact | Finding | None
"""What is recorded, why it is refused, or None where nothing changes."""
NUMBER = "/data/snapshot"
REPLACING = "/data/by"


def freeze(command: FreezeReport, history: PlanHistory, case: Case) -> Decision:
    """The next snapshot of a plan; the same again changes nothing."""
    if (state := history.newest) is None:
        return _no_plan(command, case)
    before, next_number = history.snapshots.get(command.snapshot), len(history.snapshots) + 1
    if before is not None:
        same = (before.made, before.position) == (command.made, command.position)
        words = {"snapshot": before.number, "next": next_number}
        return Decision() if same else refuse(finding("frozen-already", NUMBER, "error", **words))
    if command.snapshot != next_number:
        return refuse(finding("snapshot-number", NUMBER, next=next_number))
    if wrong := _moment(command, history, state, case):
        return refuse(wrong)
    frozen = SnapshotFrozen(
        plan=command.plan,
        snapshot=command.snapshot,
        receipt=case.receipt,
        as_of=command.as_of,
        position=command.position,
        made=command.made,
    )
    return Decision((frozen,))


def _moment(
    command: FreezeReport, history: PlanHistory, state: PlanInForce, case: Case
) -> Finding | None:
    """That a snapshot is of a time when nothing was known yet, or is not over."""
    zone, first = state.plan.zone, history.revisions[0].receipt.at
    said, received = say_moment(command.as_of, zone), say_moment(case.receipt.at, zone)
    if command.as_of > case.receipt.at:
        return finding("frozen-ahead", "/data/as_of", as_of=said, received=received)
    if command.as_of < first:
        words = {"as_of": said, "published": say_moment(first, zone)}
        return finding("frozen-before-plan", "/data/as_of", "error", **words)
    return None


class Standing(NamedTuple):
    """The snapshot that a command names, among those of its plan, and when it was said."""

    one: Snapshot
    history: PlanHistory
    case: Case


def about_a_snapshot(
    rule: Callable[[C, Standing], Told],
) -> Callable[[C, PlanHistory, Case], Decision]:
    """A decision about the snapshot that a command names; where there is none it is refused."""

    @wraps(rule)
    def decide(command: C, history: PlanHistory, case: Case) -> Decision:
        if history.newest is None:
            return _no_plan(command, case)
        if (one := history.snapshots.get(command.snapshot)) is None:
            return refuse(_unknown(command.snapshot, NUMBER, history))
        told = rule(command, Standing(one, history, case))
        if isinstance(told, Finding):
            return refuse(told)
        return Decision(() if told is None else (told,))

    return decide


@about_a_snapshot
def publish(command: PublishReport, at: Standing) -> Told:
    """Log position and hashes are said again: whoever reads this fact alone can check a file."""
    one = at.one
    if one.status != "frozen":
        return _standing(one) if one.withdrawn else None
    return SnapshotPublished(
        plan=command.plan,
        snapshot=one.number,
        receipt=at.case.receipt,
        as_of=one.as_of,
        position=one.position,
        made=one.made,
    )


@about_a_snapshot
def sign(command: SignReport, at: Standing) -> Told:
    """Number, day and signer of a published report; after that, others only with a reason."""
    one = at.one
    if one.signed == command.signed:
        return None
    if one.signed is not None and command.reason is None:
        words = {"signed": one.signed.number, "day": say_day(one.signed.day)}
        return finding("signed-already", "/data/signed", "error", **words)
    if one.status not in ("published", "signed"):
        return _standing(one)
    return _signature(command, at) or SnapshotSigned(
        plan=command.plan,
        snapshot=one.number,
        receipt=at.case.receipt,
        signed=command.signed,
        reason=command.reason if one.signed else None,
    )


def _signature(command: SignReport, standing: Standing) -> Finding | None:
    """That it cannot be this document's: too early, to come, or another's already."""
    one, history, case = standing
    plan, signed = history.revisions[-1].plan, command.signed
    frozen = one.frozen_at.astimezone(plan.zone).date()
    today = received_on(case.receipt, plan)
    at, day = "/data/signed/day", say_day(signed.day)
    if signed.day < frozen:
        return finding("signed-before-frozen", at, "error", day=day, frozen=say_day(frozen))
    if signed.day > today:
        return finding("signed-in-future", at, "error", day=day, received=say_day(today))
    mine = (signed.number, signed.day)
    for other in history.snapshots.values():
        told = other.signed
        if told is None or other is one:
            continue
        if told.sha256 == signed.sha256 or mine == (told.number, told.day):
            return finding("signed-elsewhere", "/data/signed", "error", other=other.number)
    return None


@about_a_snapshot
def replace(command: ReplaceReport, at: Standing) -> Told:
    """A signed report takes the place of an earlier signed one."""
    one, history, case = at
    if (by := history.snapshots.get(command.by)) is None:
        return _unknown(command.by, REPLACING, history)
    if one.replaced_by == by.number:
        return None
    if one.status != "signed":
        return _standing(one)
    if by.status != "signed":
        return _standing(by, REPLACING)
    if by.number <= one.number:
        return finding("replaced-by-earlier", REPLACING, snapshot=one.number, by=by.number)
    return SnapshotReplaced(
        plan=command.plan,
        snapshot=one.number,
        receipt=case.receipt,
        by=by.number,
        reason=command.reason,
    )


@about_a_snapshot
def correct_form(command: CorrectReportForm, at: Standing) -> Told:
    """A letter says what of a signed report's form is wrong."""
    one = at.one
    said = (command.document, command.reason)
    if any((told.document, told.reason) == said for told in one.form_corrections):
        return None
    if one.status != "signed":
        return _standing(one)
    return _early(command, one) or SnapshotFormCorrected(
        plan=command.plan,
        snapshot=one.number,
        receipt=at.case.receipt,
        document=command.document,
        reason=command.reason,
    )


@about_a_snapshot
def withdraw(command: WithdrawReport, at: Standing) -> Told:
    """A published or signed report holds no more."""
    one = at.one
    if one.withdrawn and one.withdrawn.document == command.document:
        return None
    if one.status not in ("published", "signed"):
        return _standing(one)
    return _early(command, one) or SnapshotWithdrawn(
        plan=command.plan,
        snapshot=one.number,
        receipt=at.case.receipt,
        document=command.document,
        reason=command.reason,
    )


def _early(command: CorrectReportForm | WithdrawReport, one: Snapshot) -> Finding | None:
    """That a document is older than the one it is about."""
    day = command.document.day
    if one.signed is None or day >= one.signed.day:
        return None
    words = {"day": say_day(day), "signed": say_day(one.signed.day)}
    return finding("document-before-signed", "/data/document/day", "error", **words)


def _standing(one: Snapshot, pointer: str = NUMBER) -> Finding:
    """Why nothing more can be done to a snapshot where it stands, and what can."""
    words = {"snapshot": one.number, "plan": one.plan}
    match one.status:
        case "frozen":
            return finding("snapshot-unpublished", pointer, "error", **words)
        case "published":
            return finding("snapshot-unsigned", pointer, "error", **words)
        case "superseded":
            return finding("snapshot-superseded", pointer, "error", by=one.replaced_by, **words)
        case _:
            return finding("snapshot-withdrawn", pointer, "error", **words)


def _unknown(number: int, pointer: str, history: PlanHistory) -> Finding:
    there = [str(one) for one in history.snapshots]
    words = {"snapshot": number, "known": known(str(number), there)}
    return finding("unknown-snapshot", pointer, "error", **words)


def _no_plan(command: SnapshotCommand, case: Case) -> Decision:
    words = {"plan": command.plan, "known": known(command.plan, case.plans)}
    return refuse(finding("unknown-plan", "/data/plan", "error", **words), unseen=True)
