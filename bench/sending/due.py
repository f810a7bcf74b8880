"""Bench, due: how long after its moment each of many people's mails is with the relay.

On one server, by the notifier as production runs it. Each unit owes one thing and has one person;
the facts of that are put into the log as a registry would have said them, and all rungs are due at
one moment. It is measured from there to when the notifier says that the relay took the mail, of
which the time that it gathers is a part. The relay keeps each mail on the disk, so that it is seen
that nobody's is lost and nobody's comes twice. Beside it stands how long the bare loop of mail.py
takes for as many, and the memory of Python with the notifier's modules alone.
"""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.campaign import given
from bench.campaign.given import GROUP, PLAN, SOURCE, START, TOP, Outgoing, Size
from bench.campaign.streams import Campaign, check
from bench.figures import Figure, figure
from bench.sending.mail import ADDRESS, AT, SENDER, bare, letters
from bench.sending.relay import relay, taken
from bench.start import peak, ran
from contracts import topology
from contracts.envelope import Message, encode_batch, wrap
from contracts.facts import DutyOpened, MessageAccepted, PlanPublished, UnitRecorded
from contracts.outgoing import Contact, Contacts
from contracts.owed import Duty, Participant
from contracts.plan import Plan, Rung
from contracts.values import Deadline, Receipt
from deploy.local import parts
from deploy.local.process import Process
from runtime.jetstream.log import direct_get
from services.notifier.outbound.mail.line import Relay
from services.notifier.outbound.mail.mime import mime
from services.notifier.outbound.ring import KeyRing, read_masters
from services.notifier.outbound.sealing import new_key, seal

MASTER = "NGAYSO_CONTACTS_MASTER_FILE"
LEAD, A_SECOND = timedelta(seconds=15), 60
"""How long before the moment the facts come, and how many units a second a notifier sets timers
for on a slow machine besides.
"""
WITHIN, LOOK_SECONDS = 300.0, 0.25
ROUNDS = 2
IMPORTS = "import services.notifier.main"
PERCENTILE = 0.95


def plan(moment: datetime) -> Plan:
    """As for all measurements, with one rung of its ladder, which is due at `moment`."""
    of_all = given.plan()
    local = moment.astimezone(of_all.zone)
    deadline = Deadline(day=local.date() + timedelta(days=1))
    rung = Rung(
        id="r", owed=["d"], days=0, at=local.time(), channels=["email"], audience=["officer"]
    )
    owed = of_all.owed[0].model_copy(update={"deadline": deadline})
    return of_all.model_copy(update={"owed": [owed], "ladder": [rung]})


def said(subject: str, fact: Message) -> Outgoing:
    return Outgoing(subject, encode_batch([wrap(fact, id="f", source=SOURCE)]))


def facts(names: Sequence[str], moment: datetime) -> Iterator[Outgoing]:
    """What a registry says of the units, of the plan, and of what each owes by it."""
    receipt = Receipt(at=START, sequence=1, command="c", sender=TOP, door="system")
    of = plan(moment)
    for name in (TOP, *names):
        record = UnitRecorded(record=given.unit(name), receipt=receipt)
        yield said(topology.directory_facts(name), record)
    participants = [
        Participant(unit=n, name=n, short_name=n, groups=[GROUP], assignments=["a"], owes=["d"])
        for n in names
    ]
    published = PlanPublished(plan=of, participants=participants, receipt=receipt)
    yield said(topology.plan_facts(PLAN), published)
    day = moment.astimezone(of.zone).date() + timedelta(days=1)
    due = datetime.combine(day, datetime.min.time(), of.zone)
    duty = Duty(id="d", owed="d", kind="declare", title="x", due=due)
    for name in names:
        opened = DutyOpened(plan=PLAN, unit=name, receipt=receipt, duty=duty)
        yield said(topology.unit_facts(PLAN, name), opened)


@dataclass(frozen=True)
class Round:
    """Seconds from the moment until 95 of 100 mails were taken; the notifier's MiB at most."""

    late: float
    peak: float


