"""Bench, due: how long after its moment each of many people's mails is with the relay.

On one server, by two notifiers as production runs them. Each unit owes one thing and has one
person; the facts of that are put into the log as a registry would have said them, and all rungs
are due at one moment, and gathered before (decision 0046). It is measured from that moment to when
a notifier says that the relay took the mail. The relay writes down each mail that it takes, so that
it is seen that nobody's is lost and nobody's comes twice. Beside it stands what the bare loop of
mail.py takes for as many, over as many lines, and the memory of Python with the notifier's modules
alone.

All processes share the machine's cores, so what each takes of them from the moment on is told too:
it says what the time would be where nothing else runs.
"""

import asyncio
import json
import shutil
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.campaign import given
from bench.campaign.given import GROUP, PLAN, SOURCE, START, TOP, Outgoing, Size
from bench.campaign.streams import Campaign, check
from bench.figures import Figure, figure
from bench.sending.mail import ADDRESS, AT, SENDER, bare, letters
from bench.sending.relay import relay, taken
from bench.start import cpu, peak, ran
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
LEAD, A_SECOND = timedelta(seconds=8), 60
"""How long setting the timers takes, and as long gathering, before the moment; and how many units a
second a slow machine does of either besides.
"""
WITHIN, LOOK_SECONDS = 300.0, 0.25
ROUNDS, REPLICAS, LINES = 2, 2, 16
"""The notifiers are as many as deploy/k8s runs in production; each has half of the lines."""
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
    """Seconds from the moment until 95 of 100 mails were taken; milliseconds of a core for each
    person, by who took them; a notifier's MiB at most.
    """

    late: float
    cpu: dict[str, float]
    peak: float


async def one_round(campaign: Campaign, count: int) -> Round:
    """Raises RuntimeError where a mail is missing, or came twice."""
    names, folder = [f"u-{number}" for number in range(count)], campaign.folder / "due"
    await campaign.begin()
    file = folder / "mails"
    with relay(file) as (taking, port), ExitStack() as running:
        lead = LEAD + timedelta(seconds=count / A_SECOND)
        notifiers = await notifiers_of(campaign, port, names, folder, lead)
        moment = (datetime.now(UTC) + 2 * lead).replace(microsecond=0)
        for one in notifiers:
            running.enter_context(one.start())
        told = list(facts(names, moment))
        await campaign.send(told)
        await until(campaign, topology.EVENTS, len(told) + count, notifiers)
        await before(moment - lead, f"{count} timers were not set")
        await until(campaign, topology.EVENTS, len(told) + 2 * count, notifiers)
        await before(moment, f"{count} people's messages were not gathered")
        parts_of = {"notifiers": notifiers, "nats-server": campaign.nats, "relay": [taking]}
        used = {name: sum(map(cpu, of)) for name, of in parts_of.items()}
        await until(campaign, topology.OUTBOX, count, notifiers, left=0)
        took = {n: (sum(map(cpu, of)) - used[n]) * 1_000 / count for n, of in parts_of.items()}
        most = max(peak(one) for one in notifiers)
    came = taken(file)
    if len(came) != count or len(set(came)) != count:
        raise RuntimeError(f"{len(came)} mails came to {count} people, of {len(set(came))} names")
    late = sorted([one async for one in lateness(campaign, moment)])
    if len(late) != count:
        raise RuntimeError(f"{len(late)} mails of {count} were said to be taken")
    shutil.rmtree(folder)
    return Round(late[round(len(late) * PERCENTILE) - 1], took, most)


async def before(moment: datetime, late: str) -> None:
    """Waits for it; raises RuntimeError where it is past."""
    if (left := (moment - datetime.now(UTC)).total_seconds()) < 0:
        raise RuntimeError(f"{late} in time: this machine is too slow")
    await asyncio.sleep(left)


async def notifiers_of(
    campaign: Campaign, port: int, names: Sequence[str], folder: Path, ahead: timedelta
) -> list[Process]:
    """Notifiers, not started yet, that know one person of each unit."""
    keys = parts.contacts_keys(folder / "contacts")
    masters = read_masters(Path(keys[MASTER]))
    ring = KeyRing(Path(keys["NGAYSO_CONTACTS_RING"]), lambda: masters, copies=None)
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
        "NGAYSO_GATHER_AHEAD": f"PT{ahead.total_seconds():.0f}S",
        **parts.gateways(folder, "http://127.0.0.1:9"),
        **keys,
    }
    logs = [campaign.folder / f"notifier-{number}.log" for number in range(REPLICAS)]
    return [parts.service("notifier", env, log=log) for log in logs]


async def bare_round(count: int, folder: Path) -> tuple[float, float]:
    """Seconds until the bare loop has handed over 95 of 100 mails to a relay of the same kind, and
    milliseconds of a core for each mail, the relay's included.
    """
    with relay(folder / "mails") as (taking, port):
        to = Relay("127.0.0.1", port, "none", SENDER, lines=LINES)
        sent = [mime(one, ADDRESS.format(n), SENDER, AT) for n, one in enumerate(letters(count))]
        before = time.process_time() + cpu(taking)
        rate = await bare(to, sent)
        took = time.process_time() + cpu(taking) - before
    shutil.rmtree(folder)
    return count * PERCENTILE / rate, took * 1_000 / count


async def measure(campaign: Campaign, size: Size) -> list[Figure]:
    told, bares = [], []
    for _ in range(min(ROUNDS, size.rounds)):
        told.append(await one_round(campaign, size.due))
        bares.append(await bare_round(size.due, campaign.folder / "bare"))
    return list(_figures(size.due, told, *zip(*bares, strict=True)))


def _figures(
    count: int, told: Sequence[Round], bare_late: Sequence[float], bare_cpu: Sequence[float]
) -> Iterator[Figure]:
    late, loop = [one.late for one in told], "bare sendmail, as many lines"
    yield figure(f"95 of 100 accepted, of {count:,} due at once", 1, "s", late, loop, bare_late)
    rates, bare_rates = ([count * PERCENTILE / one for one in of] for of in (late, bare_late))
    yield figure("people told, due at once", 1, "/s", rates, loop, bare_rates)
    by = {name: [one.cpu[name] for one in told] for name in told[0].cpu}
    for name, took in {**by, "all": [sum(one.cpu.values()) for one in told]}.items():
        yield figure(f"a person's share of a core, {name}", 1, "ms", took, loop, bare_cpu)
    most, alone = [one.peak for one in told], [ran(IMPORTS)[1]] * len(told)
    held = f"peak memory, {count:,} people due at once"
    yield figure(held, 1, "MiB", most, "its modules alone", alone)


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
