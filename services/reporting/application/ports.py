"""Reporting, application: the ports that its use cases need beside the log of runtime."""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeVar

from contracts.reach import ReachAnswered
from contracts.unit import Unit
from services.reporting.domain.claims.documents import ActivityDocument, Claimant
from services.reporting.domain.counting.counts import PlanCounts
from services.reporting.domain.document import Document, Documents, Key
from services.reporting.domain.documents import (
    DutyDocument,
    MessageDocument,
    PlanDocument,
    RungDocument,
    UnitDocument,
)
from services.reporting.domain.filing.documents import EntryDocument
from services.reporting.domain.keeping.summary import Of, SummaryDocument
from services.reporting.domain.log.standing import Apart
from services.reporting.domain.log.unread import UnreadRecord

D = TypeVar("D", bound=Document)
T = TypeVar("T")

Filters = Mapping[str, str | bool | None]
"""Fields of a document and what each must equal; None: whatever it is."""

Units = frozenset[str] | None
"""The units whose records are asked for; None: of all."""

MOST_SHARING = 1000
"""Activities looked at for one page of evidence."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far the views have come on a subject or pattern (topology.lock_of): the last message in
    them, the subjects of those before it that wait to be read, by sequence, and when the last one
    that says a fact was stored.
    """

    sequence: int
    stored_at: datetime
    unread: Mapping[int, str] = field(default_factory=dict)
    told_at: datetime | None = None


class Batch(Protocol):
    """The views inside one transaction. What is put was looked for in it before."""

    async def cursors(self, locks: Collection[str]) -> dict[str, Cursor]:
        """Where there is one."""

    async def documents(self, keys: Collection[Key]) -> list[Document]:
        """The documents that there are under these keys."""

    async def pointing(self, keys: Collection[str]) -> list[ActivityDocument]:
        """The activities that point at any of these keys as their lead's."""

    async def counts(self, plans: Collection[str]) -> dict[str, PlanCounts]:
        """Each plan's counters, where it has any."""

    async def begin(self, documents: Iterable[Document]) -> None:
        """Begin to write these, and compute meanwhile: put ends it, and nothing is read before."""

    async def put(
        self,
        documents: Iterable[Document],
        counts: Mapping[str, PlanCounts],
        cursors: Mapping[str, Cursor],
    ) -> None:
        """Write these in place of those that there were, and what was begun."""

    async def keep(self, floor: int) -> None:
        """Keep the views as they are now, for reports of moments after this: a point (0043). All of
        the log up to the sequence `floor` is in them.
        """


class Views(Protocol):
    """The views as facts go into them; everything in them can be dropped and rebuilt."""

    async def transact(self, work: Callable[[Batch], Awaitable[T]]) -> T:
        """Run `work` in one transaction: all of what it put is there afterwards, or nothing; it
        runs again where another one came in between. Raises Unavailable while the views are shut,
        or where the server is away.
        """


class Superseded(Exception):
    """Other views are being filled since, in place of these."""


class Beside(Views, Protocol):
    """Views that nobody reads yet."""

    async def drop(self) -> None:
        """Give them up."""


class Store(Protocol):
    """The views that are read, and those that are filled beside them."""

    async def newest(self) -> tuple[str, Cursor] | None:
        """The newest message in the views, with its subject or pattern; None where they are
        empty.
        """

    async def cursor(self, lock: str) -> Cursor | None: ...

    async def apart(self) -> Apart | None:
        """Why no transaction is let in."""

    async def generation(self) -> tuple[str, bool]:
        """The name of the views that are read, and whether others are filled beside them."""

    async def refuse(self, why: Apart) -> None:
        """Let no transaction in until the views are rebuilt."""

    async def begin(self) -> Beside:
        """Empty views beside those that are read, and in place of others that are being filled."""

    async def shut(self, beside: Beside) -> None:
        """Let no transaction into the views that are read; raises Superseded."""

    async def reopen(self) -> None:
        """Let transactions in again, where nothing else keeps them out."""

    async def switch(self, beside: Beside) -> None:
        """Have these read and projected into from now on; raises Superseded."""


class Delivered(Protocol):
    """The delivery of the log to the views."""

    async def all_until(self) -> int:
        """The sequence up to which every message was acknowledged (0: none)."""


class Contacts(Protocol):
    """What the notifier tells of contacts: no name, and no address."""

    async def reach(self, plan: str) -> ReachAnswered:
        """Whom of a plan nobody can write to, all of it; without a day where it knows no such
        plan. Raises Unavailable where the notifier is away.
        """


class Answers(Protocol):
    """The views as they are read, by key or page; Unavailable is raised where they are away."""

    async def position(self) -> str | None:
        """What is another after every change of the views; None while they are shut."""

    async def plans(self) -> list[PlanDocument]: ...

    async def find(self, kind: type[D], key: str) -> D | None: ...

    async def counts(self, plan: str) -> PlanCounts:
        """A plan's counters; none where nothing of it is in the views."""

    async def page(
        self,
        kind: type[D],
        plan: str,
        filters: Filters,
        after: str | None,
        limit: int,
        units: Units = None,
        among: Units = None,
    ) -> tuple[list[D], str | None]:
        """Some of a plan's documents in the order of their keys, and the key to go on after, if
        any. Of the units named, also what they bear for others, and the reports that pass through
        them; `among` are those in whose own records it is enough to look.
        """

    async def count(
        self, kind: type[Document], plan: str, filters: Filters, units: Units = None
    ) -> int:
        """How many such documents there are in all, looked at one by one."""

    async def summaries(self, plan: str, of: Of, units: Units = None) -> list[SummaryDocument]:
        """What each unit of a plan adds up to."""

    async def sharing(self, plan: str, marks: Collection[str]) -> list[Claimant]:
        """The first activities by key whose evidence has any of these marks, at most
        MOST_SHARING; one more where that is not all of them.
        """

    async def units(
        self, after: str | None, limit: int
    ) -> tuple[list[UnitDocument], int, str | None]:
        """As page, of the directory in Vietnamese alphabetical order."""

    async def borne(self, plan: str, unit: str) -> list[DutyDocument]:
        """The duties of a plan of which this is the unit or the bearer."""

    async def lineage(self, units: Collection[str]) -> list[UnitDocument]:
        """These units and all that came after them, by either end of the links."""

    async def parts(
        self, plan: str, units: Collection[str]
    ) -> tuple[list[DutyDocument], list[EntryDocument]]:
        """What these units owe, and their reports for each entry."""

    async def reminders(
        self, plan: str, units: Collection[str]
    ) -> tuple[list[RungDocument], list[MessageDocument]]:
        """What was said of reminding these units by a plan."""

    async def entries(self, plan: str, owed: Collection[str]) -> list[EntryDocument]:
        """Every unit's reports for some entries of a plan."""

    async def unread(self) -> list[UnreadRecord]:
        """What of the log is in no view, in its order."""

    async def directory(self) -> dict[str, Unit]:
        """Every unit's record by its id, those that have ended too."""

    async def around(self, unit: str) -> dict[str, Unit]:
        """A unit's record, and of all that were ever below it or before it, by either end of the
        links and by however many steps.
        """

    async def owed(self, plan: PlanDocument, units: Units) -> Documents:
        """What these units owe, and the units before and after those that the plan named."""

    async def documents(self, plan: PlanDocument, units: Units = None) -> Documents:
        """What the dashboard shows of a plan, with the units before and after those it named; of
        the units named their own documents alone. What only totals need, single activities, and the
        words of reports are not read.
        """
