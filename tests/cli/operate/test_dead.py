"""Dead letters, read and sent again on the real server."""

import base64
import json
from typing import Any

import pytest

from cli.operate.dead import NOTE
from contracts import topology
from contracts.envelope import encode, wrap
from contracts.verdicts import DeadLetter
from runtime.clock import from_ns
from tests.cli.given import js_of, run

CAPSYS = pytest.CaptureFixture[str]


def bury(url: str, stream: str, subject: str, durable: str, body: bytes, **headers: str) -> int:
    """A dead letter as runtime/policy.py writes it; its number."""
    letter = DeadLetter(
        service=durable.partition("-")[0],
        durable=durable,
        stream=stream,
        subject=subject,
        sequence=1,
        deliveries=8,
        reason="failed",
        headers=headers,
        body_base64=base64.b64encode(body).decode(),
        stored_at=from_ns(0),
    )
    event = encode(wrap(letter, id="dead-1", source="urn:ngayso:test"))
    ack = js_of(url, lambda js: js.publish(topology.dead_letters(letter.service), event))
    return int(ack.seq)


def test_a_dead_command_is_sent_again_once(topology_there: str, capsys: CAPSYS) -> None:
    """By our own door, without the first journey's headers, and out of the list."""
    subject = topology.command("xa-1", "system", "submit-report", "xa-1")
    stored = topology.stored_command("xa-1", "operator", "submit-report", "xa-1")
    headers = {"Nats-Msg-Id": "old", "traceparent": "t"}
    number = bury(topology_there, "COMMANDS", subject, "registry-decide", b"{xa}", **headers)

    assert "registry-decide" in run(capsys, "dead", "list")[1]
    assert json.loads(run(capsys, "dead", "show", number, "--json")[1])["body"] == "{xa}"
    code, out, _ = run(capsys, "dead", "replay", "--all")

    assert code == 0
    assert "extend-duty" in out
    message = js_of(topology_there, lambda js: js.get_msg("COMMANDS", 1))
    assert (message.subject, message.data) == (stored, b"{xa}")
    assert message.headers[NOTE] == str(number)
    assert message.headers["traceparent"] == "t"
    assert "Nats-Msg-Id" not in message.headers
    assert json.loads(run(capsys, "dead", "list", "--json")[1]) == []
    assert run(capsys, "dead", "replay", number)[0] == 2


def test_a_dead_fact_is_read_again_not_said_again(topology_there: str, capsys: CAPSYS) -> None:
    """The log keeps one fact; its reader goes back to it."""
    durable = topology.REPORTING_PROJECT
    subject = topology.directory_facts("xa-1")

    async def read_two(js: Any) -> None:
        for body in (b"1", b"2"):
            await js.publish(subject, body)
        reader = await js.pull_subscribe_bind(durable.name, stream=durable.stream)
        for message in await reader.fetch(2):
            await message.ack_sync()

    js_of(topology_there, read_two)
    bury(topology_there, "EVENTS", subject, durable.name, b"1")

    assert run(capsys, "dead", "replay", "--all")[0] == 0

    info = js_of(topology_there, lambda js: js.consumer_info(durable.stream, durable.name))
    stream = js_of(topology_there, lambda js: js.stream_info(durable.stream))
    assert (info.num_pending, stream.state.messages) == (2, 2)


def test_dead_letters_must_be_named(topology_there: str, capsys: CAPSYS) -> None:
    """Neither none nor both."""
    assert run(capsys, "dead", "replay")[0] == 2
    assert run(capsys, "dead", "replay", "1", "--all")[0] == 2
    assert run(capsys, "dead", "show", "9")[0] == 2
