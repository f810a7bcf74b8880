"""Tests, reporting: facts of one unit, told one by one, and the documents that they make."""

from datetime import timedelta
from typing import Any

from contracts.facts import (
    UnitHistoryFact,
)
from contracts.values import FieldChange
from services.reporting.domain.document import Documents
from services.reporting.domain.filing.documents import (
    EntryDocument,
    Filing,
)
from tests.reporting.given.facts import Campaign
from tests.reporting.given.folded import fold_all
from tests.reporting.given.records import DUE, PLAN

UNIT = "ba-to"
FIRST_DUE = DUE["report"]
NEXT_DUE = FIRST_DUE + timedelta(days=7)
CHANGES = [FieldChange(pointer="/title", before='"a"', after='"b"')]


class Told:
    """Facts of one unit, each by a command of its own."""

    def __init__(self) -> None:
        self.campaign = Campaign().begin()

    def say(self, fact: type[UnitHistoryFact], **fields: Any) -> Any:
        """The moment of its receipt."""
        about = self.campaign.about(UNIT)
        self.campaign.tell(UNIT, fact.model_validate({**fields, **about}))
        return self.campaign.log[-1].events[0].data.receipt.at  # type: ignore[attr-defined]

    def find(self, kind: type[Any], key: str) -> Any:
        return self.documents().get(kind, f"{PLAN}/{UNIT}/{key}")

    def documents(self) -> Documents:
        return fold_all(self.campaign.facts, Documents())

    def filing(self) -> Filing:
        [filing] = self.find(EntryDocument, "report").filings
        return filing
