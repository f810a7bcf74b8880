"""Reporting, application, frozen: how documents are made, and where those of snapshots lie."""

from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, Protocol, TypeVar

from services.reporting.domain.consolidated import Consolidated

P = ParamSpec("P")
T = TypeVar("T")

Render = Callable[[Consolidated, Any, str], bytes]
"""A report as a file of a form, with the code that stands on its pages."""

MakeAll = Callable[[Consolidated, int], tuple[str, Mapping[str, bytes]]]
"""All files of a snapshot of that number by form, but its pages, and the code that stands on them.
"""


class Unmade(Exception):
    """A document could not be made."""


class Unprinted(Unmade):
    """No PDF could be made; the document itself is whole."""


class Elsewhere(Protocol):
    """Does what takes much memory in a process of its own; the work and what comes of it have to be
    what can be pickled.
    """

    async def __call__(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Raises Unmade where it takes too long, too much, or fails."""


class Printer(Protocol):
    """Turns documents into pages."""

    @property
    def there(self) -> bool:
        """Whether it can."""

    async def pdf(self, document: bytes) -> bytes:
        """The .docx as a PDF; raises Unprinted."""


class Files(Protocol):
    """Each plan's files by their SHA-256. Every call raises Unavailable where the store is away or
    full.
    """

    async def put(self, plan: str, content: bytes) -> str:
        """Keep these bytes for ever; their hash. Safe to repeat."""

    async def get(self, plan: str, sha256: str) -> bytes | None:
        """The bytes with that hash; None where there are none, or none that are whole."""
