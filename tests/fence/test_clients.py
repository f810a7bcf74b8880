"""The example clients take part from inside the fence: they declare, get their verdict, and read
the ones they missed; those of docs/integrate.md too.
"""

import asyncio
import json
import os
import re
import shutil
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from contracts.words import OUTCOMES
from deploy.local import parts
from tests.fence.given import Fence
from tests.registry.plans import BA_TO
from tests.registry.service.client import Client, connected
from tests.registry.service.conftest import set_up

ROOT = Path(__file__).parents[2]
CLIENTS = ROOT / "examples" / "clients"
PAGE = (ROOT / "docs" / "integrate.md").read_text("utf-8")
ACTIVITY = {
    "id": "ht-1",
    "kind": "hoi-thao",
    "title": "Hội thảo",
    "starts_on": "2022-10-05",
    "ends_on": "2022-10-05",
}
GONE = 3
TWIN = {
    ".py": '    ids = [{"Nats-Msg-Id": "py"}]\n'
    '    await nc.jetstream().publish(subject, b"{}", headers=ids[0])\n',
    ".mjs": '  const ids = ["js"];\n'
    '  await jetstream(nc).publish(subject, "{}", { msgID: ids[0] });\n',
}
ID = {".py": "headers=ids.pop() if ids else None, timeout", ".mjs": "msgID: ids.pop(), timeout"}
"""What is put into a client: a message before its own, and that one's id on its own first try."""


