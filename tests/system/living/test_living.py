"""The three services live on whatever their servers do, say what is missing, and go on.

One run, since starting processes is what takes time: first without servers; then these come, go,
and come back, first with an empty MongoDB and then with an empty NATS.
"""

import asyncio
import json
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local import parts
from deploy.local.process import Process, stop_all
from runtime.jetstream.connection import js, make_broker
from runtime.jetstream.streams import declare
from runtime.settings import RuntimeSettings
from tests.registry.plans import units
from tests.registry.service.client import connected

pytestmark = pytest.mark.servers

WITHIN = 60.0
"""Seconds until a service says what a server that came or went made of it, on a busy machine."""
QUIET = 2.5
"""Seconds of an outage in which nothing more is said."""
NAMES = ("registry", "notifier", "reporting")
Told = tuple[int, dict[str, Any]]


@dataclass
class House:
    """The services and their servers; `pids` are the processes that were started first."""

    nats: Process
    mongodb: Process
    services: dict[str, Process]
    pids: dict[str, int] = field(default_factory=dict)

    def launch(self) -> None:
        for name, service in self.services.items():
            self.pids[name] = service.launch().process.pid

    def asked(self, name: str, path: str = "/readyz") -> Told:
        try:
            answer = httpx.get(self.services[name].url + path, timeout=5)
        except httpx.HTTPError:
            return 0, {}
        return answer.status_code, answer.json()

    def until(self, wanted: Callable[[Told], bool], *names: str, path: str = "/readyz") -> None:
        """Until each of these services says so, and is alive, as the process that it was first."""
        give_up = time.monotonic() + WITHIN

        def one(name: str) -> None:
            while not wanted(told := self.asked(name, path)):
                assert time.monotonic() < give_up, (name, told)
                time.sleep(0.05)
            assert self.asked(name, "/livez")[0] == 200
            assert self.services[name].process.pid == self.pids[name]

        with ThreadPoolExecutor() as threads:  # who cannot answer takes two seconds to say so
            list(threads.map(one, names or NAMES))

    def lines(self) -> dict[str, list[dict[str, Any]]]:
        """All that was said, on either output."""
        said = {name: one.log.read_text().split("\n")[:-1] for name, one in self.services.items()}
        return {name: [json.loads(line) for line in lines] for name, lines in said.items()}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    nats, mongodb = parts.nats_server(tmp_path / "nats"), parts.mongodb(tmp_path / "mongodb")
    env = {
        "NGAYSO_NATS_URL": nats.url,
        "NGAYSO_MONGODB_URI": mongodb.url,
        **parts.contacts_keys(tmp_path / "keys"),
        **parts.gateways(tmp_path, "http://127.0.0.1:1"),
    }
    services = {name: parts.service(name, env, log=tmp_path / f"{name}.log") for name in NAMES}
    yield House(nats, mongodb, services)
    stop_all([*services.values(), nats, mongodb])


def needs(*kinds: str) -> Callable[[Told], bool]:
    """Not ready, and so many things are to be done, in plain words with a next step."""

    def said(told: Told) -> bool:
        found = told[1].get("needs", [])
        plain = all(need["said"] and need["next"] for need in found)
        return told[0] == 503 and {need["what"] for need in found} == {*kinds} and plain

    return said


def ready(told: Told) -> bool:
    return told[0] == 200


def alive(told: Told) -> bool:
    return told == (200, {"status": "alive"})


def declared(house: House) -> None:
    async def declaring() -> None:
        broker = make_broker(RuntimeSettings(nats_url=house.nats.url), "tests")
        await broker.connect()
        await declare(js(broker), replicas=1)
        await broker.stop()

    asyncio.run(declaring())


def works(house: House) -> None:
    """A command is answered, and in the views, unless these are shut."""

    async def recorded() -> None:
        async with connected(house.nats.url) as client:
            record = units()[0].model_dump(mode="json", exclude_none=True)
            await client.send("operator", "record-unit", {"record": record})
            [verdict] = await client.hear(1)
            assert verdict["outcome"] == "accepted"

    asyncio.run(recorded())


