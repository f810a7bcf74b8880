"""Reporting, domain: a document of a view, and those at hand while facts are folded into them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import ClassVar, TypeVar

from contracts.values import Value


class Document(Value):
    """One document of a view."""

    collection: ClassVar[str]

    @property
    def key(self) -> str:
        raise NotImplementedError

    @property
    def empty(self) -> bool:
        """Says nothing, and is not kept."""
        return False


Key = tuple[type[Document], str]
D = TypeVar("D", bound=Document)


def by_kind(keys: Iterable[Key]) -> dict[type[Document], list[str]]:
    """The keys of each kind, since a collection is asked at once."""
    found: dict[type[Document], list[str]] = defaultdict(list)
    for kind, key in keys:
        found[kind].append(key)
    return found


class Documents:
    """Documents in memory: those a batch touches, or all of a plan for a report."""

    def __init__(self, loaded: Iterable[Document] = ()) -> None:
        self._now: dict[Key, Document] = {(type(d), d.key): d for d in loaded}
        self._before: dict[Key, Document | None] = {}  # what stood under each changed key

    def find(self, kind: type[D], key: str) -> D | None:
        document = self._now.get((kind, key))
        return document if isinstance(document, kind) else None

    def get(self, kind: type[D], key: str) -> D:
        """The document under `key`; raises LookupError, since a log is written in order."""
        if (document := self.find(kind, key)) is None:
            raise LookupError(f"the log speaks of {kind.collection} {key!r} before it exists")
        return document

    def add(self, loaded: Iterable[Document]) -> None:
        """Take in more of what there was before; what is here already stays as it is."""
        for document in loaded:
            self._now.setdefault((type(document), document.key), document)

    def put(self, document: Document) -> None:
        key = (type(document), document.key)
        if self._now.get(key) != document:
            self._before.setdefault(key, self._now.get(key))
            self._now[key] = document

    def before(self, kind: type[D], key: str) -> D | None:
        """What stood under `key` when this began."""
        before = self._before.get((kind, key), self._now.get((kind, key)))
        return before if isinstance(before, kind) else None

    def changed(self) -> list[tuple[Document | None, Document]]:
        """Each changed document as it was when this began (None: it was not), and as it is."""
        return [(before, self._now[key]) for key, before in self._before.items()]

    def all(self, kind: type[D]) -> list[D]:
        return [document for document in self._now.values() if isinstance(document, kind)]
