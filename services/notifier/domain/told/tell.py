"""Notifier, domain, told: what of that which happened is put into people's messages now."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from contracts.facts import NoticeDropped, NoticeFailed
from contracts.outgoing import CONTACT_ROLES, Contacts
from contracts.plan import Channel, Escalation
from contracts.words import NoticeKind
from services.notifier.domain.digest.part import entry
from services.notifier.domain.reach import address_of, recipients
from services.notifier.domain.react import Effect, Enter, Say
from services.notifier.domain.rungs import Key, NoticeKey, Reminders, RungKey
from services.notifier.domain.standing import Situation
from services.notifier.domain.told.trouble import NOBODY

ASKS_TO_ACT: frozenset[NoticeKind] = frozenset({"returned", "reopened", "document-awaited"})
"""Of these an SMS goes out beside the mail; the others are good to know, and cost nothing."""


def may_go(key: Key, channel: Channel) -> bool:
    """Whether it may be told by a channel at all: what asks nobody to act costs no SMS."""
    return channel == "email" or isinstance(key, RungKey) or key.kind in ASKS_TO_ACT


class Aim(NamedTuple):
    """To whom a notice goes, and how."""

    audience: Sequence[str]
    channels: Sequence[Channel]
    escalates: Sequence[Escalation] = ()


def untold(situation: Situation, reminders: Reminders) -> list[NoticeKey]:
    """What has neither a message nor a fate yet, the oldest first. Where there was nobody to write
    to, there may be somebody by now.
    """
    found = []
    for key in (*situation.happened.occasions, *reminders.unreached()):
        said = reminders.instances.get(key)
        open_ = said is None or (not said.messages and said.fate in ("waiting", "failed"))
        if open_ and not situation.of_office(key):
            found.append(key)
    return sorted(found, key=lambda key: key.happened_at)


def tell(
    situation: Situation,
    reminders: Reminders,
    keys: Sequence[NoticeKey],
    books: Mapping[str, Contacts | None],
    now: datetime,
) -> list[Effect]:
    """Each goes into its recipients' next messages, or gets its fate at once; what the office holds
    back goes on waiting. `books` are the contacts of whoever is told.
    """
    effects: list[Effect] = []
    for key in keys:
        effects += _told(situation, reminders, key, books[situation.addressee(key)], now)
    return effects


def _told(
    situation: Situation,
    reminders: Reminders,
    key: NoticeKey,
    contacts: Contacts | None,
    now: datetime,
) -> list[Effect]:
    said: dict[str, Any] = {"plan": situation.plan.id, "unit": situation.unit, "at": now}
    said |= key._asdict()
    failed = key in reminders.instances and reminders.instances[key].fate == "failed"
    if not situation.still_true(key):
        return [] if failed else [Say(NoticeDropped(**said, reason="untrue"))]
    channels: tuple[Channel, ...] = ("email", "sms") if key.kind in ASKS_TO_ACT else ("email",)
    if all(situation.called_off(key, channel) for channel in channels):
        return [] if failed else [Say(NoticeDropped(**said, reason="called-off"))]
    at = situation.tells_from(key)
    told: list[Effect] = [
        Enter(channel, where, entry(situation, key, token, at))
        for channel, token in _whom(contacts, channels, now.astimezone(situation.plan.zone).date())
        if not situation.stopped(key, channel) and (where := address_of(contacts, token, channel))
    ]
    if told or failed or any(situation.held(key, channel) for channel in channels):
        return told
    return [Say(NoticeFailed(**said, reason=NOBODY))]


def _whom(
    contacts: Contacts | None, channels: Sequence[Channel], day: date
) -> list[tuple[Channel, str]]:
    """Whoever does the work; where none of them is reached, who answers for it. Only what may go by
    SMS goes there where the address for mails has failed.
    """
    people = contacts.contacts if contacts else ()
    for role in CONTACT_ROLES:
        found = recipients(people, Aim((role,), channels), day, "notices")
        if by_these := [one for one in found if one[0] in channels]:
            return by_these
    return []
