"""What is checked in belongs to the project: no machine's paths, no unexplained dependency."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.repository.sources import ROOT, files, text

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
FOREIGN = {
    "a home or work folder": r"(?<![\w.\-])/(home|Users|work|root)/[\w.\-]+",
    "a temporary folder": r"(?<![\w.\-$}])/tmp/[\w.\-]+",
    "a package index": r"(?<!--no-emit)(--|[A-Z]_)(extra-)?index[-_]url|https?://[\w.:-]+/(simple|pypi)\b",
    "a registry host": r"\b(localhost|127\.0\.0\.1|10(\.\d+){3}|192\.168(\.\d+){2}):5000/",
    "a secret": r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bS[UAO][A-Z2-7]{56}\b",
}  # fmt: skip
OURS = {
    "tests/repository/test_tracked.py": "it spells the patterns",
    "deploy/Dockerfile": "paths inside the image",
    "tests/servers.py": "paths inside a container",
}
"""Files that may hold such words, and why."""


def _distribution(requirement: str) -> str:
    return re.split(r"[\[<>=!~; ]", requirement, maxsplit=1)[0]


def _dependencies() -> list[str]:
    project = PROJECT["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    return sorted({_distribution(entry) for group in groups for entry in group})


@pytest.mark.parametrize("what", FOREIGN)
def test_nothing_of_a_machine_is_checked_in(what):
    """The repository is the same everywhere."""
    found = []
    for path in files():
        said = "" if str(path) in OURS else text(path) or ""
        found += [
            f"{path}:{said.count(chr(10), 0, hit.start()) + 1}: {hit[0]}"
            for hit in re.finditer(FOREIGN[what], said)
        ]

    assert not found, f"{what}: " + "; ".join(found[:10])


def test_every_dependency_has_a_reason():
    """A line in docs/decisions/ says what it is for, so that somebody can take it out again."""
    records = "\n".join(p.read_text("utf-8") for p in (ROOT / "docs/decisions").glob("*.md"))
    untold = [
        name
        for name in _dependencies()
        if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", records)
    ]

    assert untold == [], "docs/decisions/ does not say what they are for"


def test_check_runs_every_guard():
    """A rule that `make check` leaves out is not one."""
    makefile = (ROOT / "Makefile").read_text("utf-8")
    recipe = re.search(r"^check:.*\n((\t.*\n)+)", makefile, re.MULTILINE)

    assert recipe
    for guard in ("ruff check", "ruff format --check", "mypy", "lint-imports", "generate --check"):
        assert guard in recipe[1], f"make check does not run {guard}"
    assert "k8s" in recipe[1]


def test_every_service_is_inside_the_import_boundaries():
    """A fourth service that no boundary names would be free to import everything."""
    services = {p.parts[1] for p in files() if p.parts[0] == "services" and len(p.parts) > 2}
    boundaries = PROJECT["tool"]["importlinter"]["contracts"]
    independent = next(rule["modules"] for rule in boundaries if rule["type"] == "independence")
    layered = next(rule["containers"] for rule in boundaries if rule["type"] == "layers")

    assert set(independent) == set(layered) == {f"services.{name}" for name in services}


def test_generated_and_private_places_are_ignored():
    """What a run writes is never committed."""
    tracked = {path.parts[0] for path in files()}

    assert not tracked & {"out", "var", "build", ".venv"}
    assert not [path for path in files() if path.suffix in (".pyc", ".eml", ".pem")]
    assert Path("LICENSE") in files()
