"""Notifier, application: which units of a plan can be written to, asked in one question for all."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import structlog

from contracts.above import escalations
from contracts.findings import finding
from contracts.outgoing import Contact, Contacts
from contracts.plan import Plan, Upward
from contracts.reach import MOST_UNITS, ReachAnswered, RoleReach, Unreached, approvals
from contracts.words import Topic
from runtime.clock import Clock
from services.notifier.application.memory import InForce, Memory
from services.notifier.application.ports import ContactStore
from services.notifier.domain.contacts.readiness import Wanted, unreached, wanted
from services.notifier.domain.reach import borrowed

log = structlog.get_logger()

Asked = tuple[str, Topic, set[Wanted]]
"""A unit, what it gets messages of, and who there gets them how."""


class Owing(NamedTuple):
    """A unit with the entries that it owes something of, and its level on the day."""

    unit: str
    owes: set[str]
    level: str | None


@dataclass(frozen=True)
class Reaching:
    """Answers with units, roles and channels: no person, and no address."""

    memory: Memory
    store: ContactStore
    clock: Clock

    async def of(self, asker: str, plan: str, after: str | None) -> ReachAnswered:
        """Of a plan's units in the order of their ids, at most MOST_UNITS behind `after`."""
        in_force = await self.memory.in_force(plan)
        if in_force is None:
            return ReachAnswered(findings=[finding("unknown-plan", plan=plan, known="—")])
        day = self.clock.now().astimezone(in_force.plan.zone).date()
        owing = await self._owing(in_force, day)
        over = await self.memory.sitting_above(in_force.plan, [one.unit for one in owing])
        everybody = _together([*_asked(in_force.plan, owing), *_above(in_force.plan, owing, over)])
        owed = {unit: pairs for unit, pairs in everybody.items() if unit > (after or "")}
        units = sorted(owed)[:MOST_UNITS]
        heirs = await self.memory.all_successors(units)
        wanted_of = {*units, *(heir for found in heirs.values() for heir in found)}
        book = await self.store.several(wanted_of)
        log.info("contacts-counted", plan=plan, asker=asker, units=len(units))
        asked, missed = Counter[Wanted](), list[Unreached]()
        for unit in units:
            contacts = _contacts(unit, heirs[unit], book)
            asked.update([*owed[unit]])
            missed += _missed(unit, contacts, owed[unit], day)
            await asyncio.sleep(0)  # thousands of numbers are read: others go on meanwhile
        silent = Counter((one.role, one.channel) for one in missed)
        return ReachAnswered(
            day=day,
            units=len(units),
            by_role=[
                RoleReach(role=pair[0], channel=pair[1], units=n, reached=n - silent[pair])
                for pair, n in sorted(asked.items())
            ],
            unreached=missed,
            after=units[-1] if len(units) < len(owed) else None,
        )

    async def _owing(self, in_force: InForce, day: date) -> list[Owing]:
        """Who owes something to be reminded of, what others report through them included; never the
        collecting office, which writes no letters to itself.
        """
        plan, directory = in_force.plan, await self.memory.units()
        approve = approvals(plan, in_force.participants)
        owes = {one.unit: {*one.owes} for one in in_force.participants}
        units = [one for one in owes.keys() | approve.keys() if one != plan.collecting_office]
        return [
            Owing(
                unit,
                owes.get(unit, set()) | approve.get(unit, set()),
                directory[unit].level(day) if unit in directory else None,
            )
            for unit in units
        ]


def _asked(plan: Plan, owing: Iterable[Owing]) -> Iterator[Asked]:
    """Each unit with the roles that the ladder writes to there, and how."""
    for one in owing:
        yield one.unit, "reminders", wanted(plan, one.owes, one.level)


def _above(
    plan: Plan, owing: Iterable[Owing], over: Mapping[tuple[str, Upward], Sequence[str]]
) -> Iterator[Asked]:
    """Each unit that gets lists of the late, with the roles that get them, and how."""
    for rung in plan.ladder:
        pairs = {(role, channel) for role in rung.audience for channel in rung.channels}
        late = (one for one in owing if not one.owes.isdisjoint(rung.owed))
        ways = ((one.unit, to) for one in late for to in escalations(rung, one.level))
        for unit in {unit for way in ways for unit in over.get(way, ())}:
            if unit != plan.collecting_office:
                yield unit, "lists", pairs


def _together(found: Iterable[Asked]) -> dict[str, dict[Wanted, set[Topic]]]:
    """Of what each unit gets messages, by role and channel."""
    topics: defaultdict[str, dict[Wanted, set[Topic]]] = defaultdict(dict)
    for unit, topic, pairs in found:
        for pair in pairs:
            topics[unit].setdefault(pair, set()).add(topic)
    return topics


def _contacts(unit: str, heirs: Sequence[str], book: dict[str, Contacts]) -> Sequence[Contact]:
    """Whom messages to the unit go to: once it has ended its successors', where they have any."""
    theirs = borrowed({heir: book[heir].contacts for heir in heirs if heir in book})
    return theirs or (book[unit].contacts if unit in book else ())


def _missed(
    unit: str, contacts: Sequence[Contact], owed: Mapping[Wanted, set[Topic]], day: date
) -> Iterator[Unreached]:
    found = (unreached(unit, contacts, *pair, day) for pair in sorted(owed.items()))
    return (one for one in found if one is not None)
