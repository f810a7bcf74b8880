"""Runtime, missing: what this process has to wait for, in plain words: for /readyz, and for the log
once.
"""

from typing import NamedTuple

import structlog

log = structlog.get_logger()


class Need(NamedTuple):
    """What a person has to do, as /readyz names it under `needs`; `what`: of which kind it is."""

    what: str
    said: str
    next: str


class Missing:
    """What is missing at present, by what it is missed of: NATS, its durables, MongoDB."""

    def __init__(self) -> None:
        self._needs: dict[str, Need] = {}

    def wait(self, of: str, need: Need) -> None:
        """It is not as it should be: logged where that is news, or is of another kind."""
        before = self._needs.get(of)
        self._needs[of] = need
        if before is None or before.what != need.what:
            log.warning("missing", what=need.what, said=need.said, next=need.next)

    def there(self, of: str) -> None:
        """It is as it should be; harmless where it was."""
        if need := self._needs.pop(of, None):
            log.info("there-again", what=need.what)

    def begin(self) -> None:
        """Nothing is missed yet: a service starts."""
        self._needs.clear()

    def told(self) -> list[dict[str, str]]:
        """For /readyz."""
        return [need._asdict() for need in self._needs.values()]


MISSING = Missing()
"""Of this process."""