def emptied(server: Process) -> None:
    """It starts again with nothing in it."""
    for store in ("jetstream", "wiredtiger"):
        shutil.rmtree(server.log.parent / store, ignore_errors=True)
    server.start()


def test_servers_come_and_go_and_come_back_empty(house: House) -> None:
    house.launch()
    house.until(alive, path="/livez")
    house.until(needs("no-nats"))
    house.until(lambda told: told[0] == 503, "reporting", path="/api/plans")
    house.nats.start()
    house.until(needs("no-durable"))
    declared(house)
    house.until(ready, "registry", "notifier")
    house.until(needs("no-mongodb"), "reporting")
    house.mongodb.start()
    house.until(ready, "reporting")
    works(house)

    stop_all([house.nats, house.mongodb])
    house.until(needs("no-nats"), "registry", "notifier")
    house.until(needs("no-nats", "no-mongodb"), "reporting")
    _nothing_more_is_said(house)
    house.nats.start()
    emptied(house.mongodb)
    house.until(ready)
    house.until(lambda told: "ngayso views rebuild" in str(told[1]["needs"]), "reporting")

    house.nats.stop()
    house.until(needs("no-nats"), "registry", "notifier")
    emptied(house.nats)
    house.until(needs("no-durable"), "registry", "notifier")
    declared(house)
    house.until(ready)
    works(house)

    httpx.get(house.services["reporting"].url + "/api/plans?after=secret")
    house.nats.stop()
    house.until(needs("no-nats"), "registry", "notifier")
    assert {one.stop() for one in house.services.values()} <= {0, -15}
    _each_line_is_one_of_ours(house)


def _nothing_more_is_said(house: House) -> None:
    """Of an outage that goes on."""
    before = house.lines()
    time.sleep(QUIET)
    after = house.lines()
    assert {name: after[name][len(lines) :] for name, lines in before.items()} == {
        name: [] for name in NAMES
    }


def _each_line_is_one_of_ours(house: House) -> None:
    """Uvicorn's and each library's too: JSON, with what every line has; no fault among them."""
    for name, lines in house.lines().items():
        assert {line["service"] for line in lines} == {name}
        assert [line for line in lines if not {"time", "level", "message"} <= line.keys()] == []
        assert [line for line in lines if line["level"] in ("error", "critical")] == []
        assert [line for line in lines if "exception" in line] == []
        said = [line["message"] for line in lines]
        assert said.count("started") == said.count("stopped") == 1
        assert any(message.startswith("Uvicorn running") for message in said)
        kinds = [line["what"] for line in lines if line["message"] == "missing"]
        assert kinds.count("no-nats") == 4  # at the start, and each time that it went
    paths = [line["path"] for line in house.lines()["reporting"] if line["message"] == "request"]
    assert {*paths} == {"/api/plans"}


def test_why_a_service_cannot_run_is_a_line_too(tmp_path: Path) -> None:
    """It ends at once: no server can mend its settings. What these hold may be a secret."""
    secret = "mongodb://reporting:geheim@mongo-0"
    wrong = {
        "notifier": {"NGAYSO_GATEWAYS_FILE": str(tmp_path / "none")},
        "registry": {"NGAYSO_NATS_URL": secret, "NGAYSO_CLOCK_ANCHOR": "2022-10-10T00:00:00Z"},
        "reporting": {"NGAYSO_MONGODB_URI": secret, "NGAYSO_LOG_LEVEL": "loud"},
    }
    wrong["notifier"] |= parts.contacts_keys(tmp_path / "keys")
    started = [parts.service(n, e, log=tmp_path / f"{n}.log").launch() for n, e in wrong.items()]
    said = {}
    for service in started:
        assert service.process.wait(WITHIN) == 1
        [line] = [json.loads(line) for line in service.log.read_text().split("\n")[:-1]]
        assert (line["level"], line["message"]) == ("critical", "cannot-run")
        said[service.name] = line["why"]
    assert said["notifier"].startswith("NGAYSO_GATEWAYS_FILE")
    assert "set both NGAYSO_CLOCK_ANCHOR and NGAYSO_CLOCK_START" in said["registry"]
    assert said["reporting"].startswith("NGAYSO_LOG_LEVEL: Input should be")
    assert "geheim" not in str(said)
