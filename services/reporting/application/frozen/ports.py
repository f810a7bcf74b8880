"""Reporting, application, frozen: where the files of snapshots lie, and how they are written."""

from collections.abc import Callable
from typing import Any, Protocol

from services.reporting.domain.consolidated import Consolidated

Render = Callable[[Consolidated, Any, str], bytes]
"""A report as a file of a form, with the code that stands on its pages."""


class Files(Protocol):
    """Each plan's files by their SHA-256. Every call raises Unavailable where the store is away or
    full.
    """

    async def put(self, plan: str, content: bytes) -> str:
        """Keep these bytes for ever; their hash. Safe to repeat."""

    async def get(self, plan: str, sha256: str) -> bytes | None:
        """The bytes with that hash; None where there are none, or none that are whole."""
