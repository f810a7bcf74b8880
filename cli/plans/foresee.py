"""Cli, plans: what publishing a plan will do: duties, and the messages that they lead to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from nats.errors import Error

from cli.console import FINDINGS, Trouble, leave, tell_of, tell_table, written
from cli.directory.keep import see_contacts
from cli.findings import tell_finding
from cli.plans.live import read_log, stand_ins
from cli.progress import progress
from cli.rehearse.assuming import Assumed, Told, facts_after
from cli.rehearse.carrying import Carriers, Terms
from cli.rehearse.rehearsing import rehearsed
from cli.rehearse.telling import tell_summary
from cli.servers.connect import Session, with_nats
from cli.servers.environment import read_settings
from cli.servers.facts import directory_now, plan_now
from contracts.commands import AmendPlan, PublishPlan
from contracts.findings import has_error
from contracts.outgoing import Contacts
from contracts.owed import Duty
from contracts.plan import Plan
from services.registry.domain.check.plan.look import Look
from services.registry.domain.check.plan.run import check_plan
from services.registry.domain.owing import duties_of


@dataclass(frozen=True)
class Arising:
    """The duties of one entry: of how many units, how many, and between which moments due."""

    owed: str
    title: str
    units: int
    duties: int
    first: datetime
    last: datetime


def arising(look: Look) -> Iterator[Arising]:
    """What follows, entry by entry, when the plan is received at the look's moment."""
    owed = list(_duties(look))
    for entry in look.plan.owed:
        dues = [duty.due for duty in owed if duty.owed == entry.id]
        if dues:
            units = len(look.owing(entry))
            yield Arising(entry.id, entry.title, units, len(dues), min(dues), max(dues))


def _duties(look: Look) -> Iterator[Duty]:
    """Every unit's duties, as opening them will have it: what is past is owed a working day later,
    of a recurring entry not at all.
    """
    zone = look.plan.zone
    soonest = look.working_days.one_working_day_after(look.received, zone)
    for participant in look.participants:
        for duty in duties_of(look.plan, participant, look.instances):
            if duty.due > look.received:
                yield duty
            elif duty.period is None:
                yield duty.model_copy(update={"due": soonest})


def foretell(command: PublishPlan | AmendPlan, nats: str | None, price: int | None) -> bool:
    """Tells what sending the plan will do, of which somebody is asked next; False where it does
    nothing. Leaves where the plan has errors.

    A plan that is in force already causes nothing unless it is amended: the registry will say so.
    """
    amend = isinstance(command, AmendPlan)
    known = with_nats(nats, lambda connected: _known(connected, command), quiet=False)
    if known.before is not None and not amend:
        return False
    look = known.look
    findings = check_plan(look)
    for finding in findings:
        tell_finding(finding)
    if has_error(findings):
        tell_of("plan-unsound", "bold red", plan=look.plan.id)
        leave(FINDINGS)
    _tell_duties(look)
    _tell_messages(command, known, price)
    if amend:
        tell_of("amending-silent")
    return True


@dataclass(frozen=True)
class _Known:
    """What the servers say: the plan beside the directory, the plan that it replaces, the log to
    begin a rehearsal with, and whom messages reach (None: the notifier does not tell).
    """

    look: Look
    before: Plan | None
    log: Sequence[Told]
    contacts: list[Contacts] | None


async def _known(connected: Session, command: PublishPlan | AmendPlan) -> _Known:
    plan, now = command.plan, read_settings().clock().now()
    before, directory = await plan_now(connected, plan.id), await directory_now(connected)
    look = Look(plan, directory, now, before if isinstance(command, AmendPlan) else None)
    log = await read_log(connected, plan.id if look.before else None)
    return _Known(look, before, log, await _contacts(connected, look))


async def _contacts(connected: Session, look: Look) -> list[Contacts] | None:
    """Of every unit: reminders escalate to such as have no part in the plan."""
    try:
        seen = await see_contacts(connected, look.directory.units())
    except (Error, Trouble):
        return None
    return stand_ins({unit: answer.contacts or [] for unit, answer in seen.items()})


def _tell_duties(look: Look) -> None:
    zone = look.plan.zone

    def due(moment: datetime) -> str:
        return written((moment - timedelta(microseconds=1)).astimezone(zone))

    head = ("mục", "đơn vị", "nội dung", "hạn đầu", "hạn cuối", "tên gọi")
    rows = [
        (one.owed, one.units, one.duties, due(one.first), due(one.last), one.title)
        for one in arising(look)
    ]
    tell_table("Nội dung phải thực hiện / Duties", head, rows)


def _tell_messages(command: PublishPlan | AmendPlan, known: _Known, price: int | None) -> None:
    """What it sends where nobody does anything: people by their initials, nobody's address."""
    if known.contacts is None:
        tell_of("people-unknown", "yellow")
        return
    look = known.look
    assumed = Assumed(look.received)
    with progress("rehearsing-registry", quiet=False):
        facts = facts_after(known.log, command, assumed)
    carriers = Carriers(Terms(price))
    outcome = rehearsed(look.plan, facts, known.contacts, assumed, carriers, quiet=False)
    day = look.received.astimezone(look.plan.zone).date()
    tell_summary(outcome, {one.id: one.short_name(day) for one in look.directory.units().values()})
