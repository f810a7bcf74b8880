"""What a document adds to the totals."""

from typing import get_args

from services.reporting.domain.claims.documents import MarkDocument
from services.reporting.domain.counting.contribution import Counted
from services.reporting.domain.document import Document
from services.reporting.domain.documents import KINDS, PlanDocument, UnitDocument
from services.reporting.domain.filing.documents import ReportDocument
from services.reporting.domain.keeping.summary import SummaryDocument
from services.reporting.domain.log.unread import QuarantinedDocument

ADD_NOTHING = {
    PlanDocument,
    UnitDocument,
    ReportDocument,
    MarkDocument,
    SummaryDocument,
    QuarantinedDocument,
}


def test_every_kind_of_document_is_counted_or_named_here_as_adding_nothing() -> None:
    """One that is in neither list would be in no total, and nobody would see it."""
    assert {*get_args(Counted), *ADD_NOTHING} == set(KINDS)


def test_every_kind_of_document_is_kept() -> None:
    """A view has a collection for each of KINDS, and for no other."""
    assert {one for one in Document.__subclasses__() if "tests" not in one.__module__} == set(KINDS)
