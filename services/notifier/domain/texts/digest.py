"""Notifier, domain: the words of one person's message, about one duty or about several."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import NamedTuple, assert_never

from contracts.plan import Channel
from services.notifier.domain.letter import Letter
from services.notifier.domain.rungs import RungKey
from services.notifier.domain.standing import Situation
from services.notifier.domain.texts import wording
from services.notifier.domain.texts.brief import CUT, PLAIN, SHORTEST, shorter, title_of, whole
from services.notifier.domain.texts.compose import (
    OVERDUE,
    TO_COME,
    Composed,
    compose,
    deadline_of,
    document_of,
    whose,
    words_of,
)
from services.notifier.domain.texts.names import Called
from services.notifier.domain.texts.segments import segments

EMAIL = """\
Kính gửi: {units}

{office} trân trọng nhắc quý đơn vị {count} nội dung sau{overdue}:
{plans}
Trường hợp quý đơn vị vừa thực hiện xong nội dung nào, xin vui lòng bỏ qua nội dung đó.{help}

Trân trọng cảm ơn.

{office}
"""
PLAN = "\nThực hiện {kind} số {number} ngày {issued_on} ({plan}):\n"
ITEM = """
{place}. {duty}{overdue}
{unit}   - Thời hạn: {deadline}
   - Hệ thống chưa ghi nhận {missing}.
   - Kính đề nghị quý đơn vị quan tâm thực hiện: {request}.
{how}"""
CODE = 6


class Item(NamedTuple):
    """One rung of which a message speaks."""

    situation: Situation
    key: RungKey

    def overdue(self, now: datetime) -> bool:
        return now >= self.key.due

    @property
    def bearer(self) -> Called:
        return self.situation.names[self.situation.bearer(self.key.duty)]

    @property
    def document(self) -> str:
        """What the plan is called by its number."""
        return f"{document_of(self.situation.plan)[0]} số {self.situation.plan.number}"


def letter(message: str, channel: Channel, items: Sequence[Item], now: datetime) -> Letter:
    """The message as it leaves now: of one duty in the words for it alone, of several as a list
    with what is overdue first. One duty of which two rungs speak is spoken of once.
    """
    by_duty = {(i.situation.plan.id, i.situation.unit, i.key.duty): i for i in items}
    told = [item for _, item in sorted(by_duty.items(), key=lambda one: (one[1].key.due, one[0]))]
    words = (
        compose(told[0].situation, told[0].key, channel, now)
        if len(told) == 1
        else _several(channel, told, now)
    )
    return Letter(message, channel, words.category, words.subject, words.text)


def _several(channel: Channel, items: Sequence[Item], now: datetime) -> Composed:
    category = OVERDUE if any(item.overdue(now) for item in items) else TO_COME
    match channel:
        case "email":
            return Composed(category, _subject(items, now), _email(items, now))
        case "sms":
            return Composed(category, "", _sms(items, now))
        case _:
            assert_never(channel)


def _late(items: Sequence[Item], now: datetime) -> str:
    """How many are overdue, where some are."""
    late = sum(item.overdue(now) for item in items)
    return f", {late} nội dung đã quá thời hạn" if late else ""


def _subject(items: Sequence[Item], now: datetime) -> str:
    documents = dict.fromkeys(item.document for item in items)
    first, others = next(iter(documents)), len(documents) - 1
    more = f" và {others} văn bản khác" if others else ""
    start = "Quá hạn" if all(item.overdue(now) for item in items) else "Nhắc việc"
    return f"{start}: {len(items)} nội dung của {first}{more}{_late(items, now)}"


def _email(items: Sequence[Item], now: datetime) -> str:
    """By plan, in the order in which each has its first duty."""
    situation = items[0].situation
    plans = list(dict.fromkeys(item.situation.plan.id for item in items))
    ordered = sorted(items, key=lambda item: plans.index(item.situation.plan.id))
    units = dict.fromkeys(wording.one_line(item.bearer.name) for item in items)
    places = iter(range(1, len(items) + 1))
    written = ""
    for _, of_plan in groupby(ordered, key=lambda item: item.situation.plan.id):
        listed = list(of_plan)
        written += _heading(listed[0].situation)
        for item in listed:
            written += _item(next(places), item, now, named=len(units) > 1)
    return EMAIL.format(
        units=", ".join(units),
        office=situation.office,
        count=len(items),
        overdue=_late(items, now),
        plans=written,
        help=f" {situation.help_line}" if situation.help_line else "",
    )


def _heading(situation: Situation) -> str:
    kind, title = document_of(situation.plan)
    issued_on = wording.day(situation.plan.issued_on)
    return PLAN.format(kind=kind, number=situation.plan.number, issued_on=issued_on, plan=title)


def _item(place: int, item: Item, now: datetime, *, named: bool) -> str:
    situation, key = item
    standing = situation.duties[key.duty]
    words, reporter = words_of(standing), wording.one_line(situation.names[situation.unit].name)
    how = situation.plan.reporting.how.strip() if standing.duty.kind == "report" else ""
    return ITEM.format(
        place=place,
        duty=wording.one_line(standing.duty.title) + whose(situation, key),
        overdue=" (đã quá thời hạn)" if item.overdue(now) else "",
        unit=f"   - Đơn vị: {wording.one_line(item.bearer.name)}\n" if named else "",
        deadline=deadline_of(situation, key),
        missing=words.missing.format(reporter=reporter),
        request=words.request.format(reporter=reporter),
        how=f"   - Cách thức gửi: {how}\n" if how else "",
    )


def _sms(items: Sequence[Item], now: datetime) -> str:
    """The longest wording that still is one SMS."""
    text = ""
    for wanted in _wordings(items, now):
        text = wording.sms_safe(wanted)
        if segments(wording.unaccented(text)) == 1:
            break
    return text


def _wordings(items: Sequence[Item], now: datetime) -> Iterator[str]:
    """As many titles as there is room for, then a shorter one, then shorter names; the first plan's
    number never gives way, nor the code, which tells apart what else reads alike.
    """
    first, names = items[0].situation, list(dict.fromkeys(item.bearer for item in items))
    plans = len({item.situation.plan.id for item in items})
    number = first.plan.number + (f" và {plans - 1} văn bản khác" if plans > 1 else "")
    more, code = (f" và {len(names) - 1} đơn vị khác" if names[1:] else ""), _code(items)
    sender, unit = Called(first.sender), names[0]
    call = f" Hỏi: {first.help_phone}." if first.help_phone else ""

    def text(
        titles: Sequence[str], sender: str, unit: str, number: str = number, ending: str = PLAIN
    ) -> str:
        left = len(items) - len(titles)
        told = "; ".join([*titles, f"và {left} nội dung khác"] if left else titles)
        asked = f": {told}" if titles else f" {len(items)} nội dung"
        end = f" Mã {code}.{call}{ending}"
        return f"{number}, {sender}: kính đề nghị {unit}{more} thực hiện{asked}.{end}"

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
    situation, key = item
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
