"""Registry, outbound: publishes the answer to a command on its sender's own subject."""

from contracts import topology
from contracts.envelope import encode, wrap
from contracts.verdicts import Verdict
from runtime.ports import Outbox
from services.registry.application.run import SOURCE


class VerdictStream:
    """VERDICTS, where the same verdict published again within an hour is stored once."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox

    async def publish(self, verdict: Verdict, name: str) -> None:
        event = wrap(verdict, id=name, source=SOURCE, causationid=verdict.command.id)
        await self._outbox.put(topology.verdicts(verdict.unit), encode(event), name)
