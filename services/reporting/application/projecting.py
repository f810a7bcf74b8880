"""Reporting, application: projects the log into the views: load, fold, write, in one transaction.

A message is folded once, and after the one that it was appended after, however messages are
delivered: each subject's (or pattern's) cursor says how far the views have come.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from contracts import topology
from runtime.failure import Unavailable
from runtime.ports import Log, Stored
from runtime.unread import unreadable
from services.reporting.application.ports import Batch, Cursor, Views
from services.reporting.domain.claims.documents import ActivityDocument, MarkDocument
from services.reporting.domain.claims.joint import linked, mark
from services.reporting.domain.claims.repeated import claim, flag, marked
from services.reporting.domain.counting.contribution import difference
from services.reporting.domain.counting.counts import Counts, PlanCounts, without_zeros
from services.reporting.domain.document import Document, Documents, Key
from services.reporting.domain.fold import ViewFact, facts_of, fold, plan_of, touches
from services.reporting.domain.keeping.settle import finish, unsettled
from services.reporting.domain.log.unread import lenient

FINAL = (ActivityDocument, MarkDocument)
"""What the last steps of settling leave as it is."""
STARTED_OVER = "the log started over, was it restored? Run `ngayso views rebuild`"


@dataclass
class Arrivals:
    """Messages by whether they are new to the views: `fresh` in order, where the cursors move by
    them, and after which sequence something is missing before others can be folded.
    """

    fresh: list[Stored] = field(default_factory=list)
    cursors: dict[str, Cursor] = field(default_factory=dict)
    gaps: dict[str, int] = field(default_factory=dict)


class Projecting:
    """Brings messages of the log into the views, all or nothing; a repeat changes nothing."""

    def __init__(self, views: Views, log: Log) -> None:
        self._views = views
        self._log = log

    async def project(self, messages: Sequence[Stored], floor: int | None = None) -> None:
        """Fold messages into the views, and keep these then as a point, where its `floor` is given:
        the sequence up to which all of the log is in them. Raises Unavailable while the views are
        rebuilt, where the log started over, or where a server is away: all is then handed over
        again.

        What is missing before a message is read from the log, not waited for: waiting would hold
        up its whole batch. Two replicas at work, or a redelivery, make such gaps.
        """
        if gaps := await self._project(messages, floor):
            missing = [
                stored
                for lock, after in gaps.items()
                for stored in await self._log.read(lock, after, lenient=lenient(lock))
            ]
            if left := await self._project([*messages, *missing], floor, whole=True):
                raise Unavailable(f"the log has not what comes next on {sorted(left)}")

    async def _project(
        self, messages: Sequence[Stored], floor: int | None, *, whole: bool = False
    ) -> Mapping[str, int]:
        """Fold all, or where something is missing nothing, and say after what."""

        async def work(batch: Batch) -> Mapping[str, int]:
            locks = {topology.lock_of(message.subject) for message in messages}
            arrived = arrivals(messages, await batch.cursors(locks), whole=whole)
            if arrived.fresh and not arrived.gaps:
                await _fold(batch, arrived)
            if floor is not None and not arrived.gaps:
                await batch.keep(floor)
            return arrived.gaps

        return await self._views.transact(work)


def arrivals(
    messages: Iterable[Stored], cursors: Mapping[str, Cursor], *, whole: bool = False
) -> Arrivals:
    """What of the messages is new to views whose cursors stand here; raises Unavailable where a
    repeat is not the message that it was.

    After which one a record stands that nobody of us may have written is not believed: it is a gap,
    unless all since the cursors is at hand (`whole`).
    """
    result = Arrivals()
    for message in sorted(messages, key=lambda stored: stored.sequence):
        lock = topology.lock_of(message.subject)
        cursor = result.cursors.get(lock) or cursors.get(lock)
        at = cursor.sequence if cursor else 0
        ours = message.standing == "whole"
        if cursor and message.sequence in cursor.unread:
            if message.standing != "unreadable":
                result.fresh.append(message)
                result.cursors[lock] = replace(cursor, unread=_but(cursor.unread, message))
        elif message.sequence <= at:
            if cursor and message.stored_at > cursor.stored_at:
                raise Unavailable(STARTED_OVER)
        elif message.previous > at if ours else not whole:
            result.gaps.setdefault(lock, at)
        else:
            result.fresh.append(message)
            result.cursors[lock] = _beyond(cursor, message)
    return result


def _but(unread: Mapping[int, str], message: Stored) -> Mapping[int, str]:
    return {one: subject for one, subject in unread.items() if one != message.sequence}


def _beyond(cursor: Cursor | None, message: Stored) -> Cursor:
    """The cursor after a message. What waits to be read is not needed any more once its subject
    goes on: of two records of a unit the later holds.
    """
    before = cursor.unread if cursor else {}
    unread = {one: subject for one, subject in before.items() if subject != message.subject}
    if message.standing == "unreadable":
        unread[message.sequence] = message.subject
    said = facts_of(event.data for event in message.events)
    told_at = message.stored_at if said else cursor.told_at if cursor else None
    return Cursor(message.sequence, message.stored_at, unread, told_at)


async def _fold(batch: Batch, arrived: Arrivals) -> None:
    """Write what the fresh messages change; each plan's counters by the difference alone."""
    facts: list[ViewFact] = []
    owners: list[Stored] = []
    newest: dict[str, datetime] = {}
    for message in arrived.fresh:
        said = facts_of(event.data for event in message.events)
        facts += said
        owners += [message] * len(said)
        newest |= {plan: message.stored_at for fact in said if (plan := plan_of(fact))}
    try:
        documents = await fold_loading(facts, batch)
    except Unfoldable as error:
        blamed = owners[error.place]
        raise unreadable(topology.EVENTS.name, blamed.sequence, blamed.subject) from error
    before = await batch.counts(newest)
    # Activities are most of all that is written, and say by now all that they will.
    await batch.begin(after for _, after in documents.changed() if isinstance(after, FINAL))
    changed = finish(documents).changed()
    added = difference(changed)
    counts = {
        plan: _plus(before.get(plan), added.get(plan, Counter()), newest[plan])
        for plan in {*newest, *added}
    }
    left = (after for _, after in changed if not isinstance(after, FINAL))
    await batch.put(left, counts, arrived.cursors)


