"""Cli, servers: sends a unit's commands and waits for the registry's verdicts."""

import asyncio
import json
from collections import defaultdict
from types import TracebackType
from typing import Any

from nats.errors import MaxPayloadError
from nats.js.api import ConsumerConfig, DeliverPolicy

from cli.console import Trouble
from cli.exchange import wanted_id
from cli.servers.connect import Session
from contracts import topology
from contracts.commands import about_in
from contracts.envelope import decode
from contracts.findings import Malformed
from contracts.verdicts import VERDICTS, Verdict
from runtime.jetstream.connection import connection
from runtime.jetstream.publish import Publisher

DOOR = topology.OPERATOR
"""By which the operator's command speaks, for whomever it speaks."""


def about_bytes(data: bytes) -> str | None:
    """Whom a command is about, as far as its bytes can be read."""
    try:
        event = json.loads(data)
    except (ValueError, RecursionError):
        return None
    return about_in(event.get("data")) if isinstance(event, dict) else None


class Asking:
    """Where one sender hands in commands; listens for its verdicts from before the first one."""

    def __init__(self, connected: Session, sender: str) -> None:
        self._session = connected
        self._sender = wanted_id(sender)
        self._answers: defaultdict[int, asyncio.Future[Verdict]] = defaultdict(
            lambda: asyncio.get_running_loop().create_future()
        )

    async def __aenter__(self) -> "Asking":
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
        subject = topology.command(self._sender, DOOR, name, about_bytes(data) or self._sender)
        try:
            return await Publisher(broker).publish(subject, data)
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
    async with Asking(connected, sender) as asking:
        return await asking.verdict(await asking.send(name, data), seconds)
