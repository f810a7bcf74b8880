"""Contracts, spelling: one spelling for names: NFC, single spaces, tone marks in one place."""

import re
import unicodedata
from collections.abc import Callable

_BASE = {"a": "aàáảãạ", "e": "eèéẻẽẹ", "o": "oòóỏõọ", "u": "uùúủũụ", "y": "yỳýỷỹỵ"}
_MARKED = "àáảãạèéẻẽẹỳýỷỹỵ"
# An open syllable in oa, oe or uy whose tone stands on the second vowel; in "quý" u belongs to q.
_NEW_STYLE = re.compile(
    rf"(?<![qQ])(o(?=[{_MARKED[:10]}])|u(?=[{_MARKED[10:]}]))([{_MARKED}])(?![\w\u0300-\u036f])",
    re.IGNORECASE,
)


def _moved(found: re.Match[str]) -> str:
    first, second = found[1], found[2]
    plain = next(base for base, row in _BASE.items() if second.lower() in row)
    tone = _BASE[plain].index(second.lower())
    marked = _BASE[first.lower()][tone]
    return (marked.upper() if first.isupper() else marked) + (
        plain.upper() if second.isupper() else plain
    )


def normalise(text: str) -> tuple[str, list[str]]:
    """The text in one spelling, and what was changed: `nfc`, `spaces`, `tone`.

    Tones stand where legal texts and the GSO's lists have them: Hòa and Thủy, not Hoà and Thuỷ.
    """
    steps: tuple[tuple[str, Callable[[str], str]], ...] = (
        ("nfc", lambda t: unicodedata.normalize("NFC", t)),
        ("spaces", lambda t: " ".join(t.split())),
        ("tone", lambda t: _NEW_STYLE.sub(_moved, t)),
    )
    changed = []
    for name, step in steps:
        after = step(text)
        if after != text:
            changed.append(name)
        text = after
    return text, changed
