"""Reading YAML and JSON: what was written is what is read, and every value knows its line."""

from pathlib import Path

import pytest

from cli.console import Trouble
from cli.files.documents import read
from cli.findings import finding_of


def document(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "a.yaml"
    path.write_text(text)
    return path


@pytest.mark.parametrize("text", ["17:00", "2022-10-20", "no", "0522", "1_000"])
def test_a_plain_word_stays_the_word(text: str, tmp_path: Path) -> None:
    """YAML 1.1 would make 1020 of 17:00, false of no, and 338 of 0522."""
    assert read(document(tmp_path, f"a: {text}")).data == {"a": text}


def test_numbers_truth_and_nothing_are_read_as_in_json(tmp_path: Path) -> None:
    """JSON's own types keep their meaning."""
    data = read(document(tmp_path, "[1, -2.5, true, null, ~, '1']")).data
    assert data == [1, -2.5, True, None, None, "1"]


def test_a_pointer_has_its_line_or_that_of_the_part_around_it(tmp_path: Path) -> None:
    """A missing field is found by the record that lacks it."""
    found = read(document(tmp_path, "a:\n  - b: 1\n  - c:\n      d: 2\n"))
    assert found.line("/a/1/c/d") == 4
    assert found.line("/a/1/missing") == 3


def test_an_anchor_stands_for_its_value(tmp_path: Path) -> None:
    """The example's plan repeats a passage by reference."""
    assert read(document(tmp_path, "a: &x [1]\nb: *x\n")).data == {"a": [1], "b": [1]}


@pytest.mark.parametrize(
    "text", ["a: 1\na: 2\n", "a: [1", "a: &x [*x]", "? [1]\n: 2\n", "a: *nowhere"]
)
def test_what_cannot_be_read_is_trouble(text: str, tmp_path: Path) -> None:
    """A name given twice, an open bracket, a circle: none of them is guessed at."""
    with pytest.raises(Trouble):
        read(document(tmp_path, text))


def test_trouble_never_quotes_the_file(tmp_path: Path) -> None:
    """A file of contacts that does not parse must not end up in a log."""
    with pytest.raises(Trouble) as caught:
        read(document(tmp_path, "- email: secret@x.example\n  - phone: 0912345678\n"))
    finding = finding_of(caught.value)
    assert "secret" not in finding.vi + finding.en
    assert "0912" not in finding.vi + finding.en


def test_a_file_that_is_not_utf8_is_trouble(tmp_path: Path) -> None:
    """A legacy encoding would turn names into other names."""
    path = tmp_path / "a.yaml"
    path.write_bytes("Thủy".encode("utf-16"))
    with pytest.raises(Trouble):
        read(path)
