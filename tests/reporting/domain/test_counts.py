"""The names under which counters are stored."""

from services.reporting.domain.counting.counts import COUNTS, Count


def test_every_kind_of_counter_is_stored_under_a_name_of_its_own() -> None:
    """Views that were written under another name would lose their numbers until a rebuild."""
    kinds: tuple[type[Count], ...] = Count.__args__  # type: ignore[attr-defined]
    own = {kind.__name__.removesuffix("Count").lower(): kind for kind in kinds}
    assert own == COUNTS
    assert {kind.name for kind in kinds} == set(own)
