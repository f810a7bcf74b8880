"""Notifier tests: a real relay in the test's own loop, as mannered as the test wants it."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from deploy.local.sinks.faults import Manners
from deploy.local.sinks.smtp import Sink, protocol
from services.notifier.domain.letter import Letter
from services.notifier.outbound.mail.line import Patience, Relay
from services.notifier.outbound.mail.relay import MailRelay

AT = datetime(2022, 10, 20, tzinfo=UTC)
SENDER = "Nhắc việc Ngày số <nhacviec@ngayso.example>"
SHORT = Patience(greeting=0.3, envelope=0.3, data=0.3, block=0.3, end=0.3)


class Listening:
    """A relay that runs: where it keeps mails, what it heard, over how many connections."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.port = folder, port
        self.connections = 0
        self.heard = b""
        self.open: set[asyncio.Transport] = set()
        self.most_open = 0

    def relay(self, **more) -> Relay:
        return Relay(
            **{"host": "localhost", "port": self.port, "security": "none", "sender": SENDER} | more
        )

    def cut(self) -> None:
        """End every connection, as a relay that restarts does."""
        for transport in list(self.open):
            transport.close()


@asynccontextmanager
async def listening(
    folder: Path, manners: Manners | None = None, *, slow: float = 0.0, tls: bool = False
) -> AsyncIterator[Listening]:
    """`tls`: secured from the first byte."""
    folder.mkdir(exist_ok=True)
    manners = manners or Manners()
    sink = Sink(folder, slow)
    seen = Listening(folder, 0)

    def made() -> asyncio.Protocol:
        one = protocol(sink, manners)
        began, lost, came = one.connection_made, one.connection_lost, one.data_received

        def connection_made(transport: asyncio.Transport) -> None:
            if transport.get_extra_info("sslcontext") is None or tls:
                seen.connections += 1
            seen.open.add(transport)
            seen.most_open = max(seen.most_open, len(seen.open))
            began(transport)

        def connection_lost(error: Exception | None) -> None:
            seen.open.discard(one.transport)
            lost(error)

        def data_received(data: bytes) -> None:
            seen.heard += data
            came(data)

        one.data_received = data_received
        one.connection_made, one.connection_lost = connection_made, connection_lost
        return one

    context: ssl.SSLContext | None = manners.tls if tls else None
    server = await asyncio.get_running_loop().create_server(made, "127.0.0.1", 0, ssl=context)
    seen.port = server.sockets[0].getsockname()[1]
    yield seen
    server.close()
    seen.cut()


def letter(name: str = "m-1", text: str = "Kính gửi", **more) -> Letter:
    return Letter(name, "email", "reminder", "Nhắc hạn báo cáo", text, **more)


async def send(relay: MailRelay, address: str, one: Letter | None = None):
    async with relay.connect() as connection:
        return await connection.hand_over(one or letter(), address, AT)
