"""A gateway that fails gets less, rests, is tried by one message, and drifts back."""

from services.notifier.outbound.gateways.breaker import FIRST_REST, SLOW, TRIAL, Breaker


class At:
    """A clock that is set."""

    def __init__(self):
        self.seconds = 100.0

    def __call__(self):
        return self.seconds


def failed(times):
    clock = At()
    breaker = Breaker(clock)
    for _ in range(times):
        breaker.bad()
    return breaker, clock


def test_each_failure_halves_its_share():
    """After the fourth in a row it rests."""
    assert [failed(times)[0].share for times in range(4)] == [1, 0.5, 0.25, 0.125]
    assert not failed(3)[0].resting()
    assert failed(4)[0].resting()


def test_after_its_rest_one_message_tries_it():
    """The others stay away until that one has an answer, or its time is over."""
    breaker, clock = failed(4)
    clock.seconds += FIRST_REST
    assert not breaker.resting()
    breaker.chosen()
    assert breaker.resting()
    clock.seconds += TRIAL
    assert not breaker.resting()


def test_each_further_failure_makes_the_rest_longer():
    """Twice as long as before, and not for ever."""
    breaker, clock = failed(4)
    rests = []
    for _ in range(9):
        start = clock.seconds
        while breaker.resting():
            clock.seconds += 1
        rests.append(clock.seconds - start)
        breaker.bad()
    assert rests == [5, 10, 20, 40, 80, 160, 300, 300, 300]


def test_what_is_given_back_grows_with_each_good_answer():
    """It is not flooded as it recovers."""
    breaker, clock = failed(4)
    clock.seconds += FIRST_REST
    shares = []
    for _ in range(6):
        breaker.chosen()
        breaker.good(0.1)
        shares.append(breaker.share)
    assert shares == [0.125, 0.25, 0.5, 1, 1, 1]
    assert not breaker.resting()


def test_slow_answers_cost_it_its_share():
    """It still answers: it is not away."""
    breaker = Breaker(At())
    for _ in range(2):
        breaker.good(SLOW + 1)
    assert breaker.share == 0.25


def test_it_is_left_alone_for_as_long_as_it_asks():
    """Retry-After, though it is healthy."""
    clock = At()
    breaker = Breaker(clock)
    breaker.bad(30.0)
    assert breaker.resting()
    clock.seconds += 30
    assert not breaker.resting()
