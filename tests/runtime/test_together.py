"""One answer serves all who asked before it was looked for, and nobody who asked later."""

import asyncio

from runtime.together import REST, Together
from tests.seeded import run


def test_all_who_ask_while_one_looks_are_told_by_the_next_look():
    """The look that is under way may have seen what was there before they asked."""

    async def go():
        looks, seen = 0, asyncio.Event()

        async def look():
            nonlocal looks
            looks += 1
            number = looks
            seen.set()
            await asyncio.sleep(0.01)
            return number

        together = Together(look)
        first = asyncio.create_task(together.answer())
        await seen.wait()
        return await asyncio.gather(first, *(together.answer() for _ in range(3)))

    assert run(1, go()) == [1, 2, 2, 2]


def test_after_a_long_look_there_is_a_longer_rest():
    async def go():
        began, loop = [], asyncio.get_running_loop()

        async def look():
            began.append(loop.time())
            await asyncio.sleep(1)

        together = Together(look)
        await together.answer()
        await together.answer()
        return began[1] - began[0]

    assert run(1, go()) >= 1 + REST


def test_a_look_that_fails_fails_for_those_who_asked_for_it_alone():
    async def go():
        failing = [True]

        async def look():
            if failing.pop():
                raise OSError("away")
            return "there"

        together = Together(look)
        first = await asyncio.gather(together.answer(), return_exceptions=True)
        failing.append(False)
        return first, await together.answer()

    (failed,), answer = run(1, go())
    assert isinstance(failed, OSError)
    assert answer == "there"
