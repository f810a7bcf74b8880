"""Contracts, known: what a refusal says would have been known, in place of what was not."""

from collections.abc import Collection
from functools import lru_cache
from heapq import nlargest
from itertools import islice

MOST = 20
"""Words in one sentence; of more, those that look most like the one that was sent."""
NONE = "∅"


def known(word: str, words: Collection[str]) -> str:
    """What there is in place of a word that is unknown, and how many more there are."""
    listed = list(islice(words, MOST))
    if word and len(words) > MOST:
        mine = _pairs(word)
        alike = {one: (len(mine & _pairs(one)), -len(one)) for one in words}
        listed = [one for one in nlargest(MOST, words, key=alike.__getitem__) if alike[one][0]]
    more = [f"+{len(words) - len(listed)}"] if len(words) > len(listed) else []
    return ", ".join([*listed, *more]) or NONE


@lru_cache(maxsize=20_000)
def _pairs(word: str) -> frozenset[str]:
    """The pairs of letters that stand side by side."""
    return frozenset(map("".join, zip(f" {word}", f"{word} ", strict=True)))
