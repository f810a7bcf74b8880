"""Notifier, outbound: how much of the traffic a gateway gets, by how it has answered of late."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

LEAST = 1 / 8
"""Below this share a gateway rests."""
FIRST_REST, LONGEST_REST = 5.0, 300.0
TRIAL = 20.0
"""Seconds in which the one message that tries a rested gateway has an answer."""
SLOW = 5.0
"""Seconds after which an answer counts as one too slow."""


@dataclass
class Breaker:
    """A gateway's share: halved by each failure and each slow answer, doubled by each good one.

    After four failures in a row it rests, longer each time; then one message at a time tries it.
    What is given back to it grows with every answer, so that it is not flooded as it recovers.
    """

    now: Callable[[], float] = field(default=time.monotonic)
    share: float = 1.0
    _rest: float = FIRST_REST
    _until: float = 0.0

    def resting(self) -> bool:
        return self.now() < self._until

    def chosen(self) -> None:
        """Called with each message that is about to go there; on trial it is the only one."""
        if self.share < LEAST:
            self._until = self.now() + TRIAL

    def good(self, seconds: float) -> None:
        """It answered; a slow answer is a failure that still brings it out of its rest."""
        self._until = 0.0
        if seconds > SLOW:
            self._less()
        else:
            self.share, self._rest = min(1.0, self.share * 2), FIRST_REST

    def bad(self, pause: float | None = None) -> None:
        """It failed; `pause` (seconds) is how long it asked to be left alone."""
        self._less()
        if pause is not None:
            self._until = self.now() + min(pause, LONGEST_REST)

    def _less(self) -> None:
        self.share = max(self.share / 2, LEAST / 2)
        if self.share < LEAST:
            self._until = self.now() + self._rest
            self._rest = min(self._rest * 2, LONGEST_REST)
