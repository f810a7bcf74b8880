"""Notifier, application: writes a message as it leaves, of what is still to be told by it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from contracts.above import HEAD, own_roles
from contracts.outgoing import OutgoingMessage
from contracts.plan import Channel
from runtime.clock import Clock
from services.notifier.application.digest.attaching import Attaching
from services.notifier.application.digest.shares import Share
from services.notifier.application.ports import MailWriter
from services.notifier.domain.digest.part import Part
from services.notifier.domain.handover import Send, unit_of
from services.notifier.domain.letter import Attachment, Letter
from services.notifier.domain.mail.compose import contents, thread_of
from services.notifier.domain.mail.contents import Contents, Reader
from services.notifier.domain.mail.listed import listed, thread_of_list
from services.notifier.domain.rungs import Key, NoticeKey
from services.notifier.domain.texts.digest import Item, distinct, sms_letter
from services.notifier.domain.texts.listed import sms_list

Link = Callable[[datetime, str, str, str | None], str]
"""The address of the page of a plan's unit, and there of a duty, as of a moment."""
Stop = Callable[[Channel, str], str]
"""The address of the page where a person stops getting messages of a channel."""


@dataclass(frozen=True)
class Writing:
    """`link`: to the page of a unit, where there are such pages; an SMS carries one only where
    `in_sms`. `stop`: where a mail's reader stops getting mails, where that is answered.
    """

    clock: Clock
    writer: MailWriter
    link: Link | None
    stop: Stop | None
    attaching: Attaching
    in_sms: bool = False

    async def prepared(self, message: OutgoingMessage, shares: Sequence[Share], step: Send) -> bool:
        """Makes what takes long to make and is kept then. Whether there is such: a duty may have
        been met meanwhile, so it is to be looked again.
        """
        return bool(await self._files(message, shares, step))

    async def _files(
        self, message: OutgoingMessage, shares: Sequence[Share], step: Send
    ) -> Sequence[Attachment]:
        """What is beside a mail of an officer's."""
        mail = message.channel == "email" and shares[0].part.posting.above is None
        if not mail or _reader(shares, step) != "officer":
            return ()
        return await self.attaching.beside(_items(shares, step))

    async def letter(
        self, message: OutgoingMessage, shares: Sequence[Share], step: Send, now: datetime
    ) -> Letter:
        """What is told of it later is told to its home."""
        plan, unit = unit_of(shares[0].part)
        return replace(
            await self._written(message, shares, step, now),
            plan=plan,
            unit=unit,
            via=step.provider,
            asked_since=step.asked_since and self.clock.real(step.asked_since),
            closed=step.closed,
            avoid=step.avoid,
        )

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
            files = await self._files(message, shares, step)
            said = contents(items, now, reader, link)
            return self._mail(message, said, thread_of(items, message.person), files)
        letter = sms_letter(message.message, items, now, leader=reader == "leader")
        return replace(letter, text=letter.text + self._page(items[0], now))

    def _page(self, first: Item, now: datetime) -> str:
        """Behind an SMS: the page of who bears the first of its duties."""
        if not self.in_sms or self.link is None:
            return ""
        situation = first.situation
        return f" {self.link(now, situation.plan.id, situation.addressee(first.key), None)}"

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
        return Letter(
            message.message,
            "email",
            said.category,
            said.subject,
            written.text,
            html=written.html,
            thread=thread,
            unsubscribe=stop,
            attachments=tuple(files),
        )


def _items(shares: Sequence[Share], step: Send) -> list[Item]:
    return [
        _item(part, key)
        for part in (share.part for share in shares)
        for key in step.told[unit_of(part)]
    ]


def _item(part: Part, key: Key) -> Item:
    asked = part.officers.get(part.situation.addressee(key), ())
    gaps = part.gaps.get(key, ()) if isinstance(key, NoticeKey) else ()
    return Item(part.situation, key, asked, gaps, part.reached[key].successor)


def _reader(shares: Sequence[Share], step: Send) -> Reader:
    """A leader reads what leaders are told; not whoever stands in for an officer, or is one too."""
    for part in (share.part for share in shares):
        for key in step.told[unit_of(part)]:
            rung = None if isinstance(key, NoticeKey) else part.situation.rung(key)
            if part.reached[key].role != HEAD or rung is None or HEAD not in own_roles(rung):
                return "officer"
    return "leader"
