"""Cli, backup: the reminders that were still to come when the backup was made, as timers again.

What was sent is known from the log, so the notifier puts out nothing that has its end there. A
moment that has passed meanwhile is now, as after an outage.
"""

from collections import defaultdict

from cli.servers.connect import Session
from contracts import topology
from contracts.envelope import encode, wrap
from contracts.facts import ReminderFact
from contracts.outgoing import RungDue
from runtime.clock import Clock
from runtime.jetstream.log import JetStreamLog
from runtime.jetstream.publish import StreamTimers
from services.notifier.domain.rungs import Reminders, evolve, timer_name, unsettled

SOURCE = "urn:ngayso:restore"


async def set_timers(session: Session, clock: Clock) -> int:
    """Set the timer of every rung instance that is not settled; how many those are."""
    timers, due = StreamTimers(session.broker, clock), await _due(session, clock)
    for timer, name in due:
        target = topology.rung_target(timer.plan, timer.unit)
        event = encode(wrap(timer, id=name, source=SOURCE))
        await timers.set(name, target, event, timer.fires_at)
    return len(due)


async def _due(session: Session, clock: Clock) -> list[tuple[RungDue, str]]:
    told: defaultdict[tuple[str, str], Reminders] = defaultdict(Reminders)
    log = JetStreamLog(session.broker, clock)
    async for stored in log.read_all(topology.message_facts("*", "*")):
        for event in stored.events:
            if isinstance(fact := event.data, ReminderFact):
                told[fact.plan, fact.unit] = evolve(told[fact.plan, fact.unit], fact)
    return [
        (
            RungDue(
                plan=plan,
                unit=unit,
                duty=key.duty,
                due=key.due,
                rung=key.rung,
                fires_at=instance.fires_at or clock.now(),
            ),
            timer_name(plan, unit, key),
        )
        for (plan, unit), reminders in told.items()
        for key, instance in unsettled(reminders)
    ]