class Unfoldable(Exception):
    """A fact that can be read does not fit what was said before it; `place` says which."""

    def __init__(self, place: int) -> None:
        self.place = place
        super().__init__(f"fact {place} of these")


class Load(Protocol):
    """Gives documents as Batch does."""

    async def documents(self, keys: Collection[Key]) -> list[Document]: ...
    async def pointing(self, keys: Collection[str]) -> list[ActivityDocument]: ...


async def fold_loading(facts: Sequence[ViewFact], load: Load) -> Documents:
    """Fold facts into the documents that they touch, settle what those reach, and have at hand all
    that the last steps (keeping/settle.py) need; raises Unfoldable.
    """
    keys = {key for fact in facts for key in touches(fact)}
    documents = Documents(await load.documents(keys))
    for place, fact in enumerate(facts):
        try:
            fold(fact, documents)
        except Exception as error:
            raise Unfoldable(place) from error
    loading = Loading(load, keys)
    await _settle_activities(documents, loading)
    await loading.into(documents, unsettled(documents))
    return documents


class Loading:
    """Documents that are looked for step by step, each once."""

    def __init__(self, load: Load, looked: set[Key]) -> None:
        self._load = load
        self._looked = looked

    async def into(self, documents: Documents, keys: set[Key]) -> None:
        if ahead := keys - self._looked:
            self._looked |= ahead
            documents.add(await self._load.documents(ahead))

    async def pointing(self, documents: Documents, keys: set[str]) -> None:
        documents.add(await self._load.pointing(keys))


async def _settle_activities(documents: Documents, loading: Loading) -> None:
    """Bring up what follows from the records of several units, each group of them whole.

    Every transaction writes the gate, so two never settle one group beside each other.
    """
    asked: set[str] = set()
    while keys := linked(documents) - asked:
        asked |= keys
        await loading.into(documents, {(ActivityDocument, key) for key in keys})
        await loading.pointing(documents, keys)
    mark(documents)
    await loading.into(documents, marked(documents))
    await loading.into(documents, claim(documents))
    await loading.into(documents, marked(documents))
    flag(documents)


def _plus(before: PlanCounts | None, more: Counts, newest: datetime) -> PlanCounts:
    counts: Counts = Counter(before.counts if before else {})
    counts.update(more)
    last = before.last_fact_at if before else None
    return PlanCounts(without_zeros(counts), max(last, newest) if last else newest)
