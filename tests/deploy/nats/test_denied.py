"""Tests, deploy: what each user of the manifests' NATS may not, tried one at a time."""

import json
from pathlib import Path

import pytest

from contracts import permissions, topology
from deploy.local.process import Process
from runtime.clock import SystemClock
from runtime.jetstream.log import JetStreamLog, direct_get
from tests.deploy.nats.servers import User, broker, connected_as

pytestmark = pytest.mark.servers

UNIT = "ba-to"
STANDING = sorted(permissions.SERVICES.keys() - {permissions.TOPOLOGY, permissions.RESTORE})
"""Users that there are at all times."""


async def refused(user: User, subject: str) -> bool:
    """Whether the server refuses to take a message on the subject."""
    await user.client.publish(subject, b"{}")
    return subject.lower() in await user.refusals()


EVENTS = topology.EVENTS.name
NEVER = tuple(
    f"$JS.API.STREAM.{what}.{EVENTS}"
    for what in (
        "UPDATE",
        "DELETE",
        "PURGE",
        "RESTORE",
        "SNAPSHOT",
        "MSG.DELETE",
        "LEADER.STEPDOWN",
    )
)


@pytest.mark.parametrize("subject", NEVER)
@pytest.mark.parametrize("user", STANDING)
async def test_no_standing_credential_may_touch_the_log(
    declared: Process, user: str, subject: str
) -> None:
    """The server's flags alone do not hold: an update of limits empties a stream."""
    async with connected_as(user, declared) as one:
        assert await refused(one, subject)


FACTS = (
    topology.unit_facts("p", UNIT),
    topology.plan_facts("p"),
    topology.directory_facts(UNIT),
    topology.message_facts("p", UNIT),
)
OTHERS = {
    permissions.NOTIFIER: (
        *FACTS[:3],
        topology.verdicts(UNIT),
        topology.part("p", UNIT),
        topology.command(UNIT, "system", "submit-report", UNIT),
        topology.command(topology.OPERATOR, "operator", "record-unit", UNIT),
        topology.rung_target("p", UNIT),
        topology.dead_letters(topology.REGISTRY),
        f"$KV.{topology.LEASES_BUCKET}.partition.0",
        "$JS.API.DIRECT.GET.EVENTS",
        "$JS.API.DIRECT.GET.OUTBOX",
        "$JS.API.STREAM.PURGE.REMINDERS",
        "$JS.API.STREAM.MSG.DELETE.OUTBOX",
        "$JS.API.CONSUMER.CREATE.EVENTS.notifier-react.evt.unit.*.*",
        "$JS.API.CONSUMER.DELETE.EVENTS.notifier-react",
        "$JS.API.CONSUMER.MSG.NEXT.EVENTS.reporting-project",
        "$JS.ACK.EVENTS.reporting-project.1.1.1.1.1",
        "_INBOX_registry.forged",
    ),
    permissions.REPORTING: (
        *FACTS,
        topology.verdicts(UNIT),
        topology.part("p", UNIT),
        topology.command(UNIT, "system", "submit-report", UNIT),
        topology.outbox("email", "m"),
        topology.rung_timer("p", UNIT, "d", "0", "r"),
        "$JS.API.DIRECT.GET.KV_CONTACTS",
        "$JS.API.DIRECT.GET.VERDICTS",
        "$JS.API.STREAM.MSG.GET.KV_CONTACTS",
        "$JS.API.CONSUMER.CREATE.KV_CONTACTS.spy",
        "$JS.API.CONSUMER.CREATE.EVENTS.spy.evt.>",
        "$JS.API.CONSUMER.DELETE.EVENTS.reporting-project",
        "$JS.API.STREAM.CREATE.SPY",
    ),
    topology.REGISTRY: (
        topology.message_facts("p", UNIT),
        topology.command(UNIT, "system", "submit-report", UNIT),
        topology.command(topology.OPERATOR, "operator", "record-unit", UNIT),
        topology.outbox("sms", "m"),
        topology.dead_letters(permissions.NOTIFIER),
        "$JS.API.STREAM.MSG.GET.KV_CONTACTS",
        "$JS.API.CONSUMER.CREATE.KV_CONTACTS.spy",
        "$JS.API.CONSUMER.CREATE.COMMANDS.decide-0-1.>",
        "$JS.API.CONSUMER.CREATE.EVENTS.registry-follow-plans.evt.plan.*",
        "$JS.API.STREAM.MSG.DELETE.COMMANDS",
        "$JS.API.STREAM.PURGE.COMMANDS",
        "$JS.API.STREAM.UPDATE.COMMANDS",
    ),
    topology.OPERATOR: (
        *FACTS,
        topology.verdicts(UNIT),
        topology.part("p", UNIT),
        topology.command(UNIT, "system", "submit-report", UNIT),
        topology.command(UNIT, "desk", "submit-report", UNIT),
        topology.dead_letters(topology.REGISTRY),
        f"$KV.{topology.LEASES_BUCKET}.partition.0",
        f"$KV.{topology.CONTACTS_BUCKET}.{UNIT}",
        "$JS.API.STREAM.CREATE.SPY",
        "$JS.API.STREAM.UPDATE.COMMANDS",
        "$JS.API.STREAM.DELETE.VERDICTS",
        "$JS.API.STREAM.PURGE.DEAD_LETTERS",
        "$JS.API.CONSUMER.DELETE.COMMANDS.decide-0-1",
        "$JS.API.CONSUMER.MSG.NEXT.EVENTS.notifier-react",
        "$JS.API.CONSUMER.CREATE.EVENTS.spy.evt.>",
    ),
    permissions.BACKUP: (
        *FACTS,
        topology.verdicts(UNIT),
        topology.part("p", UNIT),
        f"$KV.{topology.CONTACTS_BUCKET}.{UNIT}",
        topology.rung_timer("p", UNIT, "d", "0", "r"),
        "$JS.API.CONSUMER.CREATE.COMMANDS",
        "$JS.API.CONSUMER.CREATE.EVENTS.notifier-react",
        "$JS.API.CONSUMER.CREATE.EVENTS.notifier-react.evt.unit.*.*",
        "$JS.API.CONSUMER.DELETE.EVENTS.notifier-react",
        "$JS.ACK.EVENTS.reporting-project.1.1.1.1.1",
        "$JS.API.STREAM.CREATE.SPY",
    ),
    permissions.TOPOLOGY: (
        *FACTS,
        topology.command(topology.OPERATOR, "operator", "record-unit", UNIT),
        "$JS.API.STREAM.PURGE.EVENTS",
        "$JS.API.STREAM.DELETE.EVENTS",
        "$JS.API.STREAM.RESTORE.EVENTS",
        "$JS.API.STREAM.MSG.DELETE.EVENTS",
        "$JS.API.STREAM.MSG.GET.KV_CONTACTS",
        "$JS.API.STREAM.CREATE.SPY",
    ),
}
"""What a service that was taken over would try: nobody's work but another's."""
TRIED = [(user, subject) for user, subjects in OTHERS.items() for subject in subjects]


