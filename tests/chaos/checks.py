"""Chaos: what must hold after a run, seen from outside: the streams' JSON, the sinks and the API.

Nothing here folds with our code: duties are counted again from the last fact about each.
"""

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
from faststream.nats import NatsBroker
from nats.js.client import JetStreamContext

from contracts import topology
from contracts.topology import OPERATOR
from deploy.local.sinks.smtp import DUPLICATE, duplicates, mails
from deploy.local.stack import Stack
from runtime.jetstream.connection import js, make_broker
from runtime.jetstream.log import direct_get
from runtime.settings import RuntimeSettings
from tests.chaos.campaign import PLAN_ID
from tests.chaos.load import Load

SETTLED_WITHIN = 90.0
LOOK_AGAIN = 0.3
STANDING = {
    "duty-opened": "owing",
    "duty-reopened": "owing",
    "duty-met": "met",
    "duty-excused": "excused",
}


Order = tuple[datetime, int]
"""When a command was stored, and its sequence: a stream that is made anew counts from 1 again."""


@dataclass
class Seen:
    """What the streams hold once all is answered."""

    verdicts: dict[int, list[str]] = field(default_factory=dict)
    """By the command's sequence: the senders' ids in its verdicts."""
    decided: Counter[tuple[str, Order]] = field(default_factory=Counter)
    """Messages with facts of one command, by subject and when the command was stored."""
    overtaken: list[str] = field(default_factory=list)
    duties: dict[tuple[str, str], str] = field(default_factory=dict)
    messages: dict[str, set[str]] = field(default_factory=dict)
    """What was said of each mail."""
    uncertain: set[str] = field(default_factory=set)
    """The mails that are said to have gone out twice, perhaps."""
    dead: int = 0

    def __str__(self) -> str:
        mails = f"{len(self.messages)} mails, {len(self.uncertain)} of them maybe twice"
        return f"{len(self.verdicts)} commands, {len(self.duties)} duties, {mails}"


async def settled(context: JetStreamContext) -> None:
    """Until nothing waits: no command, no fact that a durable has not taken, no message to send."""
    loop = asyncio.get_running_loop()
    until = loop.time() + SETTLED_WITHIN
    while waiting := await _waiting(context):
        assert loop.time() < until, f"still waiting after {SETTLED_WITHIN:.0f} s: {waiting}"
        await asyncio.sleep(LOOK_AGAIN)


async def _waiting(context: JetStreamContext) -> dict[str, int]:
    left = {}
    for stream in (topology.COMMANDS, topology.OUTBOX):
        left[stream.name] = (await context.stream_info(stream.name)).state.messages
    for durable in topology.DURABLES:
        info = await context.consumer_info(durable.stream, durable.name)
        left[durable.name] = (info.num_pending or 0) + (info.num_ack_pending or 0)
    return {name: count for name, count in left.items() if count}


async def verdicts(context: JetStreamContext) -> AsyncIterator[Any]:
    """Every verdict, as who may listen gets it."""
    last = (await context.stream_info("VERDICTS")).state.last_seq
    reader = await context.subscribe("verdict.*", stream="VERDICTS", ordered_consumer=True)
    sequence = 0
    while sequence < last:
        message = await reader.next_msg(20)
        sequence = message.metadata.sequence.stream
        yield json.loads(message.data)
    await reader.unsubscribe()


async def everything(broker: NatsBroker, stream: str) -> AsyncIterator[tuple[str, Any]]:
    """Each message of a stream, with its subject."""
    sequence, more = 0, True
    while more:
        request = {"seq": sequence + 1, "next_by_subj": ">", "batch": 500}
        page, more = await direct_get(broker, stream, request)
        for message in page:
            headers = message.headers or {}
            sequence = int(headers["Nats-Sequence"])
            yield headers["Nats-Subject"], json.loads(message.data)


async def look(broker: NatsBroker) -> Seen:
    """Read all streams."""
    seen, newest = Seen(), dict[str, Order]()
    async for event in verdicts(js(broker)):
        verdict = event["data"]
        if not event["id"].endswith(f"-{verdict['unit']}"):  # else told to whom it is about
            seen.verdicts.setdefault(verdict["command"]["sequence"], []).append(
                verdict["command"]["id"]
            )
    async for subject, events in everything(broker, "EVENTS"):
        facts = [(event["type"].split(".")[1], event["data"]) for event in events]
        receipts = {
            _order(fact["receipt"])
            for kind, fact in facts
            if "receipt" in fact and kind != "command-answered"
        }
        seen.decided.update((subject, order) for order in receipts)
        if receipts and subject.startswith("evt.unit."):
            if min(receipts) < newest.get(subject, min(receipts)):
                seen.overtaken.append(f"{subject}: {sorted(receipts)} after {newest[subject]}")
            newest[subject] = max(receipts)
        for kind, fact in facts:
            _tell(seen, kind, fact)
    seen.dead = (await js(broker).stream_info("DEAD_LETTERS")).state.messages
    return seen


