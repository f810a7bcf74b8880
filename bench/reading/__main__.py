"""Bench, reading: asks everything of two sizes of a plan, and says what is owed and not held.

python -m bench.reading FEW MANY; it ends with 1 where something is slower than it is owed, or grows
with the number of activities, or takes too much memory.
"""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from statistics import median

import structlog

from bench.reading.answers import KINDS, MEMORY, Times, What, most, of
from bench.reading.asked import OWED_MS, SOON
from runtime.serve import collect_garbage_seldom

MOST_MIB, MOST_RATIO, SHORT_MS = 250.0, 1.2, 10.0
"""What takes less than SHORT_MS either way is not compared: it is the machine's own noise."""
ROUNDS, REQUESTS = 4, 100
MOST_DOCUMENTS = 100_000
"""Activities up to which documents and files are asked for."""
ROW = "{:<34} {:>17} {:>17} {:>6} {:>9}  {}"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.reading", description=__doc__)
    parser.add_argument("few", type=int)
    parser.add_argument("many", type=int)
    given = parser.parse_args()
    collect_garbage_seldom()
    structlog.configure(logger_factory=structlog.ReturnLoggerFactory())
    return asyncio.run(told(given.few, given.many))


async def told(few: int, many: int) -> int:
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before", file=sys.stderr)
    sizes = {one: KINDS if one <= MOST_DOCUMENTS else SOON for one in (few, many)}
    with tempfile.TemporaryDirectory() as folder:
        less, more = await of(Path(folder), sizes, ROUNDS, REQUESTS)
    print(f"Answers, and the first bytes of pages, {ROUNDS * REQUESTS} times each: the median, and")
    print(f"what 95 of 100 do not exceed, which is judged. All else {ROUNDS} times: the median; of")
    print("memory the most.")
    if missing := len(less.keys() - more.keys()):
        print(f"With {many:,} activities {missing} documents and files are not asked for.")
    print(ROW.format("ms, of memory MiB", f"{few:,}", f"{many:,}", "ratio", "owed", ""))
    rows = list(rows_of(less, more))
    for row in rows:
        print(ROW.format(*row))
    return int(any(row[-1] for row in rows))


def rows_of(few: Times, many: Times) -> Iterator[tuple[str, str, str, str, str, str]]:
    """What was seen of each, the slowest first, and in how far it is not what is owed."""
    for what in sorted(few, key=lambda one: -_judged(one, few[one])):
        kind, name = what
        owed = MOST_MIB if kind == MEMORY else OWED_MS.get(kind)
        values = [_judged(what, one[what]) for one in (few, many) if what in one]
        late = owed is not None and max(values) > owed
        ratio = values[-1] / values[0] if len(values) > 1 else None
        grows = kind in SOON and ratio and ratio > MOST_RATIO and max(values) >= SHORT_MS
        said = " ".join(word for word, so in (("OVER", late), ("GROWS", grows)) if so)
        less, more = (_told(what, one.get(what)) for one in (few, many))
        yield (
            name,
            less,
            more,
            f"{ratio:.2f}" if ratio else "",
            f"{owed:,.0f}" if owed else "",
            said,
        )


def _judged(what: What, rounds: list[list[float]]) -> float:
    seen = [*chain.from_iterable(rounds)]
    kind, _ = what
    return most(seen) if kind in SOON else max(seen) if kind == MEMORY else median(seen)


def _told(what: What, rounds: list[list[float]] | None) -> str:
    """The median too, of what was seen often."""
    if rounds is None:
        return ""
    judged = f"{_judged(what, rounds):,.1f}"
    return f"{median(chain.from_iterable(rounds)):,.1f} {judged:>8}" if what[0] in SOON else judged


if __name__ == "__main__":
    sys.exit(main())
