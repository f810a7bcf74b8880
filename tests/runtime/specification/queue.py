"""The queue of commands, whatever carries it."""

import asyncio
from datetime import timedelta

import pytest

from contracts import topology
from runtime.delivery import Delivery
from runtime.failure import Unavailable
from runtime.ports import Gone, Overlap, Puller, Queue

ACK_WAIT = 1.0
LATE = 5.0


def on(about: str, sender: str = "u", verb: str = "submit-report") -> str:
    return topology.command(sender, "system", verb, about)


def same_partition(count: int) -> list[str]:
    """Names of units that one partition holds."""
    return [name for n in range(500) if topology.partition(name := f"u{n}") == 0][:count]


ONE, TWO = same_partition(2)


def bodies(items: list[Delivery]) -> list[bytes]:
    return [item.data for item in items]


async def take(puller: Puller, count: int) -> list[Delivery]:
    """So many messages, however they are portioned."""
    items: list[Delivery] = []
    async with asyncio.timeout(LATE):
        while len(items) < count:
            items += await puller.take(count - len(items))
    return items


async def nothing(puller: Puller) -> None:
    """That no message is to be had now."""
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(ACK_WAIT / 4):
            await puller.take(1)


class QueueSpecification:
    """Given a `queue`."""

    @pytest.fixture(autouse=True)
    def _soon(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(topology, "DECIDE_ACK_WAIT", timedelta(seconds=ACK_WAIT))

    async def _owner(self, queue: Queue, lease: int, partition: int = 0) -> Puller:
        durable = topology.decider(partition, lease)
        await queue.create(durable, partition)
        return queue.pull(durable)

    async def test_commands_come_in_the_order_of_their_storing(self, queue: Queue) -> None:
        """Whoever sent them and whomever of the partition they are about."""
        sent = [await queue.send(on((ONE, TWO)[n % 2]), b"%d" % n) for n in range(9)]
        items = await take(await self._owner(queue, 1), 9)
        assert [item.sequence for item in items] == sent == sorted(sent)
        assert bodies(items) == [b"%d" % n for n in range(9)]
        assert {item.deliveries for item in items} == {1}
        assert items[0].subject == topology.stored_command("u", "system", "submit-report", ONE)

    async def test_a_durable_brings_its_own_partition_only(self, queue: Queue) -> None:
        """Another owner decides about the others."""
        other = next(n for n in range(500) if topology.partition(f"u{n}") == 1)
        await queue.send(on(f"u{other}"), b"theirs")
        await queue.send(on(ONE), b"ours")
        assert bodies(await take(await self._owner(queue, 1), 1)) == [b"ours"]
        assert bodies(await take(await self._owner(queue, 2, 1), 1)) == [b"theirs"]

    async def test_what_is_acknowledged_leaves_the_queue(self, queue: Queue) -> None:
        """The next durable does not bring it."""
        puller = await self._owner(queue, 1)
        for n in range(3):
            await queue.send(on(ONE), b"%d" % n)
        items = await take(puller, 3)
        await puller.acknowledge(items[1])
        await puller.stop()
        await queue.delete(topology.decider(0, 1))
        assert bodies(await take(await self._owner(queue, 2), 2)) == [b"0", b"2"]

    async def test_what_is_not_acknowledged_comes_again_in_order(self, queue: Queue) -> None:
        """After its time, and counted; a message in hand is not given to a second puller."""
        puller = await self._owner(queue, 1)
        for n in range(4):
            await queue.send(on(ONE), b"%d" % n)
        items = await take(puller, 4)
        await puller.acknowledge(items[2])
        await nothing(puller)
        again = await take(puller, 3)
        assert bodies(again) == [b"0", b"1", b"3"]
        assert [item.deliveries for item in again] == [2, 2, 2]

    async def test_what_is_kept_does_not_come_again(self, queue: Queue) -> None:
        """As long as somebody says that it is in hand."""
        puller = await self._owner(queue, 1)
        await queue.send(on(ONE), b"kept")
        [item] = await take(puller, 1)
        for _ in range(6):
            await nothing(puller)
            await puller.keep(item)
        assert bodies(await take(puller, 1)) == [b"kept"]

    async def test_a_second_durable_over_a_partition_is_refused(self, queue: Queue) -> None:
        """So that of two who believe to be the owner one is told."""
        await self._owner(queue, 1)
        await self._owner(queue, 2, partition=1)
        with pytest.raises(Overlap):
            await queue.create(topology.decider(0, 3), 0)
        assert sorted(await queue.durables()) == [topology.decider(0, 1), topology.decider(1, 2)]
        await queue.delete(topology.decider(0, 1))
        await queue.delete(topology.decider(0, 1))
        await queue.create(topology.decider(0, 3), 0)

    async def test_a_deleted_durable_s_pulls_reach_nothing(self, queue: Queue) -> None:
        """One that waits is told, as is one that begins; what comes goes to the next owner."""
        waiting = await self._owner(queue, 1)
        late = queue.pull(topology.decider(0, 1))
        pull = asyncio.create_task(waiting.take(1))
        await nothing(late)
        await queue.delete(topology.decider(0, 1))
        with pytest.raises(Gone):
            async with asyncio.timeout(LATE):
                await pull
        ours = await self._owner(queue, 2)
        await queue.send(on(ONE), b"x")
        with pytest.raises(Gone):
            async with asyncio.timeout(LATE):
                await queue.pull(topology.decider(0, 1)).take(1)
        assert bodies(await take(ours, 1)) == [b"x"]

    async def test_a_deleted_durable_s_acknowledgements_reach_nothing(self, queue: Queue) -> None:
        """The next owner is given all that the former one had in hand, in the order of storing,
        before what came later; and nothing of it is lost by a late word of the former one.
        """
        for n in range(3):
            await queue.send(on((ONE, TWO)[n % 2]), b"%d" % n)
        former = await self._owner(queue, 1)
        items = await take(former, 3)
        await queue.delete(topology.decider(0, 1))
        await queue.send(on(ONE), b"3")
        later = await self._owner(queue, 2)
        for item in items:
            await former.acknowledge(item)
            await former.keep(item)
        assert bodies(await take(later, 4)) == [b"0", b"1", b"2", b"3"]
        for item in items:
            await former.acknowledge(item)
        await queue.delete(topology.decider(0, 2))
        assert bodies(await take(await self._owner(queue, 3), 4)) == [b"0", b"1", b"2", b"3"]

    async def test_a_pull_that_waits_ends_when_it_is_stopped(self, queue: Queue) -> None:
        """A leaver does not wait for the running pull."""
        puller = await self._owner(queue, 1)
        pull = asyncio.create_task(puller.take(1))
        await asyncio.sleep(0.1)
        await puller.stop()
        async with asyncio.timeout(LATE):
            assert await pull == []
        await queue.send(on(ONE), b"x")
        assert await puller.take(1) == []

    async def test_the_oldest_that_waits_is_found_by_pattern(self, queue: Queue) -> None:
        """Whether it was delivered or not, until it is acknowledged."""
        first = await queue.send(on(ONE, verb="record-unit"), b"a")
        second = await queue.send(on(TWO, verb="record-unit"), b"b")
        await queue.send(on(ONE), b"c")
        pattern = topology.stored_command("*", "*", "record-unit", "*")
        assert await queue.oldest(pattern) == first
        assert await queue.oldest(topology.stored_command("u", "*", "record-unit", TWO)) == second
        assert await queue.oldest(topology.stored_command("*", "*", "amend-plan", "*")) is None
        puller = await self._owner(queue, 1)
        [item] = await take(puller, 1)
        assert await queue.oldest(pattern) == first
        await puller.acknowledge(item)
        await puller.stop()
        assert await queue.oldest(pattern) == second

    async def test_one_sender_cannot_fill_the_queue(self, queue: Queue) -> None:
        """What waits on one subject has a limit; neighbours go on, and so does the sender once
        something was settled.
        """
        most = topology.COMMANDS.max_per_subject
        assert most is not None
        await asyncio.gather(*(queue.send(on(ONE), b"x") for _ in range(most)))
        with pytest.raises(Unavailable):
            await queue.send(on(ONE), b"one too many")
        for neighbour in (on(TWO), on(ONE, sender="v"), on(ONE, verb="accept-report")):
            await queue.send(neighbour, b"x")
        puller = await self._owner(queue, 1)
        [item] = await take(puller, 1)
        await puller.acknowledge(item)
        await puller.stop()
        await queue.send(on(ONE), b"room again")
