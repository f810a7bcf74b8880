"""Cli, rehearse: what is assumed of a campaign, and what the registry says of it."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from cli.integrate.offline import Offline, Received, quietly
from contracts import topology
from contracts.commands import AmendPlan, PublishPlan
from contracts.envelope import batch_of, encode, trusted_batch, wrap
from contracts.facts import DutyMet, DutyOpened, facts_on
from contracts.ladder import last_day
from contracts.plan import Plan
from contracts.unit import Unit
from contracts.verdicts import Verdict
from runtime.clock import from_ns

AFTERNOON = time(16)
"""When on its last day a duty is met, unless it is due before."""


@dataclass(frozen=True)
class Assumed:
    """When the plan is published; what units send after that, else nobody sends anything, or all
    is done `on_last_day`; from when to when the notifier is away.
    """

    published: datetime
    sent: Sequence[Received] = ()
    on_last_day: bool = False
    outage: tuple[datetime, datetime] | None = None


@dataclass(frozen=True)
class Told:
    """One message of the log as it is stored, at its moment."""

    at: datetime
    subject: str
    data: bytes


@dataclass(frozen=True)
class Facts:
    """What the registry says, in order; how it answered to the plan, and how many of the messages
    that units sent it refused.
    """

    verdict: Verdict
    told: Sequence[Told] = ()
    refused: int = 0
    last_due: datetime | None = None


def facts_of(plan: Plan, units: Iterable[Unit], assumed: Assumed) -> Facts:
    """The plan is published over these units; nothing is told where the registry refuses it."""
    return quietly(_facts(lambda offline: offline.publish(plan, units), (), plan, assumed))


def facts_after(
    before: Sequence[Told], command: PublishPlan | AmendPlan, assumed: Assumed
) -> Facts:
    """The plan is published or amended where all this stands in the log, which comes first."""
    plan = command.plan
    return quietly(_facts(lambda one: one.say(command, plan.issuer), before, plan, assumed))


async def _facts(
    says: Callable[[Offline], Awaitable[Verdict]],
    before: Iterable[Told],
    plan: Plan,
    assumed: Assumed,
) -> Facts:
    """The registry itself is asked."""
    offline = Offline(assumed.published)
    for one in before:
        offline.server.events.store(one.subject, one.data, {})
    async with offline.running():
        verdict = await says(offline)
        if verdict.outcome == "refused":
            return Facts(verdict)
        sent = [one for one in assumed.sent if one.at >= assumed.published]
        answers = [(await offline.take(one))[1].outcome for one in sent]
    records = offline.server.events.records.values()
    told = [Told(from_ns(one.stored_ns), one.subject, one.data) for one in records]
    opened = _opened(told)
    if assumed.on_last_day:
        told = sorted([*told, *_met(plan, opened)], key=lambda one: one.at)
    last_due = max((one.duty.due for one in opened), default=None)
    return Facts(verdict, told, answers.count("refused"), last_due)


def _opened(told: Iterable[Told]) -> list[DutyOpened]:
    events = (event for one in told for event in trusted_batch(one.data, facts_on(one.subject)))
    return [event.data for event in events if isinstance(event.data, DutyOpened)]


def _met(plan: Plan, opened: Iterable[DutyOpened]) -> Iterator[Told]:
    """Each duty is met on its last day, in the afternoon or just before it is due."""
    for fact in opened:
        duty = fact.duty
        day = datetime.combine(last_day(duty.due, plan.zone), AFTERNOON, plan.zone)
        at = max(min(day, duty.due - timedelta(minutes=1)), fact.receipt.at)
        receipt = fact.receipt.model_copy(update={"at": at})
        met = DutyMet(
            plan=plan.id,
            unit=fact.unit,
            receipt=receipt,
            duty=duty.id,
            round=0,
            met_at=at,
            due=duty.due,
            on_time=True,
        )
        event = encode(wrap(met, id=f"assumed.{fact.unit}.{duty.id}", source="urn:ngayso:assumed"))
        yield Told(at, topology.unit_facts(plan.id, fact.unit), batch_of([event]))
