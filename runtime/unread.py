"""Runtime, unread: which records of our own log this process cannot read, and which everybody
passes over; for /readyz, /metrics and whoever has to mend it.
"""

import time
from collections.abc import Iterable

from prometheus_client import Gauge

from contracts.facts import RecordQuarantined
from runtime.failure import Unreadable

UNREADABLE = Gauge(
    "ngayso_log_unreadable",
    "Records of our own log that cannot be read, and that something waits for.",
    ["stream", "sequence", "subject"],
)
QUARANTINED = Gauge("ngayso_log_quarantined", "Records of the log that everybody passes over.")

REMEMBER_SECONDS = 60.0
"""Longer than anybody waits before looking again: what nobody meets any more is mended."""
MOST_NAMED = 100
"""A log full of such records is told by its first ones."""


class Unread:
    """What one process has met of such records. A record is noted whenever it is met again."""

    def __init__(self) -> None:
        self._met: dict[tuple[str, int, str], float] = {}
        self._quarantined: list[RecordQuarantined] = []

    def note(self, error: Unreadable) -> None:
        place = (error.stream, error.sequence, error.subject)
        if place in self._met or len(self._met) < MOST_NAMED:
            self._met[place] = time.monotonic()
            UNREADABLE.labels(*place).set(1)

    def pass_over(self, records: Iterable[RecordQuarantined]) -> None:
        """These are in quarantine: nothing waits for them any more."""
        self._quarantined = sorted(records, key=lambda one: one.sequence)
        QUARANTINED.set(len(self._quarantined))
        sequences = {one.sequence for one in self._quarantined}
        self._forget(place for place in self._met if place[1] in sequences)

    def begin(self) -> None:
        """Nothing was met yet: a service starts."""
        self.pass_over([])
        self._forget(self._met)

    def _forget(self, places: Iterable[tuple[str, int, str]]) -> None:
        for place in list(places):
            del self._met[place]
            UNREADABLE.remove(*place)

    def told(self) -> dict[str, list[dict[str, object]]]:
        """For /readyz: what cannot be read, and what is passed over, where there is any."""
        before = time.monotonic() - REMEMBER_SECONDS
        self._forget(place for place, at in self._met.items() if at < before)
        unreadable: list[dict[str, object]] = [
            {
                "stream": stream,
                "sequence": sequence,
                "subject": subject,
                "next": f"ngayso log quarantine {sequence} --reason …, or start the newer version",
            }
            for stream, sequence, subject in sorted(self._met)
        ]
        passed = [one.model_dump(mode="json") for one in self._quarantined]
        both = {"unreadable": unreadable, "quarantined": passed}
        return {name: records for name, records in both.items() if records}


UNREAD = Unread()
"""This process's, as its metrics are."""


def unreadable(stream: str, sequence: int, subject: str) -> Unreadable:
    """The error to raise for a record that something waits for, noted."""
    error = Unreadable(stream, sequence, subject)
    UNREAD.note(error)
    return error
