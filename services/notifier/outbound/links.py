"""Notifier, outbound: mints the signed link to a unit's page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from runtime.links import KeyFile, Link, mint, private_key


@dataclass(frozen=True)
class PageLinks:
    """Links below `url` that open a unit's page for as long as they `hold` (campaign time)."""

    url: str
    signing: KeyFile[Ed25519PrivateKey]
    hold: timedelta

    @classmethod
    def by_file(cls, url: str, file: Path, hold: timedelta) -> "PageLinks":
        """Raises OSError or ValueError where the file holds no key."""
        return cls(url, KeyFile(file, private_key), hold)

    def to(self, now: datetime, plan: str, unit: str, duty: str | None) -> str:
        """A link for this unit alone, and there to one duty where one is named."""
        link = Link(plan, unit, duty, now + self.hold)
        return f"{self.url}/{mint(self.signing.keys[0], link)}"
