"""Answers made of the views: what they hold, how complete it is, and what is not there."""

from datetime import UTC, datetime

import pytest
from prometheus_client import REGISTRY

from contracts import topology
from contracts.facts import DutyOpened, PlanAmended
from services.reporting.application.measuring import measure
from services.reporting.application.ports import MOST_SHARING
from services.reporting.application.reading import Reading
from services.reporting.application.unknown import Unknown
from services.reporting.application.whole.succeeding import Succeeding
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import DutyDocument, PlanDocument
from services.reporting.domain.keeping.settle import settle
from tests.reporting.answers import MemoryAnswers, projected, reading_all
from tests.reporting.given.facts import Campaign
from tests.reporting.given.folded import fold_all
from tests.reporting.given.moves import merge, play
from tests.reporting.given.records import (
    AMENDING,
    DUE,
    PLAN,
    START,
    UNITS,
    duty,
    participants,
    plan,
)
from tests.reporting.recount import by_key

NOW = datetime(2022, 10, 31, 18, tzinfo=UTC)  # already 1 November in the plan's zone


def campaign() -> Campaign:
    moves = [
        ("ba-to", "declare", 1),
        ("ba-to", "submit", 4),
        ("ly-son", "submit", 20),
        ("ly-son", "excuse", 0),
        ("ba-to", "remind", 1),
        ("binh-son", "remind", 1),
    ]
    return play(moves)


async def reading(of: Campaign) -> Reading:
    return reading_all(MemoryAnswers(await projected(of.log)))


async def test_every_answer_says_how_complete_the_plan_is() -> None:
    played = campaign()
    answers = await reading(played)
    totals = await answers.totals(PLAN)
    found = await answers.plan(PLAN)
    assert found.completeness.duties == totals.duties
    assert found.completeness.reports == totals.reports
    assert found.completeness.last_fact_at == totals.last_fact_at == played.log[-1].stored_at
    page = await answers.page(DutyDocument, PLAN, {}, None, 10)
    evidence = await answers.evidence(PLAN, False, None, 10)
    kept = MemoryAnswers(await projected(played.log))
    heirs = await Succeeding().of(kept, answers, PLAN, None, NOW)
    [summary] = await answers.plans()
    for answer in (page, evidence, heirs, summary):
        assert answer.completeness == found.completeness


async def test_totals_are_those_of_the_documents() -> None:
    played = campaign()
    documents = fold_all(played.facts, Documents())
    whole = consolidate(documents, documents.get(PlanDocument, PLAN), NOW)
    answer = await (await reading(played)).totals(PLAN)
    assert answer.plan == PLAN
    assert {name: getattr(answer, name) for name in type(whole.totals).model_fields} == dict(
        whole.totals
    )


async def test_of_what_the_collecting_office_owes_itself_no_rung_is_due() -> None:
    played = campaign()
    before = (await (await reading(played)).totals(PLAN)).rungs
    played.tell("so-tttt", DutyOpened(duty=duty("report"), **played.about("so-tttt")))
    after = await (await reading(played)).totals(PLAN)
    assert after.rungs == before
    assert after.duties.total == len(UNITS) * len(DUE) + 1


async def test_the_report_is_that_of_the_documents_with_the_newest_fact_in_it() -> None:
    played = campaign()
    documents = fold_all(played.facts, Documents())
    last = played.log[-1].stored_at
    wanted = consolidate(documents, documents.get(PlanDocument, PLAN), NOW, last)
    found = await reading(played)
    report = await found.consolidated(await found.glance(PLAN, NOW))
    assert wordless(report) == wordless(wanted)


def wordless(report: Consolidated) -> Consolidated:
    """Without the words of reports, which nobody who looks at the views is shown."""
    words = dict.fromkeys(("summary", "difficulties", "causes", "recommendations"), "")
    rows = (
        row.model_copy(
            update={"reports": tuple(one.model_copy(update=words) for one in row.reports)}
        )
        for row in report.rows
    )
    return report.model_copy(update={"rows": tuple(rows)})


async def test_lists_say_who_stands_for_a_unit_that_ended() -> None:
    """Both are in the list of duties; totals count them with the unit of the day."""
    played = campaign()
    merge(played, "ba-to", "ly-son", into="xa-moi")
    answers = await reading(played)
    page = await answers.page(DutyDocument, PLAN, {"unit": "ba-to"}, None, 10)
    assert page.taken_over == {"ba-to": ("xa-moi",), "ly-son": ("xa-moi",)}
    assert (page.total, page.completeness.duties.total) == (2, 4)
    assert (await answers.totals(PLAN)).duties.total == 4


