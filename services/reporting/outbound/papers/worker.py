"""Reporting, outbound: the process that does one piece of work which it is given, and ends."""

import pickle
import sys


def main() -> None:
    out, sys.stdout = sys.stdout.buffer, sys.stderr
    work = pickle.load(sys.stdin.buffer)  # noqa: S301 - the service's, that started this
    pickle.dump(work(), out)


if __name__ == "__main__":
    main()
