"""Reporting, documents: all that is written of one report, filled into the office's templates.

What writes is loaded where something is written: in a process of its own, not in the service.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from services.reporting.documents.letters.lists import Chosen
from services.reporting.documents.templates.template import Templates
from services.reporting.domain.consolidated import Consolidated

Draft = Literal["superior", "reminder", "extension", "situation"]

IN_FILE_NAMES: Mapping[Draft | Literal["covering"], str] = {
    "superior": "bao-cao-cap-tren",
    "reminder": "don-doc",
    "extension": "gia-han",
    "situation": "thong-bao-tinh-hinh",
    "covering": "gui-bao-cao",
}


@dataclass(frozen=True)
class Papers:
    """Drafts as .docx, of the same data as the report."""

    templates: Templates

    def draft(
        self,
        report: Consolidated,
        kind: Draft,
        chosen: Chosen,
        until: date | None = None,
        code: str = "",
    ) -> bytes:
        """`chosen` and `until` are for letters; a superior's report is about everybody. `code`:
        that of the snapshot whose figures these are.
        """
        from services.reporting.documents.letters import letter  # noqa: PLC0415
        from services.reporting.documents.paper.document import document  # noqa: PLC0415
        from services.reporting.documents.paper.signer import above  # noqa: PLC0415

        if kind == "superior":
            return document(report, self.templates, above(report), code)
        return letter.letter(report, kind, chosen, self.templates, until, code)

    def covering(self, report: Consolidated, unit: str, code: str = "") -> bytes | None:
        """The letter with which a unit sends its report; None where it has no part in the plan."""
        from services.reporting.documents.letters.covering import covering  # noqa: PLC0415

        return covering(report, unit, self.templates, code)