async def test_a_plan_is_told_as_it_is_in_force_with_its_amendments() -> None:
    played = Campaign().begin()
    published = played.receipt("so-tttt").at
    some = participants()[:2]
    told = {"revision": 2, "plan": plan(), "participants": some, "reason": "Điều chỉnh"}
    told["document"] = document = AMENDING
    amended = PlanAmended.model_validate({**told, "receipt": played.receipt("so-tttt")})
    played.say(topology.plan_facts(PLAN), amended)
    answers = await reading(played)
    found = await answers.plan(PLAN)
    assert (found.plan, found.participants) == (plan(), tuple(some))
    assert [(one.reason, one.at, one.document) for one in found.amendments] == [
        ("Điều chỉnh", amended.receipt.at, document)
    ]
    assert START < found.published_at <= published
    [summary] = await answers.plans()
    assert (summary.id, summary.number, summary.title) == (PLAN, plan().number, plan().title)
    assert (summary.participants, summary.published_at) == (2, found.published_at)


async def test_a_list_comes_in_pages_of_what_matches() -> None:
    answers = await reading(campaign())
    first = await answers.page(DutyDocument, PLAN, {"kind": "report"}, None, 2)
    assert (first.plan, first.total, len(first.items)) == (PLAN, 3, 2)
    rest = await answers.page(DutyDocument, PLAN, {"kind": "report"}, first.after, 2)
    assert (rest.total, rest.after) == (3, None)
    assert [one.unit for one in (*first.items, *rest.items)] == ["ba-to", "binh-son", "ly-son"]


async def test_evidence_is_told_page_by_page_all_of_it_or_what_several_claim() -> None:
    played = Campaign().begin()
    played.claim("ba-to", "a", ("https://vi.du/1", None), ("https://vi.du/2", None))
    played.claim("ly-son", "b", ("https://vi.du/1", None))
    answers = await reading(played)
    every = await answers.evidence(PLAN, False, None, 10)
    assert (every.plan, every.activities, every.whole) == (PLAN, 2, True)
    assert [piece.link for piece in every.items] == ["https://vi.du/1", "https://vi.du/2"]
    assert [piece.claimed for piece in every.items] == [2, 1]
    again = await answers.evidence(PLAN, True, None, 10)
    assert [piece.link for piece in again.items] == ["https://vi.du/1"]
    page = await answers.evidence(PLAN, False, None, 1)
    assert page.after is not None
    rest = await answers.evidence(PLAN, False, page.after, 1)
    assert (rest.items, rest.after) == ([], None)


async def test_evidence_that_too_many_share_is_told_as_not_whole() -> None:
    """One look at the views has an end; then a smaller page is to be asked for."""
    views = await projected(Campaign().begin().log)
    played = Campaign().begin()
    played.claim("ba-to", "a", ("https://vi.du/1", None))
    [one] = fold_all(played.facts, Documents()).all(ActivityDocument)
    for more, whole in ((MOST_SHARING - 1, True), (MOST_SHARING, False)):
        copies = [one.model_copy(update={"activity": f"b-{n}"}) for n in range(more)]
        documents = Documents()
        for copy in (one, *copies):
            documents.put(copy)
        views.documents |= by_key(settle(documents))
        found = await reading_all(MemoryAnswers(views)).evidence(PLAN, False, None, 1)
        assert found.whole == whole
        assert [piece.claimed for piece in found.items] == [MOST_SHARING]


async def test_what_is_not_there_is_said_to_be_unknown() -> None:
    answers = await reading(Campaign().begin())
    with pytest.raises(Unknown) as unit:
        await answers.unit("huyen-ma")
    with pytest.raises(Unknown) as missing:
        await answers.totals("kh-la")
    findings = [unit.value.finding, missing.value.finding]
    assert [found.code for found in findings] == ["unknown-unit", "unknown-plan"]
    assert "huyen-ma" in findings[0].en
    assert "kh-la" in findings[1].en


def gauge(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(f"ngayso_{name}", {"plan": PLAN, **labels})


async def test_the_gauges_are_the_totals() -> None:
    played = campaign()
    views = await projected(played.log)
    await measure(MemoryAnswers(views))
    totals = await reading_all(MemoryAnswers(views)).totals(PLAN)
    for status in ("met", "owing", "excused", "on_time", "late"):
        assert gauge("duties", status=status) == getattr(totals.duties, status), status
    for fate in ("waiting", "sent", "cancelled", "lapsed", "failed"):
        assert gauge("rungs", fate=fate) == getattr(totals.rungs, fate), fate
    assert gauge("rungs_due") == totals.rungs.due > 0
    assert gauge("rungs_unaccounted") == totals.rungs.unaccounted > 0
    assert min(totals.duties.met, totals.rungs.sent)
