"""Notifier, application: says facts about reminding a unit, after what they were decided on; and
what a provider tells of a message.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

import structlog

from contracts import topology
from contracts.envelope import encode, wrap
from contracts.facts import ReminderFact
from runtime.clock import Clock
from runtime.failure import AWAY, Retry, growing_delay
from runtime.ports import Conflict, Log
from services.notifier.application.counting import count
from services.notifier.application.memory import Basis, Memory
from services.notifier.domain.ending import Told, heard
from services.notifier.domain.rungs import evolve

log = structlog.get_logger()

SOURCE = "urn:ngayso:notifier"
Heed = Callable[[Basis, Sequence[ReminderFact]], Awaitable[None]]
"""Hears what was said, and what was known before."""


@dataclass(frozen=True)
class Saying:
    """The notifier's word, on evt.message.<plan>.<unit>."""

    log: Log
    memory: Memory
    heed: Heed | None = None

    async def say(self, basis: Basis, facts: Sequence[ReminderFact]) -> Basis:
        """Appends the facts of one decision as one message, if there are any; what is known then.

        Raises Conflict when something was said since `basis` was read: the decision is stale.
        """
        if not facts:
            return basis
        plan, unit = basis.about
        events = [
            encode(wrap(fact, id=f"{plan}.{unit}.{basis.after}.{index}", source=SOURCE))
            for index, fact in enumerate(facts)
        ]
        try:
            after = await self.log.append(topology.message_facts(plan, unit), events, basis.after)
        except Conflict:
            self.memory.forget(basis)
            raise
        reminders = basis.reminders
        for fact in facts:
            count(fact, reminders)
            reminders = evolve(reminders, fact)
        said = replace(basis, reminders=reminders, after=after)
        self.memory.remember(said)
        if self.heed:
            await self.heed(basis, facts)
        return said

    async def say_surely(
        self,
        plan: str,
        unit: str,
        facts: Callable[[Basis], Awaitable[list[ReminderFact]]],
        known: Basis | None = None,
    ) -> None:
        """Says what already happened outside, however long it takes: it cannot be taken back.

        Called after a handover. `facts` is asked again after a conflict, with what is known then,
        and answers with none when all is said. A log that is away is waited for here, since to put
        the message back would be to hand it over again. `known`: what is taken to stand there.
        """
        tries = 0
        while True:
            tries += 1
            try:
                basis = known or await self.memory.know(plan, unit)
                await self.say(basis, await facts(basis))
            except Conflict:
                known = None
            except (*AWAY, Retry) as error:
                log.warning("cannot-say-yet", plan=plan, unit=unit, error=repr(error))
                await asyncio.sleep(growing_delay(tries))
            else:
                return


@dataclass(frozen=True)
class Hearing:
    """Takes what is told after a message was accepted."""

    saying: Saying
    clock: Clock

    async def hear(self, plan: str, unit: str, message: str, told: Told) -> None:
        """Says what became of the message, unless it is said already. Called by whoever has made
        sure that the provider told it; as often as the provider tells.
        """
        now = self.clock.now()

        async def facts(basis: Basis) -> list[ReminderFact]:
            return heard(basis.reminders, plan, unit, message, told, now)

        await self.saying.say_surely(plan, unit, facts)
