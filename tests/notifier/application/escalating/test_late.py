"""Who is in time is in no list, whatever a rung is counted from."""

from datetime import timedelta

import pytest

from contracts.plan import Escalation
from tests.notifier.application.escalating.district import District
from tests.notifier.application.log.test_renewing import lose
from tests.notifier.campaign import DUE, at, extended, rung
from tests.seeded import run


@pytest.mark.parametrize("after", [timedelta(minutes=1), timedelta(hours=1)])
def test_a_list_leaves_once_whatever_the_streams_lose(after):
    """While it is gathered, and once it has left: it is on the histories of all that are in it."""

    async def go():
        district = District()
        await district.begin()
        await district.until(at(10, 20, 8) + timedelta(seconds=10))
        if after > timedelta(minutes=2):
            await district.until(at(10, 20, 8) + after)
        lose(district, "REMINDERS", "OUTBOX", "SLOTS")
        await district.renewing.renew()
        await district.until(at(10, 22))
        return [letter.text for _, letter in district.lists()]

    texts = run(1, go())
    assert sorted(text.count("trước ngày 20/10/2022") for text in texts) == [2, 3]


def test_nobody_is_in_a_list_before_being_late():
    """Counted from the window, a rung comes before a deadline that the office has moved."""
    up = rung("len", days=9, counted_from="window-last", escalates=[Escalation(to="superior")])

    async def go():
        district = District(up)
        await district.begin("xa-1", "xa-4")
        await district.until(at(10, 12))
        later = extended(at(10, 12), DUE + timedelta(days=2)).model_copy(update={"unit": "xa-1"})
        await district.unit_says(later, unit="xa-1")
        await district.until(at(10, 21, 23))
        before = [letter.text for _, letter in district.lists()]
        await district.until(at(10, 23))
        return before, [letter.text for _, letter in district.lists()]

    before, after = run(1, go())
    assert ["xa-1" in text for text in before] == [False]
    assert ["xa-1" in text for text in after] == [False, True]
