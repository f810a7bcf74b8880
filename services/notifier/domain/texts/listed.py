"""Notifier, domain: the SMS that tells a unit above how many below it are late; it names nobody."""

from collections.abc import Iterator, Sequence

from services.notifier.domain.letter import Letter
from services.notifier.domain.texts import wording
from services.notifier.domain.texts.brief import CUT, PLAIN, shorter, whole
from services.notifier.domain.texts.digest import Item
from services.notifier.domain.texts.names import Called
from services.notifier.domain.texts.segments import segments
from services.notifier.domain.texts.tone import tone


def units_in(items: Sequence[Item]) -> int:
    """How many units are late."""
    return len({item.situation.bearer(item.rung.duty) for item in items})


def sms_list(message: str, above: str, items: Sequence[Item]) -> Letter:
    """The longest wording that still is one SMS."""
    text = ""
    for wanted in _wordings(above, items):
        text = wording.sms_safe(wanted)
        if segments(wording.unaccented(text)) == 1:
            break
    return Letter(message, "sms", "list", "", text)


def _wordings(above: str, items: Sequence[Item]) -> Iterator[str]:
    situation = items[0].situation
    read_by, sender = situation.names[above], Called(situation.sender)
    tells = tone(situation, above, situation.bearer(items[0].rung.duty)).lists
    call = f" Hỏi: {situation.help_phone}." if situation.help_phone else ""

    def text(sender: str, unit: str, ending: str = PLAIN) -> str:
        late = f"{units_in(items)} đơn vị còn {len(items)} nội dung đã quá hạn"
        return f"{situation.plan.number}, {sender}: {tells} {unit}: {late}.{call}{ending}"

    yield text(whole(sender), whole(read_by))
    yield text(whole(sender), whole(read_by), "")
    for named in shorter(read_by):
        yield text(whole(sender), named, "")
    for named in shorter(sender):
        yield text(named, CUT, "")
