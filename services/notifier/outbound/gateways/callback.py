"""Notifier, outbound: the address at which a gateway tells what became of one message."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from services.notifier.domain.letter import Letter

CALLBACKS = "callbacks"
"""The path below which the office's proxy leads to the notifier."""


@dataclass(frozen=True)
class CallbackUrl:
    """Says in its path which message it is about, and is signed, so that nobody else can tell.

    `keys` reads the secret: the first line signs, and every line is believed, so that a key can be
    replaced while callbacks under the former one still come.
    """

    base: str
    keys: Callable[[], str]

    def of(self, gateway: str, letter: Letter, leg: str = "sms") -> str:
        about = (gateway, letter.plan, letter.unit, letter.id, leg)
        signature = _signature(self.keys().split()[0], about)
        return "/".join((self.base.rstrip("/"), CALLBACKS, *about, signature))

    def believes(self, about: tuple[str, ...], signature: str) -> bool:
        """Whether it was us who signed this; as long for a wrong signature as for a right one."""
        right = [_signature(key, about).encode() for key in self.keys().split()]
        return sum(hmac.compare_digest(one, signature.encode()) for one in right) > 0


def _signature(key: str, about: tuple[str, ...]) -> str:
    return hmac.new(key.encode(), "/".join(about).encode(), hashlib.sha256).hexdigest()[:40]
