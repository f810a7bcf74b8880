"""What units and the office say of joint activities to a world, and what units are told."""

from contracts import topology
from contracts.commands import UnitCommand, VoidActivity, WithdrawActivity
from contracts.envelope import decode
from contracts.verdicts import VERDICTS, Verdict
from tests.registry.application.loop.founded import PLAN
from tests.registry.application.world import World
from tests.registry.plans import OFFICE

AS_LEAD, AS_PARTNER = "joint-not-carried", "joint-counts-here"


def lead(unit: str, name: str) -> dict[str, str]:
    return {"unit": unit, "activity": name}


async def say(world: World, by: str, command: UnitCommand) -> None:
    await world.send(by, command, f"c-{len(world.archive)}")


async def withdraw(world: World, unit: str, name: str) -> None:
    await say(world, unit, WithdrawActivity(plan=PLAN, unit=unit, activity=name))


async def void(world: World, unit: str, name: str) -> None:
    said = VoidActivity(plan=PLAN, unit=unit, activity=name, reason="Ghi nhầm")
    await say(world, OFFICE, said)


def verdicts(world: World, unit: str) -> list[Verdict]:
    """What was said to a unit, in order."""
    records = world.server.streams[topology.VERDICTS.name].records.values()
    own = (record.data for record in records if record.subject == topology.verdicts(unit))
    return [decode(data, VERDICTS).data for data in own]  # type: ignore[misc]
