"""Workbook, hostile: what is no workbook of ours is refused at once, with a sentence."""

import io
import re
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.workbook.given import activity, made, opened, plan, read_file, saved
from workbook import layout
from workbook.submission import check_repeated

Change = Callable[[str, bytes], bytes]


def repacked(change: Change) -> bytes:
    """A workbook of ours whose parts were changed."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(made())) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as changed,
    ):
        for entry in source.infolist():
            changed.writestr(entry.filename, change(entry.filename, source.read(entry)))
    return target.getvalue()


def in_first_sheet(change: Callable[[bytes], bytes]) -> bytes:
    return repacked(lambda name, part: change(part) if name.endswith("sheet3.xml") else part)


def hidden(key: str, value: str) -> bytes:
    """A workbook of ours whose hidden sheet says something else."""
    book = opened()
    sheet = book[layout.HIDDEN]
    next(row for row in sheet.iter_rows() if row[0].value == key)[1].value = value
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def other_workbook() -> bytes:
    content = io.BytesIO()
    Workbook().save(content)
    return content.getvalue()


def bomb() -> bytes:
    return repacked(lambda name, part: b" " * 40_000_000 if name.endswith("sheet2.xml") else part)


def rows() -> bytes:
    many = b"".join(b'<row r="%d"/>' % number for number in range(1, 1_000_001))
    return in_first_sheet(lambda part: part.replace(b"<sheetData>", b"<sheetData>" + many))


def merged() -> bytes:
    whole = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    return in_first_sheet(lambda part: part.replace(b"</sheetData>", b"</sheetData>" + whole))


def merged_behind_attributes() -> bytes:
    """As merged(), where the range is not what first looks like one."""
    whole = b'<mergeCells><mergeCell a=">" x="%s" ref="A1:XFD1048576"/></mergeCells>' % (b"x" * 300)
    return in_first_sheet(lambda part: part.replace(b"</sheetData>", b"</sheetData>" + whole))


def linked() -> bytes:
    """A link is laid upon each cell of its range."""
    link = b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>'
    return in_first_sheet(lambda part: part.replace(b"</sheetData>", b"</sheetData>" + link))


def styles() -> bytes:
    """8 kB that openpyxl would make 200,000 objects of."""
    many = b"<xf/>" * 200_000 + b"</cellXfs>"
    return repacked(lambda name, part: part.replace(b"</cellXfs>", many))


def under_another_name() -> bytes:
    """A part that a relationship may call a sheet, whatever its own name."""
    target = io.BytesIO(made())
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.png", b"<worksheet>" + b"<c/>" * 500_000)
    return target.getvalue()


def many_pictures() -> bytes:
    target = io.BytesIO(made())
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(10):
            archive.writestr(f"xl/media/image{number}.png", b"\x89PNG" + bytes(8_000_000))
    return target.getvalue()


def one_part_two_sheets() -> bytes:
    """A large sheet, which is counted once, would be read as often as it is named."""
    sheet = rb'(<sheet [^>]*name=")([^"]*)("[^>]*>)'
    return repacked(lambda name, part: re.sub(sheet, rb"\1\2\3\1again\3", part, count=1))


def days_from_1904() -> bytes:
    old = b'<workbookPr date1904="1"/>'
    return repacked(lambda name, part: re.sub(rb"<workbookPr\b[^>]*/>", old, part))


def entities() -> bytes:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    return in_first_sheet(lambda part: laughs + part)


CASES: list[tuple[str, Callable[[], bytes], str]] = [
    ("text", lambda: b"not a zip", "not-xlsx"),
    ("empty", lambda: b"", "not-xlsx"),
    ("cut off", lambda: made()[:20_000], "not-xlsx"),
    ("damaged", lambda: in_first_sheet(lambda part: part[:500]), "not-xlsx"),
    ("old or locked", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600, "locked-xlsx"),
    ("somebody else's", other_workbook, "not-ours"),
    ("zip bomb", bomb, "too-large"),
    ("a million rows", rows, "too-large"),
    ("17 billion merged cells", merged, "too-large"),
    ("merged cells behind other attributes", merged_behind_attributes, "too-large"),
    ("17 billion links", linked, "too-large"),
    ("200,000 styles", styles, "too-large"),
    ("XML under another name", under_another_name, "too-large"),
    ("80 MB of pictures", many_pictures, "too-large"),
    ("one part as two sheets", one_part_two_sheets, "not-xlsx"),
    ("entities", entities, "unsafe-xml"),
]
OTHERS: list[tuple[str, Callable[[], bytes], str]] = [
    ("days from 1904", days_from_1904, "days-from-1904"),
    ("older template", lambda: hidden("template", "0"), "template-old"),
    ("newer template", lambda: hidden("template", "99"), "template-new"),
    ("other contract", lambda: hidden("contract", "ngayso.submit-report.v9"), "contract-other"),
    ("changed unit", lambda: hidden("unit", "so-tttt"), "form-damaged"),
    ("changed plan", lambda: hidden("data-0", "AAAA"), "form-damaged"),
]


@pytest.mark.parametrize(("name", "content", "code"), CASES, ids=[case[0] for case in CASES])
def test_it_is_refused_within_bounds(
    tmp_path: Path, name: str, content: Callable[[], bytes], code: str
) -> None:
    """Unreadable, with one sentence, and without the memory it asked for."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(content())
    tracemalloc.start()
    submission = read_file(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [fault.finding.code for fault in submission.faults] == [code]
    assert submission.filled is None
    assert peak < 150 * 2**20


@pytest.mark.parametrize(("name", "content", "code"), OTHERS, ids=[case[0] for case in OTHERS])
def test_one_that_was_not_made_here_is_refused(
    tmp_path: Path, name: str, content: Callable[[], bytes], code: str
) -> None:
    """It is opened, and what it says of itself is not what `make` writes today."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(content())
    submission = read_file(path)
    assert [fault.finding.code for fault in submission.faults] == [code]
    assert submission.filled is None


def test_what_stands_far_below_is_told(tmp_path: Path) -> None:
    """A cell in the last row of a sheet does not make the rows between be read."""

    def far(book: Workbook) -> None:
        book[layout.ACTIVITIES]["C1048576"] = "Ở đây"

    path = saved(tmp_path / "a.xlsx", activity(), far)
    assert [fault.finding.code for fault in read_file(path).faults] == ["rows-beyond"]


def test_another_plan_or_unit_is_told(tmp_path: Path) -> None:
    """Where --plan or --as say what is expected."""
    path = saved(tmp_path / "a.xlsx", activity())
    other = plan().model_copy(update={"id": "khac"})
    assert read_file(path, other).faults[0].finding.code == "wrong-plan"
    assert read_file(path, None, "so-tttt").faults[0].finding.code == "wrong-unit"
    assert read_file(path, plan(), "tra-bong").faults == []


def test_a_newer_plan_judges_and_is_told(tmp_path: Path) -> None:
    """The plan of --plan is used, with a warning that the workbook is older."""
    path = saved(tmp_path / "a.xlsx", activity())
    fewer = [kind for kind in plan().kinds if kind.id != "hoi-thao"]
    newer = plan().model_copy(update={"kinds": fewer})
    codes = [fault.finding.code for fault in read_file(path, newer).faults]
    assert codes == ["plan-changed", "not-listed"]


def test_two_workbooks_of_one_unit_are_told(tmp_path: Path) -> None:
    """The second would overwrite the first."""
    paths = [saved(tmp_path / name, activity()) for name in ("a.xlsx", "b.xlsx")]
    submissions = [read_file(path) for path in paths]
    check_repeated(submissions)
    assert [submission.wrong for submission in submissions] == [False, True]
