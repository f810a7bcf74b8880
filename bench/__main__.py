"""Bench, all: each measurement after the other; run as python -m bench."""

from bench import project, registry

if __name__ == "__main__":
    for bench in (project, registry):
        print(f"\n{bench.__doc__.splitlines()[0] if bench.__doc__ else bench.__name__}")
        bench.main()
