"""The table of verbs: a row for every command, complete and true."""

from typing import get_args

import pytest

from contracts.commands import Command, RecordCalendar, RecordUnit
from contracts.facts import DecidedFact
from contracts.findings import SENTENCES
from services.registry.domain.verbs.table import VERBS


def test_every_command_has_a_row() -> None:
    """A command without one would be read, and then be nobody's."""
    assert set(VERBS) == set(get_args(Command))


def test_every_fact_that_the_registry_decides_is_caused_by_some_verb() -> None:
    """Else it is dead, or a row does not say what its verb does."""
    caused = {fact for row in VERBS.values() for fact in row.causes}
    assert caused == set(get_args(DecidedFact))


RECORDS = {RecordUnit, RecordCalendar}


@pytest.mark.parametrize("row", VERBS.values(), ids=lambda row: row.name)
def test_a_row_waits_for_codes_and_commands_that_exist(row) -> None:
    """A misspelt code would never be waited for."""
    assert set(row.waits) <= set(SENTENCES)
    assert {*row.waits.values(), *row.after} <= set(VERBS)


def test_nobody_waits_for_whom_it_waits_for() -> None:
    """Waits lead to the operator's records only, and these wait for nothing: they all end."""
    for row in VERBS.values():
        for waited in {*row.waits.values(), *row.after} - RECORDS:
            further = VERBS[waited]
            assert {*further.waits.values(), *further.after} <= RECORDS
    for record in RECORDS:
        assert not VERBS[record].waits
        assert not VERBS[record].after
