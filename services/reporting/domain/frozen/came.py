"""Reporting, domain, frozen: what of a list came after the plan's figures were frozen."""

from collections.abc import Iterable
from datetime import datetime

from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.document import Document
from services.reporting.domain.documents import DutyDocument
from services.reporting.domain.filing.documents import ReportDocument


def after_freeze(document: Document, frozen_until: datetime | None) -> bool:
    """Whether it, or the last that it tells, came after the freeze (sau khi chốt): an activity that
    was declared, changed, held, withdrawn or voided since; a version received since; a duty opened,
    extended, excused, owed again or met since, or whose figures or document came since; what of a
    report was judged since.
    """
    return frozen_until is not None and any(one > frozen_until for one in _came(document))


def _came(document: Document) -> Iterable[datetime]:
    moments: tuple[datetime | None, ...] = ()
    match document:
        case ActivityDocument():
            moments = (document.changed_at, document.held_at)
        case ReportDocument():
            moments = (document.received_at, document.judged_at)
        case DutyDocument():
            said = (document.opened_at, document.changed_at, document.judged_at)
            moments = (*said, document.met_at, document.figures_at, document.document_at)
        case _:
            pass
    return filter(None, moments)
