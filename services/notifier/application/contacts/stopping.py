"""Notifier, application: takes an address off a channel, for whoever follows the link in a mail."""

from dataclasses import dataclass

import structlog

from contracts.outgoing import OptOutAsked
from contracts.plan import Channel
from services.notifier.application.keeping import Keeping
from services.notifier.domain.reach import on_record

log = structlog.get_logger()

ASKER = "unsubscribe"


@dataclass(frozen=True)
class Stopping:
    """A person is an address: it is taken off wherever it stands, but where that would leave a role
    of a unit without anybody. That the office does, once somebody else is named.
    """

    keeping: Keeping

    async def stop(self, channel: Channel, person: str) -> bool:
        """Whether nothing more is sent there. Asked again, it answers the same."""
        store = self.keeping.store
        left = True
        for unit, contacts in (await store.several(await store.everybody())).items():
            for one in contacts.contacts:
                where = on_record(one, channel)
                if where is None or await store.person(channel, where) != person:
                    continue
                asked = OptOutAsked(contact=one.id, channel=channel)
                answer = await self.keeping.opt_out(ASKER, unit, asked)
                if answer.findings:
                    log.warning("unsubscribe-kept", unit=unit, code=answer.findings[0].code)
                    left = False
        return left
