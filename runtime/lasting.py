"""Runtime, lasting: what lasts takes two lines of the log, as it begins and when it is over,
however often it is met between.
"""

import structlog

log = structlog.get_logger()


class Lasting:
    """One kind of event that goes on for a while, of several things at once."""

    def __init__(self, event: str) -> None:
        self._event = event
        self._going_on: set[object] = set()

    def goes_on(self, about: object = None, **said: object) -> None:
        """It is met, for the first time or again."""
        if about not in self._going_on:
            self._going_on.add(about)
            log.warning(self._event, **said)

    def over(self, about: object = None, **said: object) -> None:
        """All is well; harmless where it was."""
        if about in self._going_on:
            self._going_on.remove(about)
            log.info(f"{self._event}-over", **said)
