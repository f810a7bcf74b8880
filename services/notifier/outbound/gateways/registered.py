"""Notifier, outbound: texts that were registered with a carrier, and what their slots hold."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from services.notifier.domain.texts.segments import as_sent
from services.notifier.domain.texts.wording import one_line

SLOT = re.compile(r"\{([a-z][a-z0-9_]*)(?::([1-9][0-9]{0,2}))?\}")
LONGEST_SLOT = 160
UNREGISTERED = "unregistered-text"
"""Why a text is refused before it is sent."""


@dataclass(frozen=True)
class Registered:
    """One registered text. `{unit:30}` in it is a slot for one to 30 characters, called "unit".
    `id` is the carrier's own.
    """

    text: str
    id: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError where the text could never be sent, or is not what it seems."""
        plain = SLOT.split(self.text)[::3]
        names = [slot[1] for slot in SLOT.finditer(self.text)]
        wrong = {
            "write a slot as {name} or {name:30}": any(set(one) & set("{}") for one in plain),
            "two slots want words between them": "" in plain[1:-1],
            "each slot has a name of its own": len(set(names)) < len(names),
            "gateways refuse & and #": any(set(one) & set("&#") for one in plain),
            "one line in NFC, without double spaces": one_line(self.text) != self.text,
            "a text says something beside its slots": not "".join(plain).strip(),
        }
        for why in (why for why, holds in wrong.items() if holds):
            raise ValueError(f"{why}: {self.text}")

    def slots(self, text: str) -> Mapping[str, str] | None:
        """What the slots hold where the text is this one; None where it is another.

        Each slot takes as little as lets the rest match. What was tried at a place is not tried
        again there, so that no text takes long.
        """
        first, *more = SLOT.split(self.text)
        slots = list(zip(more[::3], more[1::3], more[2::3], strict=True))

        @cache
        def held(number: int, start: int) -> tuple[str, ...] | None:
            if number == len(slots):
                return () if start == len(text) else None
            _, room, literal = slots[number]
            for end in range(start + 1, min(start + int(room or LONGEST_SLOT), len(text)) + 1):
                if text.startswith(literal, end):
                    rest = held(number + 1, end + len(literal))
                    if rest is not None:
                        return text[start:end], *rest
            return None

        found = held(0, len(first)) if text.startswith(first) else None
        return None if found is None else dict(zip((one[0] for one in slots), found, strict=True))


def matching(texts: Iterable[Registered], text: str) -> tuple[Registered, Mapping[str, str]] | None:
    """The first registered text that this one is, with what its slots hold."""
    for one in texts:
        if (slots := one.slots(text)) is not None:
            return one, slots
    return None


def takes(texts: Sequence[Registered], text: str, *, accents: bool) -> bool:
    """Whether a text is one that the carriers know, as it is sent; with none registered any is."""
    return not texts or matching(texts, as_sent(text, accents)) is not None
