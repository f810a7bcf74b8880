"""Reporting, documents: writes the templates of the package: `python -m` this module.

An office that wants its own takes one of these files, changes it in a word processor, and keeps its
name. What stands in the places is listed in words.py.
"""

from datetime import datetime
from pathlib import Path

from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.section import Section
from docx.shared import Pt

from services.reporting.documents.paper import frame
from services.reporting.documents.paper.style import BODY, blank
from services.reporting.documents.paper.zipped import saved
from services.reporting.documents.templates.template import OURS
from services.reporting.documents.templates.words import SAMPLES, Name

SUPERIOR = ("{%p if superior %}", "{{ superior|upper }}", "{%p endif %}")
RECIPIENTS = (
    "{%p for one in recipients %}",
    "- {{ one }}{{ '.' if loop.last else ';' }}",
    "{%p endfor %}",
)
SIGNER = (
    "{%p for one in capacity %}",
    "{{ one }}",
    "{%p endfor %}",
    *("" for _ in range(4)),
    "{{ signer }}",
)
TEXTS = Path(__file__).parent / "texts"
LONG_AGO = datetime(2000, 1, 1)  # noqa: DTZ001 - a template is of no moment


def made(name: Name) -> bytes:
    """One of the templates, the same bytes each time."""
    doc = blank("", "", LONG_AGO)
    report = name == "report"
    number = [f"Số:        /{'BC-' if report else ''}{{{{ symbol }}}}"]
    number += [] if report else ["V/v {{ about }}"]
    where = "{{ place_and_day }}"
    frame.head(doc, superior=SUPERIOR, issuer="{{ issuer|upper }}", number=number, where=where)
    if report:
        frame.title(doc, "BÁO CÁO", "{{ about }}")
    to = "{{ addressed_to|join('; ') }}"
    frame.centred(doc, f"Kính gửi: {to}.", BODY).paragraph_format.space_before = Pt(12)
    for line in (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line == "{{ body }}":
            doc.add_paragraph(line)
        else:
            frame.prose(doc, line)
    frame.close(doc, RECIPIENTS, SIGNER)
    _code(doc.sections[0])
    return saved(doc)


def _code(section: Section) -> None:
    """The code of the figures, below on every page; nothing where there is none."""
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = ALIGN.RIGHT
        paragraph.add_run("{{ code }}").font.size = Pt(9)


if __name__ == "__main__":
    OURS.mkdir(exist_ok=True)
    for known in SAMPLES:
        (OURS / f"{known}.docx").write_bytes(made(known))
