"""Notifier, domain: the mail that tells a unit above who below it is late, and with what.

It is read by whoever sits above and by nobody else; nobody in it is reminded by it.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from services.notifier.domain.mail.compose import section
from services.notifier.domain.mail.contents import Contents, Told
from services.notifier.domain.texts import wording
from services.notifier.domain.texts.brief import whole
from services.notifier.domain.texts.compose import deadline_of, whose
from services.notifier.domain.texts.digest import Item
from services.notifier.domain.texts.listed import units_in
from services.notifier.domain.texts.names import Called
from services.notifier.domain.texts.tone import tone


def listed(above: str, items: Sequence[Item]) -> Contents:
    """The list for `above` as it leaves now: of one plan, by unit in the order of the alphabet (Đ
    with D), what was due first before. `place` is the unit's.
    """
    situation = items[0].situation
    names = _names({_unit(item): item.bearer for item in items})
    order = {name: n for n, name in enumerate(sorted(names.values(), key=_alphabet), 1)}
    by_unit = [(order[names[_unit(item)]], item) for item in items]
    by_unit.sort(key=lambda one: (one[0], one[1].rung.due, one[1].rung.duty))
    late = [_late(place, names[_unit(item)], item) for place, item in by_unit]
    units = units_in(items)
    name = items[0].successor or situation.full_names.get(above, situation.names[above].name)
    subject = f"Danh sách quá hạn: {units} đơn vị, {len(items)} nội dung của {items[0].document}"
    return Contents(
        reader="above",
        category="list",
        subject=subject,
        units=(wording.one_line(name),),
        office=situation.office,
        sections=(section(situation, late),),
        help_line=situation.help_line,
        help_phone=situation.help_phone,
        tone=tone(situation, above, situation.bearer(items[0].rung.duty)),
        late_units=units,
    )


def _unit(item: Item) -> str:
    return item.situation.bearer(item.rung.duty)


def _names(units: Mapping[str, Called]) -> Mapping[str, str]:
    """As they are written here, with accents; whose name is another's too, with what tells them
    apart.
    """
    count = Counter(wording.one_line(one.name) for one in units.values())
    return {
        unit: whole(one) if count[wording.one_line(one.name)] > 1 else wording.one_line(one.name)
        for unit, one in units.items()
    }


def _alphabet(name: str) -> tuple[str, str]:
    return wording.bare(name), name


def thread_of_list(above: str, items: Sequence[Item]) -> str:
    """The same for each list of a plan to a unit above."""
    words = ("list", items[0].situation.plan.id, above)
    return hashlib.sha256(" ".join(words).encode()).hexdigest()[:32]


def _late(place: int, unit: str, item: Item) -> Told:
    duty = item.situation.duties[item.rung.duty].duty
    return Told(
        place=place,
        title=wording.one_line(duty.title) + whose(item.situation, item.rung),
        unit=unit,
        deadline=deadline_of(item.situation, item.rung),
        overdue=True,
        missing=(),
        request="",
    )
