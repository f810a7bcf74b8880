"""Bench, mail: letters handed to the relay per second, against a bare loop over as many lines.

The relay is a process of its own that takes each mail and writes down its name. What is sent is a
reminder as it ships, text and page, composed beforehand, for the bare loop down to the bytes; the
notifier's side still writes each mail out as it goes, which is part of what it costs. The bare loop
is the client as its documentation shows.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from aiosmtplib import SMTP

from bench.campaign.given import Size
from bench.figures import Figure, figure
from bench.sending.relay import relay
from services.notifier.domain.handover import Accepted
from services.notifier.domain.letter import Letter
from services.notifier.domain.mail.samples import samples
from services.notifier.outbound.mail.line import Relay
from services.notifier.outbound.mail.mime import mime
from services.notifier.outbound.mail.relay import MailRelay
from services.notifier.outbound.mail.written import Templates

SENDER, ADDRESS = "Nhắc việc Ngày Số <nhacviec@ngayso.example>", "can-bo-{}@xa.example"
AT = datetime(2022, 10, 17, 1, tzinfo=UTC)


def letters(count: int) -> list[Letter]:
    said = next(samples())
    text, html = Templates().write(said)
    one = Letter("m", "email", said.category, said.subject, text, html=html, thread="p.u")
    return [replace(one, id=f"m-{n}") for n in range(count)]


async def _every(count: int, lines: int, work: Callable[[Iterator[int]], Awaitable[None]]) -> float:
    """Mails a second; each worker takes the next number."""
    numbers = iter(range(count))
    started = time.perf_counter()
    await asyncio.gather(*(work(numbers) for _ in range(lines)))
    return count / (time.perf_counter() - started)


async def handed_over(to: Relay, sent: list[Letter]) -> float:
    mails = MailRelay(to)

    async def work(numbers: Iterator[int]) -> None:
        for number in numbers:
            async with mails.connect() as connection:
                end = await connection.hand_over(sent[number], ADDRESS.format(number), AT)
            if end != Accepted():
                raise RuntimeError(f"a mail was not accepted: {end}")

    async with mails.running():
        return await _every(len(sent), to.lines, work)


async def bare(to: Relay, sent: list[bytes]) -> float:
    async def work(numbers: Iterator[int]) -> None:
        async with SMTP(hostname=to.host, port=to.port) as client:
            for number in numbers:
                await client.sendmail(to.sender, [ADDRESS.format(number)], sent[number])

    return await _every(len(sent), to.lines, work)


async def measure(folder: Path, size: Size) -> list[Figure]:
    ours, theirs, given = [], [], letters(size.mails)
    written = [mime(one, ADDRESS.format(n), SENDER, AT) for n, one in enumerate(given)]
    with relay(folder / "mails") as (_, port):
        to = Relay("127.0.0.1", port, "none", SENDER)
        for _ in range(size.rounds):
            ours.append(await handed_over(to, given))
            theirs.append(await bare(to, written))
    return [
        figure("mails handed to a relay", 0, "/s", ours, "bare sendmail, as many lines", theirs)
    ]
