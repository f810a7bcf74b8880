"""Which answers of three servers mean that they cannot answer yet."""

import asyncio
import json
import re
import urllib.request
from pathlib import Path

import nats
import nats.errors
import pytest
from nats.js import JetStreamContext
from nats.js.errors import APIError, KeyNotFoundError, NoStreamResponseError

from contracts import topology
from deploy.local import parts
from deploy.local.parts import Cluster
from deploy.local.process import Process
from runtime.failure import Unavailable
from runtime.jetstream.away import reached
from runtime.jetstream.streams import declare, declare_stream


async def answered(code: int, err_code: int, description: str = "x") -> None:
    """As the client raises what a server answers."""
    APIError.from_error({"code": code, "err_code": err_code, "description": description})


@pytest.mark.parametrize("code", [400, 500, 503])
@pytest.mark.parametrize("err_code", [10008, 10009, 10163])
async def test_a_server_without_a_leader_is_away(code: int, err_code: int) -> None:
    """Whatever kind of error the client makes of it: what waits for it counts towards nothing."""
    with pytest.raises(Unavailable):
        await reached(answered(code, err_code))


async def test_no_leader_and_no_stream_answer_nothing() -> None:
    async def nothing() -> None:
        raise NoStreamResponseError

    with pytest.raises(Unavailable):
        await reached(nothing())


async def test_a_key_that_is_not_there_stays_what_it_is() -> None:
    """The client's own error, which has no code of a server's."""

    async def missing() -> None:
        raise KeyNotFoundError

    with pytest.raises(KeyNotFoundError):
        await reached(missing())


@pytest.mark.parametrize("err_code", [10071, 10164, 10037, 10100])
async def test_any_other_error_is_the_servers_answer(err_code: int) -> None:
    with pytest.raises(APIError) as raised:
        await reached(answered(400, err_code))
    assert raised.value.err_code == err_code


@pytest.mark.parametrize(
    ("why", "waits"), [("peer offline", True), ("insufficient storage", False)]
)
async def test_a_stream_without_a_place_waits_only_for_a_server(why: str, waits: bool) -> None:
    """A full store has no more room in half a minute, and whoever declares is told at once."""
    with pytest.raises(Unavailable if waits else APIError):
        await reached(answered(400, 10005, f"no suitable peers for placement, {why}"))


async def quiet(_: Exception) -> None:
    """A killed server is what the test wants."""


async def asked_until_it_fails(js: JetStreamContext) -> None:
    """The one server left may have led them, and answers until it misses the others."""
    while True:
        await js.account_info()


def leader(cluster: Cluster) -> Process:
    """The member that the first one says leads them all."""
    config = Path(cluster.members[0].command[-1]).read_text()
    (monitor,) = re.findall(r'^http: "(.+)"', config, re.MULTILINE)
    with urllib.request.urlopen(f"http://{monitor}/jsz") as answer:
        name = json.load(answer)["meta_cluster"]["leader"]
    return next(member for member in cluster.members if member.name == name)


@pytest.mark.servers
async def test_what_was_just_started_is_declared_once_it_has_leaders(tmp_path: Path) -> None:
    """Servers that say they are well may know neither their accounts nor a leader yet."""
    with parts.nats_cluster(tmp_path) as cluster:
        client = await nats.connect(
            cluster.url.split(","), error_cb=quiet, max_reconnect_attempts=-1
        )
        for member in cluster.members[1:]:
            member.kill()
        with pytest.raises(nats.errors.Error):
            await asked_until_it_fails(client.jetstream(timeout=1))
        declaring = asyncio.create_task(declare(client.jetstream(timeout=1), replicas=3))
        for member in cluster.members[1:]:
            member.start()
        await declaring
        await client.close()


@pytest.mark.servers
async def test_a_leader_that_misses_the_others_is_asked_again(tmp_path: Path) -> None:
    """Until it steps down it says that it has no place for three replicas."""
    with parts.nats_cluster(tmp_path) as cluster:
        left = leader(cluster)
        client = await nats.connect(left.url, error_cb=quiet)
        asked, missed = client.jetstream(timeout=1), [one for one in cluster.members if one != left]
        for member in missed:
            member.stop()
        with pytest.raises(APIError, match="peer offline"):
            await declare_stream(asked, topology.COMMANDS, 3)
        declaring = asyncio.create_task(declare(asked, replicas=3))
        for member in missed:
            member.launch()
        await declaring
        await client.close()
