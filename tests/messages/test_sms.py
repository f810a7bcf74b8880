"""Every SMS that the examples can cause, of each duty alone and of several, late and in time."""

import asyncio
from collections.abc import Iterator
from functools import cache

import pytest

from deploy.local.campaign import EXAMPLES, Example
from runtime.memory.log import MemoryLog
from services.notifier.application.memory import Memory
from services.notifier.domain.rungs import RungKey
from services.notifier.domain.standing import Situation
from services.notifier.domain.texts.digest import Item, distinct, sms_letter
from services.notifier.domain.texts.segments import as_sent, segments
from services.notifier.outbound.gateways.contract import read_contract
from services.notifier.outbound.gateways.registered import matching
from tests.messages.sent import HELP_PHONE, NAMES, log_of
from tests.messages.sent import sent as sent_of
from tests.seeded import LoopClock

pytestmark = pytest.mark.slow

CONTRACT = read_contract(EXAMPLES / "gateways.yaml")
BY_ACCENTS = {one.accents: one.texts for one in CONTRACT.gateways}
MOST_UNITS = 40
"""Of each example, from its first to its last."""
MOST_SEGMENTS = {False: 1, True: 3}
"""By whether the text keeps its accents."""


async def _situations(name: str, log: MemoryLog) -> list[Situation]:
    """What each unit owes at the end of an example."""
    memory = Memory(log, LoopClock(), "", HELP_PHONE)
    plan = Example(EXAMPLES / name).plan
    in_force = await memory.in_force(plan.id)
    assert in_force is not None
    units = [one.unit for one in in_force.participants if one.unit != plan.collecting_office]
    some = units[:: -(-len(units) // MOST_UNITS)]
    return [(await memory.know(plan.id, unit)).situation for unit in some]


@cache
def texts(name: str) -> dict[tuple[object, ...], str]:
    """By what it is about: each duty of each unit before it is due and after, and all of each unit
    together.
    """
    return dict(_texts(asyncio.run(_situations(name, log_of(name)))))


def _texts(known: list[Situation]) -> Iterator[tuple[tuple[object, ...], str]]:
    for situation in known:
        items = [
            Item(situation, RungKey(duty, standing.due, "b"))
            for duty, standing in situation.duties.items()
        ]
        groups = [[one] for one in items] + ([items] if len(items) > 1 else [])
        for group in groups:
            about = (situation.unit, *(one.key.duty for one in group))
            dues = [one.key.due for one in group]
            for late, now in ((False, min(dues).replace(year=2000)), (True, max(dues))):
                for leader in (False, True):
                    said = sms_letter("m", distinct(group), now, leader)
                    yield (*about, leader, late), said.text


@pytest.mark.parametrize("name", NAMES)
def test_every_sms_of_the_examples_is_a_registered_text(name: str) -> None:
    """With its accents and without; so the file can be handed to a carrier as it stands."""
    for accents, most in MOST_SEGMENTS.items():
        left = [one.letter.text for one in sent_of(name) if one.letter.channel == "sms"]
        sent = [as_sent(text, accents) for text in (*texts(name).values(), *left)]
        assert [text for text in sent if matching(BY_ACCENTS[accents], text) is None] == []
        assert max(map(segments, sent)) <= most


@pytest.mark.parametrize("name", NAMES)
def test_no_two_sms_of_an_example_read_the_same_without_accents(name: str) -> None:
    """Whatever they are about, another unit or another duty."""
    about: dict[str, set[tuple[object, ...]]] = {}
    for (*what, _, _), text in texts(name).items():
        about.setdefault(as_sent(text, False).casefold(), set()).add(tuple(what))
    assert [same for same in about.values() if len(same) > 1] == []
