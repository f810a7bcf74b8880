"""An activity that several units share, whose lead's record does not carry it: both hear of it.

On the loop itself: what one unit's record means for another reaches that one's own history.
"""

from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import topology
from contracts.commands import DeclareActivity, UnitCommand, VoidActivity, WithdrawActivity
from contracts.envelope import decode
from contracts.verdicts import VERDICTS, Verdict
from services.registry.domain.history import participation
from services.registry.domain.history.participation import NOTHING_SHARED, Participation
from tests.registry.application.loop.founded import PLAN, declare, founded
from tests.registry.application.world import World
from tests.registry.plans import BA_TO, LY_SON, OFFICE, PRESS, PROVINCE, activity
from tests.reporting.given.strategies import unhurried
from tests.seeded import run, seeds

AS_LEAD, AS_PARTNER = "joint-not-carried", "joint-counts-here"
UNITS = (BA_TO, LY_SON, PRESS)
Heard = tuple[str, str, str]
"""Whom a verdict was said to, the code of a finding in it, and the activity."""


@pytest.fixture(autouse=True)
def _few_partitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topology, "PARTITIONS", 4)


def under_seeds(check: Callable[[], Coroutine[Any, Any, None]]) -> None:
    for seed in seeds(3):
        run(seed, check())


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


def heard(world: World, unit: str) -> list[str]:
    """The codes of what a unit was told of joint activities."""
    codes = [one.code for told in verdicts(world, unit) for one in told.findings]
    return [code for code in codes if code in (AS_LEAD, AS_PARTNER)]


def test_the_lead_and_the_partner_hear_of_an_activity_that_the_lead_has_not_declared() -> None:
    async def check() -> None:
        world = await founded()
        await declare(world, "b", BA_TO, joint_with=lead(LY_SON, "a"))
        await world.settled()
        assert (heard(world, LY_SON), heard(world, BA_TO)) == ([AS_LEAD], [AS_PARTNER])
        [told] = verdicts(world, LY_SON)
        assert [one.severity for one in told.findings] == ["warning"]
        assert BA_TO in told.findings[0].vi
        assert {one.duty for one in told.duties} == {"dang-ky", "to-chuc", "bao-cao"}  # its own
        world.end()

    under_seeds(check)


def test_where_the_leads_record_carries_it_nobody_is_told_anything() -> None:
    async def check() -> None:
        world = await founded()
        await declare(world, "a", LY_SON)
        await world.settled()
        await declare(world, "b", BA_TO, joint_with=lead(LY_SON, "a"))
        await world.settled()
        assert (heard(world, LY_SON), heard(world, BA_TO)) == ([], [])
        assert len(verdicts(world, LY_SON)) == len(verdicts(world, BA_TO)) == 1
        world.end()

    under_seeds(check)


@pytest.mark.parametrize("gone", [withdraw, void])
def test_the_partner_hears_when_the_leads_record_is_withdrawn_or_voided(gone: Any) -> None:
    async def check() -> None:
        world = await founded()
        await declare(world, "a", LY_SON)
        await declare(world, "b", BA_TO, joint_with=lead(LY_SON, "a"))
        await world.settled()
        before = len(heard(world, LY_SON)), len(heard(world, BA_TO))
        await gone(world, LY_SON, "a")
        await world.settled()
        assert heard(world, LY_SON)[before[0] :] == [AS_LEAD]
        assert heard(world, BA_TO)[before[1] :] == [AS_PARTNER]
        world.end()

    under_seeds(check)


def test_the_lead_hears_that_what_it_left_planned_was_held_with_a_partner() -> None:
    """And is not told again once it has recorded that too."""

    async def check() -> None:
        world = await founded()
        await declare(world, "a", LY_SON)
        await declare(world, "b", BA_TO, joint_with=lead(LY_SON, "a"), status="held")
        await world.settled()
        before = heard(world, LY_SON)
        assert set(before) == {AS_LEAD}
        await declare(world, "a", LY_SON, status="held")
        await world.settled()
        assert heard(world, LY_SON) == before
        world.end()

    under_seeds(check)


def test_a_lead_that_is_named_no_more_is_not_told_of_the_activity_again() -> None:
    async def check() -> None:
        world = await founded()
        await declare(world, "a", LY_SON)
        await declare(world, "b", BA_TO, joint_with=lead(LY_SON, "a"))
        await declare(world, "b", BA_TO)
        await world.settled()
        before = heard(world, LY_SON)
        await withdraw(world, LY_SON, "a")
        await world.settled()
        assert heard(world, LY_SON) == before
        world.end()

    under_seeds(check)


def test_a_partner_of_a_lead_that_is_not_in_the_plan_hears_it_at_once() -> None:
    """Such a unit has no part in the plan: there is nothing to tell it."""

    async def check() -> None:
        world = await founded()
        await declare(world, "b", BA_TO, joint_with=lead(PROVINCE, "a"))
        await world.settled()
        assert heard(world, BA_TO) == [AS_PARTNER]
        assert await world.log.read(topology.unit_facts(PLAN, PROVINCE)) == []
        world.end()

    under_seeds(check)


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
