"""Random reorganisations, amendments and reports, as the registry decides them: a plain recount."""

from collections import Counter
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contracts.commands import AcceptReport, ExcuseDuty, ReturnReport, VoidReport
from services.reporting.domain.counting.counts import PlanCounts
from services.reporting.domain.document import Document
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.filing.documents import Filing
from services.reporting.domain.succession.follow import follow
from tests.registry.plans import OFFICE
from tests.reporting.answers import MemoryAnswers, reading_all
from tests.reporting.given.campaigns import entry, weekly
from tests.reporting.given.reorganised.province import LATER, Province
from tests.reporting.given.reorganised.territories import DAYS, GENERATIONS, moment, reorganisations
from tests.reporting.given.strategies import unhurried
from tests.reporting.memory import MemoryViews
from tests.reporting.recount import add_up
from tests.thorough import thorough

PLAN = "cds-2022"
DUTIES = ("bao-cao", "tuan_2022-w40", "tuan_2022-w41")
BACK: dict[str, Any] = {"reasons": [{"code": "x"}], "deadline": {"day": "2022-11-25"}}


@st.composite
def histories(draw: st.DrawFn) -> Province:
    """Units report, heirs for those before them too; the office accepts, returns and voids."""
    found = Province(draw(reorganisations()), [entry("bao-cao"), weekly("tuan")])
    for generation in GENERATIONS:
        if generation:
            found.amend()
        for hour in range(draw(st.integers(0, 8))):
            name, duty = draw(st.sampled_from([*found.parts])), draw(st.sampled_from(DUTIES))
            report = found.parts[name].state.reports.get(duty)
            if report and report.versions and draw(st.booleans()):
                _judge(draw, found, name, duty, len(report.versions), 9 + hour)
            elif draw(st.integers(0, 9)) == 0:
                found.take(ExcuseDuty, name, 9 + hour, OFFICE, duty=duty, reason="Lũ")
            else:
                by = draw(st.sampled_from([name, *found.whole.living(generation)]))
                figures = {one: draw(st.integers(0, 9)) for one in ("su_kien", "luy_ke")}
                found.report(name, duty, 9 + hour, by=by, **figures)
    return found


def _judge(
    draw: st.DrawFn, found: Province, name: str, duty: str, versions: int, hour: float
) -> None:
    about = {"owed": duty, "version": draw(st.integers(1, versions))}
    match draw(st.sampled_from("arv")):
        case "a":
            found.take(AcceptReport, name, hour, OFFICE, **about)
        case "r":
            found.take(ReturnReport, name, hour, OFFICE, **about, **BACK)
        case _:
            found.take(VoidReport, name, hour, OFFICE, **about, reason="Nhầm")


def land(found: Province, name: str, filing: Filing) -> frozenset[int]:
    """What a report is about: the unit as it was when it was received."""
    assert filing.received_at is not None
    received = sum(filing.received_at >= moment(n) for n in range(1, len(DAYS) + 1))
    return found.whole.units[name].at(received)


def flow(filing: Filing) -> Decimal:
    return sum((one.value or Decimal(0) for one in filing.figures[:1]), Decimal(0))


@thorough
@given(histories())
def test_every_piece_of_land_counts_once_and_sums_are_a_plain_recount(found: Province) -> None:
    counted = found.counted()
    for duty in DUTIES:
        pieces = [n for u, one in counted if one.duty == duty for n in land(found, u, one.filing)]
        assert len(pieces) == len({*pieces})
    for one in found.consolidated().totals.entries:
        values = [flow(report.filing) for _, report in counted if report.owed == one.owed]
        assert (one.indicators[0].reported.value or 0) == sum(values)


@unhurried
@given(histories())
def test_what_is_set_aside_is_said_by_others(found: Province) -> None:
    """Replaced: all of its land is; waiting: what came before it is."""
    counted, report = found.counted(), found.consolidated()
    for row in (*report.rows, *report.before):
        for one in row.reports:
            told = {name for name, other in counted if other.duty == one.duty}
            if one.set_aside == "waiting":
                assert told & {before.id for before in row.stands_for}
            if one.set_aside == "replaced":
                pieces = [land(found, u, r.filing) for u, r in counted if r.duty == one.duty]
                assert land(found, row.unit.id, one.filing) <= frozenset().union(*pieces)


@thorough
@given(histories())
def test_every_duty_counts_once_by_the_units_of_the_day(found: Province) -> None:
    """A duty that went over to an heir is that heir's; the ledger's identity holds."""
    lineage, owed = found.whole.lineage(), Counter[tuple[str, str]]()
    for name, part in found.parts.items():
        after = [found.parts[one] for one in lineage.ahead(name) if one in found.parts]
        for duty, standing in part.state.duties.items():
            if not any(duty in one.state.duties for one in after):
                owed[standing.duty.owed, standing.status] += 1
    totals = found.consolidated().totals
    for line in totals.by_duty:
        assert line.total == line.met + line.owing + line.excused
        assert line.met == line.on_time + line.late
        for status in ("met", "owing", "excused"):
            assert line.count(status) == owed[line.owed or "", status]
    for entry_ in totals.entries:
        assert entry_.reports.asked >= entry_.reports.counted + entry_.reports.gathered
        for one in entry_.indicators:
            assert one.reported.gave <= one.reported.of


@unhurried
@given(histories())
async def test_the_live_view_and_the_units_of_another_day_say_the_same(found: Province) -> None:
    documents, report = found.documents(), found.consolidated()
    views = MemoryViews()
    views.documents = {(type(one), one.key): one for one in documents.all(Document)}
    views.counts = {PLAN: PlanCounts(add_up(documents.all(Document))[PLAN])}
    reading = reading_all(MemoryAnswers(views))
    totals = await reading.totals(PLAN)
    assert {name: getattr(totals, name) for name in type(report.totals).model_fields} == dict(
        report.totals
    )
    assert (await reading.plan(PLAN)).completeness.duties == totals.duties
    assert (await reading.plan(PLAN)).completeness.reports == totals.reports
    plan = documents.get(PlanDocument, PLAN)
    heirs = follow(plan, report, found.directory.units(), LATER.date())
    assert sum(one.duties.met for one in heirs) == totals.duties.met
    for n, whole in enumerate(totals.indicators):
        sums = [one.indicators[n].reported for one in heirs]
        assert sum(one.value or 0 for one in sums) == (whole.reported.value or 0)
        assert sum(one.gave for one in sums) == whole.reported.gave
        assert sum(one.of for one in sums) == whole.reported.of
