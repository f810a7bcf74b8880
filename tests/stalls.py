"""A member of a group whose calls can be held up, or end for ever, at a named point.

What a paused or killed process looks like to others: none of its calls arrives, or none of the
answers. Points are "before take", "after append": the names of the ports' methods.
"""

import asyncio
import inspect
from dataclasses import dataclass, field
from random import Random
from typing import Any


class Killed(BaseException):
    """The process is no more; nothing that it still tries reaches anybody."""


@dataclass
class Gate:
    """What every call of one member passes, before and after it. `stalls` holds it up: at the n-th
    time (from 1) of a point, for so many seconds, the one call or the whole member. `ends`: it is
    killed there. `lost`: the n-th call of a method never arrives, and nobody notices.
    """

    stalls: dict[tuple[str, int], tuple[float, bool]] = field(default_factory=dict)
    ends: set[tuple[str, int]] = field(default_factory=set)
    lost: set[tuple[str, int]] = field(default_factory=set)
    dead: bool = False
    frozen_until: float = 0.0
    passed: dict[str, int] = field(default_factory=dict)
    held_up: list[tuple[float, str, float]] = field(default_factory=list)

    async def at(self, point: str) -> None:
        self._look()
        self.passed[point] = self.passed.get(point, 0) + 1
        self.dead = self.dead or (point, self.passed[point]) in self.ends
        seconds, whole = self.stalls.get((point, self.passed[point]), (0.0, False))
        if seconds:
            self.held_up.append((asyncio.get_running_loop().time(), point, seconds))
        if whole:
            self.freeze(seconds)
        elif seconds:
            await asyncio.sleep(seconds)
        # Most were never frozen, and to ask for the loop is a call of the system.
        while self.frozen_until and (left := self._frozen_for()) > 0:
            await asyncio.sleep(left)
        self._look()

    def _frozen_for(self) -> float:
        return self.frozen_until - asyncio.get_running_loop().time()

    def _look(self) -> None:
        if self.dead:
            raise Killed

    def freeze(self, seconds: float) -> None:
        """Let nothing of this member pass for a while."""
        now = asyncio.get_running_loop().time()
        self.frozen_until = max(self.frozen_until, now + seconds)

    def through(self, part: Any) -> Any:
        """The part as this member reaches it."""
        return _Through(part, self)


class _Through:
    def __init__(self, part: Any, gate: Gate) -> None:
        self._part = part
        self._gate = gate

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._part, name)
        if name == "pull":
            return lambda durable: _Through(found(durable), self._gate)
        if not inspect.iscoroutinefunction(found):
            return found

        async def call(*args: Any, **more: Any) -> Any:
            before = f"before {name}"
            await self._gate.at(before)
            if (name, self._gate.passed[before]) in self._gate.lost:
                return None
            answer = await found(*args, **more)
            await self._gate.at(f"after {name}")
            return answer

        return call


POINTS = ("before take", "before create", "before append", "after append")
"""Where a late owner does harm if it is not fenced; found one by one, since random kills find such
moments only by luck.
"""


def some_stalls(random: Random, points: tuple[str, ...] = POINTS, count: int = 3) -> Any:
    """Stalls at some points, from shorter than a beat to longer than a lease."""
    return {
        (random.choice(points), random.randint(1, 4)): (
            random.choice([0.2, 1.5, random.uniform(2.5, 4.5), 6.0]),
            random.random() < 0.7,
        )
        for _ in range(count)
    }
