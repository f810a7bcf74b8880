"""A document is made in a process of its own, which ends whatever becomes of it."""

import asyncio
import os
import time
from pathlib import Path

import pytest

from services.reporting.application.frozen.ports import Unmade
from services.reporting.documents.render import ours, render, render_all
from services.reporting.outbound.papers.elsewhere import Elsewhere
from tests.reporting.documents.book.books import every_kind
from tests.reporting.printing.processes import gone


async def test_what_is_made_there_is_what_would_be_made_here() -> None:
    elsewhere, report = Elsewhere(), every_kind()
    assert await elsewhere(render_all, report, 3, ours()) == render_all(report, 3, ours())
    assert await elsewhere(render, report, "docx", templates=ours()) == render(report, "docx")


async def test_it_is_another_process_and_ends() -> None:
    there = await Elsewhere()(os.getpid)
    assert there != os.getpid()
    await gone(there)


async def test_a_fault_there_is_unmade_here_and_the_next_is_made() -> None:
    elsewhere = Elsewhere()
    with pytest.raises(Unmade, match="document-failed"):
        await elsewhere(int, "no number")
    assert await elsewhere(int, "7") == 7


async def test_what_takes_too_long_is_ended() -> None:
    with pytest.raises(Unmade, match=r"took longer than 0\.5 s"):
        await Elsewhere(seconds=0.5)(time.sleep, 600)


async def test_what_wants_too_much_memory_is_ended() -> None:
    with pytest.raises(Unmade):
        await Elsewhere(kilobytes=300_000)(bytes, 400_000_000)


async def test_who_does_not_wait_any_more_ends_it(tmp_path: Path) -> None:
    told = tmp_path / "told"
    asked = asyncio.create_task(Elsewhere()(tell_and_hang, told))
    while not told.exists():  # until it has begun
        await asyncio.sleep(0.01)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked
    await gone(int(told.read_text()))


def tell_and_hang(told: Path) -> None:
    new = told.with_suffix(".new")
    new.write_text(str(os.getpid()))
    new.rename(told)
    time.sleep(600)


def chatter() -> int:
    print("hello")
    return 7


async def test_what_is_said_on_the_way_is_not_what_comes_of_it() -> None:
    assert await Elsewhere()(chatter) == 7
