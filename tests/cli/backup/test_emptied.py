"""A log is restored into an empty one, whatever the server still removes of those before."""

import asyncio
import shutil
from contextlib import suppress
from typing import Any

import nats
import pytest
from nats.js import JetStreamContext
from nats.js.api import StreamInfo
from nats.js.errors import NoStreamResponseError, NotFoundError

from cli.backup.restoring import cluster
from cli.console import Trouble
from contracts import topology
from deploy.local.process import Process
from runtime.jetstream.streams import declare_stream
from runtime.settings import STORE_MIB

pytestmark = pytest.mark.servers
REMOVED = "jetstream/jetstream/$G/streams/.EVENTS"
"""Where the server puts a deleted log until its files are removed."""


@pytest.fixture
async def there(own_nats: Process):
    """A log with one record, on a server that cannot put it away: the files of one before are
    still in the place.
    """
    client = await nats.connect(own_nats.url)
    js = client.jetstream()
    await declare_stream(js, topology.EVENTS, 1)
    await js.publish(topology.unit_facts("plan", "unit"), b"old")
    removing = own_nats.log.parent / REMOVED
    (removing / "msgs").mkdir(parents=True)
    yield js, removing
    await client.close()


async def seen(js: JetStreamContext) -> StreamInfo | None:
    with suppress(NotFoundError):
        return await js.stream_info(topology.EVENTS.name)
    return None


async def test_what_was_there_is_not_in_the_log_that_is_restored(there) -> None:
    js, removing = there
    old = await js.stream_info(topology.EVENTS.name)
    opening = asyncio.create_task(cluster.Cluster(js, 1, STORE_MIB).open_log())
    while (new := await seen(js)) is None or new.created == old.created:
        assert not opening.done()
    assert new.state.messages == 1  # else the server has learned to put it away, and we need less
    shutil.rmtree(removing)
    await opening
    assert (await js.stream_info(topology.EVENTS.name)).state.messages == 0


async def test_it_is_opened_once_what_is_published_reaches_it(
    own_nats: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of three servers, the one that we speak to may learn last where the new log is."""
    async with await nats.connect(own_nats.url) as client:
        js = client.jetstream()
        publish, asked = js.publish, []

        async def late(*given: Any, **named: Any) -> Any:
            asked.append(given)
            if len(asked) < 3:
                raise NoStreamResponseError
            return await publish(*given, **named)

        monkeypatch.setattr(js, "publish", late)
        await cluster.Cluster(js, 1, STORE_MIB).open_log()
        assert len(asked) == 3
        assert (await js.stream_info(topology.EVENTS.name)).state.messages == 0


async def test_it_says_so_where_the_server_does_not_end(
    there, monkeypatch: pytest.MonkeyPatch
) -> None:
    js, _ = there
    monkeypatch.setattr(cluster, "EMPTY_WITHIN", 0.5)
    with pytest.raises(Trouble, match="run this again in a minute"):
        await cluster.Cluster(js, 1, STORE_MIB).open_log()
