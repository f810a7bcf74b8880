"""Reporting, application, points: what is kept of the views as they were (decision 0043)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from services.reporting.application.ports import Cursor
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.document import Document, Key
from services.reporting.domain.filing.documents import ReportDocument


class Point(Protocol):
    """The views as they were once. Every call raises Unavailable where the server is away."""

    @property
    def floor(self) -> int:
        """The sequence up to which all of the log was in them."""

    async def cursors(self, plan: str) -> Mapping[str, Cursor]:
        """How far they had come on the subjects of a plan, and in the directory."""

    async def documents(self, keys: Collection[Key]) -> list[Document]:
        """The documents that there were under these keys."""

    async def pointing(self, keys: Collection[str]) -> list[ActivityDocument]:
        """The activities that pointed at any of these keys as their lead's."""

    async def told(self, plan: str) -> list[Document]:
        """What a report of a plan tells, and the directory; of its activities those alone that
        somebody has to look at, without their figures.
        """

    async def members(self, groups: Collection[str]) -> list[ActivityDocument]:
        """All records of these joint activities, without their figures."""


class Points(Protocol):
    """The points that are kept of the views that are read."""

    async def nearest(self, moment: datetime) -> Point | None:
        """The last one in which nothing was stored after a moment; None where there is none, and
        while views and log are not of each other.
        """

    async def last(self) -> int:
        """The newest message in the last one; 0 where there is none."""

    async def come(self) -> int:
        """The sequence up to which all of the log is in the views that are read; 0 while these and
        the log are not of each other.
        """

    async def texts(self, keys: Collection[str]) -> dict[str, ReportDocument]:
        """Reports by key as they stand now."""
