"""Notifier, domain: one SMS about one duty: what gives way so that it fits, and what does not.

The text keeps its accents: whether they go out is the gateway's terms to say. It fits one SMS
without them, so that with them it is three at most.
"""

from collections.abc import Iterator
from typing import NamedTuple

from contracts.owed import APPROVAL
from services.notifier.domain.standing import Situation
from services.notifier.domain.texts import wording
from services.notifier.domain.texts.names import Called
from services.notifier.domain.texts.segments import segments

SHORTEST = 16
"""Characters of a title below which it says nothing."""
CUT = "..."
POLITE, PLAIN = " Nếu đã gửi, xin bỏ qua tin này. Trân trọng!", " Trân trọng!"


class _Names(NamedTuple):
    """What is named in an SMS, as long as it is now."""

    title: str
    sender: str
    unit: str
    reporter: str


def one_sms(situation: Situation, duty: str, asked: str, document: str) -> str:
    """The longest wording that still is one SMS: the plan and who sends it come first.

    `asked` has places for the `unit` that is asked, the `title` of the duty and the `reporter`;
    `document` is what the plan is called. Courtesies give way first, then the title, then the names
    of who is written to, of the office, and of the reporter; the plan's number never does, nor whom
    to call, nor what tells anything apart.
    """
    text = ""
    for wanted in _wordings(situation, duty, asked, document):
        text = wording.sms_safe(wanted)
        if segments(wording.unaccented(text)) == 1:
            break
    return text


def _wordings(situation: Situation, duty: str, asked: str, document: str) -> Iterator[str]:
    unit, reporter = situation.names[situation.bearer(duty)], situation.names[situation.unit]
    sender, number = Called(situation.sender), situation.plan.number
    title = next(_titles(situation, duty))
    names = _Names(title, whole(sender), whole(unit), whole(reporter))

    call = f" Hỏi: {situation.help_phone}." if situation.help_phone else ""

    def text(names: _Names, plan: str = number, ending: str = PLAIN) -> str:
        said = asked.format(title=names.title, reporter=names.reporter, unit=names.unit)
        return f"{plan}, {names.sender}: {said}.{call}{ending}"

    for ending in (POLITE, PLAIN):
        yield from (text(names, plan, ending) for plan in (f"{document} {number}", number))
    for title in _titles(situation, duty):
        names = names._replace(title=title)
        yield text(names)
    yield text(names, ending="")
    # What is left of a name may be another's too.
    cut_unit = Called(unit.name, unit.apart or f" ({situation.bearer(duty)})")
    for part, called in (("unit", cut_unit), ("sender", sender), ("reporter", reporter)):
        for cut in shorter(called):
            names = names._replace(**{part: cut})
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
    reminded of could be called alike; from there on the duty's id stands beside it.
    """
    title, period = title_of(situation, duty), situation.duties[duty].duty.period
    others = list(_others(situation, duty))
    head, comma, last = title.rpartition(", ") if period else (title, "", "")
    end, apart = wording.bare(comma + last), ""
    if wording.bare(title) in others:
        apart = f" ({duty})"
    yield title + apart
    for room in range(len(head) - 1, SHORTEST - 1, -1):
        start = head[:room].rsplit(" ", 1)[0].rstrip(",;:-– ")
        if any(one.startswith(wording.bare(start)) and one.endswith(end) for one in others):
            apart = f" ({duty})"
        yield start + CUT + comma + last + apart


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
