"""Reporting, documents: checks the templates when they are loaded, and fills them."""

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

from services.reporting.documents.templates.words import BODY, SAMPLES, STYLES, WANTED, Name
from services.reporting.documents.together import bound
from services.reporting.documents.wording import clean

OURS = Path(__file__).parent / "files"
TAG = re.compile("<[^>]+>")


class BadTemplate(ValueError):
    """A template that cannot be used; the message says which one, why, and what to do."""


class Templates:
    """The .docx files that documents are filled into: the package's, each replaced by the office's
    file of the same name.

    Raises BadTemplate where one cannot be opened or filled, uses a word that there is not, or
    leaves out what a document has to say. All are tried when they are loaded.
    """

    def __init__(self, office: Path | None = None) -> None:
        known = {f"{name}.docx": name for name in SAMPLES}
        for file in sorted(office.glob("*.docx")) if office else ():
            if file.name not in known:
                raise BadTemplate(f"{file}: no template has this name; there are {sorted(known)}")
        self._files: dict[Name, bytes] = {}
        for file_name, name in known.items():
            own = office / file_name if office else None
            path = own if own and own.exists() else OURS / file_name
            self._files[name] = path.read_bytes()
            self._try(name, path)

    def file(self, name: Name) -> bytes:
        """One as it is, for an office that wants to change it."""
        return self._files[name]

    def fill(self, name: Name, words: Mapping[str, Any]) -> Docx:
        """The document with every place filled; what is in it stays to be written on."""
        template = DocxTemplate(io.BytesIO(self._files[name]))
        template.render(_cleaned(words), _environment(), autoescape=True)
        found: Docx = template.docx
        _hold(found)
        return found

    def _try(self, name: Name, path: Path) -> None:
        try:
            template = DocxTemplate(io.BytesIO(self._files[name]))
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
            filled = self.fill(name, known)
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