async def one_round(campaign: Campaign, count: int) -> Round:
    """Raises RuntimeError where a mail is missing, or came twice."""
    names, folder = [f"u-{number}" for number in range(count)], campaign.folder / "due"
    await campaign.begin()
    file = folder / "mails"
    with relay(file) as (_, port):
        notifier = await notifier_of(campaign, port, names, folder)
        moment = (datetime.now(UTC) + LEAD + timedelta(seconds=count / A_SECOND)).replace(
            microsecond=0
        )
        with notifier.start():
            told = list(facts(names, moment))
            await campaign.send(told)
            await until(campaign, topology.EVENTS, len(told) + count, [notifier])
            if datetime.now(UTC) >= moment:
                raise RuntimeError(f"{count} timers were not set in time: this machine is too slow")
            await until(campaign, topology.OUTBOX, count, [notifier], left=0)
            most = peak(notifier)
        came = taken(file)
    if len(came) != count or len(set(came)) != count:
        raise RuntimeError(f"{len(came)} mails came to {count} people, of {len(set(came))} names")
    late = sorted([one async for one in lateness(campaign, moment)])
    if len(late) != count:
        raise RuntimeError(f"{len(late)} mails of {count} were said to be taken")
    shutil.rmtree(folder)
    return Round(late[round(len(late) * PERCENTILE) - 1], most)


async def notifier_of(campaign: Campaign, port: int, names: Sequence[str], folder: Path) -> Process:
    """A notifier, not started yet, that knows one person of each unit."""
    keys = parts.contacts_keys(folder / "contacts")
    ring = KeyRing(
        Path(keys["NGAYSO_CONTACTS_RING"]), read_masters(Path(keys[MASTER])), copies=None
    )
    ring.open()
    one_key = new_key()
    # At once: one by one, as an office imports them, the file would be written as often.
    ring._write({name: [one_key] for name in names})
    bucket = await campaign.js.key_value(topology.CONTACTS_BUCKET)
    for number, name in enumerate(names):
        who = Contact(id="c", role="officer", name="Cán bộ", email=ADDRESS.format(number))
        record = Contacts(unit=name, contacts=[who]).model_dump_json(exclude_none=True)
        await bucket.put(name, seal(one_key, name, record.encode()))
    env = {
        "NGAYSO_NATS_URL": campaign.url,
        "NGAYSO_SMTP_HOST": "127.0.0.1",
        "NGAYSO_SMTP_PORT": str(port),
        **parts.gateways(folder, "http://127.0.0.1:9"),
        **keys,
    }
    return parts.service("notifier", env, log=campaign.folder / "notifier.log")


async def bare_round(count: int, folder: Path) -> float:
    """Seconds until the bare loop has handed over 95 of 100 mails, to a relay of the same kind."""
    with relay(folder / "mails") as (_, port):
        to = Relay("127.0.0.1", port, "none", SENDER)
        sent = [mime(one, ADDRESS.format(n), SENDER, AT) for n, one in enumerate(letters(count))]
        rate = await bare(to, sent)
    shutil.rmtree(folder)
    return count * PERCENTILE / rate


async def measure(campaign: Campaign, size: Size) -> list[Figure]:
    told, bares = [], []
    for _ in range(min(ROUNDS, size.rounds)):
        told.append(await one_round(campaign, size.due))
        bares.append(await bare_round(size.due, campaign.folder / "bare"))
    late, most = [one.late for one in told], [one.peak for one in told]
    alone = [ran(IMPORTS)[1]] * len(told)
    accepted = f"95 of 100 accepted, of {size.due:,} due at once"
    held = f"peak memory, {size.due:,} people due at once"
    return [
        figure(accepted, 1, "s", late, "bare sendmail, as many lines", bares),
        figure(held, 1, "MiB", most, "its modules alone", alone),
    ]


async def until(
    campaign: Campaign,
    stream: topology.Stream,
    stored: int,
    by: list[Process],
    left: int | None = None,
) -> None:
    """Until a stream has stored so many messages, and holds no more of them than are `left`."""
    async with asyncio.timeout(WITHIN):
        while True:
            state = (await campaign.js.stream_info(stream.name)).state
            if state.last_seq >= stored and (left is None or state.messages <= left):
                return
            await asyncio.sleep(LOOK_SECONDS)
            check(by)


async def lateness(campaign: Campaign, moment: datetime) -> AsyncIterator[float]:
    """Seconds from the moment to when each mail was said to be with the relay."""
    sequence, more = 0, True
    while more:
        request = {
            "seq": sequence + 1,
            "next_by_subj": topology.message_facts("*", "*"),
            "batch": 500,
        }
        page, more = await direct_get(campaign.broker, topology.EVENTS.name, request)
        for msg in page:
            sequence = int((msg.headers or {})["Nats-Sequence"])
            for event in json.loads(msg.data):
                if event["type"] == MessageAccepted.wire:
                    at = datetime.fromisoformat(event["data"]["at"])
                    yield (at - moment).total_seconds()
