"""Fairness cards: what each late unit was told before, and who may read of it."""

import csv
import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts import topology
from contracts.facts import (
    DutyOpened,
    MessageAccepted,
    MessageBounced,
    MessageComposed,
    MessageDelivered,
    MessageFailed,
    MessageSilenced,
    RungCancelled,
    RungFailed,
    RungLapsed,
    RungScheduled,
    RungSent,
)
from runtime.clock import SystemClock
from services.reporting.application.reached.lateness import Lateness
from services.reporting.application.readers.eyes import Eyes
from services.reporting.application.reading import Reading
from services.reporting.documents.reached import COLUMNS, lines
from services.reporting.documents.together import NO_BREAK
from services.reporting.domain.reached.card import Card
from services.reporting.domain.readers.reader import Reader
from services.reporting.pages.reached import late_page
from tests.reporting.answers import MemoryAnswers, projected
from tests.reporting.given.facts import Campaign
from tests.reporting.given.moves import MOVES as ALL_MOVES
from tests.reporting.given.moves import play
from tests.reporting.given.records import DUE, LADDER, PLAN, UNITS, duty, plan
from tests.reporting.inbound.door.house import campaign as below_too

NOW = datetime(2022, 10, 31, tzinfo=UTC)
FIRED = datetime(2022, 10, 17, 1, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LEADER = Reader(subject="x", roles=frozenset({"leader"}))


def lateness(answers: MemoryAnswers, reader: Reader = LEADER) -> Lateness:
    eyes = Eyes(reader, answers, SystemClock())
    return Lateness(answers, Reading(answers, eyes))


async def cards(played: Campaign, reader: Reader = LEADER) -> list[Card]:
    return await lateness(MemoryAnswers(await projected(played.log)), reader).all(PLAN, NOW)


def reminded(*ends: str, unit: str = "ba-to") -> Campaign:
    """One rung of the report for each end: its message, and what became of it."""
    played = Campaign().begin()
    for number, (rung, end) in enumerate(zip((*LADDER, "sau-1", "sau-2"), ends, strict=False)):
        at = FIRED + timedelta(days=number)
        who = {"plan": PLAN, "unit": unit, "at": at}
        about = {**who, "duty": "report", "due": DUE["report"], "rung": rung}
        message = {"message": f"m-{number}"}
        told = {**who, **message}
        reached = {"channel": "email", "recipient": "t", "person": "p", "leaves_at": at}
        composed = MessageComposed(**about, **message, **reached)
        taken = [composed, MessageAccepted(**told, channel="email"), RungSent(**about)]
        said = {
            "accepted": taken,
            "delivered": [*taken, MessageDelivered(**told)],
            "bounced": [*taken, MessageBounced(**told, reason="5.1.1", permanent=True)],
            "failed": [
                composed,
                MessageFailed(**told, channel="email", reason="smtp-550"),
                RungFailed(**about, reason="smtp-550"),
            ],
            "silenced": [composed, MessageSilenced(**told), RungCancelled(**about, reason="met")],
            "nobody": [RungFailed(**about, reason="no-recipient")],
            "lapsed": [RungLapsed(**about)],
            "waiting": [],
        }[end]
        facts = [RungScheduled(**about, fires_at=at), *said]
        played.say(topology.message_facts(PLAN, unit), *facts)
    return played


def of_report(found: list[Card], unit: str = "ba-to") -> Card:
    [card] = [one for one in found if (one.unit.id, one.duty) == (unit, "report")]
    return card


async def test_a_card_tells_each_reminder_with_channel_moment_and_reason() -> None:
    card = of_report(await cards(reminded("failed", "accepted", "lapsed", "nobody")))
    told = [
        (one.rung, one.moment, one.fate, [(way.channel, way.state, way.reason) for way in one.ways])
        for one in card.reminders
    ]
    assert told == [
        ("truoc-3", FIRED, "failed", [("email", "failed", "smtp-550")]),
        ("truoc-1", FIRED + timedelta(days=1), "sent", [("email", "accepted", None)]),
        ("sau-1", FIRED + timedelta(days=2), "lapsed", []),
        ("sau-2", FIRED + timedelta(days=3), "failed", []),
    ]
    assert (card.reached, card.met_at) == ("accepted", None)


async def test_a_list_for_whoever_sits_above_is_on_the_card_and_reached_nobody() -> None:
    played = Campaign().begin()
    who = {"plan": PLAN, "unit": "ba-to", "at": FIRED}
    about = {**who, "duty": "report", "due": DUE["report"], "rung": "sau-1"}
    to = {"message": "m", "channel": "email", "recipient": "t", "person": "p", "leaves_at": FIRED}
    said = [
        RungScheduled(**about, fires_at=FIRED),
        MessageComposed(**about, **to, above="ubnd-tinh"),
        MessageAccepted(**who, message="m", channel="email"),
        RungSent(**about),
    ]
    played.say(topology.message_facts(PLAN, "ba-to"), *said)
    card = of_report(await cards(played))
    [told] = card.reminders
    assert [(way.state, way.above) for way in told.ways] == [("accepted", "ubnd-tinh")]
    assert card.reached == "none"


async def test_one_message_about_two_duties_is_on_the_card_of_each() -> None:
    played = Campaign().begin()
    who = {"plan": PLAN, "unit": "ba-to", "at": FIRED}
    to = {"message": "m", "channel": "email", "recipient": "t", "person": "p", "leaves_at": FIRED}
    said = [
        fact
        for kind in DUE
        for about in [{**who, "duty": kind, "due": DUE[kind], "rung": "truoc-3"}]
        for fact in (
            RungScheduled(**about, fires_at=FIRED),
            MessageComposed(**about, **to),
            RungSent(**about),
        )
    ]
    accepted = MessageAccepted(**who, message="m", channel="email")
    played.say(topology.message_facts(PLAN, "ba-to"), *said, accepted)
    found = [card for card in await cards(played) if card.unit.id == "ba-to"]
    assert [(card.duty, card.reached) for card in found] == [(kind, "accepted") for kind in DUE]


@pytest.mark.parametrize(
    ("ends", "wanted"),
    [
        ((), "none"),
        (("failed", "nobody", "lapsed"), "none"),
        (("silenced",), "none"),
        (("waiting",), "none"),
        (("failed", "accepted"), "accepted"),
        (("accepted", "delivered"), "delivered"),
        (("bounced",), "none"),
    ],
)
async def test_taken_by_a_relay_is_not_delivered_and_nothing_at_all_is_said(
    ends: tuple[str, ...], wanted: str
) -> None:
    found = of_report(await cards(reminded(*ends)))
    assert found.reached == wanted
    if "waiting" in ends:
        assert found.reminders == ()  # its time has not come


async def test_only_what_is_late_has_a_card() -> None:
    """Of two duties of three units: one was met in time, one was excused."""
    played = play([("ba-to", "declare", 1), ("ly-son", "excuse", 1)])
    keys = [(card.unit.id, card.duty) for card in await cards(played)]
    assert keys == [("ba-to", "report"), *(("binh-son", kind) for kind in DUE),
                    ("ly-son", "declare")]  # fmt: skip


async def test_a_unit_reads_of_no_other_units_lateness() -> None:
    """Of its own and of those below it; not of who is to approve its own report either."""
    played = below_too([])
    receipt = played.about("binh-son")
    approval = duty("report", id="report_approval", bearer="ly-son", due=DUE["declare"])
    played.tell("binh-son", DutyOpened(duty=approval, **receipt))

    async def read_by(unit: str) -> set[str]:
        reader = Reader(subject="x", roles=frozenset({"unit"}), unit=unit)
        return {card.unit.id for card in await cards(played, reader)}

    assert {card.unit.id for card in await cards(played)} == {*UNITS}
    assert [await read_by(unit) for unit in UNITS] == [{unit} for unit in UNITS]
    [borne] = [card for card in await cards(played) if card.of]
    assert (borne.unit.id, borne.of and borne.of.id) == ("ly-son", "binh-son")


MOVES = st.sampled_from([*ALL_MOVES, "wait"])
STEPS = st.tuples(st.sampled_from([*UNITS]), MOVES, st.integers(0, 20))


@given(st.lists(STEPS, max_size=12), st.integers(1, 4))
async def test_pages_hold_every_late_duty_once(moves: list[tuple[str, str, int]], n: int) -> None:
    """As many as the report tells of, whatever was done, in pages of any size."""
    answers = MemoryAnswers(await projected(play(moves).log))
    asked = lateness(answers)
    reading = Reading(answers, Eyes(LEADER, answers, SystemClock()))
    report = await reading.consolidated(await reading.glance(PLAN, NOW))
    wanted = len(report.late) + sum(one.overdue for one in report.owing)
    found, after = list[Card](), None
    while True:
        page = await asked.page(PLAN, NOW, after, n)
        found, after = [*found, *page.items], page.after
        if after is None:
            break
    assert len(found) == len({card.key for card in found}) == page.total == wanted
    assert found == await asked.all(PLAN, NOW)


async def test_the_file_has_a_line_for_each_message_and_runs_no_formula() -> None:
    found = await cards(reminded("failed", "accepted", "nobody"))
    evil = found[0].model_copy(update={"title": "=HYPERLINK(1)"})
    rows = list(csv.reader(io.StringIO(lines([evil, *found[1:]], ZONE).removeprefix("\ufeff"))))
    assert tuple(rows[0]) == COLUMNS
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert rows[1][3] == "hết ngày 30/9/2022"
    assert rows[1][2] == "'=HYPERLINK(1)"
    report = [row[5:] for row in rows if row[0] == "ba-to" and "report" in row[2]]
    assert [row[3:5] + row[6:] for row in report] == [
        ["thư điện tử", "không gửi được", "máy chủ thư báo không có hộp thư này (smtp-550)"],
        ["thư điện tử", "đã chuyển đi, chưa rõ đã đến", ""],
        ["", "không nhắc được", "không có đầu mối nhận được"],
    ]
    assert rows[-1][5:] == ["chưa nhận được lời nhắc nào", "", "", "", "", "", ""]


async def page_with(told: list[Card]) -> list[str]:
    """The pieces of the page."""

    async def all_of_them() -> list[Card]:
        return told

    return [piece async for piece in late_page(plan(), all_of_them)]


async def test_the_page_says_plainly_where_nothing_came() -> None:
    head, *rest = await page_with(await cards(reminded("accepted", "failed")))
    page = "".join(rest).replace(NO_BREAK, " ")
    assert "Nội dung trễ hạn" in head, "sent before what is late is read"
    assert "chưa nhận được lời nhắc nào" in page
    assert "thư điện tử: đã chuyển đi, chưa rõ đã đến, 08:00 ngày 18/10/2022" not in page
    assert "thư điện tử: đã chuyển đi, chưa rõ đã đến, 08:00 ngày 17/10/2022" in page
    assert "<td>hết ngày 19/10/2022</td>" in page
    assert "Không có nội dung nào trễ hạn" in "".join(await page_with([]))
