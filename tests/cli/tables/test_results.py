"""A cell with a formula is read as what its formula came to, which the file keeps beside it."""

from pathlib import Path

from cli.tables.read import read_table
from tests.cli.tables.test_bounds import with_rows
from tests.cli.tables.test_read import HEADS, told


def test_a_formula_is_what_it_came_to(tmp_path: Path) -> None:
    """One that failed, or was never calculated, is an error at its row."""
    row = '<row r="{0}"><c r="A{0}" t="str"><f>A1</f><v>{1}</v></c><c r="B{0}" {2}</c></row>'
    cells = [
        ("a", 't="str"><f>A1</f><v>A</v>'),
        ("b", 't="e"><f>A1</f><v>#SPILL!</v>'),
        ("c", "><f>A1</f><v></v>"),
    ]
    path = tmp_path / "list.xlsx"
    lines = "".join(row.format(line, *found) for line, found in enumerate(cells, 2))
    path.write_bytes(with_rows(lines.encode()))
    rows, said = read_table(path, HEADS)
    assert [one.cells for one in rows] == [{"id": "a", "name": "A"}]
    assert told(said) == [("cell-failed", 3), ("cell-unfinished", 4)]
