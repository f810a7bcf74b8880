"""Registry, outbound: looks for older commands that are not settled yet."""

from faststream.nats import NatsBroker
from nats.js.errors import NotFoundError

from contracts import topology
from runtime.connection import js


class Waiting:
    """COMMANDS is a work queue: what it holds is just what is unsettled. Asked of its leader."""

    def __init__(self, broker: NatsBroker) -> None:
        self._broker = broker

    async def has_older(self, subject: str, sequence: int) -> bool:
        """Whether a command on the subject (or pattern) before `sequence` is still waiting."""
        try:
            first = await js(self._broker).get_msg(
                topology.COMMANDS.name, seq=1, subject=subject, next=True
            )
        except NotFoundError:
            return False
        return first.seq is not None and first.seq < sequence
