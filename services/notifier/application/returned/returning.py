"""Notifier, application: what came back of our mails is told to the units that they were about."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import structlog

from runtime.background import going_on
from runtime.failure import AWAY, Retry, Unreadable
from services.notifier.application.memory import Memory
from services.notifier.application.ports import Mailbox, Shut
from services.notifier.application.returned.hearing import Hearing
from services.notifier.domain.ending import Returned

log = structlog.get_logger()

LOOK_SECONDS = 60.0
AT_ONCE = 50
"""Histories that are looked through at once."""
REMEDY = "check NGAYSO_IMAP_USER, _PASSWORD_FILE and _SECURITY, and NGAYSO_MAIL_CA_FILE"
Home = tuple[str, str]
"""A plan and a unit: the history that names a message."""


@dataclass
class Returning:
    """Looks into the mailbox once a minute, on any number of replicas: what was said is not said
    again, and a mail is marked once it is.
    """

    memory: Memory
    hearing: Hearing
    mailbox: Mailbox
    _wrong: str | None = field(default=None, init=False)

    def notes(self) -> dict[str, object]:
        """For /readyz: what a person has to mend, or what has to come back."""
        return {"mailbox": self._wrong} if self._wrong else {}

    async def look(self) -> None:
        """Takes what waits; raises Unavailable and Retry, and then what is left comes again."""
        async with self.mailbox.open() as box:
            while waiting := await box.waiting():
                homes, all_read = await self._homes([said for _, said in waiting if said])
                for number, said in waiting:
                    known = said and next(filter(homes.get, said.messages), None)
                    if said and known:
                        for plan, unit in homes[known]:
                            await self.hearing.hear(plan, unit, known, said.told)
                        await box.done(number)
                    elif said is None or all_read:
                        await box.leave(number)

    async def _homes(self, returned: Sequence[Returned]) -> tuple[Mapping[str, list[Home]], bool]:
        """Whose histories name which message, and whether all could be read.

        Nothing but its id comes back with a mail, and few come back; so all histories are looked
        through, once for all that wait.
        """
        wanted = {name for said in returned for name in said.messages}
        homes: dict[str, list[Home]] = defaultdict(list)
        everybody, all_read = await self.memory.everybody() if wanted else [], True
        for start in range(0, len(everybody), AT_ONCE):
            some = everybody[start : start + AT_ONCE]
            looks = [self.memory.know(plan, unit) for plan, unit in some]
            for home, basis in zip(
                some, await asyncio.gather(*looks, return_exceptions=True), strict=True
            ):
                if isinstance(basis, Unreadable):
                    all_read = False
                elif isinstance(basis, BaseException):
                    raise basis
                else:
                    for name in wanted & basis.reminders.messages.keys():
                        homes[name].append(home)
        return homes, all_read

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Looks for as long as the service consumes."""
        async with going_on(self._looking()):
            yield

    async def _looking(self) -> None:
        while True:
            try:
                await self.look()
                self._wrong = None
            except Shut as error:
                self._tell(f"does not let us in ({error}): {REMEDY}")
            except (*AWAY, Retry) as error:
                self._tell(str(error) or type(error).__name__)
            await asyncio.sleep(LOOK_SECONDS)

    def _tell(self, why: str) -> None:
        if self._wrong != why:
            log.warning("mailbox-not-usable", why=why)
        self._wrong = why
