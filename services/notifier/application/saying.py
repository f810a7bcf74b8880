"""Notifier, application: says facts about what a unit is told, after what they were decided on."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

import structlog

from contracts import topology
from contracts.envelope import encode, wrap
from contracts.facts import ReminderFact
from runtime.failure import AWAY, Retry, growing_delay
from runtime.ports import Conflict, Log
from services.notifier.application.counting import count
from services.notifier.application.memory import Basis, Memory
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
                if tries == 1:
                    log.warning("cannot-say-yet", plan=plan, unit=unit, error=repr(error))
                await asyncio.sleep(growing_delay(tries))
            else:
                return
