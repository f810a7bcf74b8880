"""Reporting, documents: writes where a template leaves room."""

from collections.abc import Iterator
from contextlib import contextmanager

from docx.document import Document as Docx

from services.reporting.documents.templates.words import BODY


@contextmanager
def placed(doc: Docx) -> Iterator[None]:
    """What is added to the document meanwhile stands in the place of its body."""
    [place] = [one._p for one in doc.paragraphs if one.text == BODY]
    body = doc.element.body
    before = len(body)
    yield
    for element in list(body)[before - 1 : -1]:  # the last is the section's own
        place.addprevious(element)
    body.remove(place)
