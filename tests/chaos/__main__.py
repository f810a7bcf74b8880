"""Chaos: seeded runs of the whole system; a failure says how it is played again."""

import argparse
import sys
import time
import traceback
from collections.abc import Callable
from functools import partial

import structlog

from tests.chaos.checks import Seen
from tests.chaos.troubles.carriers import carriers
from tests.chaos.troubles.deaths import kills_and_stalls
from tests.chaos.troubles.emptied import emptied_stores, emptied_views
from tests.chaos.troubles.storage import full_disk, power_cut

SEED = 8011
TROUBLES: dict[str, Callable[[int, float], Seen]] = {
    "one-server": partial(kills_and_stalls, members=1),
    "three-servers": partial(kills_and_stalls, members=3),
    "power-cut": power_cut,
    "full-disk": partial(full_disk, members=1),
    "full-disk-of-three": partial(full_disk, members=3),
    "emptied-views": partial(emptied_views, members=3),
    "emptied-stores": emptied_stores,
    "carriers": carriers,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("trouble", nargs="?", choices=TROUBLES, help="all where absent")
    parser.add_argument("--seed", type=int, default=SEED, help="of the first run")
    parser.add_argument("--runs", type=int, default=10, help="the troubles in turn")
    parser.add_argument("--seconds", type=float, default=30, help="of load in each run")
    asked = parser.parse_args()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    names, failed = [asked.trouble] if asked.trouble else list(TROUBLES), 0
    for number in range(asked.runs):
        name, seed = names[number % len(names)], asked.seed + number
        began = time.monotonic()
        try:
            seen = str(TROUBLES[name](seed, asked.seconds))
        except Exception:
            traceback.print_exc()
            failed += 1
            again = f"{name} --seed {seed} --runs 1 --seconds {asked.seconds:g}"
            seen = f"FAILED; again: python -m tests.chaos {again}"
        print(f"{name}, seed {seed}, {time.monotonic() - began:.0f} s: {seen}", flush=True)
    print(f"{asked.runs - failed} of {asked.runs} held")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
