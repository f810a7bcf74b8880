"""Before a plan is published or amended, what it will send is told by what stands in the log."""

from datetime import date

from cli.plans.live import stand_ins
from cli.rehearse.assuming import Assumed, Told, facts_after, facts_of
from cli.rehearse.carrying import Carriers
from cli.rehearse.playing import play
from cli.rehearse.rehearsing import rehearsed
from contracts import topology
from contracts.commands import AmendPlan
from contracts.envelope import batch_of, encode, wrap
from contracts.outgoing import Contacts
from contracts.plan import Amending, Plan
from services.notifier.domain.masking import seen
from services.notifier.settings import Settings
from tests.cli.given import PLAN, UNITS, plan_with, units_of
from tests.cli.plans.trips import put
from tests.cli.rehearse.given import ISSUE, PEOPLE, at, rehearse, told

BOOK = [Contacts.model_validate(one) for one in PEOPLE]


def test_an_amendment_is_told_by_what_was_sent_before_it() -> None:
    """What went out does not go out again; that the deadline moved is told at once, and its ladder
    comes anew.
    """
    whole = Plan.model_validate(PLAN)
    facts = facts_of(whole, units_of(UNITS).values(), Assumed(ISSUE))
    until = at(18, 9)
    said = play(facts, BOOK, Assumed(ISSUE), Carriers(), Settings()).said
    log = [*facts.told]
    log += [
        Told(
            fact.at,
            topology.message_facts(fact.plan, fact.unit),
            batch_of([encode(wrap(fact, id=str(n), source="test"))]),
        )
        for n, fact in enumerate(said)
        if fact.at < until
    ]
    later = put("/owed/0/deadline", {"day": "2022-10-27"})
    document = Amending(number="20/KH-UBND", day=date(2022, 10, 18), signer="Nguyễn Văn Mẫu")
    amended = AmendPlan(
        plan=Plan.model_validate(plan_with(later)), reason="Lùi hạn", document=document
    )
    assumed = Assumed(until)

    outcome = rehearsed(
        amended.plan, facts_after(log, amended, assumed), BOOK, assumed, Carriers(), quiet=True
    )

    thu, number = "thu@huyen-1.example", "0900000001"
    assert sorted(told(outcome)) == [
        (at(18, 9), "email", thu, [("huyen-1", "amended")]),
        (at(24, 8), "email", thu, [("huyen-1", "truoc")]),
        (at(24, 8), "sms", number, [("huyen-1", "truoc")]),
        (at(29, 7), "sms", number, [("huyen-1", "sau")]),
    ]


def test_whose_address_is_masked_is_reached_all_the_same() -> None:
    """As many messages to as many people of a unit, and nobody's address."""
    masked = stand_ins({one.unit: seen(one) for one in BOOK})
    facts = facts_of(Plan.model_validate(PLAN), units_of(UNITS).values(), Assumed(ISSUE))
    outcome = rehearsed(
        Plan.model_validate(PLAN), facts, masked, Assumed(ISSUE), Carriers(), quiet=True
    )
    plain = [(when, how, about) for when, how, _, about in told(rehearse())]
    assert sorted((when, how, about) for when, how, _, about in told(outcome)) == sorted(plain)
    assert {one.name for one in outcome.rows} == {"L. T.", "V. M."}
    assert not any("huyen" in one.address or "xa-1" in one.address for one in outcome.rows)
