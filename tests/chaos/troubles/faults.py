"""Chaos, troubles: what happens to whom and when, drawn by a seed."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from deploy.local.process import Process
from tests.chaos.processes import proceed, stall
from tests.chaos.run import tell

LONGEST_STALL = 6.0
"""Seconds: twice a lease, so that a stalled owner comes back to find that it is none."""
REST = (1.0, 4.0)
"""Seconds between one fault's end and the next."""


@dataclass(frozen=True)
class Fault:
    """One or two processes are killed and started again, or stalled and let go on."""

    after: float
    what: Literal["kill", "stall"]
    victims: tuple[str, ...]
    lasts: float

    def __str__(self) -> str:
        return (
            f"{self.after:.1f} s, {self.what} {' and '.join(self.victims)} for {self.lasts:.1f} s"
        )


def draw(
    random: Random,
    victims: Sequence[str],
    seconds: float,
    rest: tuple[float, float] = REST,
    longest: float = LONGEST_STALL,
) -> list[Fault]:
    """Faults one after the other for so long; of three servers two may be away at once."""
    faults, left = list[Fault](), seconds
    while True:
        pair = random.random() < 1 / 3
        one = Fault(
            after=random.uniform(*rest),
            what=random.choice(("kill", "stall")),
            victims=tuple(random.sample(victims, 2 if pair else 1)),
            lasts=random.uniform(0.2, longest),
        )
        left -= one.after + one.lasts
        if left < 0:
            return faults
        faults.append(one)


async def cause(faults: Sequence[Fault], victims: Mapping[str, Process]) -> None:
    """Let them happen."""
    for fault in faults:
        await asyncio.sleep(fault.after)
        tell(str(fault))
        hit = [victims[name] for name in fault.victims]
        for one in hit:
            if fault.what == "kill":
                one.kill()
            elif one.alive:
                stall(one)
        await asyncio.sleep(fault.lasts)
        for one in hit:
            if fault.what == "kill" or not one.alive:
                one.launch()
            else:
                proceed(one)
