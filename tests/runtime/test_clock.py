"""The campaign clock: one line between real time and campaign time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from runtime.clock import ScaledClock, SystemClock, from_ns
from runtime.failure import FIRST_DELAY, LONGEST_DELAY, growing_delay
from runtime.settings import RuntimeSettings

ANCHOR = datetime(2026, 11, 22, 8, tzinfo=UTC)
START = datetime(2022, 9, 15, tzinfo=UTC)
reals = st.timedeltas(timedelta(days=-2), timedelta(days=2)).map(lambda delta: ANCHOR + delta)
scales = st.floats(1, 100_000)


@given(reals, scales)
def test_a_moment_comes_back_from_campaign_time(real: datetime, scale: float) -> None:
    """A timer set for a campaign moment fires within two microseconds of its real one."""
    clock = ScaledClock(ANCHOR, START, scale)
    assert abs(clock.real(clock.campaign(real)) - real) <= timedelta(microseconds=2)


@given(reals, reals, scales)
def test_order_is_kept(one: datetime, other: datetime, scale: float) -> None:
    """Receipts keep their order whatever the scale."""
    clock = ScaledClock(ANCHOR, START, scale)
    first, second = sorted((one, other))
    assert clock.campaign(first) <= clock.campaign(second)


def test_the_system_clock_is_real_time() -> None:
    """Without an anchor nothing is moved."""
    assert SystemClock().campaign(ANCHOR) == ANCHOR == SystemClock().real(ANCHOR)


def test_half_a_rehearsal_clock_is_refused() -> None:
    """An anchor without a start would silently be the system clock."""
    with pytest.raises(ValidationError, match="NGAYSO_CLOCK_START"):
        RuntimeSettings(clock_anchor=ANCHOR)


def test_a_server_timestamp_is_read_without_rounding_up() -> None:
    """Nanoseconds are cut, so a command is never later than the server said."""
    assert from_ns(1_795_376_077_358_657_999).microsecond == 358_657


def test_delays_double_up_to_a_minute() -> None:
    """The 1st redelivery comes soon, the 100th still within a minute."""
    delays = [growing_delay(n) for n in range(1, 101)]
    assert delays[:3] == [FIRST_DELAY, FIRST_DELAY * 2, FIRST_DELAY * 4]
    assert max(delays) == LONGEST_DELAY
    assert delays == sorted(delays)
