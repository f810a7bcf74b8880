"""Counters are stored under names."""

from services.reporting.domain.counting.counts import COUNTS, ActivityCount, Count, JointCount


def test_every_kind_of_counter_is_stored_under_a_name_of_its_own() -> None:
    """Two under one name would read back as the same; and as tuples be the same."""
    kinds: tuple[type[Count], ...] = Count.__args__
    assert {kind.__name__.removesuffix("Count").lower(): kind for kind in kinds} == COUNTS
    assert all(kind._field_defaults["name"] == name for name, kind in COUNTS.items())
    assert ActivityCount("k", "held") != JointCount("k", "held")
