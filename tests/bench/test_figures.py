"""A figure says of several rounds what they have in common, and how far they are apart."""

import json
from collections import Counter

from bench.campaign.given import NAMES, UNITS_PER_PARTITION
from bench.figures import figure, head, row, write
from contracts import topology


def test_a_ratio_is_taken_within_its_round():
    """A machine that is slow for a round is slow for both sides of it."""
    told = figure("x", 1, "/s", [50, 40, 5], "y", [100, 100, 10])

    assert (told.value, told.baseline, told.ratio) == (40, 100, 0.5)
    assert told.spread == (0.4, 0.5)


def test_the_table_and_the_file_tell_the_same(tmp_path):
    told = figure("x", 3, "ms", [1_234.5], "y", [1_000])
    write([told], tmp_path / "out" / "bench.json", load=0.5)

    [kept] = json.loads((tmp_path / "out" / "bench.json").read_text())["figures"]
    assert kept["name"] == "x"
    assert kept["rounds"] == [[1_234.5, 1_000]]
    assert row(told).split() == ["x", "3", "1,234", "ms", "y", "1,000", "ms", "1.23", "1.23-1.23"]
    assert len(row(told)) == len(head())


def test_replicas_have_shares_of_one_size():
    """Else the one with fewer units would be done early, and two would seem slower than one."""
    per_partition = Counter(map(topology.partition, NAMES))

    assert per_partition == dict.fromkeys(range(topology.PARTITIONS), UNITS_PER_PARTITION)
