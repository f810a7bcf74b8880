"""The example clients take part: they declare, get their verdict, and read the ones they missed."""

import asyncio
import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.registry.plans import BA_TO
from tests.registry.service.client import Client
from tests.registry.service.conftest import replica, set_up

CLIENTS = Path(__file__).parents[3] / "examples" / "clients"
ACTIVITY = {
    "id": "ht-1",
    "kind": "hoi-thao",
    "title": "Hội thảo",
    "starts_on": "2022-10-05",
    "ends_on": "2022-10-05",
}


async def run(url: str, *command: object) -> tuple[int, list[str]]:
    """The client in a process of its own; its exit code and its lines."""
    process = await asyncio.create_subprocess_exec(
        *map(str, command),
        env={**os.environ, "NATS_URL": url, "UNIT": BA_TO, "PLAN": "cds-2022"},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        out, _ = await process.communicate()
    finally:
        if process.returncode is None:  # the test was given up; the client must not live on
            process.kill()
    assert process.returncode is not None
    return process.returncode, out.decode().splitlines()


def heads(lines: list[str]) -> list[str]:
    """The verdicts' first lines: number, outcome, type, id."""
    return [line for line in lines if not line.startswith(" ")]


async def takes_part(client: Client, url: str, tmp_path: Path, *command: object) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps(ACTIVITY))
    bad.write_text(json.dumps({**ACTIVITY, "kind": "le-hoi"}))
    await set_up(client)

    code, lines = await run(url, *command, good)
    assert (code, len(heads(lines))) == (0, 1)
    assert re.match(r"\d+ accepted ngayso.declare-activity.v1 ", lines[0])
    # Two verdicts come while the client is away; the next run reads them before its own.
    about = {"plan": "cds-2022", "unit": BA_TO}
    await client.send(BA_TO, "declare-activity", {**about, "activity": ACTIVITY})
    await client.send(BA_TO, "submit-report", {**about, "report": {"figures": 3}})
    await client.hear(3)

    code, lines = await run(url, *command, bad)
    outcomes = [line.split()[1] for line in heads(lines)]
    assert (code, outcomes) == (1, ["unchanged", "refused", "refused"])
    assert any("unknown-kind /data/activity/kind" in line for line in lines)

    assert await run(url, *command) == (0, [])


async def test_the_python_client_takes_part(settings, client, tmp_path):
    """It knows nats-py and the JSON Schemas, and nothing of ours."""
    async with replica(settings):
        script = CLIENTS / "client.py"
        await takes_part(client, settings.nats_url, tmp_path, sys.executable, "-I", script)


@pytest.mark.slow
async def test_the_javascript_client_takes_part(settings, client, tmp_path):
    """Where Node.js and its packages can be had; npm is asked for them."""
    if not (shutil.which("node") and shutil.which("npm")):
        pytest.skip("no Node.js here")
    for name in ("client.mjs", "package.json"):
        shutil.copy(CLIENTS / name, tmp_path)
    install = await asyncio.create_subprocess_exec(
        "npm", "install", "--no-audit", "--no-fund", cwd=tmp_path,
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    if await install.wait():
        pytest.skip("npm cannot get the packages here")
    async with replica(settings):
        script = tmp_path / "client.mjs"
        await takes_part(client, settings.nats_url, tmp_path, "node", script)


def test_the_python_client_imports_nothing_of_ours():
    """The standard library and nats-py."""
    source = (CLIENTS / "client.py").read_text("utf-8")
    imports = set(re.findall(r"^(?:import|from) (\w+)", source, re.MULTILINE))

    assert imports - sys.stdlib_module_names == {"nats"}
