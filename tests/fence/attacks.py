"""What a hostile client tries with the credentials of the unit `ba-to`, kind by kind.

Each is tried on a connection of its own; raising, or the server's word against it, is a refusal.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress

import nats.errors
from nats.aio.client import Client

from contracts import fence, topology
from tests.fence.given import Speaker

Attack = Callable[[Speaker], Awaitable[None]]
OWN = fence.sent("ba-to", "declare-activity", "ba-to")
THEIRS = "son-ha"
API_SECONDS = 0.3
REFUSED_SECONDS = 2.0


def _publish(subject: str) -> Attack:
    async def attack(one: Speaker) -> None:
        await one.client.publish(subject, b"{}")

    return attack


def _subscribe(subject: str, queue: str = "") -> Attack:
    async def attack(one: Speaker) -> None:
        await one.client.subscribe(subject, queue=queue)

    return attack


def _request(subject: str, body: object = "") -> Attack:
    async def attack(one: Speaker) -> None:
        data = body.encode() if isinstance(body, str) else json.dumps(body).encode()
        await one.client.request(subject, data, timeout=API_SECONDS)

    return attack


def _header(**headers: str) -> Attack:
    """A command of its own, which the stream or the server refuses for its header."""

    async def attack(one: Speaker) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        await one.client.jetstream().publish(OWN, b"{}", timeout=1, headers=named)

    return attack


def _sized(size: int) -> Attack:
    async def attack(one: Speaker) -> None:
        one.client._max_payload = size * 2  # a client that does not look at what the server says
        await one.client.publish(OWN, b"x" * size)

    return attack


async def _long_subject(one: Speaker) -> None:
    await one.client.publish(f"{OWN}{'x' * 8000}", b"{}")


async def _many_subscriptions(one: Speaker) -> None:
    for _ in range(fence.MAX_SUBSCRIPTIONS + 1):
        await one.client.subscribe(topology.verdicts("ba-to"))


async def _many_waiting(one: Speaker) -> None:
    """More than may wait on one subject; a second of publishing."""
    js = one.client.jetstream()
    most = topology.COMMANDS.max_per_subject or 0
    flooded = fence.sent("ba-to", "withdraw-activity", "ba-to")
    for _ in range(most // 100):
        await asyncio.gather(*(js.publish(flooded, b"{}", timeout=5) for _ in range(100)))
    await js.publish(flooded, b"{}", timeout=5)


UPDATE = {"name": "EVENTS", "subjects": ["evt.>"], "max_msgs": 1}
ATTACKS: dict[str, dict[str, Attack]] = {
    "publish": {
        "another unit's command": _publish(fence.sent(THEIRS, "declare-activity", THEIRS)),
        "with the door, own": _publish(topology.command("ba-to", "system", "x", "ba-to")),
        "by the desk's door": _publish(topology.command("ba-to", "desk", "x", "ba-to")),
        "as the operator": _publish(topology.command("operator", "operator", "record-unit", "x")),
        "as stored": _publish(topology.stored_command("ba-to", "system", "x", "ba-to")),
        "about another unit": _publish(fence.sent("ba-to", "declare-activity", THEIRS)),
        "about what nobody knows": _publish(fence.sent("ba-to", "declare-activity", "x1")),
        "a verb that there is not": _publish(fence.sent("ba-to", "x1", "ba-to")),
        "a fact": _publish(topology.unit_facts("p", "ba-to")),
        "a verdict of its own": _publish(topology.verdicts("ba-to")),
        "a verdict of another's": _publish(topology.verdicts(THEIRS)),
        "a part": _publish(topology.part("p", "ba-to")),
        "a mail": _publish(topology.outbox("email", "m")),
        "a dead letter": _publish(topology.dead_letters("registry")),
        "access": _publish(topology.access("ba-to")),
        "contacts": _publish(f"$KV.{topology.CONTACTS_BUCKET}.ba-to"),
        "a lease": _publish(f"$KV.{topology.LEASES_BUCKET}.partition-1"),
    },
    "subscribe": {
        "everything": _subscribe(">"),
        "all commands": _subscribe("cmd.>"),
        "its own commands": _subscribe(fence.sent("ba-to", "*", "*")),
        "the log": _subscribe("evt.>"),
        "another's verdicts": _subscribe(topology.verdicts(THEIRS)),
        "questions": _subscribe(topology.ask("*", "part"), "registry"),
        "the platform's inboxes": _subscribe("_INBOX_registry.>"),
        "system events": _subscribe("$SYS.>"),
        "the API": _subscribe("$JS.API.>"),
        "replies of imports": _subscribe("_R_.>"),
    },
    "API": {
        "account": _request("$JS.API.INFO"),
        "streams": _request("$JS.API.STREAM.LIST"),
        "purge the log": _request("$JS.API.STREAM.PURGE.EVENTS"),
        "delete the log": _request("$JS.API.STREAM.DELETE.EVENTS"),
        "shorten the log": _request("$JS.API.STREAM.UPDATE.EVENTS", UPDATE),
        "read the log": _request("$JS.API.DIRECT.GET.EVENTS", {"seq": 1}),
        "read commands": _request("$JS.API.STREAM.MSG.GET.COMMANDS", {"seq": 1}),
        "a consumer": _request("$JS.API.CONSUMER.CREATE.VERDICTS", {"stream_name": "VERDICTS"}),
        "pull": _request("$JS.API.CONSUMER.MSG.NEXT.EVENTS.reporting-project"),
        "a stream of its own": _request("$JS.API.STREAM.CREATE.MINE", {"name": "MINE"}),
        "claims": _request("$SYS.REQ.CLAIMS.UPDATE", "e30.e30.e30"),
        "servers": _request("$SYS.REQ.SERVER.PING"),
        "acknowledge": _publish("$JS.ACK.EVENTS.reporting-project.1.1.1.1.1"),
    },
    "header": {
        "roll up": _header(Nats_Rollup="all"),
        "schedule": _header(Nats_Schedule="@at 2030-01-01T00:00:00Z", Nats_Schedule_Target="evt.x"),
        "end by itself": _header(Nats_TTL="1s"),
        "expect": _header(Nats_Expected_Last_Sequence="999999"),
        "another stream": _header(Nats_Expected_Stream="EVENTS"),
        "a counter": _header(Nats_Incr="1"),
        "a batch": _header(Nats_Batch_Id="b", Nats_Batch_Sequence="1", Nats_Batch_Commit="1"),
    },
    "wildcard": {
        "any unit": _publish(fence.sent("*", "declare-activity", "x")),
        "all the rest": _publish("cmd.ba-to.>"),
        "any question": _request(topology.ask("*", "part")),
        "all verdicts": _subscribe(topology.verdicts("*")),
        "verdicts below": _subscribe("verdict.>"),
        "a word more": _publish(f"{OWN}.x"),
        "a word less": _publish("cmd.ba-to.declare-activity"),
    },
    "size": {
        "more than an account may": _sized(fence.MAX_PAYLOAD + 1),
        "more than a server takes": _sized(9 * 1024 * 1024),
        "a long subject": _long_subject,
    },
    "flood": {
        "subscriptions": _many_subscriptions,
        "waiting commands": _many_waiting,
    },
}
REPLIES = (
    fence.sent(THEIRS, "declare-activity", THEIRS),
    topology.command(THEIRS, "system", "declare-activity", THEIRS),
    topology.verdicts(THEIRS),
    topology.unit_facts("p", THEIRS),
    topology.access("ba-to"),
    "$JS.API.STREAM.PURGE.EVENTS",
    "_INBOX_registry.x",
    "_INBOX.x",
)
"""Where a command asks its acknowledgement to be sent."""


async def refused(attack: Attack, one: Speaker) -> str:
    """How the attack was refused; empty where it was not."""
    try:
        await attack(one)
        await one.settle()
    except nats.errors.Error as error:
        return repr(error)
    with suppress(TimeoutError):  # the server's word may come a moment later
        await asyncio.wait_for(one.refused.wait(), REFUSED_SECONDS)
    return "; ".join(one.errors)


async def stored(client: Client) -> dict[str, int]:
    """How many messages each stream has."""
    js = client.jetstream()
    return {
        stream.name: (await js.stream_info(stream.name)).state.messages
        for stream in topology.STREAMS
    }
