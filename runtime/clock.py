"""Runtime, clock: the one source of time; the system's, or a rehearsal's that runs faster."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Campaign time. All moments are aware; real moments are the wall's and the servers'."""

    def now(self) -> datetime:
        """The present moment of the campaign."""

    def campaign(self, real: datetime) -> datetime:
        """The campaign's moment at a real moment, such as a server's timestamp."""

    def real(self, moment: datetime) -> datetime:
        """The real moment at which the campaign reaches `moment`."""


class SystemClock:
    """Campaign time is real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def campaign(self, real: datetime) -> datetime:
        return real

    def real(self, moment: datetime) -> datetime:
        return moment


@dataclass(frozen=True)
class ScaledClock:
    """At the real moment `anchor` the campaign is at `start`; it then runs `scale` times as fast.

    Two processes with the same three values agree on every moment, also after a restart.
    """

    anchor: datetime
    start: datetime
    scale: float

    def now(self) -> datetime:
        return self.campaign(datetime.now(UTC))

    def campaign(self, real: datetime) -> datetime:
        return self.start + (real - self.anchor) * self.scale

    def real(self, moment: datetime) -> datetime:
        return self.anchor + (moment - self.start) / self.scale


def from_ns(stamp: int) -> datetime:
    """A JetStream timestamp (nanoseconds since 1970, UTC) as a moment, cut to microseconds."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=stamp // 1000)