def _order(receipt: Mapping[str, Any]) -> Order:
    return datetime.fromisoformat(receipt["at"]), receipt["sequence"]


def _tell(seen: Seen, kind: str, fact: Mapping[str, Any]) -> None:
    if kind in STANDING:
        duty = fact["duty"] if isinstance(fact["duty"], str) else fact["duty"]["id"]
        seen.duties[fact["unit"], duty] = STANDING[kind]
    by_mail = fact.get("channel") == "email" or fact.get("message") in seen.messages
    if kind.startswith("message-") and by_mail:
        seen.messages.setdefault(fact["message"], set()).add(kind)
        if fact.get("uncertain") or fact.get("reason") == "outcome-unknown":
            seen.uncertain.add(fact["message"])


async def check(stack: Stack, load: Load) -> Seen:
    """Raises AssertionError with what does not hold."""
    settings = RuntimeSettings(
        nats_url=stack.nats, nats_credentials_file=stack.safe.credentials(OPERATOR)
    )
    broker = make_broker(settings, OPERATOR)
    await broker.connect()
    try:
        await settled(js(broker))
        seen = await look(broker)
        stored = (await js(broker).stream_info("COMMANDS")).state.last_seq
    finally:
        await broker.stop()
    sent = {number: command.name for number, command in load.acknowledged.items()}
    lost = {n: name for n, name in sent.items() if name not in seen.verdicts.get(n, [])}
    assert not lost, f"acknowledged commands without their verdict: {lost}"
    without = [n for n in range(1, stored + 1) if n not in seen.verdicts]
    assert not without, f"stored commands without a verdict: {without}"
    twice = {n: said for n, said in seen.verdicts.items() if len(said) > 1}
    assert not twice, f"commands with two verdicts: {twice}"
    again = [key for key, count in seen.decided.items() if count > 1]
    assert not again, f"commands decided twice: {again}"
    assert not seen.overtaken, f"decided out of the order of receipt: {seen.overtaken}"
    assert not seen.dead, f"{seen.dead} dead letters"
    _mails(stack.mail, seen, load.forgotten)
    await _view(stack, seen)
    return seen


def _mails(folder: Path, seen: Seen, forgotten: Set[str]) -> None:
    """None lost, none of nobody's, and those that went out twice were counted; of what the log was
    made to forget each may go out once more.
    """
    out = {name_of(path) for path in mails(folder)}
    accepted = {name for name, said in seen.messages.items() if "message-accepted" in said}
    assert accepted <= out, f"said to be accepted, and not there: {accepted - out}"
    nobodys = out - seen.messages.keys() - forgotten
    assert not nobodys, f"nobody's: {nobodys}"
    copies = Counter(map(name_of, duplicates(folder))) - Counter(forgotten)
    said = f"{dict(copies)} went out again, {seen.uncertain} are said to be uncertain"
    assert copies.keys() <= seen.uncertain, said
    assert copies.total() <= len(seen.uncertain), said


def name_of(mail: Path) -> str:
    """The message's id, by the file of its mail or of another copy of it."""
    return mail.stem.partition(DUPLICATE)[0].split("@")[0]


async def _view(stack: Stack, seen: Seen) -> None:
    """The API says of every duty what the log says, and its sums add up."""
    counted = Counter(seen.duties.values())
    url, headers = stack.services["reporting"].url, stack.bearer()
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=20) as api:
        totals = (await api.get(f"/api/plans/{PLAN_ID}/totals")).json()
    duties, rungs = totals["duties"], totals["rungs"]
    told = {status: duties[status] for status in ("met", "owing", "excused")}
    assert told == {status: counted[status] for status in told}
    assert duties["total"] == sum(told.values()) == len(seen.duties)
    fates = sum(rungs[fate] for fate in ("sent", "cancelled", "lapsed", "failed", "waiting"))
    assert (rungs["due"], rungs["unaccounted"]) == (fates, 0)
