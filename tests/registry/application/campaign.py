"""Random campaigns: what units, offices and the operator send, and what becomes of the replicas."""

import asyncio
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

from contracts.commands import (
    AttachDocument,
    Command,
    DeclareActivity,
    DeclareNothing,
    PublishPlan,
    RecordUnit,
    SubmitReport,
    WithdrawActivity,
)
from contracts.records import Signed
from contracts.unit import Unit
from tests.registry.application.world import World
from tests.registry.domain.histories import OFFICE_WORK
from tests.registry.plans import (
    BA_TO,
    LY_SON,
    OFFICE,
    PRESS,
    PROVINCE,
    activity,
    amending,
    plan,
    report,
    unit,
    units,
)
from tests.stalls import Gate, some_stalls

PLAN = "cds-2022"
PARTS = (BA_TO, LY_SON, PRESS)
MERGED_ON = date(2022, 10, 5)
HEIR = "xa-moi"
SETTLED = 1.5
"""Seconds after which every replica asks again for the directory and plans (MAX_AGE)."""
Sent = tuple[str, Command]
"""Who sends what."""


def of_a_unit(random: Random, name: str) -> Sent:
    """What a unit's system may send about itself, or wrongly about another."""
    about: dict[str, Any] = {"plan": PLAN, "unit": name}
    match random.randrange(10):
        case 0 | 1 | 2 | 3:
            lead = {"unit": LY_SON, "activity": random.choice("abc")}
            record = activity(
                random.choice("abc"),
                title=random.choice(["Một", "Hai"]),
                status=random.choice(["planned", "postponed", "held"]),
                joint_with=random.choice([None, lead]) if name != LY_SON else None,
            )
            return name, DeclareActivity(**about, activity=record)
        case 4:
            return name, WithdrawActivity(**about, activity=random.choice("abc"))
        case 5 | 6:
            beside = random.choice([[], [LY_SON]]) if name == BA_TO else []
            sent = report(random.randint(1, 3), also_for=beside)
            return name, SubmitReport(**about, report=sent)
        case 7:
            return name, DeclareNothing(
                **about, duty=random.choice(["dang-ky", "to-chuc"]), reason="no-occurrence"
            )
        case 8:
            signed = Signed(number=f"{random.randint(1, 2)}/BC", day=date(2022, 9, 20))
            return name, AttachDocument(**about, signed=signed)
        case _:
            stranger = random.choice([*PARTS, "huyen-ma", HEIR])
            return stranger, SubmitReport(**about, report=report(9))


def of_the_office(random: Random) -> Sent:
    """What the collecting office decides about a unit."""
    kind = random.choice([*dict.fromkeys(map(type, OFFICE_WORK))])  # each as often as any other
    command = random.choice([one for one in OFFICE_WORK if type(one) is kind])
    return OFFICE, command.model_copy(update={"unit": random.choice(PARTS)})


def founding(random: Random) -> list[Sent]:
    """The directory and the plan; parents first, as the registry asks, or not."""
    records = units()
    if random.random() < 0.3:
        records.reverse()
    published = PublishPlan(plan=plan())
    return [*(("operator", RecordUnit(record=one)) for one in records), (PROVINCE, published)]


def turns(random: Random) -> list[Sent]:
    """What changes the directory and the plan for everybody; a merge in the middle of October."""
    ended = _district(LY_SON, valid_to=MERGED_ON)
    heir = unit(HEIR, PROVINCE, valid_from=MERGED_ON, predecessors=[LY_SON])
    renamed = unit(PRESS, OFFICE, levels=[{"value": "bao"}], names=[{"value": "Báo mới"}])
    found: list[Sent] = [
        ("operator", RecordUnit(record=renamed)),
        ("operator", RecordUnit(record=ended)),
        ("operator", RecordUnit(record=heir)),
        (OFFICE, amending(plan(title="Kế hoạch mới"), "Đổi tên")),
        (OFFICE, amending(plan(owed=plan().model_dump()["owed"][:2]), "Bớt việc")),
        (OFFICE, amending(plan(owed=_titled(plan().model_dump()["owed"])), "Sửa tên việc")),
    ]
    random.shuffle(found)
    return found


