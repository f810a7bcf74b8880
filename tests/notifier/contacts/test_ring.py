"""The ring of keys: one file, under a master that changes with every writing."""

import asyncio
import base64
import os
import stat
from datetime import date, timedelta
from pathlib import Path

import pytest

from runtime.failure import Unavailable
from services.notifier.outbound.contacts import ContactBucket
from services.notifier.outbound.ring import KeyRing, read_masters
from services.notifier.outbound.sealing import new_key, seal, unseal

MASTER, OTHER = os.urandom(32), os.urandom(32)
TODAY = date(2026, 11, 26)


def ring_in(folder: Path, *masters: bytes, copies: Path | None = None) -> KeyRing:
    ring = KeyRing(folder / "ring", lambda: masters or (MASTER,), copies)
    ring.open()
    return ring


def write_masters(file: Path, *masters: bytes) -> None:
    """As a kubelet brings it: another file takes its place."""
    new = file.with_suffix(".new")
    new.write_text("".join(f"{base64.b64encode(one).decode()}\n" for one in masters))
    new.replace(file)


def test_the_ring_keeps_keys_and_gives_them_to_every_replica(tmp_path: Path) -> None:
    ours, theirs, key = ring_in(tmp_path), ring_in(tmp_path), new_key()
    assert theirs.keys("ba-to") == []
    ours.put("ba-to", [key])
    assert theirs.keys("ba-to") == [key]
    ours.put("ba-to", [])
    assert theirs.keys("ba-to") == []


def test_the_file_is_for_its_owner_alone_and_shows_neither_keys_nor_units(tmp_path: Path) -> None:
    ring, key = ring_in(tmp_path), new_key()
    ring.put("ba-to", [key])
    file = tmp_path / "ring/ring"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    written = file.read_bytes()
    assert key not in written
    assert base64.b64encode(key) not in written
    assert b"ba-to" not in written


def test_what_was_put_out_of_the_ring_is_in_no_later_file(tmp_path: Path) -> None:
    """Erased, its value stays closed; the file before is overwritten, also where somebody holds it
    open or linked it.
    """
    ring, key = ring_in(tmp_path), new_key()
    ring.put("ba-to", [key])
    ring.put("ly-son", [new_key()])
    sealed = seal(key, "ba-to", b"value")
    assert unseal(ring.keys("ba-to"), "ba-to", sealed) == b"value"
    os.link(tmp_path / "ring/ring", tmp_path / "held")
    before = (tmp_path / "held").read_bytes()

    ring.put("ba-to", [])

    fresh = ring_in(tmp_path)
    left = [*fresh.keys("ba-to"), *fresh.keys("ly-son")]
    assert unseal(left, "ba-to", sealed) is None
    assert (tmp_path / "held").read_bytes()[:32] != before[:32]
    (tmp_path / "ring/ring").write_bytes((tmp_path / "held").read_bytes())
    with pytest.raises(Unavailable):
        ring_in(tmp_path).keys("ba-to")


def test_a_value_opens_under_its_own_unit_alone() -> None:
    key = new_key()
    assert unseal([key], "ly-son", seal(key, "ba-to", b"value")) is None
    assert unseal([key], "ba-to", b"short") is None


def test_another_master_secret_opens_nothing_and_says_what_to_do(tmp_path: Path) -> None:
    ring_in(tmp_path).put("ba-to", [new_key()])
    with pytest.raises(Unavailable, match="master secret"):
        KeyRing(tmp_path / "ring", lambda: [OTHER], None).keys("ba-to")


async def test_the_secret_is_changed_by_putting_the_new_one_first(tmp_path: Path) -> None:
    """The first line writes; the next ones still open, until the notifier was started once."""
    key = new_key()
    ring_in(tmp_path).put("ba-to", [key])
    both = ring_in(tmp_path, OTHER, MASTER)
    assert both.keys("ba-to") == [key]
    await both.turn()
    assert ring_in(tmp_path, OTHER).keys("ba-to") == [key]
    before = (tmp_path / "ring/ring").read_bytes()
    await both.turn()
    assert (tmp_path / "ring/ring").read_bytes() == before


async def test_a_secret_changes_while_two_replicas_run(tmp_path: Path) -> None:
    """Its file comes to them one after the other; neither is without the ring for a moment."""
    key, files = new_key(), [tmp_path / "ours", tmp_path / "theirs"]
    for file in files:
        write_masters(file, MASTER)
    ours, theirs = (KeyRing.by_file(tmp_path / "ring", file, None) for file in files)
    ours.open()
    ours.put("ba-to", [key])

    write_masters(files[0], OTHER, MASTER)
    await ours.turn()
    ours.put("ly-son", [key])
    assert theirs.keys("ly-son") == [key]  # it knows the former secret alone
    write_masters(files[1], OTHER, MASTER)
    await ours.turn()  # a round later
    assert theirs.keys("ba-to") == ours.keys("ba-to") == [key]

    for file in files:
        write_masters(file, OTHER)
    theirs.put("ba-to", [])
    assert (ours.keys("ba-to"), ours.keys("ly-son")) == ([], [key])
    assert ring_in(tmp_path, OTHER).keys("ly-son") == [key]


