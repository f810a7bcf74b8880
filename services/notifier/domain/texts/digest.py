"""Notifier, domain: what a message speaks of, and the SMS about one duty or about several."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from contracts.words import Category
from services.notifier.domain.letter import Letter
from services.notifier.domain.rungs import RungKey
from services.notifier.domain.standing import Situation
from services.notifier.domain.texts import wording
from services.notifier.domain.texts.brief import CUT, PLAIN, SHORTEST, shorter, title_of, whole
from services.notifier.domain.texts.compose import (
    CHIEFLY,
    asks_of,
    deadline_of,
    document_of,
    sms,
)
from services.notifier.domain.texts.names import Called
from services.notifier.domain.texts.segments import segments
from services.notifier.domain.texts.tone import tone

CODE = 6


class Item(NamedTuple):
    """One rung of which a message speaks; `asked` names whom of the bearer the office writes to."""

    situation: Situation
    key: RungKey
    asked: tuple[str, ...] = ()

    def overdue(self, now: datetime) -> bool:
        return now >= self.key.due

    @property
    def bearer(self) -> Called:
        return self.situation.names[self.situation.bearer(self.key.duty)]

    @property
    def document(self) -> str:
        """What the plan is called by its number."""
        return f"{document_of(self.situation.plan)[0]} số {self.situation.plan.number}"


def distinct(items: Sequence[Item]) -> list[Item]:
    """What a message speaks of, the earliest due first: one duty of which two rungs speak once."""
    by_duty = {(i.situation.plan.id, i.situation.unit, i.key.duty): i for i in items}
    return [item for _, item in sorted(by_duty.items(), key=lambda one: (one[1].key.due, one[0]))]


def category_of(items: Sequence[Item], now: datetime) -> Category:
    return "overdue" if any(item.overdue(now) for item in items) else "reminder"


def sms_letter(message: str, items: Sequence[Item], now: datetime, leader: bool = False) -> Letter:
    """An SMS as it leaves now: of one duty in the words for it alone, of several as a list with
    what is overdue first.
    """
    text = (
        sms(items[0].situation, items[0].key, now, leader)
        if len(items) == 1
        else _several(items, now, leader)
    )
    return Letter(message, "sms", category_of(items, now), "", text)


def _several(items: Sequence[Item], now: datetime, leader: bool) -> str:
    """The longest wording that still is one SMS."""
    text = ""
    for wanted in _wordings(items, now, leader):
        text = wording.sms_safe(wanted)
        if segments(wording.unaccented(text)) == 1:
            break
    return text


def _wordings(items: Sequence[Item], now: datetime, leader: bool) -> Iterator[str]:
    """As many titles as there is room for, then a shorter one, then shorter names; the first plan's
    number never gives way, nor the code, which tells apart what else reads alike.
    """
    first, names = items[0].situation, list(dict.fromkeys(item.bearer for item in items))
    plans = len({item.situation.plan.id for item in items})
    number = first.plan.number + (f" và {plans - 1} văn bản khác" if plans > 1 else "")
    more, code = (f" và {len(names) - 1} đơn vị khác" if names[1:] else ""), _code(items)
    sender, unit = Called(first.sender), names[0]
    call = f" Hỏi: {first.help_phone}." if first.help_phone else ""
    asks = asks_of(tone(first, first.bearer(items[0].key.duty)).briefly, leader)
    act = f"{CHIEFLY if leader else ''}thực hiện"

    def text(
        titles: Sequence[str], sender: str, unit: str, number: str = number, ending: str = PLAIN
    ) -> str:
        left = len(items) - len(titles)
        told = "; ".join([*titles, f"và {left} nội dung khác"] if left else titles)
        asked = f": {told}" if titles else f" {len(items)} nội dung"
        end = f" Mã {code}.{call}{ending}"
        return f"{number}, {sender}: {asks} {unit}{more} {act}{asked}.{end}"

    titles = [_title(item, now) for item in items]
    for shown in range(len(titles), 0, -1):
        for ending in (PLAIN, ""):
            yield text(titles[:shown], whole(sender), whole(unit), ending=ending)
    one = title_of(first, items[0].key.duty)
    for room in range(len(one) - 1, SHORTEST - 1, -1):
        cut = one[:room].rsplit(" ", 1)[0] + CUT
        yield text([_title(items[0], now, cut)], whole(sender), whole(unit), ending="")
    yield text([], whole(sender), whole(unit))
    for named in shorter(unit):
        yield text([], whole(sender), named)
    for named in shorter(sender):
        yield text([], named, CUT)
    yield text([], CUT, CUT, first.plan.number, "")


def _title(item: Item, now: datetime, title: str | None = None) -> str:
    situation, key = item.situation, item.key
    until = deadline_of(situation, key).partition(" (")[0].rpartition("/")[0]
    named = title or title_of(situation, key.duty)
    return f"“{named}” {'đã quá hạn: ' if item.overdue(now) else ''}{until}"


def _code(items: Sequence[Item]) -> str:
    """The same for the same duties, and for no others."""
    told = (
        (i.situation.plan.id, i.situation.unit, i.key.duty, i.key.due.astimezone(UTC).isoformat())
        for i in items
    )
    return hashlib.sha256("\n".join(" ".join(one) for one in sorted(told)).encode()).hexdigest()[
        :CODE
    ]
