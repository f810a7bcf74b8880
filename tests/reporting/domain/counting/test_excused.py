"""A duty that is not owed any more is counted by why it is not."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

import pytest

from contracts.owed import DutyKind
from contracts.words import DutyStatus, ExcuseCause
from services.reporting.domain.counting.add_up import total
from services.reporting.domain.counting.contribution import count_duty
from services.reporting.domain.counting.counts import Counts
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import PlanDocument
from tests.reporting.given.folded import fold_all
from tests.reporting.given.moves import play
from tests.reporting.given.records import PLAN, START

BY_CAUSE: dict[ExcuseCause, str] = {
    "office": "by_office",
    "plan": "by_plan",
    "no-activity": "no_activity",
    "nothing-declared": "nothing_declared",
}


@dataclass(frozen=True)
class Excused:
    """A duty to report, as far as it is counted."""

    excused: ExcuseCause
    owed: str = "bao-cao"
    kind: DutyKind = "report"
    status: DutyStatus = "excused"
    due: datetime = START
    on_time: bool | None = None


def test_every_cause_is_told() -> None:
    assert set(get_args(ExcuseCause)) == set(BY_CAUSE)


@pytest.mark.parametrize("cause", BY_CAUSE)
def test_each_cause_is_told_apart(cause: ExcuseCause) -> None:
    counts: Counts = Counter()
    count_duty(Excused(cause), counts)
    plan = fold_all(play([]).facts, Documents()).get(PlanDocument, PLAN)
    told = total(plan, counts).duties
    assert (told.total, told.excused) == (1, 1)
    assert {field: getattr(told, field) for field in BY_CAUSE.values()} == {
        field: int(field == BY_CAUSE[cause]) for field in BY_CAUSE.values()
    }
