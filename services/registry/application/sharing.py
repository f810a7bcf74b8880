"""Registry, application: what one unit's records mean for others: a command to itself about each.

A report that speaks for other units, and an activity that several units share.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256

from contracts import topology
from contracts.commands import (
    CarryReport,
    DeclareActivity,
    ReportCommand,
    ShareActivity,
    VoidActivity,
    WithdrawActivity,
    verb,
)
from contracts.envelope import encode, wrap
from runtime.ports import Queue
from services.registry.application.run import SOURCE, Run, Settled
from services.registry.domain.history.participation import Participation
from services.registry.domain.verbs.part.carrying import carried_by, shared_by, shared_with
from services.registry.domain.verbs.part.which import which_report


class Sharing:
    """Tells the other units' histories; before the command is let go, so that a crash tells them
    again, which is harmless.
    """

    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    async def share(self, run: Run) -> None:
        """What the settled commands mean for other units, as things stand now."""
        state = run.state
        if not isinstance(state, Participation):
            return
        settled = [one for one in run.settled if one.answer.outcome != "refused"]
        told: list[CarryReport | ShareActivity]
        told = [*_reports(settled, state), *_activities(settled, state)]
        await asyncio.gather(*(self._send(one) for one in told))

    async def _send(self, command: CarryReport | ShareActivity) -> None:
        word = verb(type(command))
        subject = topology.command(topology.REGISTRY, topology.REGISTRY, word, command.unit)
        # Ids that name units, plans and records together would be longer than an event's may be.
        name = f"{word}-{sha256(command.model_dump_json().encode()).hexdigest()[:32]}"
        await self._queue.send(subject, encode(wrap(command, id=name, source=SOURCE)))


def _reports(settled: Iterable[Settled], state: Participation) -> list[CarryReport]:
    duties: dict[str, ReportCommand] = {}
    for one in settled:
        command = one.request.command
        if isinstance(command, ReportCommand):
            duty = which_report(command.owed, state)
            if isinstance(duty, str):
                duties[duty] = command
    return [
        told
        for duty, about in duties.items()
        for told in carried_by(about.plan, about.unit, duty, state)
    ]


def _activities(settled: Iterable[Settled], state: Participation) -> list[ShareActivity]:
    """To all that share in an activity whose record may have changed; and, to one that was heard
    to name this unit's, how that stands. Who is told the same again has nothing to answer.
    """
    told: dict[tuple[str, str, str], set[tuple[str, str]]] = defaultdict(set)
    for one in settled:
        match one.request.command:
            case DeclareActivity() as command:
                record = command.activity.id
                told[command.plan, command.unit, record] |= shared_with(record, state)
            case WithdrawActivity() | VoidActivity() as command:
                record = command.activity
                told[command.plan, command.unit, record] |= shared_with(record, state)
            case ShareActivity(names=True) as command if one.answer.facts:
                other = (command.by, command.record)
                told[command.plan, command.unit, command.activity].add(other)
    return [
        command
        for (plan, unit, record), others in told.items()
        for command in shared_by(plan, unit, record, sorted(others), state)
    ]
