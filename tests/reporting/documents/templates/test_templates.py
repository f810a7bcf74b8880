"""Templates: an office's file takes the place of ours, and a broken one is told at the start."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

from services.reporting.documents.paper.signer import office, words
from services.reporting.documents.render import render
from services.reporting.documents.templates.filling import check
from services.reporting.documents.templates.shipped import made
from services.reporting.documents.templates.template import OURS, BadTemplate, Templates
from services.reporting.documents.templates.words import SAMPLES, Name
from services.reporting.domain.consolidated import Consolidated
from tests.reporting.documents.book.books import every_kind


@pytest.fixture(scope="module")
def report() -> Consolidated:
    return every_kind()


@pytest.mark.parametrize("name", SAMPLES)
def test_the_files_are_what_the_texts_say(name: Name) -> None:
    """`python -m services.reporting.documents.templates.shipped` writes them."""
    assert (OURS / f"{name}.docx").read_bytes() == made(name)


@pytest.mark.parametrize("name", SAMPLES)
def test_ours_can_be_used(name: Name) -> None:
    """The service tries the office's alone when it starts."""
    path = OURS / f"{name}.docx"
    check(path.read_bytes(), name, path)


def test_the_service_holds_nothing_that_writes_documents() -> None:
    """They are made in processes of their own, which load it: 11 MiB less in the service."""
    said = "import sys, services.reporting.main; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", said], capture_output=True, check=True)
    assert not {"docx", "docxtpl", "lxml", "xlsxwriter"} & {*loaded.stdout.decode().split()}


def changed(folder: Path, name: str, old: str, new: str) -> Path:
    """The office's own folder, with one of our files in which a paragraph's words are replaced."""
    document = Document(str(OURS / f"{name}.docx"))
    cells = (cell for table in document.tables for cell in table._cells)
    every = [*document.paragraphs, *(one for cell in cells for one in cell.paragraphs)]
    [paragraph] = [one for one in every if old in one.text]
    paragraph.runs[0].text = paragraph.text.replace(old, new)
    for run in paragraph.runs[1:]:
        run.text = ""
    document.save(str(folder / f"{name}.docx"))
    return folder


def test_the_office_s_file_is_filled_in_place_of_ours(tmp_path: Path, report: Consolidated) -> None:
    own = Templates(changed(tmp_path, "report", "BÁO CÁO", "BÁO CÁO TỔNG KẾT"))
    document = Document(io.BytesIO(render(report, "docx", templates=own)))
    assert "BÁO CÁO TỔNG KẾT" in [one.text for one in document.paragraphs]
    ours = Document(io.BytesIO(render(report, "docx")))
    assert len(document.tables) == len(ours.tables)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{{ about }}", "{{ abuot }}", "knows no ['abuot']"),
        ("{{ about }}", "Kết quả", "leaves out ['about']"),
        ("{{ body }}", "", "leaves out ['body']"),
        ("{{ body }}", "Sau đây: {{ body }}", "has to be a paragraph by itself"),
        ("{{ about }}", "{{ about }", "unexpected '}'"),
        ("{{ about }}", "{% if about %}{{ about }}", "Unexpected end of template"),
        ("{{ about }}", "{{ about.x.y }}", "has no attribute"),
        ("{{ about }}", "{{ about.__class__.__mro__ }}", "unsafe"),
    ],
)
def test_a_broken_template_says_which_and_why(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(BadTemplate) as told:
        Templates(changed(tmp_path, "report", old, new))
    assert str(tmp_path / "report.docx") in str(told.value)
    assert said in str(told.value)


def test_a_file_that_is_no_document_or_has_a_name_of_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "report.docx").write_bytes(b"bao cao")
    with pytest.raises(BadTemplate, match=r"report\.docx: is no \.docx file; save it"):
        Templates(tmp_path)
    (tmp_path / "report.docx").unlink()
    (tmp_path / "baocao.docx").write_bytes(b"")
    with pytest.raises(BadTemplate, match=r"no template has this name; there are"):
        Templates(tmp_path)


def test_a_template_without_a_style_is_told(tmp_path: Path) -> None:
    document = Document(str(OURS / "report.docx"))
    document.styles.element.remove(document.styles["Caption"].element)
    document.save(str(tmp_path / "report.docx"))
    with pytest.raises(BadTemplate, match="has no styles"):
        Templates(tmp_path)


def test_a_unit_s_words_are_text_and_never_a_template() -> None:
    """Neither jinja nor XML in what is filled in runs."""
    sample = {**SAMPLES["covering"], "about": "{{ 1 + 1 }} <w:br/> & {% x %}"}
    document = Templates().fill("covering", sample)
    cells = [cell.text for table in document.tables for cell in table._cells]
    assert any("{{ 1 + 1 }} <w:br/> & {% x %}" in one for one in cells)


def test_the_code_of_the_figures_stands_on_every_page(report: Consolidated) -> None:
    """In both footers of the first section; the annexes take them over."""
    code = "NS-2022-0001"
    document = Document(io.BytesIO(render(report, "docx", code)))
    first, *annexes = document.sections
    assert [first.footer.paragraphs[0].text, first.first_page_footer.paragraphs[0].text] == [
        code,
        code,
    ]
    assert annexes
    assert all(one.footer.is_linked_to_previous for one in annexes)
    assert all(one.first_page_footer.is_linked_to_previous for one in annexes)


def test_what_is_filled_in_is_what_templates_are_tried_with(report: Consolidated) -> None:
    said = words(report, office(report), "về")
    assert {*said, "body"} == {*SAMPLES["report"]}
