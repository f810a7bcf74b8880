"""Reporting, application: says when the views are to be kept as they are: after every so many
messages.
"""

from services.reporting.application.points.ports import Points
from services.reporting.application.ports import Delivered

EVERY = 1_000
"""Messages between two points: no report is made of more than about as many, and a point."""


class Keeping:
    """Asked before each batch that is put into the views. The batch's transaction keeps the point
    too: one of its own would cost a commit.
    """

    def __init__(self, points: Points, delivered: Delivered) -> None:
        self._points = points
        self._delivered = delivered
        self._last: int | None = None

    async def due(self, sequence: int) -> int | None:
        """Whether to keep a point after the batch that ends with this message: its floor. What was
        acknowledged is in the views already.
        """
        if self._last is None:
            self._last = await self._points.last()
        return await self._delivered.all_until() if sequence - self._last >= EVERY else None

    def kept(self, sequence: int) -> None:
        """There is a point after this message."""
        self._last = sequence
