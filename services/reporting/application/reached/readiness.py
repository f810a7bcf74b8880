"""Reporting, application: whom of a plan nobody can write to, as the notifier tells, by name."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable

from contracts.owed import Participant
from contracts.plan import Channel
from contracts.reach import Unreached, Why
from contracts.values import Count, Day, Moment, Value
from runtime.failure import Unavailable
from services.reporting.application.ports import Answers, Contacts
from services.reporting.domain.documents import PlanDocument, UnitDocument

BELIEVED_SECONDS = 30.0
"""How long an answer is given again, so that many who look ask the notifier once."""


class Lacking(Value):
    """What is missing of a role by a channel; `since` and `reason` of an address that failed;
    `until`: the last day on which one of the role is away, and nobody stands in.
    """

    role: str
    channel: Channel
    why: Why
    since: Moment | None = None
    reason: str | None = None
    until: Day | None = None


class UnitLacking(Value):
    """A unit that some reminder of the ladder would not reach."""

    unit: str
    name: str
    level: str | None
    lacks: tuple[Lacking, ...]


class RoleReadiness(Value):
    """How many units are written to in this role by this channel, how many of them have an address
    that works, and the share in per cent, rounded down.
    """

    role: str
    channel: Channel
    units: Count
    reached: Count
    percent: Count


class ReadinessAnswer(Value):
    """Who of a plan can be written to on the day `on`; the window opens on `opens`."""

    plan: str
    on: Day
    opens: Day
    units: Count
    ready: Count
    """Units that every reminder reaches."""
    by_role: tuple[RoleReadiness, ...]
    lacking: tuple[UnitLacking, ...]
    """By level and name."""


class Readiness:
    """Asks the notifier one question for a whole plan, and gives its units their names."""

    def __init__(
        self,
        answers: Callable[[], Answers],
        contacts: Contacts,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._answers = answers
        self._contacts = contacts
        self._now = now
        self._known: dict[str, tuple[float, ReadinessAnswer]] = {}

    async def of(self, plan: str) -> ReadinessAnswer:
        """Of a plan that there is; raises Unavailable where the notifier is away."""
        found = self._known.get(plan)
        if found is None or self._now() - found[0] > BELIEVED_SECONDS:
            found = self._known[plan] = (self._now(), await self._asked(plan))
        return found[1]

    async def _asked(self, plan: str) -> ReadinessAnswer:
        answers = self._answers()
        document = await answers.find(PlanDocument, plan)
        answer = await self._contacts.reach(plan)
        if document is None or answer.day is None:
            raise Unavailable(f"the notifier does not know plan {plan} yet")
        lacking = await self._by_name(answers, document, answer.unreached)
        return ReadinessAnswer(
            plan=plan,
            on=answer.day,
            opens=document.plan.window.first,
            units=answer.units,
            ready=answer.units - len(lacking),
            by_role=tuple(
                RoleReadiness(**one.model_dump(), percent=one.reached * 100 // one.units)
                for one in answer.by_role
            ),
            lacking=tuple(sorted(lacking, key=lambda one: (one.level or "", one.name, one.unit))),
        )

    async def _by_name(
        self, answers: Answers, document: PlanDocument, unreached: Iterable[Unreached]
    ) -> list[UnitLacking]:
        lacks: defaultdict[str, list[Lacking]] = defaultdict(list)
        for one in unreached:
            lacks[one.unit].append(Lacking(**one.model_dump(exclude={"unit"})))
        members = {one.unit: one for one in document.participants}
        called = {unit: await _called(answers, unit, members) for unit in lacks}
        return [
            UnitLacking(unit=unit, name=name, level=level, lacks=tuple(lacks[unit]))
            for unit, (name, level) in called.items()
        ]


async def _called(
    answers: Answers, unit: str, members: dict[str, Participant]
) -> tuple[str, str | None]:
    """Name and level as the plan has them; of who only approves, the directory's name."""
    if member := members.get(unit):
        return member.short_name, member.level
    known = await answers.find(UnitDocument, unit)
    return known.name if known else unit, None
