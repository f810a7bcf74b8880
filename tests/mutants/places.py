"""Mutants: which files are tried, and the tests that have to catch what is wrong in them."""

from pathlib import Path

from tests.repository.sources import modules

SERVICES = ("registry", "notifier", "reporting")
LAYERS = ("domain", "application")
RUNTIME = (
    *("access/claims", "partitions", "owned", "lanes", "folds", "policy"),
    *("delivery", "reading"),
)
CONTRACTS = ("calendar", "fence", "ladder", "permissions", "personal")
GATES = (
    "contracts/indicator.py",
    "services/reporting/inbound/door",
    "services/notifier/outbound/mail",
    "services/notifier/outbound/ring.py",
    "services/reporting/outbound/issuer",
    "services/reporting/outbound/shelves.py",
    "services/reporting/outbound/kept/still.py",
    "runtime/bounds.py",
    "runtime/links.py",
    *(f"runtime/{part}.py" for part in ("lasting", "lines", "missing", "spreadsheet")),
    "workbook/read/safe.py",
    "cli/tables/sheets.py",
    *(f"cli/dossier/{part}.py" for part in ("file", "tables")),
    *(f"cli/register/{part}.py" for part in ("match", "rows")),
    *(f"cli/rehearse/{part}.py" for part in ("carrying", "outcome", "playing")),
)
"""Who and what gets in, what they may take, which keys are left, what is held in memory, what a
relay's answers mean, what an office is shown before it publishes, whose document a paper is, what
goes to the archive, what a log tells of outages and addresses, which figures are added: only chosen
faults are tried there.
"""
BACKUP = ("archive", "compare", "record", "restoring/refill", "take")
NOTIFIER = [f"tests/notifier/{part}" for part in ("application", "contacts", "links")]
TESTS = {
    "cli/backup": ("tests/cli/backup",),
    "contracts": ("tests/contracts",),
    "runtime": ("tests/runtime", "tests/registry/application"),
    "services/registry/domain/check": ("tests/cli/plans", "tests/registry/domain"),
    "services/registry/domain": ("tests/registry/domain", "tests/registry/application"),
    "services/registry/application": ("tests/registry/application", "tests/registry/domain"),
    "services/notifier/domain": ("tests/notifier/domain", *NOTIFIER),
    "services/notifier/application": (*NOTIFIER, "tests/notifier/domain"),
    "services/reporting/domain": ("tests/reporting/domain", "tests/reporting"),
    "services/reporting/application": ("tests/reporting/application", "tests/reporting"),
}
"""What has to catch a mutant, by where it is, in the order in which it is tried."""


def sources() -> list[Path]:
    """All domains and use cases; what decides something in runtime, contracts and backup."""
    folders = [f"services/{service}/{layer}" for service in SERVICES for layer in LAYERS]
    files = [f"runtime/{part}.py" for part in RUNTIME]
    files += [f"contracts/{part}.py" for part in CONTRACTS]
    files += [f"cli/backup/{part}.py" for part in BACKUP]
    return [path for path in modules([*folders, *files]) if path.name != "__init__.py"]


def gates() -> list[Path]:
    return [path for path in modules(GATES) if path.name != "__init__.py"]


def stages_of(path: Path) -> tuple[tuple[str, ...], ...]:
    """Tests in the order in which they are run until one fails: the file's own, those in the folder
    that is most like its own, then one folder of its area after the other.
    """
    area = next(area for area in TESTS if path.is_relative_to(area))
    own = tuple(str(test) for test in modules(TESTS[area]) if test.stem == f"test_{path.stem}")
    mirrors = [Path("tests", str(folder).removeprefix("services/")) for folder in path.parents]
    near = [(str(folder),) for folder in mirrors if _has_some(folder, TESTS[area])][:1]
    every = [(folder,) for folder in TESTS[area]]
    return tuple(dict.fromkeys(tests for tests in (own, *near, *every) if tests))


def _has_some(folder: Path, tests: tuple[str, ...]) -> bool:
    """Whether a folder is one of these or within one, and has tests."""
    return any(folder.is_relative_to(one) for one in tests) and any(modules([str(folder)]))
