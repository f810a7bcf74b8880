"""Tests: the real servers they talk to, by environment, by Docker, or embedded, in this order."""

import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

# Containers end with their fixtures. Ryuk, which would clean up after a killed pytest, is an image
# more to pull; set this to "false" where it can be.
os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")

import docker
import pymongo
from docker.errors import DockerException, ImageNotFound
from pymongo.errors import OperationFailure, PyMongoError
from testcontainers.core.config import testcontainers_config
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HttpWaitStrategy, LogMessageWaitStrategy

from contracts.server import LOWEST_NATS
from deploy.local import parts

FORCE = "NGAYSO_TEST_SERVERS"
NATS_URL = "NGAYSO_TEST_NATS_URL"
MONGODB_URI = "NGAYSO_TEST_MONGODB_URI"
NATS_IMAGE = os.environ.get("NGAYSO_TEST_NATS_IMAGE", f"nats:{LOWEST_NATS}-alpine")
MONGODB_IMAGE = os.environ.get("NGAYSO_TEST_MONGODB_IMAGE", "mongo:8")

Kind = Literal["env", "docker", "embedded"]
_STORE, _REMOVED = "/tmp/jetstream", "jetstream/*/streams/.[!.]*"
_NO_SUCH_COMMAND, _ALREADY_INITIATED = 59, 23
_NATS_CONFIG = f"""\
port: 4222
http_port: 8222
max_payload: {parts.MAX_PAYLOAD}
jetstream {{ store_dir: "{_STORE}" }}
"""


@dataclass(frozen=True)
class Choice:
    """Which servers the tests talk to, and why those."""

    kind: Kind
    reason: str


@dataclass(frozen=True)
class Servers:
    """The addresses of the servers of one test session."""

    kind: Kind
    nats_url: str
    mongodb_uri: str
    removing: Callable[[], bool] = lambda: False
    """Whether NATS still removes files of deleted streams, as far as that can be seen from here.
    A stream that is deleted meanwhile keeps its own, and the next one of its name has them.
    """


@cache
def choose() -> Choice:
    """Decide once for the session. What is forced and cannot be had raises, it never skips."""
    forced = os.environ.get(FORCE, "")
    if forced not in {"", "env", "docker", "embedded"}:
        raise ValueError(f"{FORCE} is env, docker or embedded, not {forced!r}")
    given = [name for name in (NATS_URL, MONGODB_URI) if os.environ.get(name)]
    if forced == "env" or (given and not forced):
        if len(given) < 2:
            raise ValueError(f"set both {NATS_URL} and {MONGODB_URI}")
        return Choice("env", "addresses given in the environment")
    if forced == "embedded":
        return Choice("embedded", f"forced by {FORCE}")
    if reason := docker_missing():
        if forced:
            raise RuntimeError(f"{FORCE}=docker, but {reason}")
        return Choice("embedded", reason)
    images = f"{_image(NATS_IMAGE)}, {_image(MONGODB_IMAGE)}"
    return Choice("docker", f"images {images}" + (", forced" if forced else ""))


def docker_missing() -> str | None:
    """Why Docker cannot be used, None if a daemon answers and has the images."""
    try:
        client = docker.from_env(timeout=5)
        client.ping()
    except DockerException:
        return "no Docker daemon answers"
    try:
        for image in (NATS_IMAGE, MONGODB_IMAGE):
            try:
                client.images.get(_image(image))
            except ImageNotFound:
                docker.from_env(timeout=300).images.pull(_image(image))
    except DockerException as error:
        return f"Docker cannot provide {_image(image)} ({type(error).__name__})"
    return None


@contextmanager
def running(choice: Choice) -> Iterator[Servers]:
    """The servers of a test session, stopped at its end."""
    if choice.kind == "env":
        yield Servers("env", os.environ[NATS_URL], os.environ[MONGODB_URI])
        return
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ngayso-tests-")))
        if choice.kind == "docker":
            nats, removing = stack.enter_context(_nats_container(folder))
            mongodb = stack.enter_context(_mongodb_container())
        else:
            nats = stack.enter_context(parts.nats_server(folder / "nats")).url
            mongodb = stack.enter_context(parts.mongodb(folder / "mongodb")).url
            removing = _removing_under(folder / "nats/jetstream")
        yield Servers(choice.kind, nats, mongodb, removing)


def _removing_under(store: Path) -> Callable[[], bool]:
    return lambda: any(store.glob(_REMOVED))


@contextmanager
def _nats_container(folder: Path) -> Iterator[tuple[str, Callable[[], bool]]]:
    config = folder / "nats.conf"
    config.write_text(_NATS_CONFIG)
    container = (
        DockerContainer(NATS_IMAGE)
        .with_command("--config /ngayso.conf")
        .with_copy_into_container(config, "/ngayso.conf")
        .with_exposed_ports(4222, 8222)
        .waiting_for(HttpWaitStrategy(8222, "/healthz?js-enabled-only=true"))
    )
    with container:
        looking = ["sh", "-c", f"ls -d {_STORE}/{_REMOVED}"]
        yield f"nats://{_address(container, 4222)}", lambda: container.exec(looking).exit_code == 0


@contextmanager
def _mongodb_container() -> Iterator[str]:
    """A replica set of one node: a standalone mongod has no transactions and no change streams."""
    container = (
        DockerContainer(MONGODB_IMAGE)
        .with_command("--replSet rs0 --bind_ip_all")
        .with_exposed_ports(27017)
        .waiting_for(LogMessageWaitStrategy(re.compile("waiting for connections", re.IGNORECASE)))
    )
    with container:
        # Direct: the address a member advertises does not exist outside its container.
        uri = f"mongodb://{_address(container, 27017)}/?directConnection=true"
        with pymongo.MongoClient[dict[str, Any]](uri) as client:
            _initiate(client)
        yield uri


def _initiate(client: pymongo.MongoClient[dict[str, Any]]) -> None:
    member = {"_id": 0, "host": "localhost:27017"}
    try:
        client.admin.command("replSetInitiate", {"_id": "rs0", "members": [member]})
    except OperationFailure as error:  # the stand-in is a replica set already, and says so
        if error.code not in {_NO_SUCH_COMMAND, _ALREADY_INITIATED}:
            raise
    _until_primary(client)


def _until_primary(client: pymongo.MongoClient[dict[str, Any]], attempts: int = 100) -> None:
    for _ in range(attempts):
        with suppress(PyMongoError):
            if client.admin.command("hello")["isWritablePrimary"]:
                return
        time.sleep(0.1)
    raise RuntimeError("the MongoDB container did not become primary")


def _image(name: str) -> str:
    return testcontainers_config.hub_image_name_prefix + name


def _address(container: DockerContainer, port: int) -> str:
    return f"{container.get_container_host_ip()}:{container.get_exposed_port(port)}"
