"""Reporting, application: a plan as of a moment, folded from the point before it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from contracts import topology
from runtime.ports import Log, Stored
from runtime.unread import unreadable
from services.reporting.application.points.ports import Point
from services.reporting.application.ports import Cursor
from services.reporting.application.projecting import Unfoldable, fold_loading
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.document import Document, Documents, Key
from services.reporting.domain.fold import ViewFact, facts_of
from services.reporting.domain.keeping.settle import finish
from services.reporting.domain.log.unread import UnreadPlace, lenient

ANY = "*"


@dataclass
class State:
    """A plan's documents as of a moment; `newest`: when the last fact in them was stored, `last`:
    the newest message that was looked at, `unread`: those of which nothing is in them.
    """

    documents: Documents
    newest: datetime | None = None
    last: int = 0
    unread: list[UnreadPlace] = field(default_factory=list)

    def look(self, message: Stored, *, says: bool) -> None:
        """Take note of a message; whether it `says` a fact."""
        self.last = max(self.last, message.sequence)
        if message.standing != "whole":
            self.unread.append(UnreadPlace(sequence=message.sequence, subject=message.subject))
        if says:
            self.newest = max(self.newest or message.stored_at, message.stored_at)


def patterns(plan: str) -> tuple[str, ...]:
    """What of the log a report of a plan is made of."""
    return (
        topology.plan_facts(plan),
        topology.WHOLE_DIRECTORY,
        topology.unit_facts(plan, ANY),
        topology.message_facts(plan, ANY),
    )


async def since(point: Point, log: Log, plan: str, as_of: datetime) -> State | None:
    """As of a moment after the point, by what was stored between them; None where a record could
    not be read at the point: it may be by now.
    """
    cursors = await point.cursors(plan)
    if any(one.unread for one in cursors.values()):
        return None
    messages = [
        stored
        for pattern in patterns(plan)
        async for stored in log.read_all(
            pattern, point.floor, until=as_of, lenient=lenient(pattern)
        )
        if stored.sequence > _come(cursors, stored.subject)
    ]
    state = _begun(cursors)
    state.unread += _passed_over(await log.quarantined(), cursors)
    state.documents = await _together(point, plan, await _folded(messages, point, state))
    return state


def _come(cursors: Mapping[str, Cursor], subject: str) -> int:
    """The last message on a subject that is in the point."""
    cursor = cursors.get(topology.lock_of(subject))
    return cursor.sequence if cursor else 0


def _begun(cursors: Mapping[str, Cursor]) -> State:
    told = [one.told_at for one in cursors.values() if one.told_at]
    last = max((one.sequence for one in cursors.values()), default=0)
    return State(Documents(), max(told, default=None), last)


def _passed_over(
    quarantined: Mapping[int, object], cursors: Mapping[str, Cursor]
) -> Iterator[UnreadPlace]:
    """Records that the point has passed without reading them."""
    for sequence, record in quarantined.items():
        subject = str(getattr(record, "subject", ""))
        if sequence <= _come(cursors, subject):
            yield UnreadPlace(sequence=sequence, subject=subject)


async def _folded(messages: Sequence[Stored], point: Point, state: State) -> Documents:
    """What the messages change, and all that was looked at for it."""
    facts: list[ViewFact] = []
    owners: list[Stored] = []
    for message in sorted(messages, key=lambda one: one.sequence):
        said = facts_of(event.data for event in message.events)
        state.look(message, says=bool(said))
        facts += said
        owners += [message] * len(said)
    try:
        return finish(await fold_loading(facts, point))
    except Unfoldable as error:
        blamed = owners[error.place]
        raise unreadable(topology.EVENTS.name, blamed.sequence, blamed.subject) from error


async def _together(point: Point, plan: str, folded: Documents) -> Documents:
    """All that is told of the plan. Of a joint activity at hand all records are, since who leads it
    is found from them.
    """
    found: dict[Key, Document] = _by_key(await point.told(plan))
    found |= _by_key(folded.all(Document))
    groups = {
        one.group for one in found.values() if isinstance(one, ActivityDocument) and one.group
    }
    members = _by_key(await point.members(groups)) if groups else {}
    return Documents({**members, **found}.values())


def _by_key(documents: Sequence[Document]) -> dict[Key, Document]:
    return {(type(one), one.key): one for one in documents}
