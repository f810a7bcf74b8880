"""A unit's system asks what it may know, and is answered from the streams; a stranger, and whoever
asks for what there is not, is told what there is.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from contracts import topology
from contracts.commands import PublishPlan
from contracts.envelope import decode
from contracts.findings import Finding
from contracts.parts import ANSWERS, MOST_VERDICTS
from runtime.memory.log import MemoryLog, MemoryPages
from services.registry.application.memory import Memory
from services.registry.application.parts.asking import LONGEST, Asking
from services.registry.inbound.questions import Questions
from tests.registry.application.loop.founded import PLAN, answered, declare, founded
from tests.registry.application.world import CACHE_BYTES, World
from tests.registry.plans import BA_TO, LY_SON, OFFICE, PRESS, PROVINCE, amending, plan
from tests.registry.plans import units as records
from tests.seeded import run

OTHER = "cds-2023"


def asking(world: World, most_bytes: int = 1_000_000) -> Questions:
    log = MemoryLog(world.server, most_bytes=most_bytes)
    parts, verdicts = (
        MemoryPages(world.server, stream) for stream in (topology.PARTS, topology.VERDICTS)
    )
    memory = Memory(log, CACHE_BYTES)
    return Questions(Asking(log, memory, parts, verdicts, world.server.clock))


async def part(questions: Questions, unit: str, plan: bytes = b"") -> Any:
    return decode(await questions.part(topology.ask(unit, "part"), plan), ANSWERS).data


async def verdicts(questions: Questions, unit: str, asked: bytes = b"") -> Any:
    return decode(await questions.verdicts(topology.ask(unit, "verdicts"), asked), ANSWERS).data


def in_a_world(check: Callable[[World], Awaitable[None]]) -> None:
    async def whole() -> None:
        world = await founded()
        await check(world)
        world.end()

    run(1, whole())


def refused(answer: Any) -> Finding:
    """The one finding, and nothing else in the answer."""
    (found,) = answer.findings
    assert answer == type(answer)(unit=answer.unit, findings=[found])
    return found


def test_a_unit_is_told_its_part_and_whom_it_may_name() -> None:
    async def check(world: World) -> None:
        answer = await part(asking(world), BA_TO, PLAN.encode())
        (mine,) = answer.parts
        assert (mine.unit, mine.plan.id, mine.revision) == (BA_TO, PLAN, 1)
        assert {one.id for one in answer.units} == {record.id for record in records()}
        assert {one.short_name for one in answer.units} >= {f"Đơn vị {PRESS}"}
        assert answer.left_out == 0

    in_a_world(check)


def test_without_a_plan_all_its_parts_are_told_as_far_as_there_is_room() -> None:
    """The one written last comes first; what is left out is counted, and may be asked for."""

    async def check(world: World) -> None:
        second = plan(id=OTHER, title="Năm sau")
        await world.send(PROVINCE, PublishPlan(plan=second), "second")
        await world.settled()
        answer = await part(asking(world), BA_TO)
        assert [one.plan.id for one in answer.parts] == [OTHER, PLAN]
        small = await part(asking(world, most_bytes=1_000), BA_TO)
        assert ([one.plan.id for one in small.parts], small.left_out) == ([OTHER], 1)
        assert (await part(asking(world), OFFICE)).parts == []

    in_a_world(check)


def test_it_is_the_newest_revision_that_is_told() -> None:
    async def check(world: World) -> None:
        await world.send(OFFICE, amending(plan(title="Tên mới")), "amend")
        await world.settled()
        (mine,) = (await part(asking(world), BA_TO, PLAN.encode())).parts
        assert (mine.revision, mine.plan.title) == (2, "Tên mới")

    in_a_world(check)


UNKNOWN_PLANS = {
    b"cds-2021": ("unknown-plan", PLAN),
    b"cds-2021\n": ("unknown-plan", PLAN),
    b"Kh 148": ("wrong-form", ""),
    b"\xff": ("wrong-form", ""),
    b"a" * (LONGEST + 1): ("too-large", ""),
}


@pytest.mark.parametrize("question", UNKNOWN_PLANS, ids=lambda one: repr(one[:10]))
def test_a_question_for_what_is_no_plan_is_told_why(question: bytes) -> None:
    async def check(world: World) -> None:
        found = refused(await part(asking(world), BA_TO, question))
        code, known = UNKNOWN_PLANS[question]
        assert found.code == code
        assert known in found.vi
        assert known in found.en

    in_a_world(check)


def test_a_stranger_is_told_ids_like_its_own() -> None:
    """As where the unit's id is misspelt in a configuration."""

    async def check(world: World) -> None:
        questions = asking(world)
        for answer in (await part(questions, "bato"), await verdicts(questions, "bato")):
            found = refused(answer)
            assert found.code == "unknown-unit"
            assert BA_TO in found.vi

    in_a_world(check)


