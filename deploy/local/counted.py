"""Deployment, local: what servers and services say of a campaign, counted: what is under way, what
became of commands, what units were told.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import cast

import httpx
from nats.js.client import JetStreamContext
from nats.js.errors import NotFoundError

from contracts import topology
from contracts.envelope import decode
from contracts.verdicts import DEAD_LETTERS, VERDICTS, DeadLetter, Verdict
from contracts.words import OUTCOMES, Outcome

READ_SECONDS = 10


async def under_way(js: JetStreamContext) -> int:
    """Messages that are yet to be settled, or are being gathered."""
    waiting = (await js.stream_info(topology.COMMANDS.name)).state.messages
    slots = (await js.stream_info(topology.REMINDERS.name, topology.slot_timer("*"))).state.subjects
    infos = [await js.consumer_info(d.stream, d.name) for d in topology.DURABLES]
    waiting += sum((i.num_pending or 0) + (i.num_ack_pending or 0) for i in infos)
    return waiting + len(slots or ())


async def _all(js: JetStreamContext, stream: str) -> list[bytes]:
    """Every message a stream holds."""
    try:
        count = (await js.stream_info(stream)).state.messages
    except NotFoundError:
        return []
    reader = await js.subscribe(">", stream=stream, ordered_consumer=True, pending_bytes_limit=-1)
    messages = [(await reader.next_msg(READ_SECONDS)).data for _ in range(count)]
    await reader.unsubscribe()
    return messages


async def commands(js: JetStreamContext, entered: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """Units' commands by their end. `sent` is what the stream ever stored, counted by the server,
    without those that `ends_of` leaves out.
    """
    info = await js.stream_info(topology.COMMANDS.name)
    stored = await _all(js, topology.VERDICTS.name)
    verdicts = [cast("Verdict", decode(raw, VERDICTS).data) for raw in stored]
    left_out, ends = ends_of(verdicts, entered)
    outcomes = Counter(ends.values())
    dead = 0
    state = (await js.stream_info(topology.DEAD_LETTERS.name)).state
    for number in range(max(state.first_seq, 1), state.last_seq + 1):
        raw = await js.get_msg(topology.DEAD_LETTERS.name, number)
        letter = cast("DeadLetter", decode(raw.data or b"", DEAD_LETTERS).data)
        dead += letter.stream == topology.COMMANDS.name
    return {
        "sent": info.state.last_seq - len(left_out),
        **{outcome: outcomes[outcome] for outcome in OUTCOMES},
        "dead": dead,
    }


def ends_of(
    verdicts: Iterable[Verdict], entered: Mapping[tuple[str, str], int]
) -> tuple[set[int], dict[int, Outcome]]:
    """The sequences that are left out, and the outcome of every other command by its sequence.

    Left out is what the registry sent itself, and what a unit's system sent again because a server
    that stored it died before it said so: what is stored more often than its sender, by its id,
    `entered` it. What an office decided about a unit is said to that too: one command, one outcome.
    """
    said = {one.command.sequence: one for one in verdicts}
    left_out = {one.command.sequence for one in verdicts if one.unit == topology.REGISTRY}
    stored: Counter[tuple[str, str]] = Counter()
    for sequence, one in sorted(said.items()):
        sending = one.command.subject.split(".")[1], one.command.id or ""
        stored[sending] += 1
        if stored[sending] > entered.get(sending, sequence):
            left_out.add(sequence)
    return left_out, {one: end.outcome for one, end in said.items() if one not in left_out}


async def told(reporting: httpx.AsyncClient, plan: str) -> dict[str, int]:
    """What units heard of as it happened, by kind; nothing of what only was about dates, nor of
    what the office hears of them.
    """
    heard: set[tuple[str, ...]] = set()
    after: str | None = None
    while True:
        asked: dict[str, str] = {"status": "accepted", **({"after": after} if after else {})}
        answer = await reporting.get(f"/api/plans/{plan}/messages", params=asked)
        page = answer.raise_for_status().json()
        heard |= {(one["unit"], *notice) for one in page["items"] for notice in one["notices"]}
        if (after := page["after"]) is None:
            kinds = Counter(kind for _, kind, *_ in heard)
            return {kind: count for kind, count in kinds.items() if kind != "unreached"}
