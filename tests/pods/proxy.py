"""Tests, pods: a Service, run in a container of its own: a port, and ready pods behind it.

python proxy.py FILE PORT:TARGET…      FILE: an address a line, read again for each connection
"""

import asyncio
import itertools
import sys
from contextlib import suppress
from pathlib import Path

CHUNK = 65_536
turn = itertools.count()


async def copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while chunk := await reader.read(CHUNK):
            writer.write(chunk)
            await writer.drain()
    writer.close()


async def serve(addresses: Path, port: int, target: int) -> None:
    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ready = addresses.read_text().split()
        try:
            there = await asyncio.open_connection(ready[next(turn) % len(ready)], target)
        except (OSError, ZeroDivisionError):
            writer.close()
            return
        await asyncio.gather(copy(reader, there[1]), copy(there[0], writer))

    async with await asyncio.start_server(meet, "0.0.0.0", port) as server:
        await server.serve_forever()


async def main() -> None:
    addresses = Path(sys.argv[1])
    async with asyncio.TaskGroup() as ports:
        for pair in sys.argv[2:]:
            port, _, target = pair.partition(":")
            ports.create_task(serve(addresses, int(port), int(target)))


if __name__ == "__main__":
    asyncio.run(main())