def test_a_plan_that_gives_the_unit_nothing_is_not_an_unknown_one() -> None:
    async def check(world: World) -> None:
        found = refused(await part(asking(world), OFFICE, PLAN.encode()))
        assert found.code == "not-a-participant"

    in_a_world(check)


def test_a_part_that_is_not_told_yet_is_to_be_asked_for_again() -> None:
    """Between the publication and the opening of the unit's duties."""

    async def check() -> None:
        world = await founded(opening=False)
        found = refused(await part(asking(world), BA_TO, PLAN.encode()))
        assert found.code == "ask-again"
        world.end()

    run(1, check())


def test_verdicts_are_told_oldest_first_and_page_by_page() -> None:
    """Only the unit's own; the sequence of the last one asks for the next."""

    async def check(world: World) -> None:
        sent = [await declare(world, f"hd-{n}") for n in range(5)]
        await declare(world, "hd-1", LY_SON)
        await world.settled()
        questions = asking(world)
        whole = await verdicts(questions, BA_TO)
        assert {one.verdict.command.sequence for one in whole.verdicts} == set(sent)
        assert (places := [one.sequence for one in whole.verdicts]) == sorted(places)
        assert not whole.more
        first = await verdicts(questions, BA_TO, b'{"count": 2}')
        assert (first.verdicts, first.more) == (whole.verdicts[:2], True)
        last = first.verdicts[-1].sequence
        rest = await verdicts(questions, BA_TO, b'{"count": 3, "after": %d}' % last)
        assert (rest.verdicts, rest.more) == (whole.verdicts[2:], False)

    in_a_world(check)


def test_verdicts_for_which_there_is_no_room_are_left_for_the_next_question() -> None:
    async def check(world: World) -> None:
        for n in range(5):
            await declare(world, f"hd-{n}")
        await world.settled()
        answer = await verdicts(asking(world, most_bytes=100), BA_TO)
        assert (len(answer.verdicts), answer.more) == (1, True)

    in_a_world(check)


MALFORMED = {
    b"5": ("wrong-type", ""),
    b'{"count": 0}': ("out-of-range", "/count"),
    b'{"count": %d}' % (MOST_VERDICTS + 1): ("out-of-range", "/count"),
    b'{"count": "5"}': ("wrong-type", "/count"),
    b'{"after": -1}': ("out-of-range", "/after"),
    b'{"since": 1}': ("field-unknown", "/since"),
    b"\xff": ("not-json", ""),
    b'{"count":': ("not-json", ""),
    b" " * (LONGEST + 1): ("too-large", ""),
}


@pytest.mark.parametrize("question", MALFORMED, ids=lambda one: repr(one[:16]))
def test_a_malformed_question_is_told_what_is_wrong(question: bytes) -> None:
    async def check(world: World) -> None:
        found = refused(await verdicts(asking(world), BA_TO, question))
        assert (found.code, found.pointer) == MALFORMED[question]

    in_a_world(check)


def test_what_an_answer_costs_does_not_grow_with_the_history() -> None:
    """Asking reads no unit's history, however many facts it has."""

    async def check(world: World) -> None:
        for n in range(30):
            await declare(world, f"hd-{n}")
        await world.settled()
        read: list[str] = []
        server, after = world.server.events, world.server.events.after

        def reading(pattern: str, sequence: int) -> Any:
            read.append(pattern)
            return after(pattern, sequence)

        server.after = reading  # type: ignore[method-assign]
        questions = asking(world)
        await part(questions, BA_TO)
        await part(questions, BA_TO, b"cds-2021")
        await verdicts(questions, BA_TO)
        assert read
        assert not any(pattern.startswith("evt.unit") for pattern in read)
        asked = len(read)
        await part(questions, BA_TO)
        assert len(read) == asked

    in_a_world(check)


def test_what_cannot_be_read_is_passed_over_and_keeps_nobody_waiting() -> None:
    """Nor is a page of nothing else the end: the asker could not go on behind it."""

    async def check(world: World) -> None:
        for number in range(2):
            await answered(world, await declare(world, f"hd-{number}"), within=5)
        told, parts = map(world.server.streams.get, (topology.VERDICTS.name, topology.PARTS.name))
        mine = [n for n, one in told.records.items() if one.subject == topology.verdicts(BA_TO)]
        told.corrupt(mine[0])
        kept = (await verdicts(asking(world), BA_TO, b'{"count": 1}')).verdicts
        assert [one.sequence for one in kept] == mine[1:]
        for number in parts.records:
            parts.corrupt(number)
        assert refused(await part(asking(world), BA_TO, PLAN.encode())).code == "ask-again"

    in_a_world(check)
