"""Notifier, application: has mails bring invitations, and say so before they leave."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from services.notifier.application.digest.shares import Share
from services.notifier.domain.handover import Send, unit_of
from services.notifier.domain.invitations.calendar import Invited, calendar_file
from services.notifier.domain.invitations.owed import invitations
from services.notifier.domain.letter import Letter
from services.notifier.domain.rungs import Key, NoticeKey


def _daily(key: Key) -> bool:
    """Whether the collecting office reads it, which the unit's days do not concern."""
    return isinstance(key, NoticeKey) and key.kind == "unreached"


@dataclass(frozen=True)
class Inviting:
    """On behalf of an address: the one that the mails come from."""

    organizer: str

    def decide(self, shares: Sequence[Share], step: Send, now: datetime) -> Send:
        """The step with what the mail changes in its reader's calendar; a list changes nothing, nor
        does an SMS.
        """
        found = {}
        for part in (share.part for share in shares):
            told = [key for key in step.told[unit_of(part)] if not _daily(key)]
            mail = part.posting.channel == "email" and part.posting.above is None
            if told and mail:
                known = (part.situation, part.reminders, part.message)
                found[unit_of(part)] = invitations(*known, told, now)
        return replace(step, invitations=found)

    def attach(self, letter: Letter, shares: Sequence[Share], step: Send, now: datetime) -> Letter:
        """The letter with a file for each."""
        who = Invited(self.organizer, step.address)
        files = [
            calendar_file(share.part.situation, one, who, now)
            for share in shares
            for one in step.invitations.get(unit_of(share.part), ())
        ]
        return replace(letter, attachments=(*letter.attachments, *files))
