"""A joint activity counts exactly once, in every history (obligations, sections 3 and 6)."""

from collections import defaultdict
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contracts.commands import DeclareActivity, VoidActivity, WithdrawActivity
from services.reporting.application.reading import Reading
from services.reporting.domain.claims.joint import groups
from services.reporting.domain.counting.contribution import add_up
from services.reporting.domain.counting.counts import PlanCounts
from services.reporting.domain.document import Document
from services.reporting.domain.documents import GONE, ActivityDocument
from services.reporting.domain.totals import KindTotal
from tests.registry import plans
from tests.registry.plans import OFFICE
from tests.reporting.answers import MemoryAnswers
from tests.reporting.given.campaigns import entry
from tests.reporting.given.province import Province
from tests.reporting.given.strategies import unhurried
from tests.reporting.given.territories import Reorganised, Territory
from tests.reporting.memory import MemoryViews

PLAN = "cds-2022"
UNITS = ("a", "b", "c")
OUTSIDE = {"outside": "vnpt-ngay-hoi"}
HERE = {"title": "Ảnh", "link": "https://cds.example/anh", "sha256": "a" * 64}


def lead(unit: str, name: str = "x") -> dict[str, str]:
    return {"unit": unit, "activity": name}


class Told(Province):
    """Three units that declare activities; an hour passes with each command."""

    def __init__(self) -> None:
        units = {name: Territory(0, {0: frozenset({n})}) for n, name in enumerate(UNITS)}
        super().__init__(Reorganised(units), [entry("bao-cao")])
        self._hour = 8

    def declare(
        self,
        unit: str,
        name: str = "x",
        *,
        people: int = 0,
        joint: dict[str, str] | None = None,
        status: str = "planned",
        **changes: Any,
    ) -> None:
        account = {"figures": [{"indicator": "su-kien", "value": people}]}
        record = plans.activity(
            name,
            assignments=["viec"],
            status=status,
            joint_with=joint,
            planned=account,
            actual=account if status == "held" else None,
            **changes,
        )
        self.say(DeclareActivity, unit, activity=record)

    def withdraw(self, unit: str, name: str = "x") -> None:
        self.say(WithdrawActivity, unit, activity=name)

    def void(self, unit: str, name: str = "x") -> None:
        self.say(VoidActivity, unit, by=OFFICE, activity=name, reason="Trùng")

    def say(self, command: Any, unit: str, by: str | None = None, **fields: Any) -> None:
        self._hour += 1
        self.take(command, unit, self._hour, by or unit, **fields)

    def total(self) -> KindTotal:
        return self.consolidated().totals.activities

    def people(self) -> tuple[Any, Any]:
        """Planned, and of what was held."""
        one = self.consolidated().totals.indicators[0]
        return one.planned.value, one.held.value

    def loose(self) -> list[tuple[str, str, bool]]:
        """Whose records are loose, what became of the lead's, and whether this one counts."""
        return [(one.unit.id, one.lead, one.counted) for one in self.consolidated().loose_joints]


def both(**lead_: Any) -> Told:
    """B's activity is led by A."""
    told = Told()
    told.declare("a", people=300, **lead_)
    told.declare("b", people=110, joint=lead("a"))
    return told


def test_the_leads_record_counts_and_the_partners_is_shown_as_joint() -> None:
    told = both()
    assert (told.total().total, told.total().joint, told.people()) == (1, 1, (300, None))
    assert told.loose() == []


def test_while_the_leads_record_is_missing_the_partners_counts_and_once_it_comes_the_leads() -> (
    None
):
    told = Told()
    told.declare("b", people=110, joint=lead("a"))
    told.declare("c", people=100, joint=lead("a"))
    assert (told.total().total, told.total().joint, told.people()) == (1, 1, (110, None))
    assert told.loose() == [("b", "missing", True), ("c", "missing", False)]
    told.declare("a", people=300)
    assert (told.total().total, told.total().joint, told.people()) == (1, 2, (300, None))
    assert told.loose() == []


def test_a_lead_that_was_withdrawn_or_voided_is_replaced_by_its_partner() -> None:
    for gone in ("withdrawn", "voided"):
        told = both()
        (told.withdraw if gone == "withdrawn" else told.void)("a")
        assert (told.total().total, told.total().joint, told.people()) == (1, 0, (110, None))
        assert getattr(told.total(), gone) == 1
        assert told.loose() == [("b", gone, True)]
        told.withdraw("b")
        assert (told.total().total, told.total().joint, told.loose()) == (0, 0, [])


def test_a_lead_left_planned_while_its_partner_held_it_is_joint() -> None:
    told = both()
    told.declare("b", people=120, joint=lead("a"), status="held")
    assert (told.total().held, told.total().planned, told.total().joint) == (1, 0, 1)
    assert told.people() == (120, 120)
    assert told.loose() == [("b", "planned", True)]
    told.declare("a", people=310, status="held")
    assert (told.total().held, told.total().joint, told.people()) == (1, 1, (310, 310))


