"""The chosen faults of `make mutants` stay what they say while the source goes on changing."""

import ast
from functools import cache
from pathlib import Path

from tests.mutants.chosen import CHOSEN
from tests.mutants.places import gates, sources
from tests.repository.sources import ROOT, tree


@cache
def dumped(path: Path) -> str:
    return ast.dump(tree(path))


def test_a_chosen_fault_still_stands_once_in_the_source() -> None:
    """Write its lines anew where the source has changed; a fault that is gone tries nothing."""
    for fault in CHOSEN:
        after = fault.applied((ROOT / fault.path).read_text("utf-8"))
        assert ast.dump(ast.parse(after)) != dumped(Path(fault.path)), f"{fault.says}: the same"
        assert fault.tests, f"{fault.says}: names no test"
        for test in fault.tests:
            assert (ROOT / test.split("::")[0]).exists(), f"{fault.says}: there is no {test}"


def test_every_domain_and_all_use_cases_have_chosen_faults() -> None:
    """What the drawn ones are taken from, and the gates; nothing else."""
    tried = {str(path) for path in (*sources(), *gates())}
    assert {fault.path for fault in CHOSEN} <= tried
    layers = {tuple(path.split("/")[:3]) for path in tried}
    assert {tuple(fault.path.split("/")[:3]) for fault in CHOSEN} == layers


def test_no_two_chosen_faults_say_the_same() -> None:
    said = [fault.says for fault in CHOSEN]
    assert sorted(set(said)) == sorted(said)
