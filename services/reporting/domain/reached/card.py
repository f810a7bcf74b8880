"""Reporting, domain: what a late unit was told before, reminder by reminder: its fairness card."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple, assert_never

from contracts.plan import Channel
from contracts.reach import Reached, State
from contracts.values import Moment, Value
from contracts.words import RungFate
from services.reporting.domain.consolidated import Standing, UnitRef
from services.reporting.domain.documents import MessageDocument, RungDocument


class Way(Value):
    """How far a message came: where it stands, since when, and the code of why not further. Of a
    list for the unit `above` the late unit heard nothing.
    """

    channel: Channel | None
    state: State
    at: Moment
    reason: str | None
    above: str | None = None


class Reminded(Value):
    """One rung towards one due moment: when it was to go out, its fate, and its messages."""

    rung: str
    due: Moment
    moment: Moment | None
    fate: RungFate
    reason: str | None
    ways: tuple[Way, ...]


class Card(Value):
    """A duty that is overdue, or was met late, and every reminder of it whose time has come.

    `unit` is who owes it; of an approval, `of` is the unit whose report waits.
    """

    unit: UnitRef
    of: UnitRef | None
    duty: str
    title: str
    due: Moment
    met_at: Moment | None
    reached: Reached
    reminders: tuple[Reminded, ...]

    @property
    def key(self) -> str:
        return _key(self.unit, self.of, self.duty)


class Late(NamedTuple):
    """A duty that is overdue, or was met late, and who owes it."""

    unit: UnitRef
    standing: Standing

    @property
    def key(self) -> str:
        """As of its card."""
        of = self.standing.unit if self.standing.bearer else None
        return _key(self.unit, of, self.standing.duty)


def _key(unit: UnitRef, of: UnitRef | None, duty: str) -> str:
    """In the order of which cards are listed."""
    return f"{unit.id}/{of.id if of else ''}/{duty}"


def late(standings: Iterable[Standing]) -> list[Late]:
    """Who is late with what, in the order of the keys."""
    found = (Late(one.bearer or one.unit, one) for one in standings)
    return sorted(found, key=lambda one: one.key)


def cards(
    late: Iterable[Late],
    rungs: Iterable[RungDocument],
    messages: Iterable[MessageDocument],
) -> list[Card]:
    """A card for each, in this order; of other duties' reminders nothing is in them."""
    ways: defaultdict[tuple[str, str, str, datetime], list[Way]] = defaultdict(list)
    for message in sorted(messages, key=lambda one: one.said_at):
        for duty, due, rung in message.rungs:
            ways[message.unit, duty, rung, due].append(_way(message))
    told: defaultdict[tuple[str, str], list[Reminded]] = defaultdict(list)
    for one in sorted(rungs, key=lambda one: (one.fires_at or one.said_at, one.rung)):
        sent = tuple(ways[one.unit, one.duty, one.rung, one.due])
        if one.fate != "waiting" or sent:
            told[one.unit, one.duty].append(_reminded(one, sent))
    return [_card(one, told[one.standing.unit.id, one.standing.duty]) for one in late]


def _reminded(rung: RungDocument, ways: tuple[Way, ...]) -> Reminded:
    return Reminded(
        rung=rung.rung,
        due=rung.due,
        moment=rung.fires_at,
        fate=rung.fate,
        reason=rung.reason,
        ways=ways,
    )


def _card(late: Late, reminders: list[Reminded]) -> Card:
    standing = late.standing
    states = {way.state for one in reminders for way in one.ways if way.above is None}
    reached: Reached = "accepted" if "accepted" in states else "none"
    return Card(
        unit=late.unit,
        of=standing.unit if standing.bearer else None,
        duty=standing.duty,
        title=standing.title,
        due=standing.due,
        met_at=standing.met_at,
        reached="delivered" if "delivered" in states else reached,
        reminders=tuple(reminders),
    )


def _way(message: MessageDocument) -> Way:
    return Way(
        channel=message.channel,
        state=_state(message),
        at=message.said_at,
        reason=message.reason or message.bounce,
        above=message.above,
    )


def _state(message: MessageDocument) -> State:
    match message.status:
        case "composed" | "attempted":
            return "waiting"
        case "accepted":
            return "accepted" if message.delivery == "unknown" else message.delivery
        case "failed" | "silenced":
            return message.status
        case _:
            assert_never(message.status)
