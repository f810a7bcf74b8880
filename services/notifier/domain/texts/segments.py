"""Notifier, domain: what an SMS is charged as (3GPP 23.038, 23.040), and how it leaves."""

from services.notifier.domain.texts import wording

GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("\f^{}\\[~]|€")
"""Letters of two septets, which stand in one part."""
GSM_ALONE, GSM_PART = 160, 153
UNICODE_ALONE, UNICODE_PART = 70, 67
"""Room of a text alone and of each part of a longer one: in septets, in UTF-16 units."""


def segments(text: str) -> int:
    """How many SMS the text is charged as; a letter of two units is never cut in half."""
    gsm = all(letter in GSM or letter in EXTENDED for letter in text)
    alone, part = (GSM_ALONE, GSM_PART) if gsm else (UNICODE_ALONE, UNICODE_PART)
    sizes = [1 + (letter in EXTENDED if gsm else letter > "\uffff") for letter in text]
    if sum(sizes) <= alone:
        return 1
    parts, room = 1, part
    for size in sizes:
        if size > room:
            parts, room = parts + 1, part
        room -= size
    return parts


def as_sent(text: str, accents: bool) -> str:
    """The text as a gateway is handed it: with its accents, or in ASCII."""
    safe = wording.sms_safe(text)
    return safe if accents else wording.unaccented(safe)
