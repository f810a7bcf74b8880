"""Notifier, application: which units of a plan can be written to, asked in one question for all."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import structlog

from contracts.above import escalations
from contracts.findings import finding
from contracts.outgoing import Contact, Contacts
from contracts.plan import Plan, Upward
from contracts.reach import MOST_UNITS, ReachAnswered, RoleReach, Unreached, approvals
from runtime.clock import Clock
from services.notifier.application.memory import InForce, Memory
from services.notifier.application.ports import ContactStore
from services.notifier.domain.contacts.readiness import Wanted, unreached, wanted
from services.notifier.domain.reach import borrowed

log = structlog.get_logger()


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
        over = await self.memory.sitting_above(in_force.plan, _names(in_force))
        everybody = _together([*_asked(in_force), *_above(in_force, over)])
        owed = {unit: pairs for unit, pairs in everybody.items() if unit > (after or "")}
        units = sorted(owed)[:MOST_UNITS]
        heirs = await self.memory.all_successors(units)
        wanted_of = {*units, *(heir for found in heirs.values() for heir in found)}
        book = await self.store.several(wanted_of)
        log.info("contacts-counted", plan=plan, asker=asker, units=len(units))
        day = self.clock.now().astimezone(in_force.plan.zone).date()
        asked, missed = Counter[Wanted](), list[Unreached]()
        for unit in units:
            contacts = _contacts(unit, heirs[unit], book)
            asked.update(owed[unit])
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


def _asked(in_force: InForce) -> Iterator[tuple[str, set[Wanted]]]:
    """Each unit with the roles that the ladder writes to there, and how; never the collecting
    office, which writes no letters to itself.
    """
    plan: Plan = in_force.plan
    approve = approvals(plan, in_force.participants)
    owes = {one.unit: {*one.owes} for one in in_force.participants}
    for unit in owes.keys() | approve.keys():
        pairs = wanted(plan, owes.get(unit, set()) | approve.get(unit, set()))
        if pairs and unit != plan.collecting_office:
            yield unit, pairs


def _above(
    in_force: InForce, over: Mapping[tuple[str, Upward], Sequence[str]]
) -> Iterator[tuple[str, set[Wanted]]]:
    """Each unit that gets lists of the late, with the roles that get them, and how."""
    for rung in in_force.plan.ladder:
        pairs = {(role, channel) for role in rung.audience for channel in rung.channels}
        late = (one for one in in_force.participants if not {*one.owes}.isdisjoint(rung.owed))
        ways = ((one.unit, to) for one in late for to in escalations(rung, one.level))
        for unit in {unit for way in ways for unit in over.get(way, ())}:
            if unit != in_force.plan.collecting_office:
                yield unit, pairs


def _names(in_force: InForce) -> list[str]:
    return [one.unit for one in in_force.participants]


def _together(found: Iterable[tuple[str, set[Wanted]]]) -> dict[str, set[Wanted]]:
    pairs_of: defaultdict[str, set[Wanted]] = defaultdict(set)
    for unit, pairs in found:
        pairs_of[unit] |= pairs
    return pairs_of


def _contacts(unit: str, heirs: Sequence[str], book: dict[str, Contacts]) -> Sequence[Contact]:
    """Whom messages to the unit go to: once it has ended its successors', where they have any."""
    theirs = borrowed({heir: book[heir].contacts for heir in heirs if heir in book})
    return theirs or (book[unit].contacts if unit in book else ())


def _missed(
    unit: str, contacts: Sequence[Contact], pairs: set[Wanted], day: date
) -> Iterator[Unreached]:
    found = (unreached(unit, contacts, pair, day) for pair in sorted(pairs))
    return (one for one in found if one is not None)
