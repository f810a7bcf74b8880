"""Chaos, troubles: processes die and stall, one or two at a time."""

from random import Random

from deploy.local.stack import Stack
from tests.chaos.checks import Seen
from tests.chaos.load import Load
from tests.chaos.processes import Members, stack_in, victims
from tests.chaos.run import folder_of, under_load
from tests.chaos.troubles import faults


def kills_and_stalls(seed: int, seconds: float, members: Members) -> Seen:
    """As the seed draws them."""

    async def trouble(stack: Stack, _: Load) -> None:
        hit = victims(stack)
        await faults.cause(faults.draw(Random(seed), sorted(hit), seconds), hit)

    what = f"seed {seed}, kills and stalls, {members} server(s), {seconds:.0f} s"
    with folder_of(what) as folder, stack_in(folder, members) as stack:
        return under_load(stack, seed, seconds, trouble)
