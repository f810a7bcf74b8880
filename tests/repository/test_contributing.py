"""The recipes of CONTRIBUTING.md name what there is, and what they ask for was done."""

import ast
import re
from functools import cache
from typing import get_args

import pytest

from contracts.envelope import Message
from contracts.facts import DecidedFact, ReminderFact, UnitHistoryFact
from contracts.generate.schemas import MESSAGES
from contracts.indicator import Arithmetic
from services.registry.domain.verbs.table import VERBS
from tests.repository.sources import ROOT, modules, text, tree

PAGE = text(ROOT / "CONTRIBUTING.md") or ""
FROM_OUTSIDE = [row.command for row in VERBS.values() if row.said_by != "registry"]


def word(model: type[Message]) -> str:
    """`ngayso.report-submitted.v1` → `report-submitted`."""
    return model.wire.split(".")[1]


OF_ALL_VERBS = ("test_decide.py", "test_histories.py", "test_table.py")
"""These go through every verb, and say of none what it does."""


@cache
def named_under(folder: str) -> set[str]:
    """Every name and every word of a string in the tests of a folder that are about one thing."""
    tests = [
        text(path) or ""
        for path in modules([folder])
        if path.name.startswith("test_") and path.name not in OF_ALL_VERBS
    ]
    return {name for body in tests for name in re.findall(r"[\w-]+", body)}


@cache
def made_in(folder: str) -> set[str]:
    """Every name that is called in the source of a folder."""
    calls = (
        node.func
        for path in modules([folder])
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
    )
    return {name.id for call in calls for name in ast.walk(call) if isinstance(name, ast.Name)}


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


@pytest.mark.parametrize("fact", get_args(DecidedFact))
def test_every_fact_of_the_registry_has_a_test_of_the_decision_that_says_it(fact):
    """Named by its class, or by the word of its wire name."""
    folder = "tests/registry/domain"

    assert {fact.__name__, word(fact)} & named_under(folder), f"say in {folder} when it is said"


@pytest.mark.parametrize("fact", get_args(ReminderFact))
def test_every_fact_of_the_notifier_is_said_by_some_decision(fact):
    """Else it is folded, and never comes."""
    assert fact.__name__ in made_in("services/notifier"), "nothing in services/notifier says it"


@pytest.mark.parametrize("fact", get_args(UnitHistoryFact))
def test_every_fact_of_a_unit_has_a_test_of_what_the_view_makes_of_it(fact):
    """Types tell whoever forgets to fold it, and not whoever folds it wrongly."""
    folder = "tests/reporting"

    assert fact.__name__ in named_under(folder), f"say in {folder} what a document shows of it"


def test_the_changelog_names_every_message_and_arithmetic():
    """Whoever sends or reads it hears of it there, as `word` or by its whole wire name."""
    named = set(
        re.findall(r"`(?:ngayso\.)?([\w-]+)(?:\.v\d+)?`", text(ROOT / "CHANGELOG.md") or "")
    )
    words = {*map(word, MESSAGES.values()), *get_args(Arithmetic)}

    assert sorted(words - named) == [], "each wants a line in CHANGELOG.md"
