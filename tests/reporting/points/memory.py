"""Tests, reporting: points that are kept of views in memory, as copies."""

from collections.abc import Collection, Mapping
from datetime import datetime

from services.reporting.application.ports import Cursor
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.document import Document, Key
from services.reporting.domain.filing.documents import ReportDocument
from tests.reporting.memory import MemoryViews


class MemoryPoints:
    """As application.points.ports.Points, of all that these views kept."""

    def __init__(self, views: MemoryViews, come: int) -> None:
        self._views = views
        self._come = come
        self.used = 0

    async def nearest(self, moment: datetime) -> "MemoryPoint | None":
        before = [
            MemoryPoint(*one)
            for one in self._views.kept
            if all(cursor.stored_at <= moment for cursor in one[2].values())
        ]
        self.used += bool(before)
        return before[-1] if before else None

    async def last(self) -> int:
        return max((one.sequence for *_, cursors in self._views.kept for one in cursors.values()))

    async def come(self) -> int:
        return self._come

    async def texts(self, keys: Collection[str]) -> dict[str, ReportDocument]:
        found = self._views.all().all(ReportDocument)
        return {one.key: one for one in found if one.key in keys}


class MemoryPoint:
    """As application.points.ports.Point; it gives no more than what is asked for."""

    def __init__(
        self, floor: int, documents: Mapping[Key, Document], cursors: Mapping[str, Cursor]
    ) -> None:
        self.floor = floor
        self._documents = documents
        self._cursors = cursors

    async def cursors(self, plan: str) -> Mapping[str, Cursor]:
        return self._cursors

    async def documents(self, keys: Collection[Key]) -> list[Document]:
        return [self._documents[key] for key in keys if key in self._documents]

    async def pointing(self, keys: Collection[str]) -> list[ActivityDocument]:
        return [one for one in self._activities() if one.points_at in keys]

    async def told(self, plan: str) -> list[Document]:
        others = [one for one in self._documents.values() if not isinstance(one, ActivityDocument)]
        return [*others, *(one for one in self._activities() if one.repeats or one.loose)]

    async def members(self, groups: Collection[str]) -> list[ActivityDocument]:
        return [one for one in self._activities() if one.group in groups]

    def _activities(self) -> list[ActivityDocument]:
        return [one for one in self._documents.values() if isinstance(one, ActivityDocument)]
