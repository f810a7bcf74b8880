"""Registry, inbound: turns each question of a unit's system into its answer."""

from uuid import uuid4

from contracts import topology
from contracts.envelope import Message, encode, wrap
from services.registry.application.parts.asking import Asking
from services.registry.application.run import SOURCE


class Questions:
    """What is asked on `ask.<unit>.…`, as it comes in."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def part(self, subject: str, question: bytes) -> bytes:
        return _encoded(await self._asking.parts(topology.asker(subject), question))

    async def verdicts(self, subject: str, question: bytes) -> bytes:
        return _encoded(await self._asking.verdicts(topology.asker(subject), question))


def _encoded(answer: Message) -> bytes:
    return encode(wrap(answer, id=f"answer-{uuid4().hex}", source=SOURCE))
