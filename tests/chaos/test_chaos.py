"""What holds whatever dies: two minutes of what `make chaos` runs for as long as one likes."""

import pytest

from tests.chaos.run import dropped_views, full_disk, kills_and_stalls, power_cut

pytestmark = [pytest.mark.servers, pytest.mark.slow, pytest.mark.timeout(300)]

MAILS = 8
"""At least: the communes that send nothing are reminded during the run."""


@pytest.mark.parametrize(("servers", "seed"), [(1, 8021), (3, 8022)])
def test_every_command_one_verdict_whatever_is_killed_or_stalled(servers: int, seed: int) -> None:
    """In order, nothing decided twice, no mail lost or unknown, the view what the log says."""
    assert len(kills_and_stalls(seed, servers, seconds=22).messages) >= MAILS


def test_what_was_acknowledged_outlives_a_power_cut_of_all_three_servers() -> None:
    """Each store on a disk of its own; what had not reached it is gone."""
    assert len(power_cut(8023, seconds=22).messages) >= MAILS


def test_a_full_disk_stops_the_intake_and_loses_nothing() -> None:
    """And goes on once there is room."""
    assert len(full_disk(8024, seconds=22).messages) >= MAILS


def test_views_that_are_dropped_are_told_to_be_and_rebuilt_beside_the_load() -> None:
    """Nothing is projected into half a view; after the rebuild it is what the log says."""
    assert len(dropped_views(8025, seconds=14).messages) >= MAILS