async def test_a_secret_that_is_wrong_later_leaves_the_ring_as_it_is(tmp_path: Path) -> None:
    file, key = tmp_path / "master", new_key()
    write_masters(file, MASTER)
    ring = KeyRing.by_file(tmp_path / "ring", file, None)
    ring.open()
    for wrong in ("half a secr", ""):
        file.write_text(wrong)
        ring.put("ba-to", [key])
        await ring.turn()
    file.unlink()
    ring.put("ly-son", [key])
    assert ring_in(tmp_path).keys("ly-son") == [key]


async def test_of_two_who_change_the_ring_at_once_one_waits(tmp_path: Path) -> None:
    """Tasks of one process; tests/notifier/contacts/test_bucket.py has two processes."""
    ring, keys = ring_in(tmp_path), {f"unit-{n}": new_key() for n in range(20)}

    async def put(unit: str) -> None:
        async with ring.changing():
            known = ring.keys(unit)
            await asyncio.sleep(0)
            ring.put(unit, [*known, keys[unit]])

    await asyncio.gather(*map(put, keys))
    assert {unit: ring.keys(unit) for unit in keys} == {u: [key] for u, key in keys.items()}


def test_copies_are_kept_for_thirty_days_and_no_longer(tmp_path: Path) -> None:
    """A copy a day; put in the ring's place it opens as the ring did."""
    ring, key, copies = (
        ring_in(tmp_path, copies=tmp_path / "copies"),
        new_key(),
        tmp_path / "copies",
    )
    ring.keep_copies(TODAY)
    ring.put("ba-to", [key])
    for day in range(40):
        ring.keep_copies(TODAY + timedelta(day))
    last = TODAY + timedelta(39)
    names = sorted(path.name for path in copies.iterdir())
    assert names == [f"ring-{last - timedelta(day)}" for day in range(30, -1, -1)]

    (tmp_path / "ring/ring").unlink()
    (copies / f"ring-{last}").rename(tmp_path / "ring/ring")
    assert ring_in(tmp_path).keys("ba-to") == [key]


def test_what_is_forgotten_is_in_no_copy_and_the_rest_is(tmp_path: Path) -> None:
    """A unit that has another key now has that one in the copies; one that has none is out."""
    copies, gone, kept = tmp_path / "copies", new_key(), new_key()
    ring = ring_in(tmp_path, copies=copies)
    ring.put("ba-to", [gone])
    ring.put("ly-son", [kept])
    for day in range(3):
        ring.keep_copies(TODAY + timedelta(day))
    new = new_key()
    for now in ([new], []):
        ring.put("ba-to", now)
        ring.forget("ba-to")
        for copy in sorted(copies.iterdir()):
            (tmp_path / "back").mkdir(exist_ok=True)
            (tmp_path / "back/ring").write_bytes(copy.read_bytes())
            back = KeyRing(tmp_path / "back", lambda: [MASTER], None)
            assert (back.keys("ba-to"), back.keys("ly-son")) == (now, [kept])
    assert ring.keys("ly-son") == [kept]


def test_a_days_copy_follows_the_ring(tmp_path: Path) -> None:
    ring, copies = ring_in(tmp_path, copies=tmp_path / "copies"), tmp_path / "copies"
    ring.put("ba-to", [new_key()])
    ring.keep_copies(TODAY)
    before = (copies / f"ring-{TODAY}").read_bytes()
    ring.keep_copies(TODAY)
    assert (copies / f"ring-{TODAY}").read_bytes() == before
    ring.put("ly-son", [new_key()])
    ring.put("ba-to", [])
    ring.forget("ba-to")
    ring.keep_copies(TODAY)
    assert (copies / f"ring-{TODAY}").read_bytes() == (tmp_path / "ring/ring").read_bytes()


@pytest.mark.parametrize("content", ["", "not base64!", base64.b64encode(b"short").decode()])
def test_a_master_secret_that_is_none_is_refused_with_how_to_make_one(
    tmp_path: Path, content: str
) -> None:
    (file := tmp_path / "master").write_text(content)
    for path in (file, tmp_path / "none"):
        with pytest.raises(ValueError, match="/dev/urandom"):
            read_masters(path)


async def test_one_address_is_one_word_for_every_replica_and_ever_after(tmp_path: Path) -> None:
    """However it is written; another channel or another ring has another word, and nobody finds
    the address by the word.
    """
    ours, theirs = (ContactBucket(None, ring_in(tmp_path)) for _ in range(2))  # type: ignore[arg-type]
    words = [
        await ours.person("email", "a@binhson.example"),
        await theirs.person("email", "A@BinhSon.example"),
        await ContactBucket(None, ring_in(tmp_path)).person("email", "a@binhson.example"),  # type: ignore[arg-type]
    ]
    assert len(set(words)) == 1
    assert len(words[0]) == 32
    other = ContactBucket(None, ring_in(tmp_path / "other"))  # type: ignore[arg-type]
    assert await other.person("email", "a@binhson.example") != words[0]
    assert await ours.person("sms", "0914123456") != await ours.person("email", "0914123456")
