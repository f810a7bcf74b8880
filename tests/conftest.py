"""Tests: the fixtures that give real servers, each test its own streams and its own database."""

import asyncio
import gc
import os
import threading
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import nats
import pymongo
import pytest
from hypothesis import Phase, settings

from deploy.local import parts
from deploy.local.process import Process
from tests import servers as real
from tests.issuer import Issuer, running_issuer
from tests.seeded import seeds

settings.register_profile("fast", deadline=None, max_examples=15)
settings.register_profile("ci", deadline=None, max_examples=50)
settings.register_profile(
    "mutants",  # each fault is found or not, the same at each run, and nothing is made smaller
    deadline=None,
    max_examples=50,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "fast")

LONGEST = ("test_demo.py", "test_chaos.py", "test_bench.py")
"""Begun first where files run side by side, so that none runs alone at the end."""
REMOVED_WITHIN = 30.0
SERVER_FIXTURES = {
    "servers",
    "nats_url",
    "mongodb_uri",
    "database",
    "own_nats",
    "own_mongodb",
    "fence",
    "smtp",
    "sms",
}


def pytest_report_header(config: pytest.Config) -> str:
    if config.option.markexpr.startswith("not servers") or config.option.collectonly:
        return "servers: none (only pure tests run)"
    try:
        choice = real.choose()
    except (RuntimeError, ValueError) as error:
        pytest.exit(f"servers: {error}", returncode=pytest.ExitCode.USAGE_ERROR)
    return f"servers: {choice.kind} ({choice.reason})"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses a real part, so that `make test-fast` can leave it out, and what runs under
    seeds, for `.ci/run properties`; put the longest first.
    """
    for item in items:
        if hasattr(getattr(item, "module", None), seeds.__name__):
            item.add_marker(pytest.mark.thorough)
        if SERVER_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.servers)
    items.sort(key=lambda item: [*LONGEST, item.path.name].index(item.path.name))


# Of what is collected nothing is thrown away: looking through it for garbage, each time that there
# may be some, would cost a third of collection and a fifth of the tests.
@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


@pytest.fixture(scope="session")
def servers() -> Iterator[real.Servers]:
    """NATS and MongoDB for the whole session."""
    with real.running(real.choose()) as running:
        yield running


@pytest.fixture(scope="session")
def mongodb_uri(servers: real.Servers) -> str:
    """The session's MongoDB. Tests that write take `database` as well."""
    return servers.mongodb_uri


@pytest.fixture
def nats_url(servers: real.Servers) -> str:
    """The session's NATS with no stream, KV bucket or consumer left by an earlier test.

    A fixture of a wider scope takes `servers.nats_url`, and its tests must not take this one.
    """
    _in_a_loop_of_its_own(_delete_all_streams, servers.nats_url)
    give_up = time.monotonic() + REMOVED_WITHIN
    while servers.removing():
        assert time.monotonic() < give_up, "NATS still removes files of deleted streams"
        time.sleep(0.01)
    return servers.nats_url


@pytest.fixture
def database(mongodb_uri: str) -> Iterator[str]:
    """The name of a database that only this test uses; dropped after it."""
    name = f"test_{uuid4().hex[:12]}"
    yield name
    with pymongo.MongoClient[dict[str, Any]](mongodb_uri) as client:
        client.drop_database(name)


@pytest.fixture
def own_nats(tmp_path: Path) -> Iterator[Process]:
    """An embedded nats-server of this test alone, to be killed and restarted at will."""
    with parts.nats_server(tmp_path / "nats") as part:
        yield part


@pytest.fixture
def own_mongodb(tmp_path: Path) -> Iterator[Process]:
    """An embedded MongoDB-protocol server of this test alone, to be killed at will."""
    with parts.mongodb(tmp_path / "mongodb") as part:
        yield part


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    """Who signs the tokens that reporting asks for."""
    with running_issuer() as issuer:
        yield issuer


@pytest.fixture
def mail_dir(tmp_path: Path) -> Path:
    """Where `smtp` keeps the mails."""
    return tmp_path / "mails"


@pytest.fixture
def smtp(mail_dir: Path) -> Iterator[Process]:
    """The mail sink."""
    with parts.smtp_sink(mail_dir) as part:
        yield part


@pytest.fixture
def sms_file(tmp_path: Path) -> Path:
    """Where `sms` keeps what it accepted."""
    return tmp_path / "sms.jsonl"


@pytest.fixture
def sms(sms_file: Path) -> Iterator[Process]:
    """The SMS gateway simulator."""
    with parts.sms_gateway(sms_file) as part:
        yield part


async def _delete_all_streams(url: str) -> None:
    client = await nats.connect(url)
    try:
        jetstream = client.jetstream()
        for stream in await jetstream.streams_info():
            await jetstream.delete_stream(stream.config.name)
    finally:
        await client.close()


def _in_a_loop_of_its_own(function: Any, *arguments: Any) -> None:
    """Run a coroutine beside the test's event loop, which pytest-asyncio owns."""
    failures: list[BaseException] = []

    def run() -> None:
        try:
            asyncio.run(function(*arguments))
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]
