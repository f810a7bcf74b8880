"""Reporting, documents: the templates that documents are filled into.

The libraries that fill them are loaded where one is filled: the service has that done in processes
of their own, and holds none of them.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from services.reporting.documents.templates.words import SAMPLES, Name

if TYPE_CHECKING:
    from docx.document import Document as Docx

OURS = Path(__file__).parent / "files"


class BadTemplate(ValueError):
    """A template that cannot be used; the message says which one, why, and what to do."""


class Templates:
    """The .docx files that documents are filled into: the package's, each replaced by the office's
    file of the same name.

    Raises BadTemplate where one cannot be opened or filled, uses a word that there is not, or
    leaves out what a document has to say. The office's are tried when they are loaded.
    """

    def __init__(self, office: Path | None = None) -> None:
        known = {f"{name}.docx": name for name in SAMPLES}
        own = {file.name: file for file in sorted(office.glob("*.docx"))} if office else {}
        for name, file in own.items():
            if name not in known:
                raise BadTemplate(f"{file}: no template has this name; there are {sorted(known)}")
        paths = {name: own.get(file, OURS / file) for file, name in known.items()}
        self._files: dict[Name, bytes] = {name: path.read_bytes() for name, path in paths.items()}
        for file_name, path in own.items():
            _check(self._files[known[file_name]], known[file_name], path)

    def file(self, name: Name) -> bytes:
        """One as it is, for an office that wants to change it."""
        return self._files[name]

    def fill(self, name: Name, words: Mapping[str, Any]) -> "Docx":
        """The document with every place filled; what is in it stays to be written on."""
        from services.reporting.documents.templates.filling import fill  # noqa: PLC0415

        return fill(self._files[name], words)


def _check(file: bytes, name: Name, path: Path) -> None:
    from services.reporting.documents.templates.filling import check  # noqa: PLC0415

    check(file, name, path)
