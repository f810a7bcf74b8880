"""Leases, whatever keeps them."""

import asyncio
from collections.abc import Callable

import pytest

from contracts import topology
from runtime.ports import Lease, Leases

SECONDS = 1.0
LATE = 3 * SECONDS
Client = Callable[[], Leases]


class LeasesSpecification:
    """Given `client`, which makes one client of the same bucket after another."""

    @pytest.fixture(autouse=True)
    def _short(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(topology, "LEASE_SECONDS", SECONDS)

    async def test_of_many_who_take_a_key_one_has_it(self, client: Client) -> None:
        """And everybody sees who."""
        clients = [client() for _ in range(5)]
        taken = await asyncio.gather(*(one.take("k", f"m{n}") for n, one in enumerate(clients)))
        [(holder, revision)] = [(f"m{n}", one) for n, one in enumerate(taken) if one is not None]
        for one in clients:
            assert dict(await one.current()) == {"k": Lease(holder, revision)}

    async def test_revisions_grow_over_all_keys(self, client: Client) -> None:
        """A durable named after one is older than every later owner's."""
        ours, theirs = client(), client()
        seen = [await ours.take("a", "m1"), await theirs.take("b", "m2")]
        assert seen[0]
        seen.append(await ours.renew("a", "m1", seen[0]))
        assert seen[2]
        await ours.give_up("a", seen[2])
        seen += [await theirs.take("a", "m2"), await ours.take("c", "m1")]
        numbers = [one for one in seen if one is not None]
        assert len(numbers) == 5
        assert numbers == sorted(set(numbers))

    async def test_a_lease_is_renewed_by_its_revision(self, client: Client) -> None:
        """By nobody who does not know the last one."""
        ours = client()
        first = await ours.take("k", "m1")
        assert first
        second = await ours.renew("k", "m1", first)
        assert second
        assert await ours.renew("k", "m1", first) is None
        assert dict(await ours.current()) == {"k": Lease("m1", second)}

    async def test_a_lease_that_nobody_renews_ends(self, client: Client) -> None:
        """It is not seen, another takes it, and its former holder is told."""
        ours, theirs = client(), client()
        first = await ours.take("k", "m1")
        assert first
        assert await theirs.take("k", "m2") is None
        await self._ended(theirs)
        assert await ours.renew("k", "m1", first) is None
        assert await theirs.take("k", "m2")
        assert await ours.renew("k", "m1", first) is None

    async def _ended(self, leases: Leases) -> None:
        async with asyncio.timeout(LATE):
            while await leases.current():
                await leases.changed(SECONDS / 10)

    async def test_a_renewed_lease_does_not_end(self, client: Client) -> None:
        """Each renewal begins its time anew."""
        ours, theirs = client(), client()
        revision = await ours.take("k", "m1")
        for _ in range(8):
            await asyncio.sleep(SECONDS / 4)
            assert revision
            revision = await ours.renew("k", "m1", revision)
        assert await theirs.take("k", "m2") is None

    async def test_a_lease_given_up_is_free_at_once(self, client: Client) -> None:
        """Its revision is not in force any more."""
        ours, theirs = client(), client()
        first = await ours.take("k", "m1")
        assert first
        await ours.give_up("k", first)
        assert dict(await theirs.current()) == {}
        assert await ours.renew("k", "m1", first) is None
        assert await theirs.take("k", "m2")

    async def test_a_former_holder_gives_up_nothing(self, client: Client) -> None:
        """Its lease is another's now."""
        ours, theirs = client(), client()
        first = await ours.take("k", "m1")
        assert first
        await ours.give_up("k", first)
        second = await theirs.take("k", "m2")
        assert second
        await ours.give_up("k", first)
        assert dict(await ours.current()) == {"k": Lease("m2", second)}

    async def test_what_is_taken_and_given_up_is_heard_of_at_once(self, client: Client) -> None:
        """Long before the next beat."""
        ours, theirs = client(), client()
        await self._listen(theirs)
        revision = await ours.take("k", "m1")
        assert revision
        await self._hears(theirs)
        await ours.give_up("k", revision)
        await self._hears(theirs)

    async def _listen(self, leases: Leases) -> None:
        await leases.changed(SECONDS / 10)

    async def _hears(self, leases: Leases) -> None:
        async with asyncio.timeout(LATE):
            await leases.changed(10 * LATE)

    async def test_a_renewal_is_no_news(self, client: Client) -> None:
        """Else every beat of one would wake all others."""
        ours, theirs = client(), client()
        await self._listen(theirs)
        revision = await ours.take("k", "m1")
        await self._hears(theirs)
        assert revision
        assert await ours.renew("k", "m1", revision)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(SECONDS / 4):
                await theirs.changed(LATE)

    async def test_waiting_for_news_has_an_end(self, client: Client) -> None:
        """The beat goes on where nothing happens."""
        async with asyncio.timeout(LATE):
            await client().changed(SECONDS / 10)
