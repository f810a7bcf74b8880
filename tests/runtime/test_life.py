"""A service comes up however often a step of that fails, and says so once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import structlog
from structlog.testing import capture_logs

from runtime import life
from runtime.failure import Unavailable
from runtime.jetstream.connection import make_broker
from runtime.life import Life, Service
from runtime.settings import RuntimeSettings

HOUR_OF_TRIES = 3600
"""A second apart, as a service tries."""


@pytest.mark.parametrize("error", [Unavailable("MongoDB does not answer"), KeyError("a fault")])
async def test_an_hour_of_failing_steps_takes_two_lines(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """Also of a fault of ours, which is told with its traceback: who ends is only started again."""
    monkeypatch.setattr(life, "AGAIN_SECONDS", 0)
    starting = Life(Service("registry", make_broker(RuntimeSettings(), "registry"), []))
    tries, told = 0, set[str]()

    async def step() -> None:
        nonlocal tries
        tries += 1
        told.add(starting.waits_for)
        if tries < HOUR_OF_TRIES:
            raise error

    structlog.reset_defaults()  # the command, where a test ran it, tells what is critical alone
    with capture_logs() as lines:
        await starting._until_done("resources", step)
    assert [line["event"] for line in lines] == ["cannot-start-yet", "cannot-start-yet-over"]
    assert (lines[0]["exc_info"] is None) == isinstance(error, Unavailable)
    assert told == {"NATS", f"resources: {error}"}


async def test_a_resource_that_cannot_be_entered_is_made_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A context manager is entered once; what the first one opened it has closed itself."""
    monkeypatch.setattr(life, "AGAIN_SECONDS", 0)
    entered: list[str] = []

    @asynccontextmanager
    async def resource() -> AsyncIterator[None]:
        entered.append("tried")
        if len(entered) < 3:
            raise Unavailable
        yield
        entered.append("left")

    starting = Life(Service("registry", make_broker(RuntimeSettings(), "registry"), []))
    async with life.AsyncExitStack() as stack:
        await starting._until_done("resources", lambda: life._enter(stack, resource))
        assert entered == ["tried"] * 3
    assert entered == ["tried"] * 3 + ["left"]
