"""The golden files: messages as they were once said, one complete and one minimal of each kind."""

from pathlib import Path

FOLDER = Path(__file__).parent / "golden"
FROZEN = FOLDER / "FROZEN"
"""`sha256sum` of every golden file."""


def golden_files(kind: str = "*") -> list[Path]:
    """Files `<wire>.<kind>.json`; a field added later gets `<wire>.complete-2.json` and so on."""
    return sorted(FOLDER.glob(f"*.{kind}.json"))


def wire_of(path: Path) -> str:
    return path.name.rsplit(".", 2)[0]
