"""Reporting, outbound: what was read of the views is read once, as long as they stand still.

Every transaction counts the gate up, with all that it writes, and each request reads the gate
first. What is read then is of that position or a later one, so whoever finds the gate there again
may be given it: nothing here is ever older than what would be read.
"""

from collections.abc import Awaitable, Callable, Collection, Coroutine, Hashable, Mapping
from functools import wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

MOST = 1024
"""Things that are kept of one position: of 200 readers who see a unit each what all ask for."""


class Still:
    """What was read at one position; at another one it is all forgotten."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._position: str | None = None
        self._found: dict[Hashable, Any] = {}

    async def once(
        self, position: str | None, key: Hashable, read: Callable[[], Awaitable[T]]
    ) -> T:
        """Nothing is kept where there is no position, while the views are shut."""
        if position is None:
            return await read()
        if position != self._position:
            self._position, self._found = position, {}
        found = self._found
        if key not in found:
            made = await read()
            if len(found) >= self._most:
                found.clear()
            found[key] = made
        known: T = found[key]
        return known


class Reads(Protocol):
    """What reads the views for one request."""

    still: Still

    async def position(self) -> str | None: ...


R = TypeVar("R", bound=Reads)


def once(
    read: Callable[Concatenate[R, P], Coroutine[Any, Any, T]],
) -> Callable[Concatenate[R, P], Coroutine[Any, Any, T]]:
    """As `read`, once for a position; what it gives is not to be changed."""

    @wraps(read)
    async def kept(reads: R, /, *args: P.args, **named: P.kwargs) -> T:
        asked = *map(_asked, args), *((name, _asked(one)) for name, one in named.items())
        position = await reads.position()
        return await reads.still.once(
            position, (read.__name__, asked), lambda: read(reads, *args, **named)
        )

    return kept


def _asked(one: object) -> Hashable:
    """The same for what asks for the same; raises TypeError for what cannot be told apart."""
    if isinstance(one, Mapping):
        return frozenset(one.items())
    if isinstance(one, Collection) and not isinstance(one, str):
        return frozenset(one)
    hash(one)
    return one
