"""Tables as .csv: what stands in a cell, and that nothing in one is run."""

import csv
import io
from datetime import UTC, date, datetime

import pytest

from runtime.spreadsheet import lines

AT = datetime(2022, 10, 20, 1, 30, tzinfo=UTC)


def read_back(*row: object) -> list[str]:
    return next(csv.reader(io.StringIO(lines([row], datetime.isoformat))))


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_a_spreadsheet_would_run_is_text(first: str) -> None:
    assert read_back(f'{first}HYPERLINK("x")') == [f'\'{first}HYPERLINK("x")']


def test_a_cell_is_written_by_what_it_is() -> None:
    told = (None, True, False, AT, date(2022, 10, 20), -5, 'a "b", c')
    assert read_back(*told) == [
        *("", "có", "không", AT.isoformat(), "2022-10-20", "-5", 'a "b", c'),
    ]
