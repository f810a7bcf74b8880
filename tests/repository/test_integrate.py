"""docs/integrate.md is true: its messages keep the schemas, its client gets its verdict."""

import asyncio
import json
import os
import re
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nats
import pytest
from nats.js.api import StreamConfig

from cli.directory.units import read_directory
from cli.integrate.offline import Received, answers
from cli.plans.check import read_whole
from contracts import topology
from contracts.commands import COMMANDS
from contracts.envelope import decode, encode, wrap
from contracts.parts import MOST_VERDICTS, VerdictsAsked
from contracts.verdicts import CommandRef, Verdict
from services.registry.domain.verbs.table import VERBS
from tests.cli.given import run
from tests.cli.integrate.asked import answer_to

PAGE = (Path(__file__).parents[2] / "docs" / "integrate.md").read_text("utf-8")
EXAMPLE = Path(__file__).parents[2] / "examples" / "quang-ngai-2022"
PLAN = read_whole(EXAMPLE / "plan.yaml")
UNITS = list(read_directory([EXAMPLE / "units.yaml"]).values())


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def subject(block: str) -> str:
    """Where an example is published: by the unit it is about, or by the office."""
    event = decode(block.encode(), COMMANDS)
    row = VERBS[type(event.data)]
    of_unit = row.said_by in ("unit", "unit-or-office")
    sender = event.data.unit if of_unit else PLAN.collecting_office
    return topology.command(sender, "system", row.name, event.data.unit)


def messages() -> list[str]:
    return [block for block in blocks("json") if json.loads(block)["type"] in COMMANDS]


@pytest.mark.parametrize("block", messages())
def test_an_example_message_names_its_subject(block):
    """Whoever copies it knows where to publish it."""
    assert f"`{subject(block)}`" in PAGE


def test_every_example_message_is_accepted_by_the_example_s_plan():
    """In the order of the page, by the registry itself."""
    day = datetime(2022, 10, 18, 8, tzinfo=PLAN.zone)
    sent = [Received(subject(block), block.encode(), day) for block in messages()]
    published, answered = answers(PLAN, UNITS, sent)
    assert published.outcome == "accepted"
    told = {
        request.command.wire: [one.code for one in verdict.findings if one.severity == "error"]
        for request, verdict in answered
        if verdict.outcome != "accepted"
    }
    assert told == {}


def _within(part: Any, whole: Any) -> bool:
    """Whether an example says nothing that the whole does not; its lists may be shorter."""
    if isinstance(part, dict):
        return all(key in whole and _within(held, whole[key]) for key, held in part.items())
    if isinstance(part, list):
        return all(any(_within(one, other) for other in whole) for one in part)
    return bool(part == whole)


def test_the_example_of_an_answer_is_what_the_example_s_plan_is_answered_with():
    """Every field and every value of it, though not every entry of its lists."""
    (shown,) = [block for block in blocks("json") if json.loads(block)["type"] not in COMMANDS]
    told = json.loads(answer_to("ba-to", PLAN, UNITS))

    assert _within(json.loads(shown), told)
    assert f"`{topology.ask('<your unit>', 'part')}`" in PAGE
    assert f"`{topology.ask('<your unit>', 'verdicts')}`" in PAGE


def test_what_the_page_says_may_be_asked_of_verdicts_may_be_asked():
    (asked,) = re.findall(r"`(\{\"after\".*?\})`", PAGE)

    assert VerdictsAsked.model_validate_json(asked, strict=True).after
    assert f"({MOST_VERDICTS})" in PAGE


@pytest.mark.parametrize("line", re.findall(r"^ngayso conform .*$", PAGE, re.MULTILINE))
def test_the_command_of_the_page_takes_the_unit_s_messages_of_the_page(
    line, tmp_path, monkeypatch, capsys
):
    """With and without what stands in brackets, over the example's files and the saved answer."""
    monkeypatch.chdir(tmp_path)
    for name in ("plan.yaml", "units.yaml"):
        shutil.copy(EXAMPLE / name, tmp_path)
    (tmp_path / "part.json").write_bytes(answer_to("ba-to", PLAN, UNITS))
    (tmp_path / "messages").mkdir()
    own = [block for block in messages() if subject(block).startswith("cmd.ba-to.")]
    for number, block in enumerate(own):
        (tmp_path / "messages" / f"{number}.json").write_text(block, "utf-8")

    for given in (re.sub(r"\[.*", "", line), re.sub(r"[][]", "", line)):
        code, out, err = run(capsys, *given.split()[1:])
        assert code == 0, out + err


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


async def _takes_part(nats_url: str, *command: object) -> None:
    """The client in a process of its own; the registry's stand-in answers it."""
    nc = await nats.connect(nats_url)
    for stream in (topology.COMMANDS, topology.VERDICTS):
        config = StreamConfig(name=stream.name, subjects=[*stream.subjects])
        await nc.jetstream().add_stream(config)
    asked = {"NATS_URL": nats_url, "UNIT": "ba-to", "PLAN": PLAN.id}
    process = await asyncio.create_subprocess_exec(
        *map(str, command),
        env={**os.environ, **asked},
        stdout=asyncio.subprocess.PIPE,
    )

    said, (out, _) = await asyncio.gather(_answer(nc), process.communicate())

    await nc.close()
    assert said.endswith(".v1")
    assert out.decode().strip() == "accepted"
    assert process.returncode == 0


async def test_the_python_client_of_the_page_gets_its_verdict(nats_url, tmp_path):
    """The code is taken from the page and run as it stands, against a real server."""
    client = tmp_path / "client.py"
    client.write_text(blocks("python")[0], "utf-8")
    await _takes_part(nats_url, sys.executable, "-I", client)


@pytest.mark.slow
async def test_the_javascript_client_of_the_page_gets_its_verdict(nats_url, tmp_path):
    """Where Node.js and its packages can be had; npm is asked for them."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("no Node.js here")
    (client,) = blocks("js")
    (tmp_path / "client.mjs").write_text(client, "utf-8")
    shutil.copy(EXAMPLE.parent / "clients" / "package.json", tmp_path)
    install = await asyncio.create_subprocess_exec(
        *("npm", "install", "--no-audit", "--no-fund"), cwd=tmp_path, stdout=asyncio.subprocess.PIPE
    )
    if await install.wait():
        pytest.skip("npm cannot get the packages here")
    await _takes_part(nats_url, "node", tmp_path / "client.mjs")
