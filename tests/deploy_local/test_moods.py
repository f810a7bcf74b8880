"""Notifier, outbound: whatever a relay does of its own accord loses and doubles no mail."""

import asyncio
from collections import Counter

from deploy.local.sinks.faults import Manners, Moods
from deploy.local.sinks.smtp import DUPLICATE, mails
from runtime.failure import Unavailable
from services.notifier.domain.handover import Accepted, Refused, Uncertain
from services.notifier.outbound.mail.relay import MailRelay
from tests.notifier.mail.relays import SHORT, letter, listening, send

MAILS, SEED, LINES = 120, 9, 4


async def test_a_mail_is_kept_once_but_for_the_attempts_of_which_nobody_knows_the_end(tmp_path):
    """Each is sent until it is taken or refused; the relay refuses, cuts and hangs by a seed."""
    unknown, taken, refused = Counter[str](), set[str](), set[str]()
    async with listening(tmp_path, Manners(moods=Moods(SEED), hangs=0.05)) as seen:
        relay = MailRelay(seen.relay(patience=SHORT, lines=LINES))

        async def one(name: str) -> None:
            while name not in taken | refused:
                try:
                    end = await send(relay, f"{name}@xa.example", letter(name))
                except Unavailable:
                    continue
                unknown[name] += isinstance(end, Uncertain)
                taken.update([name] * isinstance(end, Accepted))
                refused.update([name] * isinstance(end, Refused))

        await asyncio.gather(*(one(f"m-{number}") for number in range(MAILS)))
    kept = Counter(path.stem.split(DUPLICATE)[0].split("@")[0] for path in mails(tmp_path))
    assert len(taken | refused) == MAILS
    assert taken <= kept.keys()
    assert {name for name in refused if kept[name] > unknown[name]} == set()
    assert {name for name in taken if kept[name] > 1 + unknown[name]} == set()
    assert sum(kept.values()) > len(taken), "no mail was kept without an answer"
    assert len(refused) < MAILS / 4
