"""Cli, rehearse: what is assumed of a campaign, and what the registry says of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from cli.integrate.offline import Offline, Received, quietly
from contracts import topology
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
    """The registry itself is asked; nothing is told where it refuses the plan."""

    async def said() -> Facts:
        offline = Offline(assumed.published)
        async with offline.running():
            verdict = await offline.publish(plan, units)
            if verdict.outcome == "refused":
                return Facts(verdict)
            sent = [one for one in assumed.sent if one.at >= assumed.published]
            answers = [(await offline.take(one))[1].outcome for one in sent]
        records = offline.server.events.records.values()
        clock = offline.server.clock
        told = [
            Told(clock.campaign(from_ns(one.stored_ns)), one.subject, one.data) for one in records
        ]
        last_due = max((one.duty.due for one in _opened(told)), default=None)
        if assumed.on_last_day:
            told = sorted([*told, *_met(plan, _opened(told))], key=lambda one: one.at)
        return Facts(verdict, told, answers.count("refused"), last_due)

    return quietly(said())


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
