<<<<<<< HEAD
"""Notifier, application: one message's words, composed as it leaves."""
=======
"""Notifier, application: writes a message as it leaves, of what is still to be told by it."""
>>>>>>> 5ced8f1 (Notifier: a unit that fills in workbooks gets its own beside the mail, made once for what it owes)

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from contracts.above import HEAD, own_roles
from contracts.outgoing import OutgoingMessage
<<<<<<< HEAD
from runtime.clock import Clock
from services.notifier.application.digest.shares import Share
from services.notifier.application.ports import MailWriter
from services.notifier.domain.handover import Send, unit_of
from services.notifier.domain.letter import Letter
=======
from contracts.plan import Channel
from runtime.clock import Clock
from services.notifier.application.digest.attaching import Attaching
from services.notifier.application.digest.shares import Share
from services.notifier.application.ports import MailWriter
from services.notifier.domain.handover import Send, unit_of
from services.notifier.domain.letter import Attachment, Letter
>>>>>>> 5ced8f1 (Notifier: a unit that fills in workbooks gets its own beside the mail, made once for what it owes)
from services.notifier.domain.mail.compose import contents, thread_of
from services.notifier.domain.mail.contents import Contents, Reader
from services.notifier.domain.mail.listed import listed, thread_of_list
from services.notifier.domain.rungs import NoticeKey
from services.notifier.domain.standing import about
from services.notifier.domain.texts.digest import Item, distinct, sms_letter
from services.notifier.domain.texts.listed import sms_list

Link = Callable[[datetime, str, str, str | None], str]
"""The address of the page of a plan's unit, and there of a duty, as of a moment."""
<<<<<<< HEAD
=======
Stop = Callable[[Channel, str], str]
"""The address of the page where a person stops getting messages of a channel."""
>>>>>>> 5ced8f1 (Notifier: a unit that fills in workbooks gets its own beside the mail, made once for what it owes)


@dataclass(frozen=True)
class Writing:
<<<<<<< HEAD
    """Of either channel. `link`: to the page of a unit, where there are such pages; no SMS carries
    one.
    """

    writer: MailWriter
    clock: Clock
    link: Link | None = None

    def letter(
=======
    """`link`: to the page of a unit, where there are such pages; no SMS carries one. `stop`: where
    a mail's reader stops getting mails, where that is answered.
    """

    clock: Clock
    writer: MailWriter
    link: Link | None
    stop: Stop | None
    attaching: Attaching

    async def letter(
>>>>>>> 5ced8f1 (Notifier: a unit that fills in workbooks gets its own beside the mail, made once for what it owes)
        self, message: OutgoingMessage, shares: Sequence[Share], step: Send, now: datetime
    ) -> Letter:
        """What is told of it later is told to its home."""
        plan, unit = unit_of(shares[0].part)
<<<<<<< HEAD
        items, reader = distinct(_items(shares, step)), _reader(shares, step)
        above = shares[0].part.posting.above
        if above is not None and message.channel == "email":
            thread = thread_of_list(above, items)
            letter = self._mail(message, listed(above, items), thread)
        elif above is not None:
            letter = sms_list(message.message, above, items)
        elif message.channel == "email":
            link = partial(self.link, now) if self.link else None
            thread = thread_of(items, message.person)
            letter = self._mail(message, contents(items, now, reader, link), thread)
        else:
            letter = sms_letter(message.message, items, now, leader=reader == "leader")
        return replace(
            letter,
=======
        return replace(
            await self._written(message, shares, step, now),
>>>>>>> 5ced8f1 (Notifier: a unit that fills in workbooks gets its own beside the mail, made once for what it owes)
            plan=plan,
            unit=unit,
            via=step.provider,
            asked_since=step.asked_since and self.clock.real(step.asked_since),
            closed=step.closed,
            avoid=step.avoid,
        )

<<<<<<< HEAD
    def _mail(self, message: OutgoingMessage, said: Contents, thread: str) -> Letter:
        written = self.writer.write(said)
=======
    async def _written(
        self, message: OutgoingMessage, shares: Sequence[Share], step: Send, now: datetime
    ) -> Letter:
        items, reader = distinct(_items(shares, step)), _reader(shares, step)
        above = shares[0].part.posting.above
        if above is not None and message.channel == "email":
            return self._mail(message, listed(above, items), thread_of_list(above, items))
        if above is not None:
            return sms_list(message.message, above, items)
        if message.channel == "email":
            link = partial(self.link, now) if self.link else None
            files = await self.attaching.beside(items, now) if reader == "officer" else ()
            said = contents(items, now, reader, link)
            return self._mail(message, said, thread_of(items, message.person), files)
        return sms_letter(message.message, items, now, leader=reader == "leader")

    def _mail(
        self,
        message: OutgoingMessage,
        said: Contents,
        thread: str,
        files: Sequence[Attachment] = (),
    ) -> Letter:
        stop = self.stop(message.channel, message.person) if self.stop else None
        names = "”, “".join(one.name for one in files)
        written = self.writer.write(replace(said, unsubscribe=stop or "", workbook=names))
>>>>>>> 5ced8f1 (Notifier: a unit that fills in workbooks gets its own beside the mail, made once for what it owes)
        return Letter(
            message.message,
            "email",
            said.category,
            said.subject,
            written.text,
            html=written.html,
            thread=thread,
<<<<<<< HEAD
=======
            unsubscribe=stop,
            attachments=tuple(files),
>>>>>>> 5ced8f1 (Notifier: a unit that fills in workbooks gets its own beside the mail, made once for what it owes)
        )


def _items(shares: Sequence[Share], step: Send) -> list[Item]:
    return [
        Item(part.situation, key, part.officers.get(part.situation.bearer(about(key)), ()))
        for part in (share.part for share in shares)
        for key in step.told[unit_of(part)]
    ]


def _reader(shares: Sequence[Share], step: Send) -> Reader:
    """A leader reads what leaders are told; not whoever stands in for an officer, or is one too."""
    for part in (share.part for share in shares):
        for key in step.told[unit_of(part)]:
            rung = None if isinstance(key, NoticeKey) else part.situation.rung(key)
            if part.reached[key].role != HEAD or rung is None or HEAD not in own_roles(rung):
                return "officer"
    return "leader"
