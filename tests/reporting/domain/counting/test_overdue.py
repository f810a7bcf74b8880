"""How many of the duties owing are overdue, by what is kept of them alone."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given

from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.counting.contribution import contribute, overdue
from services.reporting.domain.counting.counts import Counts
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import DutyDocument, PlanDocument
from tests.reporting.given.folded import fold_all
from tests.reporting.given.moves import play
from tests.reporting.given.records import DUE, PLAN
from tests.reporting.given.strategies import moves, unhurried

MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize("after", [-MOMENT, timedelta(), MOMENT, timedelta(days=400)])
@unhurried
@given(moves)
def test_what_is_kept_tells_how_many_are_overdue(after: timedelta, moves) -> None:
    """As those count who look at each duty, at the due moment itself too."""
    documents = fold_all(play(moves).facts, Documents())
    counts: Counts = Counter()
    for one in documents.all(DutyDocument):
        contribute(one, counts)
    for due in DUE.values():
        now = due + after
        looked = consolidate(documents, documents.get(PlanDocument, PLAN), now, None).owing
        late = Counter(one.owed for one in looked if one.overdue)
        assert overdue(counts, now) == late.total()
        assert {owed: overdue(counts, now, owed) for owed in late} == dict(late)
