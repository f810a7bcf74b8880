"""Reporting, domain: how hedged values combine: what may be said of a sum over them."""

from collections.abc import Iterable

from contracts.values import Qualifier

KEPT: tuple[Qualifier, ...] = ("hơn", "gần")
"""What stays true of a sum in which all other values are exact."""


def combine(words: Iterable[Qualifier | None]) -> Qualifier | None:
    """The word for a sum over values that were hedged with these, None for exact ones.

    hơn and exact: hơn; gần and exact: gần; one word throughout stays; anything else mixed: khoảng.
    """
    hedges = set(words)
    exact = None in hedges
    hedges.discard(None)
    if not hedges:
        return None
    [word, *others] = hedges
    if others or (exact and word not in KEPT):
        return "khoảng"
    return word
