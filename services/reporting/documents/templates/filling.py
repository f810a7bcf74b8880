"""Reporting, documents: fills a template, and says what is wrong with one."""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from docx.document import Document as Docx
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from services.reporting.documents.templates.template import BadTemplate
from services.reporting.documents.templates.words import BODY, SAMPLES, STYLES, WANTED, Name
from services.reporting.documents.together import bound
from services.reporting.documents.wording import clean

TAG = re.compile("<[^>]+>")


def fill(file: bytes, words: Mapping[str, Any]) -> Docx:
    """The document with every place filled; what is in it stays to be written on."""
    template = DocxTemplate(io.BytesIO(file))
    template.render(_cleaned(words), _environment(), autoescape=True)
    found: Docx = template.docx
    _hold(found)
    return found


def check(file: bytes, name: Name, path: Path) -> None:
    """Raises BadTemplate, which says what is wrong with the file at this path."""
    try:
        template = DocxTemplate(io.BytesIO(file))
        used = template.get_undeclared_template_variables(_environment())
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise BadTemplate(f"{path}: is no .docx file; save it as Word document") from error
    except TemplateError as error:
        raise BadTemplate(f"{path}: {_told(error)}") from error
    known = SAMPLES[name]
    if unknown := sorted(used - known.keys()):
        raise BadTemplate(f"{path}: knows no {unknown}; there are {sorted(known)}")
    wanted = {*WANTED, *(("body",) if "body" in known else ())}
    if missing := sorted(wanted - used):
        raise BadTemplate(f"{path}: leaves out {missing}; put {{{{ {missing[0]} }}}} back")
    try:
        filled = fill(file, known)
    except TemplateError as error:
        raise BadTemplate(f"{path}: {_told(error)}") from error
    if missing := sorted(set(STYLES) - {style.name for style in filled.styles}):
        raise BadTemplate(f"{path}: has no styles {missing}; take them over from ours")
    if "body" in known and not any(one.text == BODY for one in filled.paragraphs):
        raise BadTemplate(f"{path}: {{{{ body }}}} has to be a paragraph by itself")


def _environment() -> SandboxedEnvironment:
    """A template may use words and filters, and reach nothing else."""
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _hold(doc: Docx) -> None:
    """No line of a filled paragraph ends where it must not, whichever words of it were filled in,
    and however many pieces it is of.
    """
    for paragraph in doc.element.body.iter(qn("w:p")):
        pieces = [*paragraph.iter(qn("w:t"))]
        held = bound("".join(one.text or "" for one in pieces))  # as long as it was
        for one in pieces:
            one.text, held = held[: len(one.text or "")], held[len(one.text or "") :]


def _cleaned(word: Any) -> Any:
    """Without the characters that a .docx cannot hold."""
    if isinstance(word, Mapping):
        return {key: _cleaned(one) for key, one in word.items()}
    if isinstance(word, list | tuple):
        return [_cleaned(one) for one in word]
    return clean(word) if isinstance(word, str) else word


def _told(error: TemplateError) -> str:
    """What is wrong, and the words beside it."""
    lines = (TAG.sub("", line).strip() for line in getattr(error, "docx_context", ()))
    near = " … ".join(line for line in lines if line)[:200]
    return f"{error.message}" + (f" (near: {near})" if near else "")
