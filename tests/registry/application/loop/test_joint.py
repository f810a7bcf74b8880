"""An activity that several units share, whose lead's record does not carry it: both hear of it.

On the loop itself: what one unit's record means for another reaches that one's own history.
"""

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from contracts import topology
from tests.registry.application.loop.founded import PLAN, declare, founded
from tests.registry.application.loop.joint import (
    AS_LEAD,
    AS_PARTNER,
    lead,
    verdicts,
    void,
    withdraw,
)
from tests.registry.application.world import World
from tests.registry.plans import BA_TO, LY_SON, PROVINCE
from tests.seeded import run, seeds


@pytest.fixture(autouse=True)
def _few_partitions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topology, "PARTITIONS", 4)


def under_seeds(check: Callable[[], Coroutine[Any, Any, None]]) -> None:
    for seed in seeds(3):
        run(seed, check())


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


def test_of_what_is_refused_nobody_else_is_told() -> None:
    async def check() -> None:
        world = await founded()
        await declare(world, "b", BA_TO, joint_with=lead(LY_SON, "a"))
        await world.settled()
        sent = len(world.archive)
        refused = await declare(world, "b", BA_TO, joint_with=lead(LY_SON, "a"), kind="x")
        await world.settled()
        assert world.verdicts()[refused].outcome == "refused"
        assert len(world.archive) == sent + 1
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
