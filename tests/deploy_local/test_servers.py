"""Tests of the tests' own servers: what the services rely on is there, whichever were chosen."""

import nats
import pymongo
import pytest
from nats.js.api import KeyValueConfig, StreamConfig

from deploy.local import parts
from tests import servers as real


async def test_nats_is_new_enough_and_takes_large_messages(nats_url: str) -> None:
    client = await nats.connect(nats_url)
    jetstream = client.jetstream()
    assert await jetstream.streams_info() == []
    await jetstream.add_stream(
        StreamConfig(name="REMINDERS", subjects=["remind.>"], allow_msg_schedules=True)
    )
    await jetstream.create_key_value(KeyValueConfig(bucket="contacts"))
    assert client.max_payload == parts.MAX_PAYLOAD
    await client.close()


async def test_streams_of_an_earlier_test_are_gone(nats_url: str) -> None:
    client = await nats.connect(nats_url)
    assert await client.jetstream().streams_info() == []
    await client.close()


def test_mongodb_commits_transactions(mongodb_uri: str, database: str) -> None:
    with pymongo.MongoClient(mongodb_uri) as client:
        units = client[database].units
        with client.start_session() as session, session.start_transaction():
            units.insert_one({"_id": "ba-to"}, session=session)
        assert units.count_documents({}) == 1


def test_forced_docker_without_a_daemon_fails_and_does_not_skip(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(real.FORCE, "docker")
    monkeypatch.setattr(real, "docker_missing", lambda: "no Docker daemon answers")
    with pytest.raises(RuntimeError, match="no Docker daemon"):
        real.choose.__wrapped__()


def test_one_address_alone_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(real.FORCE, raising=False)
    monkeypatch.setenv(real.NATS_URL, "nats://127.0.0.1:4222")
    monkeypatch.delenv(real.MONGODB_URI, raising=False)
    with pytest.raises(ValueError, match="set both"):
        real.choose.__wrapped__()
