"""Messages of the log as they are delivered: decoded ahead, projected in their order; how old what
people read may be.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest
from prometheus_client import REGISTRY

from runtime.clock import from_ns
from runtime.delivery import Delivery
from runtime.failure import Unavailable
from runtime.ports import Stored
from services.reporting.inbound import facts
from services.reporting.inbound.facts import Facts

AGE = "ngayso_projection_heartbeat_age_seconds"


@dataclass
class Parts:
    """As Log and Projecting, as far as they are asked here."""

    decoded: list[int] = field(default_factory=list)
    projected: list[int] = field(default_factory=list)
    points: list[int] = field(default_factory=list)
    go: asyncio.Event = field(default_factory=asyncio.Event)
    away: bool = False
    left: bool = False

    async def stored(self, item: Delivery, *, lenient: bool = False) -> Stored:
        assert not lenient
        self.decoded.append(item.sequence)
        return Stored(item.subject, item.sequence, 0, item.stored_at, ())

    async def nothing_waits(self) -> bool:
        return not self.left

    async def project(self, messages: Sequence[Stored], floor: int | None) -> None:
        await self.go.wait()
        if self.away:
            raise Unavailable("MongoDB is away")
        assert floor == messages[-1].sequence - 1, "kept with the batch that it was asked for"
        self.projected += [message.sequence for message in messages]

    async def due(self, sequence: int) -> int:
        return sequence - 1

    def kept(self, sequence: int) -> None:
        assert self.projected[-1] == sequence, "told of after it is in the views"
        self.points.append(sequence)


def batch(*sequences: int) -> list[Delivery]:
    return [Delivery("evt.unit.p.u", b"", {}, n, n, from_ns(n), 1) for n in sequences]


async def test_a_batch_is_decoded_while_the_one_before_it_is_written_and_goes_in_after_it() -> None:
    parts = Parts()
    handled = Facts(parts, parts, parts)  # type: ignore[arg-type]
    tasks = [asyncio.create_task(handled.handle(batch(n, n + 1))) for n in (1, 3, 5)]
    for _ in range(20):
        await asyncio.sleep(0)
    assert (parts.decoded, parts.projected) == ([1, 2, 3, 4], [])
    parts.go.set()
    await asyncio.gather(*tasks)
    assert parts.projected == [1, 2, 3, 4, 5, 6]
    assert parts.points == [2, 4, 6]


async def test_a_projection_that_fails_grows_old_and_lets_the_next_batch_try(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr(facts, "time", SimpleNamespace(monotonic=lambda: now, time=lambda: now))
    parts = Parts(away=True)
    parts.go.set()
    handled = Facts(parts, parts, parts)  # type: ignore[arg-type]
    now = 160.0
    with pytest.raises(Unavailable):
        await handled.handle(batch(1))
    assert REGISTRY.get_sample_value(AGE) == 60
    parts.away = False
    await handled.handle(batch(1))
    assert REGISTRY.get_sample_value(AGE) == 0


async def test_a_projection_that_has_nothing_to_do_does_not_grow_old(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 100.0
    monkeypatch.setattr(facts, "time", SimpleNamespace(monotonic=lambda: now, time=lambda: now))
    parts = Parts(left=True)
    handled = Facts(parts, parts, parts)  # type: ignore[arg-type]
    now = 160.0
    await handled.look(parts)
    assert REGISTRY.get_sample_value(AGE) == 60, "something waits"
    parts.left = False
    await handled.look(parts)
    assert REGISTRY.get_sample_value(AGE) == 0
