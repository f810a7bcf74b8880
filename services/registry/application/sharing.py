"""Registry, application: a report that speaks for other units: a command to itself about each."""

import asyncio

from contracts import topology
from contracts.commands import CarryReport, ReportCommand, verb
from contracts.envelope import encode, wrap
from runtime.ports import Queue
from services.registry.application.run import SOURCE, Run
from services.registry.domain.history.participation import Participation
from services.registry.domain.verbs.part.carrying import carried_by
from services.registry.domain.verbs.part.which import which_report


class Sharing:
    """Tells the other units' histories; before the command is let go, so that a crash tells them
    again, which is harmless.
    """

    def __init__(self, queue: Queue) -> None:
        self._queue = queue

    async def share(self, run: Run) -> None:
        """What the settled commands about reports mean for other units, as things stand now."""
        state = run.state
        if not isinstance(state, Participation):
            return
        duties: dict[str, ReportCommand] = {}
        for settled in run.settled:
            command = settled.request.command
            if isinstance(command, ReportCommand) and settled.answer.outcome != "refused":
                duty = which_report(command.owed, state)
                if isinstance(duty, str):
                    duties[duty] = command
        for duty, about in duties.items():
            told = carried_by(about.plan, about.unit, duty, state)
            await asyncio.gather(*(self._send(one) for one in told))

    async def _send(self, command: CarryReport) -> None:
        subject = topology.command(
            topology.REGISTRY, topology.REGISTRY, verb(CarryReport), command.unit
        )
        name = f"{command.plan}-{command.by}-{command.owed}-{command.version}-{command.unit}"
        await self._queue.send(subject, encode(wrap(command, id=name, source=SOURCE)))
