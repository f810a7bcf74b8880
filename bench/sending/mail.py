"""Bench, mail: letters handed to the relay per second, against a bare loop over as many lines.

The relay is a process of its own that takes each mail and forgets it. What is sent is composed
beforehand, for the bare loop down to the bytes; the notifier's side still writes each mail out as
it goes, which is part of what it costs. The bare loop is the client as its documentation shows.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from aiosmtplib import SMTP

from bench.campaign.given import Size
from bench.figures import Figure, figure
from deploy.local import parts
from services.notifier.domain.handover import Accepted
from services.notifier.domain.letter import Letter
from services.notifier.outbound.mail.line import Relay
from services.notifier.outbound.mail.mime import mime
from services.notifier.outbound.mail.relay import MailRelay

SENDER, ADDRESS = "Nhắc việc Ngày Số <nhacviec@ngayso.example>", "can-bo-{}@xa.example"
AT = datetime(2022, 10, 17, 1, tzinfo=UTC)
TEXT = "Kính gửi Ủy ban nhân dân huyện, xin gửi báo cáo kết quả trước ngày 20/10/2022.\n" * 12


def letters(count: int) -> list[Letter]:
    subject = "Nhắc hạn: báo cáo kết quả Ngày Chuyển đổi số, còn 3 ngày làm việc"
    return [Letter(f"m-{n}", "email", "reminder", subject, TEXT) for n in range(count)]


async def _every(count: int, lines: int, work: Callable[[Iterator[int]], Awaitable[None]]) -> float:
    """Mails a second; each worker takes the next number."""
    numbers = iter(range(count))
    started = time.perf_counter()
    await asyncio.gather(*(work(numbers) for _ in range(lines)))
    return count / (time.perf_counter() - started)


async def handed_over(relay: Relay, sent: list[Letter]) -> float:
    mails = MailRelay(relay)

    async def work(numbers: Iterator[int]) -> None:
        for number in numbers:
            async with mails.connect() as connection:
                end = await connection.hand_over(sent[number], ADDRESS.format(number), AT)
            if end != Accepted():
                raise RuntimeError(f"a mail was not accepted: {end}")

    async with mails.running():
        return await _every(len(sent), relay.lines, work)


async def bare(relay: Relay, sent: list[bytes]) -> float:
    async def work(numbers: Iterator[int]) -> None:
        async with SMTP(hostname=relay.host, port=relay.port) as client:
            for number in numbers:
                await client.sendmail(relay.sender, [ADDRESS.format(number)], sent[number])

    return await _every(len(sent), relay.lines, work)


async def measure(folder: Path, size: Size) -> list[Figure]:
    ours, theirs, given = [], [], letters(size.mails)
    written = [mime(one, ADDRESS.format(n), SENDER, AT) for n, one in enumerate(given)]
    with parts.smtp_sink(folder / "mails", keep=False) as sink:
        port = int(sink.url.rsplit(":", 1)[1])
        relay = Relay("127.0.0.1", port, "none", SENDER)
        for _ in range(size.rounds):
            ours.append(await handed_over(relay, given))
            theirs.append(await bare(relay, written))
    return [
        figure("mails handed to a relay", 0, "/s", ours, "bare sendmail, as many lines", theirs)
    ]
