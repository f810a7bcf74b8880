"""Runtime, failure: the kinds of failure that the one failure policy tells apart."""

FIRST_DELAY = 0.25
LONGEST_DELAY = 60.0
LONGEST_UNREADABLE_DELAY = 10.0
MAX_DELIVERIES = 8
"""Deliveries after which a message that fails for no known reason becomes a dead letter."""


class Unavailable(Exception):
    """A server we need is away; the message waits for it, however long."""


class Unreadable(Unavailable):
    """A record of our own log cannot be read: what it blocks waits until it is mended."""

    def __init__(self, stream: str, sequence: int, subject: str) -> None:
        self.stream, self.sequence, self.subject = stream, sequence, subject
        super().__init__(f"{stream} {sequence} on {subject} cannot be read")


class Retry(Exception):
    """Put this message back for `delay` seconds (real time); it is not a fault. `grows`: twice as
    long each time that it is put back so, at most a minute.
    """

    def __init__(self, reason: str, delay: float = FIRST_DELAY, *, grows: bool = False) -> None:
        self.delay, self.grows = delay, grows
        super().__init__(reason)


AWAY = (Unavailable, OSError, TimeoutError)
"""Errors that mean a server is away; adapters raise Unavailable for their own server's."""


def growing_delay(tries: int, first: float = FIRST_DELAY) -> float:
    """Seconds to wait before try number `tries` + 1: doubling, at most a minute."""
    return float(min(LONGEST_DELAY, first * 2 ** min(tries - 1, 16)))
