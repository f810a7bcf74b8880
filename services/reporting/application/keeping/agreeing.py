"""Reporting, application: notices where views and log are not of each other any more.

Both sides keep how far they came: the views the newest message in them and when it was stored, the
log's durable the last message before which all was acknowledged, hence projected.
"""

from collections.abc import AsyncIterator

from prometheus_client import Gauge

from contracts import topology
from runtime.ports import Log, Place, Stored
from services.reporting.application.ports import Cursor, Delivered, Store
from services.reporting.domain.log.standing import ADVICE, Apart

APART = Gauge("ngayso_views_apart", "1 where views and log are not of each other.", ["why"])
EVERYTHING = topology.REPORTING_PROJECT.filters[0]


class Agreeing:
    """What has come apart stays so until the views are rebuilt: nothing more is projected into
    them, since what is missing would only show where something follows it.

    `moments`: of a rehearsal's campaign they are told by a clock that may be another by now, so
    its messages are compared by sequence alone.
    """

    def __init__(
        self, store: Store, log: Log, delivered: Delivered, *, moments: bool = True
    ) -> None:
        self._store = store
        self._log = log
        self._delivered = delivered
        self._moments = moments
        self._found: Apart | None = None

    async def look(self) -> Apart | None:
        """What is wrong, if anything; called before anything is projected, and again and again."""
        found = await self._store.apart()
        if found is None and (found := await self._compare()):
            await self._store.refuse(found)
        self._found = found
        for why in ADVICE:
            APART.labels(why).set(why == found)
        return found

    async def apart(self) -> Apart | None:
        """What was found before, without looking."""
        return await self._store.apart()

    async def generation(self) -> tuple[str, bool]:
        """Which filling of the views is read, and whether another is under way."""
        return await self._store.generation()

    def told(self) -> dict[str, object]:
        """For /readyz: what was wrong at the last look, and the next step."""
        if self._found is None:
            return {}
        advice = ADVICE[self._found]
        return {"needs": [{"what": self._found, "said": advice.en, "next": advice.next}]}

    async def _compare(self) -> Apart | None:
        """In this order, so that what is delivered meanwhile is no difference."""
        delivered = await self._delivered.all_until()
        newest = await self._store.newest()
        if newest is None:
            return "view-empty" if delivered else None
        lock, cursor = newest
        return await self._of_another_log(lock, cursor) or await self._older(delivered)

    async def _of_another_log(self, lock: str, cursor: Cursor) -> Apart | None:
        """Whether the newest message in the views is not in the log."""
        last = await self._log.last(lock)
        if last is None or last.sequence < cursor.sequence:
            ends = await self._log.last(EVERYTHING)
            if ends is None:
                return "log-empty"
            return "log-older" if ends.sequence < cursor.sequence else "log-other"
        stands: Place | Stored = last
        if last.sequence > cursor.sequence:
            first = [one async for one in self._first(lock, cursor.sequence)]
            if not first:
                return None  # the copy that answered is behind
            [stands] = first
        same = stands.sequence == cursor.sequence
        then = stands.stored_at == cursor.stored_at or not self._moments
        return None if same and then else "log-other"

    async def _older(self, delivered: int) -> Apart | None:
        """Whether the views lack a message that they once acknowledged."""
        async for stored in self._first(EVERYTHING, delivered):
            lock = topology.lock_of(stored.subject)
            cursor = await self._store.cursor(lock)
            lacks = cursor is None or cursor.sequence < delivered
            return "view-older" if stored.sequence == delivered and lacks else None
        return None

    async def _first(self, pattern: str, sequence: int) -> AsyncIterator[Stored]:
        """The message of this sequence, or else the first one after it; none for sequence 0."""
        if sequence:
            async for stored in self._log.read_all(pattern, sequence - 1, lenient=True):
                yield stored
                return
