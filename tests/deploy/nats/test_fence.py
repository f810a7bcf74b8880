"""The component `fence`, in real servers: three that keep the streams, and the units' door."""

import asyncio
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import trustme

from contracts import fence, topology
from deploy.local.process import Process, Reserved, answers
from runtime.access import safe
from tests.deploy.manifests import K8S
from tests.deploy.nats.servers import CONF
from tests.fence.given import Fence, made, speaking
from tests.fence.secured import trusting

COMPONENT = K8S / "components" / "fence"
SERVERS = ("nats-0", "nats-1", "nats-2")
DOOR = "nats-units"


def test_the_servers_differ_from_those_without_a_fence_in_whom_they_trust_alone() -> None:
    """What is changed in one file is changed in the other."""
    heads = [
        [line for line in (folder / "nats.conf").read_text().splitlines() if line[:1] != "#"]
        for folder in (CONF, COMPONENT)
    ]
    one, other = (head[: head.index("include cluster.conf")] for head in heads)
    assert one == other


def _certificates(folder: Path) -> None:
    authority = trustme.CA()
    issued = authority.issue_cert("127.0.0.1")
    for name in ("ca.crt", "ca.pem"):
        authority.cert_pem.write_to_path(folder / name)
    issued.private_key_pem.write_to_path(folder / "tls.key")
    issued.cert_chain_pems[0].write_to_path(folder / "tls.crt")


def _server(name: str, folder: Path, routes: dict[str, Reserved]) -> Process:
    """By the component's own files; only paths and ports differ, as they must here."""
    own, client, monitor = folder / name, Reserved(), Reserved()
    own.mkdir()
    texts = {
        "nats.conf": (COMPONENT / ("door.conf" if name == DOOR else "nats.conf")).read_text(),
        "cluster.conf": (CONF / "cluster.conf").read_text(),
        "route-tls.conf": (COMPONENT / "route-tls.conf").read_text(),
        "servers.conf": (folder / "auth" / "servers.conf").read_text(),
    }
    changes = {
        "/etc/nats-tls": str(folder),
        "/var/run/nats": str(own),
        "/data": str(own / "data"),
        "port: 4222": f"port: {client.number}",
        "http_port: 8222": f"http_port: {monitor.number}",
        "port: 6222": f"port: {routes[name].number}",
        **{f"{one}.nats-headless:6222": f"127.0.0.1:{routes[one].number}" for one in SERVERS},
    }
    named = re.compile("|".join(rf"(?<!\w){re.escape(what)}(?!\w)" for what in changes))
    for file, text in texts.items():
        (own / file).write_text(named.sub(lambda found: changes[found[0]], text))
    return Process(
        name,
        f"tls://127.0.0.1:{client.number}",
        [str(Path(sys.executable).parent / "nats-server"), "--config", str(own / "nats.conf")],
        ready=lambda: answers(f"http://127.0.0.1:{monitor.number}/healthz"),
        log=own / "log",
        ports=(client, monitor, *routes.values()),
        env={"POD_NAME": name},
    )


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[dict[str, Process]]:
    _certificates(tmp_path)
    safe.make(tmp_path / "auth", "/data/accounts")
    routes = {name: Reserved() for name in (*SERVERS, DOOR)}
    with ExitStack() as stack:
        parts = {name: _server(name, tmp_path, routes) for name in routes}
        for part in parts.values():
            stack.callback(part.stop)
            part.launch()
        yield {name: part.wait_ready() for name, part in parts.items()}


@pytest.mark.servers
async def test_a_unit_speaks_through_the_door_and_what_it_says_is_kept(
    servers: dict[str, Process], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NGAYSO_NATS_CA_FILE", str(tmp_path / "ca.crt"))
    url = ",".join(servers[name].url for name in SERVERS)
    platform: Fence = made(url, tmp_path, safe.Safe(tmp_path / "auth"))
    platform.options = {"tls": trusting(tmp_path)}
    await platform.declare(replicas=3)
    await asyncio.to_thread(platform.grant, "ba-to")

    options = {"user_credentials": platform.file("ba-to"), **platform.options}
    async with speaking(servers[DOOR].url, **options) as unit:
        subject = fence.sent("ba-to", "declare-activity", "ba-to")
        ack = await unit.client.jetstream().publish(subject, b"{}", timeout=5)

    async with platform.user("registry") as registry:
        kept = await registry.jetstream().get_msg(topology.COMMANDS.name, ack.seq)
    assert topology.address(kept.subject or "").sender == "ba-to"
