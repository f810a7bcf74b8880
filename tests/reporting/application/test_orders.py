"""What the office ordered about a plan's messages is seen wherever the plan is."""

from datetime import UTC, datetime, timedelta

from contracts import topology
from contracts.brake import Which
from contracts.facts import MessagesCancelled, MessagesHeld, MessagesResumed, PlanAmended
from runtime.clock import SystemClock
from services.reporting.application.readers.eyes import Eyes
from services.reporting.application.reading import Reading
from services.reporting.documents.together import NO_BREAK
from services.reporting.domain.readers.reader import Reader
from tests.reporting.answers import MemoryAnswers, page_of, projected, reading_all
from tests.reporting.given.facts import Campaign
from tests.reporting.given.records import AMENDING, PLAN, participants, plan

NOW = datetime(2022, 10, 31, 18, tzinfo=UTC)
SMS = Which(owed=["report"], levels=["huyen"], channels=["sms"], areas=["ba-to", "ubnd-tinh"])


class Office:
    """The plan's office, which orders."""

    def __init__(self) -> None:
        self.campaign = Campaign().begin()

    def say(self, kind: type, **fields: object) -> None:
        receipt = self.campaign.receipt("so-tttt")
        said = kind(plan=PLAN, reason="Sai ngày", receipt=receipt, **fields)
        self.campaign.say(topology.plan_facts(PLAN), said)

    async def reading(self) -> Reading:
        return reading_all(MemoryAnswers(await projected(self.campaign.log)))


def ordered() -> Office:
    office = Office()
    office.say(MessagesHeld, order="dung-1", which=SMS)
    office.say(MessagesHeld, order="dung-2", which=Which())
    office.say(MessagesCancelled, order="huy-1", which=Which(), until=NOW + timedelta(hours=1))
    return office


async def test_each_order_that_stands_is_told_with_who_gave_it_and_what_it_is_about() -> None:
    office = ordered()
    office.say(MessagesResumed, orders=["dung-2"])
    reading = await office.reading()
    [summary], answer = await reading.plans(), await reading.plan(PLAN)
    assert summary.orders == answer.orders == (await reading.glance(PLAN, NOW)).orders
    told = [(one.order, one.by, one.which, one.until is None) for one in summary.orders]
    assert told == [("dung-1", "so-tttt", SMS, True), ("huy-1", "so-tttt", Which(), False)]


async def test_an_amendment_leaves_the_orders_as_they_are() -> None:
    office = ordered()
    told = {"revision": 2, "plan": plan(), "participants": participants(), "reason": "Điều chỉnh"}
    receipt = office.campaign.receipt("so-tttt")
    amended = PlanAmended.model_validate({**told, "document": AMENDING, "receipt": receipt})
    office.campaign.say(topology.plan_facts(PLAN), amended)
    reading = await office.reading()
    assert [one.order for one in (await reading.glance(PLAN, NOW)).orders] == [
        "dung-1",
        "dung-2",
        "huy-1",
    ]


async def test_a_unit_does_not_read_whom_the_office_holds_messages_back_from() -> None:
    answers = MemoryAnswers(await projected(ordered().campaign.log))
    unit = Reader(subject="ba-to", roles=frozenset({"unit"}), unit="ba-to")
    reading = Reading(answers, Eyes(unit, answers, SystemClock()))
    [summary] = await reading.plans()
    assert (
        summary.orders
        == (await reading.plan(PLAN)).orders
        == (await reading.glance(PLAN, NOW)).orders
        == ()
    )


async def test_the_page_says_what_is_held_back_and_what_is_called_off_until_when() -> None:
    """By the names that the plan has; what it does not name stands by its id."""
    reading = await ordered().reading()
    page = (await page_of(reading, NOW)).replace(NO_BREAK, " ")
    told = "nội dung Nội dung report; cấp Huyện; khu vực Huyện Ba Tơ, ubnd-tinh; kênh tin nhắn"
    assert f"Đang tạm dừng nhắc việc: {told}." in page
    assert "cơ quan tổng hợp: Sai ngày (lệnh dung-1)" in page
    assert "Không gửi nhắc việc đến hết 02:00 ngày 01/11/2022: mọi tin nhắc." in page
    later = await page_of(reading, NOW + timedelta(hours=2))
    assert "Không gửi nhắc việc" not in later
