"""Which answers of three servers mean that they cannot answer yet."""

import asyncio
from pathlib import Path

import nats
import nats.errors
import pytest
from nats.js import JetStreamContext
from nats.js.errors import APIError, KeyNotFoundError, NoStreamResponseError

from deploy.local import parts
from runtime.failure import Unavailable
from runtime.jetstream.away import reached
from runtime.jetstream.streams import declare


async def answered(code: int, err_code: int) -> None:
    """As the client raises what a server answers."""
    APIError.from_error({"code": code, "err_code": err_code, "description": "x"})


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


async def quiet(_: Exception) -> None:
    """A killed server is what the test wants."""


async def asked_until_it_fails(js: JetStreamContext) -> None:
    """The one server left may have led them, and answers until it misses the others."""
    while True:
        await js.account_info()


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
