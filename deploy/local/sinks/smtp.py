"""Deployment, local: a mail server that keeps every accepted mail as a file and fails on request.

The recipient's domain asks for a failure: `tuchoi.example` (từ chối, refused) gets 550;
`ban.example` (bận, busy) gets 451 on the first try; `dut.example` (đứt, broken) has its first mail
kept and the connection cut without an answer, so that its sender does not know the outcome;
`cham.example` (chậm, slow) is kept and answered after a while. faults.py has what else may happen.
"""

import argparse
import asyncio
import hashlib
import os
import re
import signal
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local.sinks.faults import Faulty, Manners, Moods, fault_of

REFUSED = "tuchoi.example"
BUSY = "ban.example"
BROKEN = "dut.example"
SLOW = "cham.example"
DUPLICATE = ".duplicate-"
HANGS = 3.0
"""Seconds after which it cuts a line that it let hang by its moods."""
MAX_BYTES = 32 * 1024 * 1024


def file_name(message_id: str) -> str:
    """A file name for a Message-ID: the same for the same id, never a path."""
    bare = message_id.strip().strip("<>")
    safe = re.sub(r"[^A-Za-z0-9@._+-]", "_", bare).lstrip(".")[:150]
    if safe == bare and safe:
        return safe
    return f"{safe or 'no-message-id'}-{hashlib.sha256(message_id.encode()).hexdigest()[:8]}"


def keep(mail_dir: Path, content: bytes) -> Path:
    """Write the mail whole or not at all; a second one of the same id gets a telling name."""
    message_id = str(message_from_bytes(content).get("Message-ID") or "")
    name = file_name(message_id or hashlib.sha256(content).hexdigest())
    path, copies = mail_dir / f"{name}.eml", 0
    while path.exists():
        copies += 1
        path = mail_dir / f"{name}{DUPLICATE}{copies}.eml"
    partial = path.with_suffix(".partial")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return partial.rename(path)


def mails(mail_dir: Path) -> list[Path]:
    """Every mail that was accepted, duplicates included."""
    return sorted(mail_dir.glob("*.eml"))


def duplicates(mail_dir: Path) -> list[Path]:
    """The mails that went out more than once under one Message-ID."""
    return [path for path in mails(mail_dir) if DUPLICATE in path.name]


class Sink:
    """aiosmtpd calls the handle_ methods; what they return is the server's answer."""

    def __init__(self, mail_dir: Path | None, slow: float = 0.0) -> None:
        """Without a folder each mail is taken and forgotten."""
        self._mail_dir = mail_dir
        self._slow = slow
        self._tried: set[str] = set()

    async def handle_EHLO(  # noqa: N802 (aiosmtpd's name)
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,  # noqa: ARG002
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        session.host_name = hostname
        return server.knows(responses) if isinstance(server, Faulty) else responses

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self,
        server: SMTP,  # noqa: ARG002
        session: Session,  # noqa: ARG002
        envelope: Envelope,
        address: str,
        options: list[str],  # noqa: ARG002
    ) -> str:
        domain = address.rpartition("@")[2].lower()
        if domain == REFUSED:
            return "550 5.1.1 no such mailbox"
        if domain == BUSY and self._first_try(address):
            return "451 4.7.1 busy, try again later"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self,
        server: SMTP,
        session: Session,  # noqa: ARG002
        envelope: Envelope,
    ) -> str:
        relay = server if isinstance(server, Faulty) else None
        what = fault_of("end", " ".join(f"<{to}>" for to in envelope.rcpt_tos))
        if relay and (what := what or relay.mood("end")):
            return await relay.misbehave(what)
        if self._mail_dir:
            keep(self._mail_dir, envelope.original_content or b"")
        if relay and (what := relay.mood("kept")):
            return await relay.misbehave(what)
        if any(to.lower().endswith("@" + SLOW) for to in envelope.rcpt_tos):
            await asyncio.sleep(self._slow)
        broken = {to for to in envelope.rcpt_tos if to.lower().endswith("@" + BROKEN)}
        first = broken - self._tried
        self._tried |= broken
        if first and isinstance(server.transport, asyncio.Transport):
            server.transport.abort()
        return "250 2.0.0 kept"

    def _first_try(self, address: str) -> bool:
        first = address not in self._tried
        self._tried.add(address)
        return first


def protocol(sink: Sink, manners: Manners) -> SMTP:
    """What speaks with one client; made in a running loop."""
    return Faulty(
        sink,
        manners=manners,
        data_size_limit=MAX_BYTES,
        enable_SMTPUTF8=True,
        hostname="ngayso-local",
    )


async def serve(mail_dir: Path | None, at: tuple[str, int], slow: float, manners: Manners) -> None:
    """Listen on a host's port until SIGTERM."""
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, done.set)
    sink = Sink(mail_dir, slow)
    server = await loop.create_server(lambda: protocol(sink, manners), *at)
    print(f"smtp sink ready on {at[0]}:{at[1]}", flush=True)
    await done.wait()
    server.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="where it listens")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--mail-dir", type=Path, required=True)
    parser.add_argument("--slow", type=float, default=20.0, help=f"seconds of {SLOW}")
    parser.add_argument("--seed", type=int, help="misbehave by it; see faults.py")
    parser.add_argument("--forget", action="store_true", help="keep no mail")
    arguments = parser.parse_args()
    arguments.mail_dir.mkdir(parents=True, exist_ok=True)
    folder = None if arguments.forget else arguments.mail_dir
    moods = None if arguments.seed is None else Moods(arguments.seed)
    manners = Manners(moods=moods, hangs=HANGS)
    asyncio.run(serve(folder, (arguments.host, arguments.port), arguments.slow, manners))


if __name__ == "__main__":
    main()
