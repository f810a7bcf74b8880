"""Cli, ask: sends a unit's commands and waits for the registry's verdicts."""

import asyncio
from collections import defaultdict
from types import TracebackType
from typing import Any
from uuid import uuid4

from nats.errors import MaxPayloadError
from nats.js.api import ConsumerConfig, DeliverPolicy
from pydantic import TypeAdapter, ValidationError

from cli.connect import Session
from cli.console import FINDINGS, Trouble, leave, tell, tell_json
from contracts import topology
from contracts.commands import COMMANDS, verb
from contracts.envelope import Message, decode, encode, wrap
from contracts.findings import Malformed
from contracts.values import Id
from contracts.verdicts import VERDICTS, Verdict
from runtime.jetstream.connection import connection
from runtime.jetstream.publish import Publisher

VERBS = {verb(model): model for model in COMMANDS.values()}
SOURCE = "urn:ngayso:cli"
OUTCOMES = {
    "accepted": ("ĐÃ NHẬN", "green"),
    "unchanged": ("KHÔNG THAY ĐỔI", "green"),
    "refused": ("BỊ TỪ CHỐI", "bold red"),
}
STATUSES = {"owing": "còn nợ", "met": "đã thực hiện", "excused": "được miễn"}


def event_of(data: Message) -> bytes:
    """A command of ours as it is sent."""
    return encode(wrap(data, id=str(uuid4()), source=SOURCE))


def wanted_id(unit: str) -> str:
    """The unit's id as given; raises Trouble where it cannot be one."""
    try:
        return TypeAdapter(Id).validate_python(unit)
    except ValidationError as error:
        raise Trouble("sender-form", unit=unit) from error


class Desk:
    """Where one sender hands in commands; listens for its verdicts from before the first one."""

    def __init__(self, connected: Session, sender: str) -> None:
        self._session = connected
        self._sender = wanted_id(sender)
        self._answers: defaultdict[int, asyncio.Future[Verdict]] = defaultdict(
            lambda: asyncio.get_running_loop().create_future()
        )

    async def __aenter__(self) -> "Desk":
        js = self._session.js
        info = await js.stream_info(topology.VERDICTS.name)
        self._subscription = await js.subscribe(
            topology.verdicts(self._sender),
            stream=topology.VERDICTS.name,
            cb=self._hear,
            ordered_consumer=True,
            deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
            config=ConsumerConfig(opt_start_seq=info.state.last_seq + 1),
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._subscription.unsubscribe()

    async def _hear(self, msg: Any) -> None:
        try:
            verdict = decode(msg.data, VERDICTS).data
        except Malformed:
            return  # not the registry's; whoever waits will be told that no verdict came
        if isinstance(verdict, Verdict):
            answer = self._answers[verdict.command.sequence]
            if not answer.done():
                answer.set_result(verdict)

    async def send(self, name: str, data: bytes) -> int:
        """Store one command; returns its sequence in COMMANDS."""
        broker = self._session.broker
        try:
            return await Publisher(broker).publish(topology.command(self._sender, name), data)
        except MaxPayloadError as error:
            limit = connection(broker).max_payload
            raise Trouble("too-large", size=len(data), limit=limit) from error

    async def verdict(self, sequence: int, seconds: float) -> Verdict:
        """The verdict on a command; raises Trouble when none came in time."""
        try:
            return await asyncio.wait_for(self._answers[sequence], seconds)
        except TimeoutError as error:
            raise Trouble("no-verdict", sequence=sequence, seconds=seconds) from error


async def ask(connected: Session, sender: str, name: str, data: bytes, seconds: float) -> Verdict:
    """One command and its verdict."""
    async with Desk(connected, sender) as desk:
        return await desk.verdict(await desk.send(name, data), seconds)


def tell_verdict(verdict: Verdict) -> None:
    """A verdict as staff read it."""
    word, style = OUTCOMES[verdict.outcome]
    warned = verdict.outcome == "accepted" and bool(verdict.findings)
    tell(
        f"{word}{', có lưu ý' if warned else ''}: lệnh {verdict.command.type or '?'} "
        f"của {verdict.unit}, số {verdict.command.sequence}",
        f"{verdict.outcome}; received {verdict.received_at.isoformat()}",
        "yellow" if warned else style,
    )
    for finding in verdict.findings:
        mark = "LỖI" if finding.severity == "error" else "LƯU Ý"
        where = f" tại {finding.pointer}" if finding.pointer else ""
        tell(f"  {mark} [{finding.code}]{where}: {finding.vi}", finding.en)
    for duty in verdict.duties:
        late = {True: ", đúng hạn", False: ", trễ hạn", None: ""}[duty.on_time]
        due = duty.due.isoformat(timespec="minutes")
        tell(f"  Nghĩa vụ {duty.duty}: {STATUSES[duty.status]}{late} (hạn {due})")


def end_with(verdict: Verdict, json: bool) -> None:
    """Tell the verdict; a refusal is the command's exit code too."""
    if json:
        tell_json(verdict.model_dump(mode="json"))
    else:
        tell_verdict(verdict)
    if verdict.outcome == "refused":
        leave(FINDINGS)
