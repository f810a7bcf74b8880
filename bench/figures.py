"""Bench, figures: what was measured, beside its baseline, as a table and as out/bench.json."""

import json
import os
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

OUT = Path("out/bench.json")
HEAD = ("figure", "servers", "value", "against", "baseline", "ratio", "least-most")
ROW = "{:<44} {:>7} {:>14}  {:<27} {:>14} {:>6}  {:>11}"


@dataclass(frozen=True)
class Figure:
    """Medians over the rounds. `spread` is the least and the most ratio of a round, `rounds` every
    round's value and baseline; no servers where none were needed.
    """

    name: str
    servers: int
    unit: str
    value: float
    against: str
    baseline: float
    ratio: float
    spread: tuple[float, float]
    rounds: list[tuple[float, float]]


def figure(
    name: str,
    servers: int,
    unit: str,
    values: Sequence[float],
    against: str,
    baselines: Sequence[float],
) -> Figure:
    """A figure of values and of the baselines that were measured in the same rounds."""
    rounds = list(zip(values, baselines, strict=True))
    ratios = [value / baseline for value, baseline in rounds]
    return Figure(
        name,
        servers,
        unit,
        statistics.median(values),
        against,
        statistics.median(baselines),
        statistics.median(ratios),
        (min(ratios), max(ratios)),
        rounds,
    )


def head() -> str:
    return ROW.format(*HEAD)


def row(one: Figure) -> str:
    least, most = one.spread
    return ROW.format(
        one.name,
        one.servers or "-",
        _said(one.value, one.unit),
        one.against,
        _said(one.baseline, one.unit),
        f"{one.ratio:.2f}",
        f"{least:.2f}-{most:.2f}",
    )


def _said(number: float, unit: str) -> str:
    digits = 0 if number >= 100 else 1 if number >= 10 else 2
    return f"{number:,.{digits}f} {unit}"


def write(figures: Sequence[Figure], path: Path, load: float) -> None:
    """`load` is the machine's before the bench began: what else ran is in the figures."""
    path.parent.mkdir(parents=True, exist_ok=True)
    said = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "load_before": round(load, 2),
        "figures": [asdict(one) for one in figures],
    }
    path.write_text(json.dumps(said, indent=2) + "\n")
