"""Lists of activities, duties, reports are looked for unit by unit, and are whole all the same."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contracts.facts import ActivityDeclared, ActivityWithdrawn, PlanPublished
from contracts.values import Receipt
from services.reporting.application.ports import Units
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.counting.counts import PlanCounts
from services.reporting.domain.document import Document, Documents
from services.reporting.domain.documents import DutyDocument
from services.reporting.domain.filing.documents import ReportDocument
from services.reporting.domain.fold import ViewFact
from tests.reporting.answers import MemoryAnswers, projected, reading_all
from tests.reporting.given.folded import fold_all
from tests.reporting.given.moves import play
from tests.reporting.given.records import PLAN, START, activity, held, participants, plan
from tests.reporting.given.strategies import moves, unhurried
from tests.reporting.memory import MemoryViews
from tests.reporting.recount import add_up

UNITS = ("a", "a-b", "a0", "b")
"""In the order of keys "a-b/" is before "a/", which is before "a0/"."""
RECEIPT = Receipt(at=START, sequence=1, command="c", sender="x", door="system")
declared = st.lists(
    st.tuples(st.sampled_from(UNITS), st.integers(0, 5), st.sampled_from("phw")),
    unique_by=lambda one: one[:2],
    max_size=15,
)


def answers(told: list[tuple[str, int, str]]) -> MemoryAnswers:
    facts: list[ViewFact] = [
        PlanPublished(plan=plan(), participants=participants(), instances=[], receipt=RECEIPT)
    ]
    for unit, number, what in told:
        about = {"plan": PLAN, "unit": unit, "receipt": RECEIPT}
        record = held(f"x-{number}") if what == "h" else activity(f"x-{number}")
        facts.append(ActivityDeclared(activity=record, **about))
        if what == "w":
            facts.append(ActivityWithdrawn(activity=record.id, **about))
    documents, views = fold_all(facts, Documents()), MemoryViews()
    views.documents = {(type(one), one.key): one for one in documents.all(Document)}
    views.counts = {PLAN: PlanCounts(add_up(documents.all(Document)).get(PLAN, {}))}  # type: ignore[arg-type]
    return MemoryAnswers(views)


@unhurried
@given(
    declared,
    st.integers(1, 4),
    st.sampled_from([None, "planned", "held", "withdrawn"]),
    st.sampled_from([None, "a", "a-b"]),
)
async def test_the_pages_of_a_list_are_all_that_match_in_the_order_of_their_keys(
    told: list[tuple[str, int, str]], limit: int, status: str | None, unit: str | None
) -> None:
    await assert_whole(answers(told), ActivityDocument, limit, status=status, unit=unit)


@unhurried
@given(
    moves,
    st.integers(1, 4),
    st.sampled_from([None, "met", "owing"]),
    st.sampled_from([None, "report"]),
    st.sampled_from([None, "ba-to"]),
)
async def test_so_are_those_of_duties(
    moves, limit: int, status: str | None, owed: str | None, unit: str | None
) -> None:
    views = MemoryAnswers(await projected(play(moves).log))
    await assert_whole(views, DutyDocument, limit, status=status, owed=owed, unit=unit)


@unhurried
@given(
    moves,
    st.integers(1, 4),
    st.sampled_from([None, "report"]),
    st.sampled_from([None, "ba-to"]),
    st.sampled_from([None, "new", "again", "correction"]),
)
async def test_so_are_those_of_reports(
    moves, limit: int, owed: str | None, unit: str | None, waiting: str | None
) -> None:
    views = MemoryAnswers(await projected(play(moves).log))
    await assert_whole(views, ReportDocument, limit, owed=owed, unit=unit, waiting=waiting)


async def assert_whole(
    views: MemoryAnswers, kind: type[Document], limit: int, **filters: str | None
) -> None:
    reading = reading_all(views)
    wanted, _ = await views.page(kind, PLAN, filters, None, 1000)
    found: list[Document] = []
    after: str | None = None
    while True:
        page = await reading.page(kind, PLAN, filters, after, limit)
        assert page.total == len(wanted)
        assert len(page.items) == limit or page.after is None
        found += page.items
        if (after := page.after) is None:
            break
    assert found == wanted


async def test_what_is_kept_of_each_unit_says_how_many_there_are_without_counting_them() -> None:
    class Kept(MemoryAnswers):
        async def count(self, *_: object, **__: object) -> int:
            raise AssertionError("every activity is read")

    reading = reading_all(Kept(answers([("a", 0, "p"), ("a", 1, "h"), ("b", 0, "h")])._views))
    for filters, total in (({}, 3), ({"status": "held"}, 2), ({"unit": "a"}, 2)):
        page = await reading.page(ActivityDocument, PLAN, filters, None, 1)
        assert page.total == total


async def test_only_the_last_unit_of_a_page_is_cut_and_by_itself_where_it_is_long() -> None:
    """A database that reads all that match then reads no more of it than it did the last time."""

    class Looked(MemoryAnswers):
        looked: list[frozenset[str] | None]

        async def page(self, *asked: Any, among: Units = None, **more: Any) -> Any:
            self.looked.append(among)
            return await super().page(*asked, among=among, **more)

    told = [("a", 0, "p"), ("b", 0, "p"), *(("b", number, "h") for number in range(1, 6))]
    views = Looked(answers(told)._views)
    for status, limit, looked in (
        (None, 3, [{"a"}, {"b"}]),
        (None, 6, [{"a", "b"}]),
        ("planned", 3, [{"a", "b"}]),
        ("withdrawn", 3, []),
    ):
        views.looked = []
        await reading_all(views).page(ActivityDocument, PLAN, {"status": status}, None, limit)
        assert views.looked == looked
