"""Notifier, domain: composes what one mail says, of what its reader's units still owe."""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime
from itertools import groupby

from services.notifier.domain.mail.contents import Contents, News, Reader, Section, Told
from services.notifier.domain.mail.daily import SYSTEM, daily
from services.notifier.domain.mail.missing import missing, request
from services.notifier.domain.rungs import NoticeKey, RungKey
from services.notifier.domain.standing import Situation
from services.notifier.domain.texts import told, wording
from services.notifier.domain.texts.compose import deadline_of, document_of, whose
from services.notifier.domain.texts.digest import Item, category_of
from services.notifier.domain.texts.tone import tone

SUBJECT_ROOM = 200
REMINDER = "Nhắc việc"
TO_LEADERS = "Kính báo lãnh đạo {you}"
Link = Callable[[str, str, str | None], str]
"""A link to the page of a plan's unit, and there to a duty."""


def contents(
    items: Sequence[Item], now: datetime, reader: Reader = "officer", link: Link | None = None
) -> Contents:
    """What a mail says of these duties and of what happened, each once: by plan, in the order in
    which each plan has its first, what happened before what is due, and that the earlier first.
    """
    situation = items[0].situation
    plans = list(dict.fromkeys(item.situation.plan.id for item in items))
    ordered = sorted(items, key=lambda item: plans.index(item.situation.plan.id))
    units = tuple(dict.fromkeys(_whole(item) for item in items))
    named = len(units) > 1 or any(item.successor for item in items)
    places = iter(range(1, len(items) + 1))
    sections = []
    for _, of_plan in groupby(ordered, key=lambda item: item.situation.plan.id):
        listed = list(of_plan)
        news = [_news(next(places), item, named) for item in listed if item.is_news]
        owed = [item for item in listed if not item.is_news]
        duties = [_told(next(places), item, now, named, link) for item in owed]
        sections.append(section(listed[0].situation, duties, news))
    return Contents(
        reader=reader,
        category=category_of(items, now),
        subject=_subject(items, now, reader),
        units=units,
        office=SYSTEM if all(item.is_daily for item in items) else situation.office,
        sections=tuple(sections),
        help_line=situation.help_line,
        help_phone=situation.help_phone,
        tone=tone(situation, situation.addressee(items[0].key)),
    )


def thread_of(items: Sequence[Item], person: str) -> str:
    """The same for each mail about one duty; of several, for each that a person gets from an
    office.
    """
    [first, *others] = [item.of for item in items]
    office = items[0].situation.plan.collecting_office
    about = ("digest", person, office) if others else first
    return hashlib.sha256(" ".join(about).encode()).hexdigest()[:32]


def _whole(item: Item) -> str:
    """A letter's address: the whole name where it is known; of a unit that has ended that of the
    successor that gets it.
    """
    bearer = item.situation.addressee(item.key)
    known = item.situation.full_names.get(bearer, item.bearer.name)
    return wording.one_line(item.successor or known)


def section(situation: Situation, duties: Sequence[Told], news: Sequence[News] = ()) -> Section:
    kind, title = document_of(situation.plan)
    issued_on = wording.day(situation.plan.issued_on)
    document = f"{kind} số {situation.plan.number} ngày {issued_on}"
    return Section(document, title, tuple(duties), tuple(news))


def _words(item: Item, key: NoticeKey) -> told.News:
    if item.is_daily:
        return daily(item.situation, item.gaps)
    return told.news(item.situation, key)


def _news(place: int, item: Item, named: bool) -> News:
    if not isinstance(item.key, NoticeKey):
        raise TypeError(f"{item.key} did not happen")
    words = _words(item, item.key)
    unit = wording.one_line(item.bearer.name) if named else ""
    return News(place, words.heading, unit, words.lines, words.points_head, words.points)


def _told(place: int, item: Item, now: datetime, named: bool, link: Link | None) -> Told:
    situation, key = item.situation, item.rung
    standing, bearer = situation.duties[key.duty], situation.bearer(key.duty)
    how = situation.plan.reporting.how if standing.duty.kind == "report" else ""
    page = key.duty if bearer == situation.unit else None
    return Told(
        place=place,
        title=wording.one_line(standing.duty.title) + whose(situation, key),
        unit=wording.one_line(item.bearer.name) if named else "",
        deadline=deadline_of(situation, key),
        overdue=item.overdue(now),
        missing=missing(situation, key.duty),
        request=request(situation, key.duty),
        how=wording.one_line(how),
        link=link(situation.plan.id, bearer, page) if link else "",
        asked=item.asked,
    )


def _subject(items: Sequence[Item], now: datetime, reader: Reader) -> str:
    late = sum(item.overdue(now) for item in items)
    situation, key = items[0].situation, items[0].key
    if reader == "leader":
        you = tone(situation, situation.addressee(key)).you
        start = TO_LEADERS.format(you=you.removeprefix("quý "))
    else:
        start = "Quá hạn" if late == len(items) else REMINDER
    if len(items) == 1 and isinstance(key, NoticeKey):
        return _within(_words(items[0], key).heading)
    if len(items) == 1 and isinstance(key, RungKey):
        title = _within(wording.one_line(situation.duties[key.duty].duty.title))
        return f"{start}: {title}{_within(whose(situation, key))}, {deadline_of(situation, key)}"
    if isinstance(key, NoticeKey):
        start = "Thông báo" if all(item.is_news for item in items) else "Thông báo, nhắc việc"
    documents = dict.fromkeys(item.document for item in items)
    more = f" và {len(documents) - 1} văn bản khác" if len(documents) > 1 else ""
    said = f", {late} nội dung đã quá thời hạn" if 0 < late < len(items) else ""
    return f"{start}: {len(items)} nội dung của {next(iter(documents))}{more}{said}"


def _within(text: str) -> str:
    """The text where it fits into a subject, else as many of its words as do."""
    return text if len(text) <= SUBJECT_ROOM else text[:SUBJECT_ROOM].rsplit(" ", 1)[0] + "…"
