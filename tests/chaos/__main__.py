"""Chaos: seeded runs of the whole system; a failure says how it is played again."""

import argparse
import sys
import traceback

from tests.chaos.run import dropped_views, full_disk, kills_and_stalls, power_cut

SEED = 8011
TROUBLES = {
    "one-server": lambda seed, seconds: kills_and_stalls(seed, 1, seconds),
    "three-servers": lambda seed, seconds: kills_and_stalls(seed, 3, seconds),
    "power-cut": power_cut,
    "full-disk": full_disk,
    "dropped-views": dropped_views,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("trouble", nargs="?", choices=TROUBLES, help="all where absent")
    parser.add_argument("--seed", type=int, default=SEED, help="of the first run")
    parser.add_argument("--runs", type=int, default=10, help="the troubles in turn")
    parser.add_argument("--seconds", type=float, default=30, help="of load in each run")
    asked = parser.parse_args()
    names, failed = [asked.trouble] if asked.trouble else list(TROUBLES), 0
    for number in range(asked.runs):
        name, seed = names[number % len(names)], asked.seed + number
        try:
            seen = TROUBLES[name](seed, asked.seconds)
        except Exception:
            traceback.print_exc()
            failed += 1
            again = f"{name} --seed {seed} --runs 1 --seconds {asked.seconds:g}"
            print(f"  FAILED; again: python -m tests.chaos {again}", flush=True)
        else:
            print(f"  held: {seen}", flush=True)
    print(f"{asked.runs - failed} of {asked.runs} held")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
