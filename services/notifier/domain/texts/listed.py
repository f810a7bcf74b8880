"""Notifier, domain: the SMS that tells a unit above how many below it are late; it names nobody."""

from collections.abc import Iterator, Sequence

from services.notifier.domain.letter import Letter
from services.notifier.domain.texts.brief import CUT, PLAIN, fitting, shorter, whole
from services.notifier.domain.texts.digest import Item
from services.notifier.domain.texts.names import Called
from services.notifier.domain.texts.tone import tone


def units_in(items: Sequence[Item]) -> int:
    """How many units are late."""
    return len({item.situation.bearer(item.rung.duty) for item in items})


def sms_list(message: str, above: str, items: Sequence[Item]) -> Letter:
    """The longest wording that still is one SMS, or names whom it names whole."""
    situation = items[0].situation
    tells = tone(situation, above, situation.bearer(items[0].rung.duty)).lists
    call = f" Hỏi: {situation.help_phone}." if situation.help_phone else ""
    sender, read_by = Called(situation.sender), situation.names[above]

    def text(sender: str, unit: str, ending: str = "") -> str:
        late = f"{units_in(items)} đơn vị còn {len(items)} nội dung đã quá hạn"
        return f"{situation.plan.number}, {sender}: {tells} {unit}: {late}.{call}{ending}"

    def whole_names() -> Iterator[str]:
        yield text(whole(sender), whole(read_by), PLAIN)
        yield text(whole(sender), whole(read_by))

    def cut_names() -> Iterator[str]:
        yield from (text(whole(sender), named) for named in shorter(read_by))
        yield from (text(named, CUT) for named in shorter(sender))

    return Letter(message, "sms", "list", "", fitting(whole_names, cut_names))
