"""The repository's own files, read and not imported."""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ("bench", "cli", "contracts", "deploy", "runtime", "services", "workbook")


@cache
def files() -> tuple[Path, ...]:
    """Every file under version control or about to be, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    names = listed.stdout.decode().split("\0")
    return tuple(sorted(Path(name) for name in names if name and (ROOT / name).is_file()))


def modules(folders: Iterable[str] = SOURCE) -> Iterator[Path]:
    """Python files under any of the folders, relative to the root."""
    wanted = [Path(folder) for folder in folders]
    for path in files():
        if path.suffix == ".py" and any(path.is_relative_to(folder) for folder in wanted):
            yield path


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text("utf-8"), str(path))


def text(path: Path) -> str | None:
    """The file's text; None for what is no text."""
    try:
        return (ROOT / path).read_text("utf-8")
    except UnicodeDecodeError:
        return None
