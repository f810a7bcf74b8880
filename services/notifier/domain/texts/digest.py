"""Notifier, domain: what a message speaks of, and the SMS about one thing or about several."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import NamedTuple

from contracts.reach import Unreached
from contracts.words import Category
from services.notifier.domain.letter import Letter
from services.notifier.domain.rungs import Key, NoticeKey, RungKey
from services.notifier.domain.standing import Situation, about
from services.notifier.domain.texts import told as news
from services.notifier.domain.texts.brief import (
    CUT,
    PLAIN,
    SHORTEST,
    fitting,
    one_sms,
    shorter,
    title_of,
    whole,
)
from services.notifier.domain.texts.compose import (
    CHIEFLY,
    HOW,
    asks_of,
    deadline_of,
    document_of,
    sms,
    until_of,
)
from services.notifier.domain.texts.names import Called
from services.notifier.domain.texts.tone import tone
from services.notifier.domain.told.tell import ASKS_TO_ACT

CODE = 6


class Item(NamedTuple):
    """One rung or notice of which a message speaks; `asked` names whom of the bearer the office
    writes to, `gaps` say where its unit is out of reach, `successor` is who stands in for whom it
    is told to, where that unit has ended.
    """

    situation: Situation
    key: Key
    asked: tuple[str, ...] = ()
    gaps: tuple[Unreached, ...] = ()
    successor: str = ""

    @property
    def is_news(self) -> bool:
        return isinstance(self.key, NoticeKey)

    @property
    def rung(self) -> RungKey:
        """Raises TypeError for what happened."""
        if not isinstance(self.key, RungKey):
            raise TypeError(f"{self.key} is no rung")
        return self.key

    @property
    def of(self) -> tuple[str, str, str]:
        """What it is about: plan, unit and duty; of a unit that is out of reach the unit alone."""
        of = self.situation.unit if self.is_daily else about(self.key)
        return self.situation.plan.id, self.situation.unit, of

    @property
    def is_daily(self) -> bool:
        """Whether it is for the collecting office itself."""
        return isinstance(self.key, NoticeKey) and self.key.kind == "unreached"

    @property
    def at(self) -> datetime:
        """When it is due, or happened."""
        return self.key.happened_at if isinstance(self.key, NoticeKey) else self.key.due

    def overdue(self, now: datetime) -> bool:
        return isinstance(self.key, RungKey) and now >= self.key.due

    @property
    def bearer(self) -> Called:
        if self.is_daily:
            return Called(self.situation.office)
        return self.situation.names[self.situation.bearer(about(self.key))]

    @property
    def document(self) -> str:
        """What the plan is called by its number."""
        return f"{document_of(self.situation.plan)[0]} số {self.situation.plan.number}"


def distinct(items: Sequence[Item]) -> list[Item]:
    """What a message speaks of: what happened first, then what is due, the earliest first. Of one
    duty of which two rungs speak it speaks once; where something that happened asks to act on it,
    that says it all.
    """
    ordered = sorted(items, key=lambda one: (one.at, one.of))
    daily = {item.of: item for item in ordered if item.is_daily}
    told = [item for item in ordered if item.is_news and not item.is_daily]
    told += daily.values()
    asked = {i.of for i in told if isinstance(i.key, NoticeKey) and i.key.kind in ASKS_TO_ACT}
    rungs = {item.of: item for item in items if not item.is_news and item.of not in asked}
    return told + sorted(rungs.values(), key=lambda one: (one.at, one.of))


def category_of(items: Sequence[Item], now: datetime) -> Category:
    if any(item.overdue(now) for item in items):
        return "overdue"
    return "told" if all(item.is_news for item in items) else "reminder"


def sms_letter(message: str, items: Sequence[Item], now: datetime, leader: bool = False) -> Letter:
    """An SMS as it leaves now: of one duty in the words for it alone, of several as a list with
    what is overdue first.
    """
    text = _alone(items[0], now, leader) if len(items) == 1 else _several(items, now, leader)
    return Letter(message, "sms", category_of(items, now), "", text)


def _alone(item: Item, now: datetime, leader: bool) -> str:
    situation, key = item.situation, item.key
    if isinstance(key, RungKey):
        return sms(situation, key, now, leader)
    until = until_of(situation, key.about, situation.duties[key.about].due)
    asks = tone(situation, situation.bearer(key.about)).briefly
    asked = f"{asks} {{unit}} {news.asks(situation, key)} “{{title}}” {until}"
    return one_sms(situation, key.about, asked, document_of(situation.plan)[0])


def _several(items: Sequence[Item], now: datetime, leader: bool) -> str:
    """As many titles as there is room for, then a shorter one, then shorter names; the first plan's
    number never gives way, nor the code, which tells apart what else reads alike.
    """
    say = _said(items, now, leader)
    return fitting(partial(_wordings, say, items, now), partial(_cut, say, items))


def _said(items: Sequence[Item], now: datetime, leader: bool) -> Callable[..., str]:
    """How such an SMS is put together of titles, the office's name and the first unit's."""
    first, units = items[0].situation, {item.bearer for item in items}
    plans = len({item.situation.plan.id for item in items})
    others = f" và {plans - 1} văn bản khác" if plans > 1 else ""
    more, code = (f" và {len(units) - 1} đơn vị khác" if len(units) > 1 else ""), _code(items)
    call = f" Hỏi: {first.help_phone}." if first.help_phone else ""
    asks = asks_of(tone(first, first.bearer(about(items[0].key))).briefly, leader)
    act = f"{CHIEFLY if leader else ''}thực hiện"
    late = sum(item.overdue(now) for item in items)
    overdue = f", {late}" if 0 < late < len(items) else ""
    count = f" {len(items)} nội dung" + (f"{overdue} đã quá hạn" if late else "")

    def text(
        titles: Sequence[str], sender: str, unit: str, others: str = others, ending: str = PLAIN
    ) -> str:
        left = len(items) - len(titles)
        told = "; ".join([*titles, f"và {left} nội dung khác"] if left else titles)
        asked = f": {told}" if titles else count
        end = f" Mã {code}.{call}{ending}"
        return f"{first.plan.number}{others}, {sender}: {asks} {unit}{more} {act}{asked}.{end}"

    return text


def _wordings(say: Callable[..., str], items: Sequence[Item], now: datetime) -> Iterator[str]:
    """With whole names, the longest first."""
    first = items[0].situation
    names = whole(Called(first.sender)), whole(items[0].bearer)
    titles = [_title(item, now) for item in items]
    for shown in range(len(titles), 0, -1):
        for ending in (PLAIN, ""):
            yield say(titles[:shown], *names, ending=ending)
    one = title_of(first, about(items[0].key))
    for room in range(len(one) - 1, SHORTEST - 1, -1):
        cut = one[:room].rsplit(" ", 1)[0].rstrip(",;:-– ") + CUT
        yield say([_title(items[0], now, cut)], *names, ending="")
    yield say([], *names)
    yield say([], *names, ending="")


def _cut(say: Callable[..., str], items: Sequence[Item]) -> Iterator[str]:
    sender, unit = Called(items[0].situation.sender), items[0].bearer
    for named in shorter(unit):
        yield say([], whole(sender), named)
    for named in shorter(sender):
        yield say([], named, CUT)
    yield say([], CUT, CUT, "", "")


def _title(item: Item, now: datetime, title: str | None = None) -> str:
    situation, key = item.situation, item.key
    named = title or title_of(situation, about(key))
    if isinstance(key, NoticeKey):
        until = until_of(situation, key.about, situation.duties[key.about].due)
        asked = news.asks(situation, key).rpartition(", ")[2]  # the last of what is asked
        return f"{asked} “{named}” {until.partition(' (')[0].rpartition('/')[0]}"
    until = deadline_of(situation, key).partition(" (")[0].rpartition("/")[0]
    return (
        f"“{named}” đã quá hạn: {HOW.sub('', until)}" if item.overdue(now) else f"“{named}” {until}"
    )


def _code(items: Sequence[Item]) -> str:
    """The same for the same duties, and for no others."""
    told = ((*item.of, item.at.astimezone(UTC).isoformat()) for item in items)
    return hashlib.sha256("\n".join(" ".join(one) for one in sorted(told)).encode()).hexdigest()[
        :CODE
    ]
