"""Registry, outbound: publishes the answer to a command on its sender's own subject."""

from contracts import topology
from contracts.envelope import encode, wrap
from contracts.verdicts import Verdict
from runtime.publish import Publisher

SOURCE = "urn:ngayso:registry"


class VerdictStream:
    """VERDICTS, where the same verdict published again within an hour is stored once."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher

    async def publish(self, verdict: Verdict, name: str) -> None:
        event = wrap(verdict, id=name, source=SOURCE, causationid=verdict.command.id)
        subject = topology.verdicts(verdict.unit)
        await self._publisher.publish(subject, encode(event), message_id=name)