@pytest.mark.parametrize(("user", "subject"), TRIED)
async def test_nobody_does_anothers_work(declared: Process, user: str, subject: str) -> None:
    """One at a time, since a list that is too wide in one place is too wide."""
    async with connected_as(user, declared) as one:
        assert await refused(one, subject)


HEARD = (
    ">",
    "evt.>",
    topology.verdicts("*"),
    f"$KV.{topology.CONTACTS_BUCKET}.>",
    "_INBOX.>",
    "$JS.ACK.>",
)


@pytest.mark.parametrize("pattern", HEARD)
@pytest.mark.parametrize("user", sorted(permissions.SERVICES))
async def test_nobody_listens_in(declared: Process, user: str, pattern: str) -> None:
    """Who hears everything has read every address and every answer."""
    async with connected_as(user, declared) as one:
        await one.client.subscribe(pattern)
        assert pattern.lower() in await one.refusals()


@pytest.mark.parametrize("user", sorted(permissions.SERVICES))
async def test_answers_are_heard_by_whom_they_are_for(declared: Process, user: str) -> None:
    """Each listens where it alone may: with one place for all, one reads another's answers."""
    async with connected_as(user, declared) as one:
        for other in permissions.SERVICES:
            await one.client.subscribe(f"{permissions.inbox_prefix(other)}.>")
        refusals = await one.refusals()
    others = permissions.SERVICES.keys() - {user}
    assert set(refusals) == {f"{permissions.inbox_prefix(one)}.>".lower() for one in others}


async def test_nobody_has_a_fact_answered_into_another_history(
    declared: Process, tmp_path: Path
) -> None:
    """The server checks where one publishes, and not where one wants the answer."""
    registry, (mine, other) = broker(topology.REGISTRY, declared, tmp_path), _histories("copied")
    async with registry, connected_as(permissions.REPORTING, declared) as reporting:
        number = await JetStreamLog(registry, SystemClock()).append(mine, [b"{}"], 0)
        for question in ({"seq": number}, {"last_by_subj": mine}, {"multi_last": [mine]}):
            asked = f"$JS.API.DIRECT.GET.{EVENTS}", json.dumps(question).encode()
            await reporting.client.publish(*asked, reply=other)
        assert await reporting.refusals() == []
        await reporting.client.request(asked[0], json.dumps({"seq": number}).encode())  # after them
        told, _ = await direct_get(registry, EVENTS, {"seq": 1, "next_by_subj": other, "batch": 9})
    assert [one.data for one in told if one.data] == []


async def test_the_notifier_has_no_bytes_of_its_own_answered_into_a_history(
    declared: Process, tmp_path: Path
) -> None:
    """It may publish and pull; what it pulls keeps its subject, wherever that is answered."""
    registry, (mine, _) = broker(topology.REGISTRY, declared, tmp_path), _histories("forged")
    where = f"{topology.NOTIFIER_EMAIL.stream}.{topology.NOTIFIER_EMAIL.name}"
    async with registry, connected_as(permissions.NOTIFIER, declared) as notifier:
        await notifier.client.jetstream().publish(topology.outbox("email", "m"), b"[forged]")
        pull = f"$JS.API.CONSUMER.MSG.NEXT.{where}", b'{"batch": 1, "no_wait": true}'
        await notifier.client.publish(*pull, reply=mine)
        for stream in (EVENTS, topology.OUTBOX.name):
            assert await refused(notifier, f"$JS.API.DIRECT.GET.{stream}")
        told, _ = await direct_get(registry, EVENTS, {"seq": 1, "next_by_subj": mine, "batch": 9})
    assert [one.data for one in told if one.data] == []


def _histories(plan: str) -> tuple[str, str]:
    return topology.unit_facts(plan, "a"), topology.unit_facts(plan, "b")
