"""Runtime, memory: the queue of commands, pulled by durables that are named after leases."""

from contracts import topology
from contracts.envelope import EVENT_JSON
from runtime.memory.pull import MemoryPuller
from runtime.memory.server import Server, reached

HEADERS = {"Content-Type": EVENT_JSON}


class MemoryQueue:
    """As runtime.ports.Queue: the COMMANDS stream."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._stream = server.commands

    async def durables(self) -> list[str]:
        names = await reached(lambda: list(self._stream.durables))
        return [name for name in names if name.startswith(topology.DECIDERS)]

    async def create(self, durable: str, partition: int) -> None:
        config = topology.Durable(
            name=durable,
            stream=topology.COMMANDS.name,
            filters=(topology.commands_in(partition),),
            ack_wait=topology.DECIDE_ACK_WAIT,
            max_ack_pending=topology.DECIDE_MAX_PENDING,
        )
        await reached(lambda: self._stream.declare(config))

    async def delete(self, durable: str) -> None:
        await reached(lambda: self._stream.remove(durable))

    def pull(self, durable: str) -> MemoryPuller:
        return MemoryPuller(self._server, self._stream, durable)

    async def oldest(self, pattern: str) -> int | None:
        first = await reached(lambda: next(self._stream.after(pattern, 0), None))
        return None if first is None else first.sequence

    async def send(self, subject: str, data: bytes) -> int:
        return await self._server.publish(subject, data, HEADERS)
