"""Cli, operate: `ngayso dead list|show|replay`: what no service could handle."""

import base64
from typing import Annotated, Any

import typer
from nats.js.errors import NotFoundError

from cli.console import Trouble, tell, tell_json, tell_of, tell_table
from cli.options import JsonOption, NatsOption
from cli.servers.connect import Session, with_nats
from contracts import topology
from contracts.envelope import decode
from contracts.findings import Malformed
from contracts.verdicts import DEAD_LETTERS, DeadLetter
from runtime.jetstream.publish import Publisher

NOTE = "Ngayso-Replay-Of"
"""Header of a message that is sent again: the number of its dead letter."""
OURS = ("Nats-", "Ngayso-")
"""Headers that belong to the first journey, not to the message."""

Letters = list[tuple[int, DeadLetter]]


def list_letters(json: JsonOption = False, nats: NatsOption = None) -> None:
    """Oldest first, with why each was given up."""
    letters = with_nats(nats, _letters, quiet=json)
    if json:
        tell_json([_row(number, letter) for number, letter in letters])
    elif not letters:
        tell_of("dead-none")
    else:
        rows = (
            (number, letter.durable, letter.subject, letter.reason, letter.stored_at.isoformat())
            for number, letter in letters
        )
        head = ("số", "bên nhận", "chủ đề", "lý do", "lưu lúc")
        tell_table("Bản tin lỗi / Dead letters", head, rows)


def show(
    number: Annotated[int, typer.Argument(metavar="ID", min=1)],
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """All of one letter: headers and body as they came."""
    letter = with_nats(nats, lambda connected: _letter(connected, number), quiet=json)
    if json:
        tell_json(_row(number, letter) | {"headers": letter.headers, "body": _body(letter)})
        return
    for name, value in _row(number, letter).items():
        tell(f"{name:>10}: {value}")
    for name, value in letter.headers.items():
        tell(f"{name:>10}: {value}", style="dim")
    tell(_body(letter))


def replay(
    numbers: Annotated[list[int] | None, typer.Argument(metavar="ID…")] = None,
    every: Annotated[bool, typer.Option("--all", help="Gửi lại tất cả.")] = False,
    json: JsonOption = False,
    nats: NatsOption = None,
) -> None:
    """Once the cause is mended: to the same stream again, or its durable back to it."""
    if bool(numbers) == every:
        raise Trouble("dead-which")

    async def work(connected: Session) -> list[dict[str, Any]]:
        if every:
            letters = await _letters(connected)
        else:
            letters = [(number, await _letter(connected, number)) for number in numbers or []]
        return await _replay(connected, letters)

    done = with_nats(nats, work, quiet=json)
    if json:
        tell_json(done)
        return
    if not done:
        tell_of("dead-none")
    for one in done:
        tell_of(f"replayed{'-log' if one['durable'] else ''}", **one)
    if any(one["stream"] == topology.COMMANDS.name for one in done):
        tell_of("replay-receipt", "yellow")


async def _replay(connected: Session, letters: Letters) -> list[dict[str, Any]]:
    """Each letter again, then out of the stream, so that it is not sent a third time.

    A fact already stands in the log and must not be said twice: its durable goes back to the
    earliest of them instead; every handler takes repeats. A command comes in by the operator's
    door, which is the only one that we may speak by.
    """
    publisher, done = Publisher(connected.broker), []
    earliest: dict[str, int] = {}
    for _, letter in letters:
        if letter.stream == topology.EVENTS.name:
            first = earliest.get(letter.durable, letter.sequence)
            earliest[letter.durable] = min(first, letter.sequence)
    for durable, sequence in earliest.items():
        await connected.js.reset_consumer(topology.EVENTS.name, durable, sequence)
    for number, letter in letters:
        of_log = letter.stream == topology.EVENTS.name
        sequence = (
            earliest[letter.durable]
            if of_log
            else await publisher.publish(
                _subject(letter),
                base64.b64decode(letter.body_base64),
                {**_own_headers(letter), NOTE: str(number)},
            )
        )
        await connected.js.delete_msg(topology.DEAD_LETTERS.name, number)
        durable = letter.durable if of_log else ""
        done.append(
            {
                "id": number,
                "stream": letter.stream,
                "subject": letter.subject if of_log else _subject(letter),
                "sequence": sequence,
                "durable": durable,
            }
        )
    return done


def _subject(letter: DeadLetter) -> str:
    if letter.stream != topology.COMMANDS.name:
        return letter.subject
    command = topology.Address(*letter.subject.split(".")[1:])
    return command._replace(door=topology.OPERATOR).subject


def _own_headers(letter: DeadLetter) -> dict[str, str]:
    return {k: v for k, v in letter.headers.items() if not k.startswith(OURS)}


async def _letters(connected: Session) -> Letters:
    """Every dead letter, oldest first; one that cannot be read is left to `nats` tools."""
    letters: Letters = []
    info = await connected.js.stream_info(topology.DEAD_LETTERS.name)
    number = info.state.first_seq
    while number <= info.state.last_seq:
        try:
            found = await connected.js.get_msg(
                topology.DEAD_LETTERS.name, number, subject=topology.dead_letters("*"), next=True
            )
        except NotFoundError:
            break
        if letter := _decoded(found.data):
            letters.append((found.seq or number, letter))
        number = (found.seq or number) + 1
    return letters


async def _letter(connected: Session, number: int) -> DeadLetter:
    try:
        found = await connected.js.get_msg(topology.DEAD_LETTERS.name, number)
    except NotFoundError as error:
        raise Trouble("dead-unknown", id=number) from error
    letter = _decoded(found.data)
    if letter is None:
        raise Trouble("dead-unknown", id=number)
    return letter


def _decoded(data: bytes | None) -> DeadLetter | None:
    try:
        letter = decode(data or b"", DEAD_LETTERS).data
    except Malformed:
        return None
    return letter if isinstance(letter, DeadLetter) else None


def _row(number: int, letter: DeadLetter) -> dict[str, Any]:
    fields = ("service", "durable", "stream", "subject", "sequence", "deliveries", "reason")
    row = {name: getattr(letter, name) for name in fields}
    return {"id": number, **row, "detail": letter.detail, "stored_at": letter.stored_at}


def _body(letter: DeadLetter) -> str:
    return base64.b64decode(letter.body_base64).decode(errors="backslashreplace")
