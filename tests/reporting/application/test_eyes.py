"""Who sees what of a plan, by role, by the directory of today, and by who approves."""

from datetime import UTC, datetime

from contracts.owed import Through
from runtime.clock import ScaledClock
from services.reporting.application.readers.eyes import NOBODY, Eyes
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.readers.reader import Reader, Role
from tests.reporting.answers import MemoryAnswers, projected
from tests.reporting.given.facts import Campaign
from tests.reporting.given.moves import merge
from tests.reporting.given.records import PLAN

NOW = datetime(2022, 10, 31, 18, tzinfo=UTC)


async def seen(played: Campaign, role: Role, unit: str | None, **changed: object) -> object:
    answers = MemoryAnswers(await projected(played.log))
    plan = await answers.find(PlanDocument, PLAN)
    assert plan is not None
    reader = Reader(subject="ai-do", roles=frozenset({role}), unit=unit)
    clock = ScaledClock(datetime.now(UTC), NOW, 1)
    return await Eyes(reader, answers, clock).units(plan.model_copy(update=changed))


async def test_an_office_sees_the_whole_of_its_own_plan_alone() -> None:
    played = Campaign().begin()
    assert await seen(played, "collector", "so-tttt") is None
    assert await seen(played, "collector", "ba-to") == {"ba-to"}
    assert await seen(played, "unit", "so-tttt") == NOBODY
    assert await seen(played, "collector", None) == NOBODY


async def test_a_successor_sees_what_it_took_over() -> None:
    played = Campaign().begin()
    merge(played, "ba-to", "ly-son", into="xa-moi")
    assert await seen(played, "unit", "xa-moi") == {"xa-moi", "ba-to", "ly-son"}
    assert await seen(played, "unit", "binh-son") == {"binh-son"}


async def test_whoever_only_approves_has_a_part_in_the_plan() -> None:
    """Its own duties are those that it bears for others."""
    played = Campaign().begin()
    assert await seen(played, "unit", "so-noi-vu") == NOBODY
    answers = MemoryAnswers(await projected(played.log))
    document = await answers.find(PlanDocument, PLAN)
    assert document is not None
    passing = [
        entry.model_copy(update={"through": Through(unit="so-noi-vu")})
        for entry in document.plan.owed
    ]
    plan = document.plan.model_copy(update={"owed": passing})
    assert await seen(played, "unit", "so-noi-vu", plan=plan) == {"so-noi-vu"}