def _titled(owed: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**entry, "title": f"{entry['title']} (mới)"} for entry in owed]


def _district(name: str, **fields: Any) -> Unit:
    return unit(name, PROVINCE, levels=[{"value": "huyen"}], groups=[{"value": "huyen"}], **fields)


class Campaign:
    """Clients that send, and a hand that kills, pauses and starts replicas meanwhile."""

    def __init__(self, world: World, random: Random, names: list[str]) -> None:
        self.world = world
        self.random = random
        self.names = names
        self.peaceful = False
        self._numbers: Iterator[int] = iter(range(1_000_000))

    async def send(self, sent: Sent) -> None:
        sender, command = sent
        await self.world.send(sender, command, f"c-{next(self._numbers)}")

    async def burst(self, each: int) -> None:
        """Every client sends so many commands, some at once and some after a while."""

        async def client(who: str) -> None:
            for _ in range(each):
                drawn = of_a_unit(self.random, who) if who != OFFICE else of_the_office(self.random)
                await self.send(drawn)
                await asyncio.sleep(self.random.choice([0, 0, 0, 0.01, 1.0]))

        await asyncio.gather(*map(client, (*PARTS, OFFICE)))

    async def trouble(self) -> None:
        """Until it is cancelled: one replica after the other is killed, paused, ended, started."""
        while True:
            await asyncio.sleep(self.random.uniform(0, 1.5))
            if self.peaceful:
                continue
            self.bury()
            name = self.random.choice(self.names)
            if name not in self.world.replicas:
                self.start(name)
                continue
            match self.random.randrange(4):
                case 0 | 1:
                    self.world.kill(name)
                case 2:
                    await self.world.leave(name)
                case _:
                    gate = self.world.replicas[name].gate
                    gate.freeze(self.random.choice([0.5, 2.0, 4.0]))

    def start(self, name: str) -> None:
        """A replica that will stall; half of them die where it matters most, beside an append or a
        verdict; and some of its acknowledgements get lost, so that those commands come again.
        """
        point = self.random.choice(["after append", "after put", "before acknowledge"])
        ends = {(point, self.random.randint(1, 20))} if self.random.random() < 0.5 else set()
        lost = {("acknowledge", self.random.randint(1, 20)) for _ in range(2)}
        self.world.start(name, Gate(some_stalls(self.random), ends, lost))

    def bury(self) -> None:
        """Those who died by themselves."""
        for name, replica in list(self.world.replicas.items()):
            if replica.gate.dead:
                self.world.kill(name)

    def mend(self) -> None:
        """Every replica runs, and has no trouble before it."""
        self.bury()
        for replica in self.world.replicas.values():
            replica.gate.ends.clear()
            replica.gate.lost.clear()
        for name in self.names:
            if name not in self.world.replicas:
                self.world.start(name)


async def campaign(random: Random, replicas: int, *, calm: bool) -> World:
    """What was sent and decided. `calm`: what concerns everybody changes while nothing else is
    sent; the replicas are in trouble either way.
    """
    world = World()
    names = [f"r{n}" for n in range(replicas)]
    play = Campaign(world, random, names)
    for name in names:
        play.start(name)
    trouble = asyncio.create_task(play.trouble())
    for sent in founding(random):
        await play.send(sent)
    for turn in turns(random):
        if calm:
            await play.burst(each=3)
            await quiet(play)
            await play.send(turn)
            await quiet(play)
        else:
            await asyncio.gather(play.burst(each=5), play.send(turn))
    trouble.cancel()
    await asyncio.gather(trouble, return_exceptions=True)
    play.mend()
    await world.settled()
    world.end()
    return world


async def quiet(play: Campaign) -> None:
    """All is decided, and what anybody remembers of the directory and plans is old."""
    play.peaceful = True
    play.mend()
    await play.world.settled()
    await asyncio.sleep(SETTLED)
    play.peaceful = False
