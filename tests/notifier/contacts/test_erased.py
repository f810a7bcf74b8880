"""What is erased is nowhere: not in stream files or Raft logs of three servers, nor in a backup."""

import json
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import nats
import pytest
from faststream.nats import NatsBroker

from contracts import topology
from contracts.outgoing import Contacts, ContactsAnswered
from deploy.local import parts
from deploy.local.parts import Cluster
from runtime.jetstream.connection import js, make_broker
from runtime.jetstream.streams import declare
from runtime.settings import RuntimeSettings
from services.notifier.outbound.ring import KeyRing, read_masters
from services.notifier.outbound.sealing import unseal
from tests.notifier.campaign import CONTACTS, OFFICER

pytestmark = [pytest.mark.servers, pytest.mark.timeout(120)]
UNIT, OTHER = "binh-son", "ba-to"
PLAIN = [
    word.encode()
    for word in (
        "a@binhson.example",
        "b@binhson.example",
        "0914 123",
        "0914123456",
        "84914123456",
        "Nguyễn Văn A",
        "Thị B",
    )
]
CONTROL = b"khong-ma-hoa@chung.example"
"""Put in beside them without a key: the search has to find it."""


class Place(NamedTuple):
    """Three servers, the notifier's ring, and a way to ask."""

    cluster: Cluster
    folder: Path
    broker: NatsBroker

    async def ask(self, what: Any, unit: str, question: dict[str, Any]) -> ContactsAnswered:
        subject = topology.ask_contacts(topology.OPERATOR, what, unit)
        client = await nats.connect(self.cluster.url.split(","))
        try:
            answer = await client.request(subject, json.dumps(question).encode(), 20)
        finally:
            await client.close()
        answered = ContactsAnswered.model_validate_json(answer.data)
        assert answered.findings == []
        return answered

    async def keep(self, record: Contacts) -> None:
        question = record.model_dump(mode="json", exclude_none=True)
        assert (await self.ask("keep", record.unit, question)).changed

    async def sealed(self, unit: str) -> bytes:
        """What stands in the bucket."""
        subject = f"$KV.{topology.CONTACTS_BUCKET}.{unit}"
        return (
            await js(self.broker).get_msg(topology.CONTACTS_STREAM, subject=subject)
        ).data or b""

    def opens(self, sealed: bytes, unit: str = UNIT) -> bool:
        """Whether whoever has the ring, its copies and the master secret as they are now can read
        it.
        """
        masters, there = read_masters(self.folder / "contacts/master"), self.folder / "contacts"
        keys = []
        for file in (there / "ring/ring", *(there / "copies").glob("ring-*")):
            (self.folder / "thief").mkdir(exist_ok=True)
            shutil.copy(file, self.folder / "thief/ring")
            ring = KeyRing(self.folder / "thief", lambda: masters, None)
            keys += [key for one in (UNIT, OTHER) for key in ring.keys(one)]
        return unseal(keys, unit, sealed) is not None


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    with parts.nats_cluster(tmp_path / "nats") as cluster:
        yield cluster


@pytest.fixture
async def place(cluster: Cluster, tmp_path: Path) -> AsyncIterator[Place]:
    broker = make_broker(RuntimeSettings(nats_url=cluster.url), "tests")
    await broker.connect()
    await declare(js(broker), replicas=3)
    env = {
        "NGAYSO_NATS_URL": cluster.url,
        **parts.contacts_keys(tmp_path / "contacts"),
        **parts.gateways(tmp_path / "gateways", "http://127.0.0.1:9"),
    }
    with parts.service("notifier", env, log=tmp_path / "logs/notifier.log"):
        yield Place(cluster, tmp_path, broker)
    await broker.stop()


def holding(folder: Path, *words: bytes) -> dict[bytes, list[str]]:
    """By word, the files under a folder that hold it."""
    found: dict[bytes, list[str]] = {word: [] for word in words}
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        content = path.read_bytes()
        for word in words:
            if word in content:
                found[word].append(str(path.relative_to(folder)))
    return found


async def test_what_is_erased_cannot_be_read_from_anything_that_is_left(place: Place) -> None:
    """A person, then a unit; of another unit everything stays. The backup is a copy of the stores,
    made before; the log of the notifier names nobody either.
    """
    await place.keep(CONTACTS)
    await place.keep(CONTACTS.model_copy(update={"unit": OTHER}))
    bucket = await js(place.broker).key_value(topology.CONTACTS_BUCKET)
    await bucket.put("control", CONTROL)
    whole, others = await place.sealed(UNIT), await place.sealed(OTHER)
    assert place.opens(whole)
    shutil.copytree(place.folder / "nats", place.folder / "backup")
    (place.folder / "contacts/copies").mkdir(exist_ok=True)
    shutil.copy(
        place.folder / "contacts/ring/ring", place.folder / "contacts/copies/ring-2026-11-25"
    )

    erased = await place.ask("erase", UNIT, {"contact": OFFICER.id, "reason": "đã chuyển công tác"})
    assert erased.count == 1
    half = await place.sealed(UNIT)
    assert not place.opens(whole)
    assert place.opens(half)
    erased = await place.ask("erase", UNIT, {"reason": "đơn vị đã giải thể"})
    assert erased.count == 1
    assert [place.opens(one) for one in (whole, half)] == [False, False]
    assert place.opens(others, OTHER)

    stores = place.folder / "nats"
    servers = {one.name for one in stores.iterdir()}
    kept = holding(stores, whole)
    assert [path for path in kept[whole] if "$SYS" in path], "the Raft logs still have the value"
    assert holding(place.folder / "backup", whole)[whole]
    for folder in (stores, place.folder / "backup"):
        found = holding(folder, *PLAIN, CONTROL)
        assert {path.split("/")[0] for path in found.pop(CONTROL)} == servers
        assert found == {word: [] for word in PLAIN}
    assert holding(place.folder / "logs", *PLAIN) == {word: [] for word in PLAIN}
    seen = await place.ask("see", UNIT, {})
    assert seen.contacts is None
    assert [(one.by, one.unit, one.count) for one in seen.erasures] == [("operator", UNIT, 1)] * 2
