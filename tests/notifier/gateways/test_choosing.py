"""Which gateway takes a message."""

import asyncio
from collections import Counter

import pytest

from contracts import topology
from runtime.failure import Retry, Unavailable
from runtime.memory.publish import MemoryLatest
from runtime.memory.server import Server
from runtime.rates import Rates
from services.notifier.outbound.gateways.pool import Pool
from tests.notifier.campaign import OPENED
from tests.notifier.gateways.terms import contract, esms, letter, plain
from tests.seeded import LoopClock


def pool(*gateways, now=lambda: 1000.0):
    rates = Rates(MemoryLatest(Server(LoopClock(OPENED)), topology.RATES), now)
    return Pool.of(contract(*gateways), None, rates)


def chosen(of, **more):
    return asyncio.run(of.choose(letter(**more)))


def counts(of, number=2000, **more):
    async def all_of_them():
        return Counter([await of.choose(letter(f"m-{n}", **more)) for n in range(number)])

    return asyncio.run(all_of_them())


def test_messages_are_shared_out_by_weight(tmp_path):
    """Three to one, within what chance does to 2,000."""
    taken = counts(pool(esms(tmp_path, weight=3), plain(tmp_path)))
    assert 1400 < taken["esms"] < 1600


def test_a_message_does_not_wander(tmp_path):
    """It is given to the same one by every replica."""
    one, other = (pool(esms(tmp_path), plain(tmp_path)) for _ in range(2))
    for n in range(20):
        assert chosen(one, name=f"m-{n}") == chosen(other, name=f"m-{n}")


def test_an_attempt_of_unknown_end_is_asked_about_where_it_was_made(tmp_path):
    """Whatever the health of that gateway: another one would send it a second time."""
    of = pool(esms(tmp_path), plain(tmp_path))
    for _ in range(9):
        of.breakers["plain"].bad()
    assert chosen(of, via="plain", asked_since=OPENED) == "plain"
    with pytest.raises(Unavailable, match="put it back"):
        chosen(of, via="gone", asked_since=OPENED)


def test_a_failing_gateway_gets_less_and_then_nothing(tmp_path):
    """And its share again, as it answers."""
    of = pool(esms(tmp_path), plain(tmp_path))
    esms_ = of.breakers["esms"]
    esms_.bad()
    assert 560 < counts(of)["esms"] < 780  # a third
    for _ in range(3):
        esms_.bad()
    assert counts(of)["esms"] == 0
    for _ in range(4):
        esms_.good(0.1)
    assert 900 < counts(of)["esms"] < 1100


def test_who_refused_for_now_comes_last_and_who_refused_for_good_not_at_all(tmp_path):
    """While there is another one."""
    of = pool(esms(tmp_path), plain(tmp_path))
    assert counts(of, 50, avoid="esms") == {"plain": 50}
    assert counts(pool(esms(tmp_path)), 5, avoid="esms") == {"esms": 5}
    assert counts(of, 50, closed=("plain",)) == {"esms": 50}


def test_who_has_not_registered_the_text_is_passed_over(tmp_path):
    """Where nobody has, one is chosen that refuses it, and that is said."""
    of = pool(esms(tmp_path, registered=["Moi {x}"]), plain(tmp_path))
    assert counts(of, 50) == {"plain": 50}
    assert set(counts(pool(esms(tmp_path, registered=["Moi {x}"])), 5)) == {"esms"}


def test_while_all_rest_messages_wait(tmp_path):
    """None is said to be attempted."""
    of = pool(esms(tmp_path))
    of.breakers["esms"].bad(60.0)
    with pytest.raises(Unavailable, match="no SMS gateway"):
        chosen(of)


def test_a_gateway_gets_no_more_than_its_minute(tmp_path):
    """What is too much goes to the other one, or waits."""
    of = pool(esms(tmp_path, per_minute=60), plain(tmp_path, per_minute=120))
    taken = counts(of, 15)
    assert taken == {"esms": 5, "plain": 10}
    with pytest.raises(Retry, match="full") as wait:
        chosen(of, name="one-more")
    assert 0 < wait.value.delay <= 1
