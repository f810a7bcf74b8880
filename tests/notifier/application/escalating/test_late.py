"""Who is in time is in no list, whatever a rung is counted from."""

from datetime import timedelta

from contracts.plan import Escalation
from tests.notifier.application.escalating.district import District
from tests.notifier.campaign import DUE, at, extended, rung
from tests.seeded import run


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
