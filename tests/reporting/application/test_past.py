"""The past is made of everything that the log said by then: plan, directory, units, reminders."""

from datetime import UTC, datetime

from contracts import topology
from contracts.facts import PlanAmended, ReportRedacted, ReportSubmitted, UnitRecorded
from contracts.indicator import SameAs
from contracts.records import Report
from contracts.unit import Dated, Unit
from services.reporting.application.past import Past
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import PlanDocument
from tests.reporting.given.facts import Campaign
from tests.reporting.given.folded import fold_all
from tests.reporting.given.moves import play
from tests.reporting.given.records import AMENDING, INDICATORS, PLAN, participants, plan
from tests.reporting.memory import ToldLog

NOW = datetime(2022, 12, 1, tzinfo=UTC)


async def test_the_past_of_now_is_all_that_was_said_of_the_plan() -> None:
    played = play([("ba-to", "submit", 4), ("ba-to", "remind", 1), ("ly-son", "remind", 1)])
    renamed = Unit(id="so-tttt", names=[Dated(value="Sở Khoa học và Công nghệ")])
    said = UnitRecorded(record=renamed, receipt=played.receipt("operator"))
    played.say(topology.directory_facts("so-tttt"), said)
    documents = fold_all(played.facts, Documents())
    newest = played.log[-1].stored_at
    wanted = consolidate(documents, documents.get(PlanDocument, PLAN), NOW, newest)
    found = await Past(ToldLog(played.log)).consolidated(PLAN, NOW)
    assert found == wanted
    assert found is not None
    assert found.totals.rungs.sent
    assert found.collecting_office.name == "Sở Khoa học và Công nghệ"


async def test_what_was_made_unreadable_is_so_in_the_report_of_an_earlier_moment_too() -> None:
    """Also where the version itself was sent later than that moment; the figures stay."""
    played = Campaign().begin()
    texts = {
        "difficulties": "Ông A bị ốm, thiếu máy.",
        "figures": [{"indicator": "to", "value": 7}],
    }
    sent = Report.model_validate(texts)
    for version, unit in ((1, "ba-to"), (1, "ly-son")):
        about = {**played.about(unit), "owed": "report", "version": version}
        played.tell(unit, ReportSubmitted.model_validate({**about, "report": sent}))
        moments = [played.log[-2].stored_at, played.log[-1].stored_at]
    before = await Past(ToldLog(played.log)).consolidated(PLAN, moments[0])
    for unit in ("ba-to", "ly-son"):
        span = {"field": "difficulties", "start": 0, "end": 11, "reason": "nêu bệnh"}
        about = {**played.about(unit), "owed": "report", "version": 1}
        played.tell(unit, ReportRedacted.model_validate({**about, **span}))
    for moment in (*moments, NOW):
        told = await Past(ToldLog(played.log)).consolidated(PLAN, moment)
        assert told is not None
        assert "Ông A" not in told.model_dump_json()
        assert "█, thiếu máy." in told.model_dump_json()
    after = await Past(ToldLog(played.log)).consolidated(PLAN, moments[0])
    assert before is not None
    assert after is not None
    assert (after.totals, after.as_of) == (before.totals, before.as_of)


async def test_another_plan_in_the_log_changes_nothing() -> None:
    played, other = play([("ba-to", "submit", 4)]), Campaign("ke-hoach-khac").begin()
    other.submit("ba-to", "", 7)
    alone = await Past(ToldLog(played.log)).consolidated(PLAN, NOW)
    both = ToldLog([*played.log, *other.log])
    assert await Past(both).consolidated(PLAN, NOW) == alone
    assert await Past(both).consolidated("kh-la", NOW) is None


async def test_an_earlier_plan_is_compared_as_the_log_had_it_by_then() -> None:
    old, new = play([("ba-to", "submit", 4)], "kh-2021"), Campaign().begin()
    same = SameAs(plan=old.plan, indicator="luot")
    indicators = [one.model_copy(update={"same_as": same}) for one in INDICATORS[:1]]
    amended = PlanAmended(
        revision=2,
        plan=plan().model_copy(update={"indicators": indicators}),
        participants=participants(),
        reason="So với năm trước",
        document=AMENDING,
        receipt=new.receipt("so-tttt"),
    )
    new.say(topology.plan_facts(PLAN), amended)
    by_then = new.log[-1].stored_at
    old.submit("ba-to", "", 7)
    past = Past(ToldLog(sorted([*old.log, *new.log], key=lambda stored: stored.stored_at)))
    for as_of, value in ((by_then, 4), (NOW, 7)):
        found = await past.consolidated(PLAN, as_of)
        assert found is not None
        before = found.totals.indicators[0].before
        assert before is not None
        assert before.reported is not None
        assert before.reported.value == value
