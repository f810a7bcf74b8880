"""Reporting, documents: a blank document: page, fonts, language and headings; names in its head."""

from datetime import UTC, datetime

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Cm, Mm, Pt, RGBColor, Twips
from docx.styles.style import ParagraphStyle

from services.reporting.documents.together import NO_BREAK
from services.reporting.documents.wording import clean

FONT, LANGUAGE = "Times New Roman", "vi-VN"
BODY, NAME, SMALL, LIST = Pt(14), Pt(13), Pt(12), Pt(11)


def halved(name: str, most: int) -> str:
    """A name that has room in two lines of so many letters, and not in one, so that it is broken
    where they come out alike; not before its last word, and never within "nhân dân".
    """
    words = name.split(" ")
    places = [at for at in range(len(words)) if words[max(at - 1, 0)].casefold() != "nhân"]
    halves = [(" ".join(words[:at]), " ".join(words[at:])) for at in places]
    lines = min(halves, key=lambda two: max(map(len, two)))
    if len(name) <= most or max(map(len, lines)) > most:
        return name
    return " ".join(line.replace(" ", NO_BREAK) for line in lines)


def blank(title: str, author: str, moment: datetime) -> Docx:
    """An A4 page with the decree's margins, and page numbers on top from page 2."""
    doc = Document()
    described(doc, title, author, moment)
    section = doc.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Twips(851)  # 15 mm, rounded up
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    _speak(doc)
    for name, size, bold, italic in (
        ("Normal", BODY, False, False),
        ("Title", BODY, True, False),
        ("Heading 1", BODY, True, False),
        ("Heading 2", BODY, True, False),
        ("Caption", NAME, False, True),
    ):
        _look(doc, name, size, bold=bold, italic=italic)
    _indents(doc)
    _page_number(section)
    return doc


def described(doc: Docx, title: str, author: str, moment: datetime) -> None:
    """What the file says of itself."""
    properties = doc.core_properties
    properties.title, properties.author, properties.language = clean(title), clean(author), LANGUAGE
    properties.created = properties.modified = moment.astimezone(UTC).replace(tzinfo=None)
    properties.last_modified_by = properties.comments = ""


def _speak(doc: Docx) -> None:
    """All text is Vietnamese, for whoever checks its spelling or reads it aloud."""
    language = doc.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    for key in ("val", "eastAsia"):
        language.set(qn(f"w:{key}"), LANGUAGE)


def _look(doc: Docx, name: str, size: Pt, *, bold: bool, italic: bool) -> None:
    """The decree's font, black; none of the colours and lines that the style came with."""
    style = _style(doc, name)
    style.font.name, style.font.size = FONT, size
    style.font.bold, style.font.italic = bold, italic
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.rPr.rFonts
    for key in [key for key in fonts.attrib if key.endswith("Theme")]:
        del fonts.attrib[key]
    fonts.set(qn("w:eastAsia"), FONT)
    for part in style.element.pPr.findall(qn("w:pBdr")) if style.element.pPr is not None else ():
        style.element.pPr.remove(part)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)


def _style(doc: Docx, name: str) -> ParagraphStyle:
    found = doc.styles[name]
    assert isinstance(found, ParagraphStyle)  # noqa: S101 - the library's own template has it
    return found


def _indents(doc: Docx) -> None:
    title, first, annex, caption = (
        _style(doc, name).paragraph_format
        for name in ("Title", "Heading 1", "Heading 2", "Caption")
    )
    title.alignment = annex.alignment = caption.alignment = ALIGN.CENTER
    title.space_before = Pt(18)
    first.space_before, first.first_line_indent = Pt(8), Cm(1.27)
    caption.space_before, caption.space_after = Pt(8), Pt(4)
    first.keep_with_next = annex.keep_with_next = caption.keep_with_next = True


def _page_number(section: Section) -> None:
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = ALIGN.CENTER
    run = paragraph.add_run()
    run.font.size = BODY
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)
