"""Notifier, domain: one SMS about one duty: what gives way so that it fits, and what does not.

The text keeps its accents: whether they go out is the gateway's terms to say. It fits one SMS
without them, so that with them it is three at most. Where names are too long for that, it is a
second SMS, before a name is cut.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from contracts.owed import APPROVAL
from services.notifier.domain.standing import Situation
from services.notifier.domain.texts import wording
from services.notifier.domain.texts.names import Called
from services.notifier.domain.texts.segments import segments

SHORTEST = 16
"""Characters of a title below which it says little."""
CUT = "..."
MOST = 2
"""Segments without accents, so that no name is cut."""
POLITE, PLAIN = " Nếu đã gửi, xin bỏ qua tin này. Trân trọng!", " Trân trọng!"


class _Names(NamedTuple):
    """What is named in an SMS, as long as it is now."""

    title: str
    sender: str
    unit: str
    reporter: str


def one_sms(situation: Situation, duty: str, asked: str, document: str) -> str:
    """The plan and who sends it come first. `asked` has places for the `unit` that is asked, the
    `title` of the duty and the `reporter`; `document` is what the plan is called. Courtesies give
    way first, then the title; the plan's number never does, nor whom to call, nor what tells
    anything apart. Names are cut where MOST segments would not do: of who is written to, of the
    office, and of the reporter.
    """
    about = (situation, duty, asked, document)
    return fitting(partial(_wordings, *about), partial(_cut, *about))


def fitting(whole: Callable[[], Iterable[str]], cut: Callable[[], Iterable[str]]) -> str:
    """The longest of the `whole` wordings that is one SMS; else the shortest of them, where it is
    no more than MOST; else the longest that is, of those whose names are `cut`.
    """
    text = ""
    for most, wordings in ((1, whole), (MOST, cut)):
        for wanted in wordings():
            text = wording.sms_safe(wanted)
            if parts(text) <= most:
                return text
        if parts(text) <= MOST:
            return text
    return text


def parts(text: str) -> int:
    return segments(wording.unaccented(text))


Say = Callable[..., str]


def _said(situation: Situation, duty: str, asked: str) -> tuple[_Names, Say]:
    """The names, whole; and how an SMS is put together of such, its plan and its ending."""
    unit, reporter = situation.names[situation.bearer(duty)], situation.names[situation.unit]
    names = _Names(
        next(_titles(situation, duty)),
        whole(Called(situation.sender)),
        whole(unit),
        whole(reporter),
    )
    call = f" Hỏi: {situation.help_phone}." if situation.help_phone else ""

    def text(names: _Names, plan: str = situation.plan.number, ending: str = PLAIN) -> str:
        said = asked.format(title=names.title, reporter=names.reporter, unit=names.unit)
        return f"{plan}, {names.sender}: {said}.{call}{ending}"

    return names, text


def _wordings(situation: Situation, duty: str, asked: str, document: str) -> Iterator[str]:
    """With whole names, the longest first."""
    names, text = _said(situation, duty, asked)
    number = situation.plan.number
    for ending in (POLITE, PLAIN):
        yield from (text(names, plan, ending) for plan in (f"{document} {number}", number))
    for title in _titles(situation, duty):
        names = names._replace(title=title)
        yield text(names)
    yield text(names, ending="")
    for title in _shortest(situation, duty):
        yield text(names._replace(title=title), ending="")


def _cut(situation: Situation, duty: str, asked: str, _: str) -> Iterator[str]:
    """With the shortest title, and one name after the other shorter and shorter; what is left of
    the unit's may be another's too.
    """
    names, text = _said(situation, duty, asked)
    names = names._replace(title=[*_titles(situation, duty)][-1])
    unit, reporter = situation.names[situation.bearer(duty)], situation.names[situation.unit]
    apart = Called(unit.name, unit.apart or f" ({situation.bearer(duty)})")
    named = (("unit", apart), ("sender", Called(situation.sender)), ("reporter", reporter))
    for part, called in named:
        for shorter_name in shorter(called):
            names = names._replace(**{part: shorter_name})
            yield text(names, ending="")
        names = names._replace(title=_least(names.title, duty))
        yield text(names, ending="")
    yield text(names._replace(unit=CUT + unit.apart), ending="")


def _least(title: str, duty: str) -> str:
    """The duty's id in place of its title, where that is shorter."""
    return min(title, f"({duty})", key=len)


def whole(unit: Called) -> str:
    return wording.one_line(unit.name) + unit.apart


def shorter(unit: Called) -> Iterator[str]:
    """The name from all its words down to none, but never without what tells it apart."""
    words = wording.one_line(unit.name).split()
    for count in range(len(words) - 1, -1, -1):
        yield " ".join(words[:count]) + CUT + unit.apart


def _titles(situation: Situation, duty: str) -> Iterator[str]:
    """The title, and shorter and shorter ones, as long as nothing else that the same unit is
    reminded of could be called alike; from there on the duty's id stands beside it, where that
    still is shorter.
    """
    title, period = title_of(situation, duty), situation.duties[duty].duty.period
    others = list(_others(situation, duty))
    head, comma, last = title.rpartition(", ") if period else (title, "", "")
    end, apart = wording.bare(comma + last), ""
    if wording.bare(title) in others:
        apart = f" ({duty})"
    yield (least := title + apart)
    for room in range(len(head) - 1, SHORTEST - 1, -1):
        start = head[:room].rsplit(" ", 1)[0].rstrip(",;:-– ")
        if any(one.startswith(wording.bare(start)) and one.endswith(end) for one in others):
            apart = f" ({duty})"
        if len(cut := start + CUT + comma + last + apart) < len(least):
            yield (least := cut)


def _shortest(situation: Situation, duty: str) -> Iterator[str]:
    """What is left of the title below SHORTEST: its beginning, or its end, of two words or more,
    where nothing else of the unit's begins, or ends, so.
    """
    words, others = title_of(situation, duty).split(), list(_others(situation, duty))
    if situation.duties[duty].duty.period:
        return
    for count in range(len(words) - 1, 1, -1):
        start, end = " ".join(words[:count]), " ".join(words[-count:])
        if len(start) < SHORTEST and not any(one.startswith(wording.bare(start)) for one in others):
            yield start.rstrip(",;:-– ") + CUT
        elif len(end) < SHORTEST and not any(one.endswith(wording.bare(end)) for one in others):
            yield CUT + end


def _others(situation: Situation, duty: str) -> Iterator[str]:
    """What else the same unit may be reminded of, as it reads without accents."""
    bearer = situation.bearer(duty)
    for other in situation.duties:
        if other != duty and situation.bearer(other) == bearer:
            yield wording.bare(title_of(situation, other))


def title_of(situation: Situation, duty: str) -> str:
    """What the duty is called; of an approval, what is to be approved."""
    reported = situation.duties.get(duty.removesuffix(APPROVAL), situation.duties[duty])
    return wording.one_line(reported.duty.title)
