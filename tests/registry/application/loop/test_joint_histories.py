"""In every order of commands lead and partner hear of a joint activity, and of nothing else."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import topology
from contracts.commands import DeclareActivity
from services.registry.domain.history import participation
from services.registry.domain.history.participation import NOTHING_SHARED, Participation
from tests.registry.application.loop.founded import PLAN, founded
from tests.registry.application.loop.joint import (
    AS_LEAD,
    AS_PARTNER,
    lead,
    say,
    verdicts,
    void,
    withdraw,
)
from tests.registry.application.world import World
from tests.registry.plans import BA_TO, LY_SON, PRESS, activity
from tests.reporting.given.strategies import unhurried
from tests.seeded import run

UNITS = (BA_TO, LY_SON, PRESS)
Heard = tuple[str, str, str]
"""Whom a verdict was said to, the code of a finding in it, and the activity."""


@pytest.fixture(autouse=True)
def _few_partitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topology, "PARTITIONS", 4)


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[str, str, str, Any]]:
    """Units, their activities, and what becomes of them."""
    found = []
    for _ in range(draw(st.integers(1, 8))):
        unit = draw(st.sampled_from(UNITS))
        others = [lead(one, f"{one}-1") for one in UNITS if one != unit]
        joint = draw(st.sampled_from([None, *others, *others]))
        what = draw(st.sampled_from(["planned", "held", "planned", "held", "withdraw", "void"]))
        found.append((unit, f"{unit}-{draw(st.integers(1, 2))}", what, joint))
    return found


async def take(world: World, unit: str, name: str, what: str, joint: Any) -> None:
    match what:
        case "withdraw":
            await withdraw(world, unit, name)
        case "void":
            await void(world, unit, name)
        case _:
            record = activity(name, status=what, joint_with=joint, assignments=[])
            await say(world, unit, DeclareActivity(plan=PLAN, unit=unit, activity=record))


async def parts_of(world: World) -> dict[str, Participation]:
    return {unit: await part(world, unit) for unit in UNITS}


async def part(world: World, unit: str) -> Participation:
    stored = await world.log.read(topology.unit_facts(PLAN, unit))
    facts = [event.data for message in stored for event in message.events]
    decided = [fact for fact in facts if not fact.wire.startswith("ngayso.command-answered")]
    return participation.evolve(Participation(), decided)  # type: ignore[arg-type]


def to_hear(parts: dict[str, Participation]) -> set[Heard]:
    """Who has something to hear, by all records together: those that name a lead whose record does
    not carry them, and that lead.
    """
    found = set[Heard]()
    for unit, own in parts.items():
        for name, one in own.activities.items():
            joint = one.record.joint_with if one.alive else None
            if joint is None or joint.unit is None or joint.activity is None:
                continue
            other = parts[joint.unit].activities.get(joint.activity)
            if other and other.alive and (other.status == "held" or one.status != "held"):
                continue
            found |= {(unit, AS_PARTNER, name), (joint.unit, AS_LEAD, joint.activity)}
    return found


def told(world: World) -> list[Heard]:
    """What was said of which activity to whom, to each in order."""
    return [
        (unit, one.code, name)
        for unit in UNITS
        for verdict in verdicts(world, unit)
        for one in verdict.findings
        for name in (f"{unit}-1", f"{unit}-2")
        if one.code in (AS_LEAD, AS_PARTNER) and repr(name) in one.vi
    ]


def check_known(parts: dict[str, Participation]) -> None:
    """A partner knows how its lead's record stands, and that lead how the partner's does."""
    for unit, own in parts.items():
        for name, one in own.activities.items():
            if one.lead is not None:
                other, record = one.lead
                theirs = parts[other].activities.get(record)
                assert own.shared[name][one.lead].status == (theirs.status if theirs else None)
                back = parts[other].shared.get(record, NOTHING_SHARED)[unit, name]
                assert (back.names, back.status) == (True, one.status)


@unhurried
@given(steps(), st.integers(0, 10**6))
def test_whatever_the_order_of_commands_both_hear_of_what_the_lead_does_not_carry(
    history: list[tuple[str, str, str, Any]], seed: int
) -> None:
    async def check() -> None:
        world = await founded()
        for step in history:
            await take(world, *step)
        await world.settled()
        parts = await parts_of(world)
        assert to_hear(parts) <= {*told(world)}
        check_known(parts)
        world.end()

    run(seed, check())


@unhurried
@given(steps(), st.integers(0, 10**6))
def test_nobody_is_told_what_is_not_so(history: list[tuple[str, str, str, Any]], seed: int) -> None:
    """Of commands with time between them: what is said after each holds of the records then."""

    async def check() -> None:
        world = await founded()
        before = Counter[Heard]()
        for step in history:
            await take(world, *step)
            await world.settled()
            now = Counter(told(world))
            assert {*(now - before)} <= to_hear(await parts_of(world))
            before = now
        world.end()

    run(seed, check())
