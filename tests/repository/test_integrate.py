"""docs/integrate.md is true: its messages keep the schemas, its client gets its verdict."""

import asyncio
import os
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

import nats
import pytest
from nats.js.api import StreamConfig

from cli.directory.units import read_directory
from cli.integrate.offline import Received, answers
from cli.plans.check import read_whole
from contracts import topology
from contracts.commands import COMMANDS
from contracts.envelope import decode, encode, wrap
from contracts.verdicts import CommandRef, Verdict
from services.registry.domain.verbs.table import VERBS

PAGE = (Path(__file__).parents[2] / "docs" / "integrate.md").read_text("utf-8")
EXAMPLE = Path(__file__).parents[2] / "examples" / "quang-ngai-2022"
PLAN = read_whole(EXAMPLE / "plan.yaml")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def subject(block: str) -> str:
    """Where an example is published: by the unit it is about, or by the office."""
    event = decode(block.encode(), COMMANDS)
    row = VERBS[type(event.data)]
    of_unit = row.said_by in ("unit", "unit-or-office")
    sender = event.data.unit if of_unit else PLAN.collecting_office
    return topology.command(sender, "system", row.name, event.data.unit)


@pytest.mark.parametrize("block", blocks("json"))
def test_an_example_message_names_its_subject(block):
    """Whoever copies it knows where to publish it."""
    assert f"`{subject(block)}`" in PAGE


def test_every_example_message_is_accepted_by_the_example_s_plan():
    """In the order of the page, by the registry itself."""
    day = datetime(2022, 10, 18, 8, tzinfo=PLAN.zone)
    messages = [Received(subject(block), block.encode(), day) for block in blocks("json")]
    units = list(read_directory([EXAMPLE / "units.yaml"]).values())
    published, answered = answers(PLAN, units, messages)
    assert published.outcome == "accepted"
    told = {
        request.command.wire: [one.code for one in verdict.findings if one.severity == "error"]
        for request, verdict in answered
        if verdict.outcome != "accepted"
    }
    assert told == {}


def test_every_verb_and_type_is_named():
    """The page lists what may be sent; duties are opened by the registry alone."""
    for row in VERBS.values():
        assert (f"`{row.name}`" in PAGE) == (row.said_by != "registry")


def test_every_link_to_a_file_leads_there():
    """The schemas and the AsyncAPI document stand where the page says."""
    for name in re.findall(r"`(contracts/[\w./-]+)`", PAGE):
        assert (Path(__file__).parents[2] / name).exists(), name


def test_the_python_client_is_short_and_imports_nothing_of_ours():
    """Forty lines are enough to take part."""
    (client,) = blocks("python")
    imports = re.findall(r"^(?:import|from) (\w+)", client, re.MULTILINE)

    assert set(imports) <= {"asyncio", "json", "os", "uuid", "nats"}
    assert len(client.splitlines()) <= 55


async def _answer(nc: nats.NATS) -> str:
    """Stands in for the registry: reads one command, says one verdict; returns the type."""
    commands = await nc.jetstream().pull_subscribe(topology.command("*", "*", "*", "*"), "stand-in")
    (message,) = await commands.fetch(1, timeout=30)
    event = decode(message.data, COMMANDS)
    now = datetime.now(UTC)
    verdict = Verdict(
        command=CommandRef(subject=message.subject, sequence=message.metadata.sequence.stream),
        unit="ba-to",
        outcome="accepted",
        received_at=now,
        decided_at=now,
    )
    body = encode(wrap(verdict, id="1", source="urn:ngayso:registry"))
    await nc.jetstream().publish(topology.verdicts("ba-to"), body)
    return event.type


async def test_the_python_client_of_the_page_gets_its_verdict(nats_url, tmp_path):
    """The code is taken from the page and run as it stands, against a real server."""
    nc = await nats.connect(nats_url)
    for stream in (topology.COMMANDS, topology.VERDICTS):
        config = StreamConfig(name=stream.name, subjects=[*stream.subjects])
        await nc.jetstream().add_stream(config)
    client = tmp_path / "client.py"
    client.write_text(blocks("python")[0], "utf-8")
    asked = {"NATS_URL": nats_url, "UNIT": "ba-to", "PLAN": PLAN.id}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-I",
        str(client),
        env={**os.environ, **asked},
        stdout=asyncio.subprocess.PIPE,
    )

    said, (out, _) = await asyncio.gather(_answer(nc), process.communicate())

    await nc.close()
    assert said == "ngayso.declare-activity.v1"
    assert out.decode().strip() == "accepted"
    assert process.returncode == 0
