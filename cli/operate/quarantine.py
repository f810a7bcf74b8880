"""Cli, operate: `ngayso log quarantine`: has everybody pass over a record that cannot be read."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from nats.js.errors import NotFoundError
from pydantic import ValidationError

from cli.console import Trouble, account, tell_json, tell_of
from cli.options import JsonOption, NatsOption
from cli.servers.connect import Session, with_nats
from contracts import topology
from contracts.envelope import encode, wrap
from contracts.facts import RecordQuarantined
from runtime.clock import SystemClock
from runtime.jetstream.log import JetStreamLog

SOURCE = "urn:ngayso:operator"


def quarantine(
    sequence: Annotated[int, typer.Argument(metavar="SEQUENCE", min=1)],
    reason: Annotated[str, typer.Option(help="Lý do, lưu trong nhật ký. / Why, kept for ever.")],
    by: Annotated[
        str | None, typer.Option(help="Tài khoản người làm. / Whose account; yours where absent.")
    ] = None,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """The bytes stay in the log; who passed over them, when and why stands beside them for ever."""
    who = by or account()

    async def work(connected: Session) -> tuple[RecordQuarantined, bool]:
        return await set_aside(connected, sequence, reason, who)

    fact, done = with_nats(nats, work, quiet=json)
    if json:
        tell_json({**fact.model_dump(mode="json"), "done": done})
    else:
        tell_of("quarantined" if done else "quarantined-before", "green", **fact.model_dump())


async def set_aside(
    connected: Session, sequence: int, reason: str, by: str
) -> tuple[RecordQuarantined, bool]:
    """What stands in the log about the record, and whether that was said just now."""
    log = JetStreamLog(connected.broker, SystemClock())
    if known := (await log.quarantined()).get(sequence):
        return known, False
    subject = await _subject(connected, sequence)
    await _needed(log, sequence, subject)
    try:
        fact = RecordQuarantined(
            sequence=sequence, subject=subject, reason=reason, by=by, at=datetime.now(UTC)
        )
    except ValidationError as error:
        raise Trouble("reason-wanted") from error
    event = encode(wrap(fact, id=f"quarantine-{sequence}", source=SOURCE))
    place = topology.quarantine(sequence)
    last = await log.last(place)  # there is none, unless somebody put garbage there
    await log.append(place, [event], last.sequence if last else 0)
    return fact, True


async def _subject(connected: Session, sequence: int) -> str:
    try:
        found = await connected.js.get_msg(topology.EVENTS.name, sequence, direct=True)
    except NotFoundError as error:
        raise Trouble("record-none", sequence=sequence) from error
    return str(found.subject)


async def _needed(log: JetStreamLog, sequence: int, subject: str) -> None:
    """What is said can be passed over where it cannot be read, or where what it was said after
    cannot; else nobody may make a fact undone. Raises Trouble.
    """
    spoilt = False
    async for stored in log.read_all(subject, lenient=True):
        spoilt = spoilt or stored.standing != "whole"
        if stored.sequence == sequence:
            break
    if not spoilt:
        raise Trouble("record-readable", sequence=sequence, subject=subject)
