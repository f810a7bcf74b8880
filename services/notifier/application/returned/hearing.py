"""Notifier, application: what a provider tells of a message that it took."""

from dataclasses import dataclass

from contracts.facts import MessageBounced, ReminderFact
from runtime.clock import Clock
from services.notifier.application.digest.shares import Shares
from services.notifier.application.memory import Basis
from services.notifier.application.saying import Saying
from services.notifier.application.sending import Tell
from services.notifier.domain.ending import Told, heard


@dataclass(frozen=True)
class Hearing:
    """Takes what is told after a message was accepted."""

    saying: Saying
    shares: Shares
    tell: Tell
    clock: Clock

    async def hear(self, plan: str, unit: str, message: str, told: Told) -> None:
        """Says what became of the message, unless it is said already; what was in it goes by
        another channel where its address is no good. Called by whoever has made sure that the
        provider told it; as often as the provider tells.
        """
        now = self.clock.now()

        async def facts(basis: Basis) -> list[ReminderFact]:
            said = heard(basis.reminders, plan, unit, message, told, now)
            if any(isinstance(one, MessageBounced) and one.permanent for one in said):
                said += await self.shares.bounced(basis, message, now)
            return said

        await self.saying.say_surely(plan, unit, facts)
        if told.permanent or told.what == "absent":
            await self.tell(plan, unit)
