"""What of an activity, a version and a duty counts as come after a freeze, and what does not."""

from datetime import datetime, timedelta

import pytest

from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.document import Document, Documents
from services.reporting.domain.documents import DutyDocument, UnitDocument
from services.reporting.domain.filing.documents import ReportDocument
from services.reporting.domain.frozen.came import after_freeze
from tests.reporting.given.facts import Campaign
from tests.reporting.given.folded import fold_all
from tests.reporting.given.moves import play


def folded(played: Campaign) -> Documents:
    return fold_all(played.facts, Documents())


LONG_AFTER = timedelta(days=900)
[ACTIVITY] = folded(play([("ba-to", "declare", 1)])).all(ActivityDocument)
[REPORT] = folded(play([("ba-to", "submit", 4)])).all(ReportDocument)
MOMENTS = ("opened_at", "changed_at", "met_at", "figures_at", "document_at", "judged_at")
DUTY = next(iter(folded(play([("ba-to", "submit", 4)])).all(DutyDocument)))


def all_before(one: Document, fields: tuple[str, ...], moment: datetime) -> Document:
    said = {name: moment for name in fields if getattr(one, name) is not None}
    return one.model_copy(update=said)


@pytest.mark.parametrize(
    ("one", "fields", "field"),
    [
        *((ACTIVITY, ("changed_at", "held_at"), name) for name in ("changed_at", "held_at")),
        *((REPORT, ("received_at", "judged_at"), name) for name in ("received_at", "judged_at")),
        *((DUTY, MOMENTS, name) for name in MOMENTS),
    ],
)
def test_each_moment_of_it_may_be_the_one_that_came_after(
    one: Document, fields: tuple[str, ...], field: str
) -> None:
    """What came at the very moment is in the figures."""
    freeze = REPORT.received_at
    before = all_before(one, fields, freeze)
    assert not after_freeze(before, freeze)
    after = before.model_copy(update={field: freeze + timedelta(seconds=1)})
    assert after_freeze(after, freeze)
    assert not after_freeze(after, None)


def test_what_is_in_no_figures_is_never_marked() -> None:
    unit = next(iter(folded(play([])).all(UnitDocument)))
    assert not after_freeze(unit, REPORT.received_at - LONG_AFTER)
