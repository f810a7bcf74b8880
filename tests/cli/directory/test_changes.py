"""What a preview says an import would change in the directory as it stands."""

import json
from pathlib import Path
from typing import Any

import pytest

from cli.directory.apart import Placed, unknown_links
from cli.directory.changes import compare, count
from cli.directory.units import read_units
from cli.findings import Located, Place
from cli.notes import Note, errors, located_of
from contracts.unit import Unit
from tests.cli.given import run, write

EXAMPLES = Path(__file__).parents[3] / "examples"
BEFORE, _ = read_units([EXAMPLES / "quang-ngai-2022" / "units.yaml"])
AFTER, _ = read_units([EXAMPLES / "quang-ngai-2025" / "units.yaml"])
LIVE = {one.unit.id: one.unit for one in BEFORE}


def reads(*units: dict[str, Any]) -> list[Placed]:
    return [Placed(Unit.model_validate(unit), Place(Path("u.yaml"), 7)) for unit in units]


def unit(name: str, **fields: Any) -> dict[str, Any]:
    return {"id": name, "names": [{"value": name}], **fields}


def said(read: list[Placed], live: dict[str, Unit]) -> list[tuple[str, str]]:
    both = compare(read, live)
    assert located_of(both) == []
    assert {one.at for one in both} <= {one.at for one in read}
    return [(note.code, str(note.words["unit"])) for note in both if isinstance(note, Note)]


def test_the_reorganisation_of_2025_is_told_unit_by_unit() -> None:
    """Split, merged, replaced, renamed, promoted: each from the records alone."""
    found = said(AFTER, LIVE)
    assert {name for code, name in found if code == "unit-split"} == {
        one.unit.id for one in BEFORE if one.unit.levels[0].value == "district"
    } - {"ly-son"}
    merged = {"so-tttt", "so-khdt", "so-gtvt", "so-tnmt", "so-nnptnt", "so-ldtbxh", "so-ngoai-vu"}
    assert {name for code, name in found if code == "unit-merged"} == merged
    assert {name for code, name in found if code == "unit-renamed"} == {"ban-dan-toc", "ly-son"}
    assert [name for code, name in found if code == "unit-level"] == ["ly-son"]
    assert count(AFTER, LIVE) == {"new": 111, "changed": 27, "unchanged": 44}


def test_the_sentences_name_the_day_and_the_successors() -> None:
    notes = [note for note in compare(AFTER, LIVE) if isinstance(note, Note)]
    rows = {(note.code, note.words["unit"]): note.row()["vi"] for note in notes}
    assert "từ 01/07/2025, chia cho: xa-minh-long, xa-son-mai" in rows["unit-split", "minh-long"]
    assert "từ 01/07/2025: district → commune" in rows["unit-level", "ly-son"]


def test_one_that_ends_alone_and_one_replaced_by_another_are_told_apart() -> None:
    live = {name: Unit.model_validate(unit(name)) for name in ("a", "b")}
    read = reads(
        unit("a", valid_to="2025-07-01"),
        unit("b", valid_to="2025-07-01"),
        unit("c", valid_from="2025-07-01", predecessors=["b"]),
    )
    assert said(read, live) == [("unit-ended", "a"), ("unit-replaced", "b")]


def test_the_registrys_own_check_is_asked_about_what_the_files_do_not_hold() -> None:
    """A code that a unit of the directory holds; a circle through the directory."""
    code = {"codes": [{"value": {"scheme": "gso", "code": "1"}}]}
    live = {
        "a": Unit.model_validate(unit("a", **code)),
        "b": Unit.model_validate(unit("b", parents=[{"value": "top"}])),
        "top": Unit.model_validate(unit("top")),
    }
    shared = compare(reads(unit("x", **code, parents=[{"value": "top"}])), live)
    told = [(one.finding.severity, one.finding.code) for one in located_of(shared)]
    assert told == [("warning", "code-shared")]
    circle = compare(reads(unit("top", parents=[{"value": "b"}])), live)
    assert [one.finding.code for one in errors(circle)] == ["parent-circle"]


def test_a_link_to_a_unit_of_the_directory_is_known() -> None:
    file = reads(unit("x", parents=[{"value": "a"}, {"value": "b"}]))
    (unknown,) = unknown_links(file, {"a"})
    assert isinstance(unknown, Located)
    assert (unknown.finding.code, "'b'" in unknown.finding.en) == ("link-unknown", True)
    assert list(unknown_links(AFTER, {})) == []


def test_a_parent_in_another_file_is_only_noted_where_no_directory_can_be_asked() -> None:
    """It may be sent before or after; nobody here can know."""
    file = reads(unit("x", parents=[{"value": "a"}], predecessors=["b"]))
    notes = list(unknown_links(file, None))
    assert [(note.code, note.words["other"]) for note in notes if isinstance(note, Note)] == [
        ("link-elsewhere", "a"),
        ("link-elsewhere", "b"),
    ]


def test_a_preview_without_a_directory_says_it_was_not_compared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NGAYSO_NATS_URL", raising=False)
    file = write(tmp_path / "units.yaml", [unit("a")])
    code, out, _ = run(capsys, "units", "import", file, "--preview")
    assert (code, "Chưa so với danh bạ" in out) == (0, True)


@pytest.mark.usefixtures("registry", "notifier")
def test_an_import_knows_the_directory_of_the_log(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A parent that was sent in another file; a contact's unit that there is not."""
    run(capsys, "units", "import", write(tmp_path / "a.yaml", [unit("a")]))
    below = write(tmp_path / "b.yaml", [unit("b", parents=[{"value": "a"}])])
    told = json.loads(run(capsys, "units", "import", below, "--json")[1])
    assert (told["findings"], told["notes"], told["sent"]["accepted"]) == ([], [], 1)

    person = {"role": "officer", "name": "A", "email": "a@x.vn", "id": "cb"}
    for name, expected in (("b", 0), ("c", 1)):
        file = write(tmp_path / "c.yaml", [{**person, "unit": name}])
        assert run(capsys, "contacts", "import", file)[0] == expected


def test_a_preview_is_compared_with_the_directory_of_the_log(
    registry: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was imported is as it is; the next file is told beside it, and not sent."""
    run(capsys, "units", "import", write(tmp_path / "a.yaml", [unit("a"), unit("b")]))
    ends = unit("a", valid_to="2025-07-01", successors=["b"])
    changed = write(tmp_path / "b.yaml", [ends, unit("b"), unit("c", parents=[{"value": "b"}])])
    for _ in range(2):
        code, out, _ = run(capsys, "units", "import", changed, "--preview", "--json")
        told = json.loads(out)
        assert (code, told["sent"]["total"]) == (0, 0)
        assert told["compared"] == {"new": 1, "changed": 1, "unchanged": 1}
        assert [note["code"] for note in told["notes"]] == ["unit-merged", "unit-changed"]
