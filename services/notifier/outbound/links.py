"""Notifier, outbound: mints signed links: to a unit's page, and to stop getting mails."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import get_args

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from contracts.plan import Channel
from runtime.links import Link, NotALink, keys_in, mint, private_key, signed, words
from runtime.mounted import Mounted

STOP = b"ngayso stop 1 "
"""What is signed begins so: no link to a page is one to stop."""
STOPPING = "unsubscribe"
"""The path below which the office's proxy leads to the notifier."""


@dataclass(frozen=True)
class PageLinks:
    """Links below `url`: those that open a unit's page for as long as they `hold` (campaign time),
    and those by which a person stops getting mails, which hold as long as the key.
    """

    url: str
    signing: Mounted[tuple[Ed25519PrivateKey, ...]]
    hold: timedelta

    @classmethod
    def by_file(cls, url: str, file: Path, hold: timedelta) -> "PageLinks":
        """Raises OSError or ValueError where the file holds no key."""
        return cls(url, Mounted(file, keys_in(private_key)), hold)

    def to(self, now: datetime, plan: str, unit: str, duty: str | None) -> str:
        """A link for this unit alone, and there to one duty where one is named."""
        link = Link(plan, unit, duty, now + self.hold)
        return f"{self.url}/{mint(self.signing.now[0], link)}"

    def stop(self, channel: Channel, person: str) -> str:
        """Where a person stops getting messages of a channel."""
        return f"{self.url}/{STOPPING}/{signed(self.signing.now[0], STOP, channel, person)}"

    def whose(self, word: str) -> tuple[Channel, str] | None:
        """Whose such a link's last word is; None where we did not sign it."""
        keys = [key.public_key() for key in self.signing.now]
        try:
            channel, person = words(word, keys, STOP)
        except (NotALink, ValueError):
            return None
        return next(((one, person) for one in get_args(Channel) if one == channel), None)