def test_a_chain_and_a_circle_are_one_activity() -> None:
    told = both()
    told.declare("c", people=100, joint=lead("b"))
    assert (told.total().total, told.total().joint, told.people()) == (1, 2, (300, None))
    told.declare("a", people=300, joint=lead("c"))
    assert (told.total().total, told.total().joint, told.people()) == (1, 2, (300, None))
    assert {state for _, state, _ in told.loose()} == {"circle"}
    told.withdraw("b")
    assert (told.total().total, told.total().joint) == (1, 1)


def test_an_activity_led_outside_the_directory_counts_once_by_its_key() -> None:
    told = Told()
    told.declare("a", people=500, joint=OUTSIDE)
    told.declare("b", people=480, joint=OUTSIDE)
    told.declare("c", people=70, joint={"outside": "ngay-khac"})
    assert (told.total().total, told.total().joint, told.people()) == (2, 1, (570, None))
    assert told.loose() == [("a", "outside", True), ("b", "outside", False), ("c", "outside", True)]


def test_evidence_of_one_joint_activity_is_not_repeated_whoever_carries_it() -> None:
    """Through a chain, too; a voided record claims nothing."""
    told = both(evidence=[HERE])
    told.declare("b", joint=lead("a"), evidence=[HERE])
    told.declare("c", joint=lead("b"), evidence=[HERE])
    assert told.consolidated().repeated_evidence == ()
    told.withdraw("a")
    assert told.consolidated().repeated_evidence == ()
    told.declare("c", "y", evidence=[HERE])
    [piece] = told.consolidated().repeated_evidence
    assert [(one.unit, one.activity) for one in piece.claims] == [
        ("b", "x"),
        ("c", "x"),
        ("c", "y"),
    ]
    told.void("c", "y")
    assert told.consolidated().repeated_evidence == ()


@st.composite
def histories(draw: st.DrawFn) -> Told:
    told = Told()
    leads = [lead(unit, name) for unit in UNITS for name in "xy"]
    for _ in range(draw(st.integers(1, 14))):
        unit, name = draw(st.sampled_from(UNITS)), draw(st.sampled_from("xy"))
        match draw(st.sampled_from("dddddwv")):
            case "d":
                joint = draw(st.sampled_from([None, OUTSIDE, *leads, *leads]))
                status = draw(st.sampled_from(["planned", "postponed", "held"]))
                people = draw(st.integers(0, 50))
                told.declare(unit, name, people=people, joint=joint, status=status)
            case "w":
                told.withdraw(unit, name)
            case _:
                told.void(unit, name)
    return told


def naive(records: list[ActivityDocument]) -> list[list[ActivityDocument]]:
    """Which records are about one activity, by joining sets until nothing changes."""
    sets = [{one.key} for one in records]
    for one in records:
        joint = one.record.joint_with
        if joint is not None:
            other = joint.outside or f"{PLAN}/{joint.unit}/{joint.activity}"
            touching = [found for found in sets if found & {one.key, other}]
            sets = [found for found in sets if found not in touching]
            sets.append({one.key, other}.union(*touching))
    return [[one for one in records if one.key in found] for found in sets]


@unhurried
@given(histories())
async def test_every_activity_counts_once_by_a_plain_recount(told: Told) -> None:
    documents = told.documents()
    records = documents.all(ActivityDocument)
    alive = [[one for one in same if one.status not in GONE] for same in naive(records)]
    alive = [same for same in alive if same]
    total, totals = told.total(), told.consolidated().totals
    assert total.total == len(alive)
    assert total.joint == sum(len(same) - 1 for same in alive)
    assert total.held == sum(any(one.status == "held" for one in same) for same in alive)
    assert total.total == total.planned + total.postponed + total.held
    people = 0
    for same in alive:
        held = [one for one in same if one.status == "held"] or same
        led = [one for one in held if one.record.joint_with is None] or held
        first = min(led, key=lambda one: (one.declared_at, one.key))
        people += int(first.record.planned.figures[0].value or 0)
    assert (totals.indicators[0].planned.value or 0) == people
    assert totals.indicators[0].planned.of == len(alive)
    views = MemoryViews()
    views.documents = {(type(one), one.key): one for one in documents.all(Document)}
    views.counts = {PLAN: PlanCounts(add_up(documents.all(Document))[PLAN])}
    assert (await Reading(MemoryAnswers(views)).totals(PLAN)).activities == total


@unhurried
@given(histories())
def test_rows_count_what_totals_count_and_loose_records_are_those_that_carry_for_a_lead(
    told: Told,
) -> None:
    report = told.consolidated()
    for status in ("planned", "postponed", "held", "withdrawn", "voided", "joint"):
        rows = sum(getattr(row.activities, status) for row in report.rows)
        assert rows == getattr(report.totals.activities, status)
    loose = [group for group in groups(told.documents().all(ActivityDocument)) if group.loose]
    assert sum(one.counted for one in report.loose_joints) == len(loose)


@unhurried
@given(histories(), st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order_of_records(told: Told, random: Any) -> None:
    records = told.documents().all(ActivityDocument)
    found = groups(records)
    random.shuffle(records)
    assert {one.lead: one for one in groups(records)} == {one.lead: one for one in found}
    by_lead = defaultdict(set)
    for group in found:
        by_lead[group.lead].update(one.key for one in group.records)
    assert sum(map(len, by_lead.values())) == len({*()}.union(*by_lead.values()))
