"""Notifier, outbound: the timers of rungs, held by the REMINDERS stream."""

from datetime import UTC, datetime

from faststream.nats import NatsBroker
from nats.js.errors import NotFoundError

from contracts import topology
from contracts.envelope import encode, wrap
from contracts.outgoing import RungDue
from runtime.clock import Clock
from runtime.jetstream.connection import js
from runtime.jetstream.publish import Publisher
from services.notifier.domain.react import Cancel

SOURCE = "urn:ngayso:notifier"


def due_stamp(due: datetime) -> str:
    """A due moment as one word of a subject."""
    return due.astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")


def timer_subject(plan: str, unit: str, duty: str, due: datetime, rung: str) -> str:
    return topology.rung_timer(plan, unit, duty, due_stamp(due), rung)


class StreamTimers:
    """Sets, finds and removes timers; moments are campaign time, the stream's are real."""

    def __init__(self, broker: NatsBroker, clock: Clock) -> None:
        self._broker = broker
        self._clock = clock
        self._publisher = Publisher(broker)

    async def schedule(self, timer: RungDue) -> None:
        """Sets the timer, in place of an earlier one of the same rung instance."""
        subject = timer_subject(timer.plan, timer.unit, timer.duty, timer.due, timer.rung)
        target = topology.rung_target(timer.plan, timer.unit)
        data = encode(wrap(timer, id=subject, source=SOURCE))
        real = self._clock.real(timer.fires_at)
        await self._publisher.schedule(subject, target, data, real)

    async def find(self, cancel: Cancel) -> int | None:
        """The sequence of the timer to cancel, if the stream still holds it."""
        duty, due, rung = cancel.key
        subject = timer_subject(cancel.plan, cancel.unit, duty, due, rung)
        try:
            held = await js(self._broker).get_last_msg(topology.REMINDERS.name, subject)
        except NotFoundError:
            return None
        return held.seq

    async def remove(self, sequence: int) -> None:
        """Removes one timer; it may have fired or been replaced meanwhile."""
        try:
            await js(self._broker).delete_msg(topology.REMINDERS.name, sequence)
        except NotFoundError:
            return
