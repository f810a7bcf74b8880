"""What holds whatever dies: minutes of what `make chaos` runs for as long as one likes."""

import pytest

from tests.chaos.processes import Members
from tests.chaos.troubles.carriers import carriers
from tests.chaos.troubles.deaths import kills_and_stalls
from tests.chaos.troubles.emptied import emptied_stores
from tests.chaos.troubles.storage import full_disk, power_cut

pytestmark = [pytest.mark.servers, pytest.mark.slow, pytest.mark.timeout(300)]

MAILS = 8
"""At least: the communes that send nothing are reminded during the run."""


@pytest.mark.parametrize(("servers", "seed", "seconds"), [(1, 8021, 12), (3, 8022, 22)])
def test_every_command_one_verdict_whatever_is_killed_or_stalled(
    servers: Members, seed: int, seconds: float
) -> None:
    """In order, nothing decided twice, no mail lost or unknown, the view what the log says."""
    assert len(kills_and_stalls(seed, seconds, servers).messages) >= MAILS


def test_what_was_acknowledged_outlives_a_power_cut_of_all_three_servers() -> None:
    """Each store on a disk of its own; what had not reached it is gone."""
    assert len(power_cut(8023, 14).messages) >= MAILS


def test_a_full_disk_stops_the_intake_and_loses_nothing() -> None:
    """And goes on once there is room."""
    assert len(full_disk(8024, 14, 1).messages) >= MAILS


def test_stores_that_come_back_empty_are_said_to_be_and_mended() -> None:
    """The views' database is rebuilt beside the load, and NATS's is restored from its backup: what
    came after that is sent again by units' systems, and no mail that the backup knows of is.
    """
    assert len(emptied_stores(8025, 6).messages) >= MAILS


def test_every_message_has_one_end_whatever_its_carriers_do() -> None:
    """Relay and gateway refuse, hang, and are silent about what they took, and die, as do the
    notifier and NATS; nights and days off pass: nothing is lost, and what may be out twice is said.
    """
    assert len(carriers(8026, 8).messages) >= MAILS
