"""Bench, relay: a mail relay that costs little, so that what is measured is who hands over.

Run as a process of its own: python -m bench.sending.relay PORT FILE. It takes every mail, and
writes its Message-ID and whom it is for into the file before it answers.
"""

import asyncio
import os
import re
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.local.process import Process, Reserved, accepts

GREETING, END = b"220 bench ESMTP\r\n", b"\r\n.\r\n"
ANSWERS = {
    b"EHLO": b"250 bench\r\n",
    b"MAIL": b"250 OK\r\n",
    b"RSET": b"250 OK\r\n",
    b"NOOP": b"250 OK\r\n",
    b"DATA": b"354 go on\r\n",
}
NAME, TO = re.compile(rb"^Message-ID: *(\S+)", re.MULTILINE), re.compile(rb"<([^>]*)>")


class Taking(asyncio.Protocol):
    """One line; a client that speaks out of turn is not told so."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._heard = b""
        self._to = b""
        self._mail = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(GREETING)

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while True:
            said, end, rest = self._heard.partition(END if self._mail else b"\r\n")
            if not end:
                return
            self._heard = rest
            self._hear(said)

    def _hear(self, said: bytes) -> None:
        verb = said[:4].upper()
        if self._mail:
            name = NAME.search(said)
            os.write(self._file, b"%s %s\n" % (name[1] if name else b"-", self._to))
            self._mail = False
            self._transport.write(b"250 taken\r\n")
        elif verb == b"RCPT" and (to := TO.search(said)):
            self._to = to[1]
            self._transport.write(b"250 OK\r\n")
        elif verb == b"QUIT":
            self._transport.write(b"221 bye\r\n")
            self._transport.close()
        else:
            self._mail = verb == b"DATA"
            self._transport.write(ANSWERS.get(verb, b"502 not known\r\n"))


async def serve(port: int, file: Path) -> None:
    """Listen on the loopback until SIGTERM."""
    loop, done = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, done.set)
    with file.open("ab") as kept:
        server = await loop.create_server(lambda: Taking(kept.fileno()), "127.0.0.1", port)
        await done.wait()
        server.close()


@contextmanager
def relay(file: Path) -> Iterator[tuple[Process, int]]:
    """One that runs, and its port. The file's folder is made."""
    file.parent.mkdir(parents=True, exist_ok=True)
    listen = Reserved()
    process = Process(
        "relay",
        f"smtp://127.0.0.1:{listen.number}",
        [sys.executable, "-m", "bench.sending.relay", str(listen.number), str(file)],
        ready=lambda: accepts(listen.number, b"220"),
        log=file.with_suffix(".log"),
        ports=[listen],
    )
    with process:
        yield process, listen.number


def taken(file: Path) -> list[str]:
    """The Message-ID of every mail that was taken."""
    return [line.split()[0] for line in file.read_text().splitlines()]


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
