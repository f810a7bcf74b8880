"""Reporting, application: has the views kept as they are, after every so many messages."""

from services.reporting.application.points.ports import Points
from services.reporting.application.ports import Delivered, Views

EVERY = 1_000
"""Messages between two points: no report is made of more than about as many, and a point."""


class Keeping:
    """Called after each batch that was put into the views."""

    def __init__(self, views: Views, points: Points, delivered: Delivered) -> None:
        self._views = views
        self._points = points
        self._delivered = delivered
        self._last: int | None = None

    async def passed(self, sequence: int) -> None:
        """The views have come to this message. What was acknowledged is in them."""
        if self._last is None:
            self._last = await self._points.last()
        if sequence - self._last >= EVERY:
            floor = await self._delivered.all_until()
            await self._views.transact(lambda batch: batch.keep(floor))
            self._last = sequence
