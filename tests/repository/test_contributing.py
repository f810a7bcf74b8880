"""The recipes of CONTRIBUTING.md name what there is, and what they ask for was done."""

import re
from typing import get_args

import pytest

from contracts.facts import UnitHistoryFact
from services.registry.domain.verbs.table import VERBS
from tests.repository.sources import ROOT, modules, text

PAGE = text(ROOT / "CONTRIBUTING.md") or ""
FROM_OUTSIDE = [row.command for row in VERBS.values() if row.said_by != "registry"]


def named_under(folder: str) -> set[str]:
    """Every name in the tests of a folder."""
    tests = (text(path) or "" for path in modules([folder]))
    return {name for body in tests for name in re.findall(r"\w+", body)}


def test_every_file_that_a_recipe_names_is_there():
    """A newcomer goes by them."""
    named = re.findall(r"`((?:contracts|docs|runtime|services|tests|cli|workbook)/[\w./-]+)`", PAGE)

    assert len(named) > 10
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("command", FROM_OUTSIDE)
def test_every_command_has_tests_of_its_own(command):
    """It records, it refuses, it stays quiet."""
    folder = "tests/registry/domain"

    assert command.__name__ in named_under(folder), f"say in {folder} what the decision does"


@pytest.mark.parametrize("fact", get_args(UnitHistoryFact))
def test_every_fact_of_a_unit_has_a_test_of_what_the_view_makes_of_it(fact):
    """Types tell whoever forgets to fold it, and not whoever folds it wrongly."""
    folder = "tests/reporting"

    assert fact.__name__ in named_under(folder), f"say in {folder} what a document shows of it"