@pytest.fixture(scope="module")
def campaign(fence: Fence, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A registry inside the fence, with its own user's credentials, and the plan in force; the file
    of somebody who sends as anybody.
    """
    everybody = asyncio.run(fence.observer())
    env = {
        "NGAYSO_NATS_URL": fence.url,
        "NGAYSO_NATS_CREDENTIALS_FILE": str(fence.keys.credentials("registry")),
        "NGAYSO_CLOCK_ANCHOR": "2026-01-01T00:00:00+00:00",
        "NGAYSO_CLOCK_START": "2022-09-20T08:00:00+07:00",
        "NGAYSO_CLOCK_SCALE": "0.000001",
    }
    log = tmp_path_factory.mktemp("registry") / "registry.log"
    with parts.service("registry", env, log=log):

        async def begin() -> None:
            async with connected(fence.url, user_credentials=everybody) as client:
                await set_up(client)

        asyncio.run(begin())
        yield everybody


@pytest.fixture
async def client(fence: Fence, campaign: str) -> AsyncIterator[Client]:
    async with connected(fence.url, user_credentials=campaign) as client:
        yield client


async def run(
    fence: Fence, folder: Path, *command: object, unit: str = BA_TO
) -> tuple[int, list[str]]:
    """The client in a process and a folder of its own; its exit code and its lines."""
    named = {"NATS_URL": fence.url, "NATS_CREDS": fence.file(unit), "UNIT": unit}
    process = await asyncio.create_subprocess_exec(
        *map(str, command),
        env={**os.environ, **named, "PLAN": "cds-2022"},
        cwd=folder,
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


async def takes_part(fence: Fence, client: Client, folder: Path, *command: object) -> None:
    good, bad = folder / "good.json", folder / "bad.json"
    good.write_text(json.dumps({**ACTIVITY, "id": f"ht-{Path(str(command[-1])).suffix[1:]}"}))
    bad.write_text(json.dumps({**ACTIVITY, "kind": "le-hoi"}))

    code, lines = await run(fence, folder, *command, good)
    assert (code, heads(lines)[-1].split()[1:3]) == (0, ["accepted", "ngayso.declare-activity.v1"])
    # Two verdicts come while the client is away; the next run reads them before its own.
    about = {"plan": "cds-2022", "unit": BA_TO}
    activity = json.loads(good.read_text())
    for verb, body in (
        ("declare-activity", {"activity": activity}),
        ("submit-report", {"report": 3}),
    ):
        await client.send(BA_TO, verb, {**about, **body})
    while len([one for one in client.heard if one["unit"] == BA_TO]) < 2:
        await client.hear(1)

    code, lines = await run(fence, folder, *command, bad)
    outcomes = [line.split()[1] for line in heads(lines)]
    assert (code, outcomes) == (1, ["unchanged", "refused", "refused"])
    assert any("unknown-kind /data/activity/kind" in line for line in lines)

    assert await run(fence, folder, *command) == (0, [])


async def sends_again(fence: Fence, client: Path, said: str, twin: str, *command: object) -> None:
    """Its first message has the id of another that is stored just before it. By `duplicate` it
    knows; the number beside that is the other's, whose verdict is another.
    """
    text = client.read_text("utf-8")
    assert text.count(said) == 1
    client.write_text(text.replace(said, twin + said.replace("timeout", ID[client.suffix])))
    record = client.with_name("record.json")
    record.write_text(json.dumps(ACTIVITY | {"id": f"twin-{client.suffix[1:]}"}))
    code, lines = await run(fence, client.parent, *command, client, record)
    assert (code, [line.split()[1] for line in heads(lines)[-2:]]) == (0, ["refused", "accepted"])


def page(language: str) -> str:
    (block,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(block)


async def test_the_python_client_takes_part(fence, client, tmp_path):
    """It knows nats-py and the JSON Schemas, and nothing of ours."""
    await takes_part(fence, client, tmp_path, sys.executable, "-I", CLIENTS / "client.py")


async def test_the_python_client_of_the_page_gets_its_verdict(fence, campaign, tmp_path):
    """The code is taken from the page and run as it stands."""
    (tmp_path / "client.py").write_text(page("python"), "utf-8")
    code, lines = await run(fence, tmp_path, sys.executable, "-I", "client.py")
    assert (code, lines[0]) == (0, "accepted")


async def test_the_python_client_sends_again_what_was_not_stored(fence, campaign, tmp_path):
    client = tmp_path / "client.py"
    shutil.copy(CLIENTS / client.name, client)
    said = (
        "    while True:\n        ack = await nc.jetstream().publish(subject, body, timeout=10)\n"
    )
    await sends_again(fence, client, said, TWIN[client.suffix], sys.executable, "-I")


@pytest.fixture
async def node(tmp_path: Path) -> Path:
    """A folder with the packages of the JavaScript client; npm is asked for them."""
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
    return tmp_path


@pytest.mark.slow
async def test_the_javascript_client_takes_part(fence, client, node):
    await takes_part(fence, client, node, "node", node / "client.mjs")


@pytest.mark.slow
async def test_the_javascript_client_sends_again_what_was_not_stored(fence, campaign, node):
    said = "  for (;;) {\n    const ack = await jetstream(nc).publish("
    said += "subject, JSON.stringify(event), { timeout"
    await sends_again(fence, node / "client.mjs", said, TWIN[".mjs"], "node")


@pytest.mark.slow
async def test_the_javascript_client_ends_where_its_credentials_hold_no_more(fence, node):
    await fence.ngayso("grant", "tra-bong", "--out", str(fence.access))
    await fence.ngayso("revoke", "tra-bong")
    assert await run(fence, node, "node", node / "client.mjs", unit="tra-bong") == (GONE, [])


@pytest.mark.slow
async def test_the_javascript_client_of_the_page_gets_its_verdict(fence, campaign, node):
    (node / "page.mjs").write_text(page("js"), "utf-8")
    code, lines = await run(fence, node, "node", "page.mjs")
    assert code == 0
    assert lines[0] in OUTCOMES


async def test_a_client_whose_credentials_are_taken_back_ends(fence, campaign, tmp_path):
    """It waits for a verdict that nobody gives; nothing else tells it."""
    await fence.ngayso("grant", "mo-duc", "--out", str(fence.access))
    script = page("python").replace("await nc.flush()", "await nc.flush(); print('on', flush=True)")
    (tmp_path / "client.py").write_text(script.replace("cmd.{UNIT}", "verdict.{UNIT}"), "utf-8")
    named = {"NATS_URL": fence.url, "NATS_CREDS": fence.file("mo-duc"), "UNIT": "mo-duc"}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", str(tmp_path / "client.py")),
        env={**os.environ, **named, "PLAN": "cds-2022"},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"on\n"

    await fence.ngayso("revoke", "mo-duc")

    assert await asyncio.wait_for(process.wait(), 10) == GONE


async def test_a_client_that_starts_with_credentials_that_hold_no_more_ends(fence, tmp_path):
    """nats-py alone would try for ever."""
    await fence.ngayso("grant", "minh-long", "--out", str(fence.access))
    await fence.ngayso("revoke", "minh-long")
    client = run(fence, tmp_path, sys.executable, "-I", CLIENTS / "client.py", unit="minh-long")
    assert await asyncio.wait_for(client, 10) == (GONE, [])


def test_the_python_client_imports_nothing_of_ours():
    """The standard library and nats-py."""
    source = (CLIENTS / "client.py").read_text("utf-8")
    imports = set(re.findall(r"^(?:import|from) (\w+)", source, re.MULTILINE))

    assert imports - sys.stdlib_module_names == {"nats"}
