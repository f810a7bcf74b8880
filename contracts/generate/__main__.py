"""Contracts, generate: writes schemas/ and asyncapi.yaml; --check says what is out of date."""

import argparse
import difflib
import json
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from contracts.generate import asyncapi, schemas, yaml

ROOT = Path(__file__).resolve().parents[1]
SHOWN = 120
"""Lines of difference shown; the rest is the same kind of news."""


@cache
def files() -> dict[Path, str]:
    """Path under contracts/ → the text it should have."""
    made = {
        Path("schemas") / name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        for name, schema in schemas.schemas().items()
    }
    head = "# Written by python -m contracts.generate; change contracts/ instead.\n"
    return made | {Path("asyncapi.yaml"): head + yaml.dump(asyncapi.document())}


def difference(root: Path) -> list[str]:
    """A unified diff from what is under `root` to what should be; empty when up to date."""
    wanted = files()
    there = {path.relative_to(root) for path in (root / "schemas").glob("*")}
    lines: list[str] = []
    for path in sorted(there | set(wanted)):
        full = root / path
        before = full.read_text("utf-8") if full.exists() else ""
        after = wanted.get(path, "")
        lines += difflib.unified_diff(
            before.splitlines(),
            after.splitlines(),
            f"{path} (now)",
            f"{path} (wanted)",
            "",
            "",
            2,
            "",
        )
    return lines


def write(root: Path) -> None:
    """Writes every file under `root` and removes schemas of messages that no longer exist."""
    wanted = files()
    (root / "schemas").mkdir(exist_ok=True)
    for path in (root / "schemas").glob("*"):
        if path.relative_to(root) not in wanted:
            path.unlink()
    for path, text in wanted.items():
        (root / path).write_text(text, "utf-8")


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """0 when all is up to date or written, 1 when --check finds a difference."""
    parser = argparse.ArgumentParser(prog="python -m contracts.generate", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if out of date")
    if not parser.parse_args(arguments).check:
        write(root)
        return 0
    lines = difference(root)
    if not lines:
        return 0
    more = [f"… and {len(lines) - SHOWN} more lines"] if len(lines) > SHOWN else []
    sys.stdout.write("\n".join([*lines[:SHOWN], *more, "Out of date: run make schemas.", ""]))
    return 1


if __name__ == "__main__":
    sys.exit(main())
