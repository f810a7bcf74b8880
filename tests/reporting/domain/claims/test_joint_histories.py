"""In every history that the registry decides a joint activity counts once: a plain recount."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.claims.documents import GONE, ActivityDocument
from services.reporting.domain.claims.joint import groups
from services.reporting.domain.counting.counts import LookCount, PlanCounts
from services.reporting.domain.document import Document
from services.reporting.domain.fold import ViewFact
from tests.reporting.answers import MemoryAnswers, reading_all
from tests.reporting.given.joint import OUTSIDE, UNITS, Told, lead
from tests.reporting.given.strategies import unhurried
from tests.reporting.memory import MemoryViews
from tests.reporting.recount import add_up, assert_kept, by_key, in_batches
from tests.thorough import thorough

PLAN = "cds-2022"
EVIDENCE = [
    {"title": "Ảnh", "link": f"https://cds.example/{link}", "sha256": sha}
    for link, sha in (("1", None), ("1", "a" * 64), ("2", "a" * 64), ("2", "b" * 64))
]


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
                shown = draw(st.lists(st.sampled_from(EVIDENCE), max_size=2, unique_by=str))
                given_ = {"joint": joint, "status": status, "evidence": shown}
                told.declare(unit, name, people=people, **given_)
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


@thorough
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
    assert (await reading_all(MemoryAnswers(views)).totals(PLAN)).activities == total


@unhurried
@given(histories(), st.lists(st.integers(1, 5), min_size=1, max_size=4), st.randoms())
def test_however_facts_are_cut_and_mixed_each_record_is_marked_as_by_a_look_at_all(
    told: Told, sizes: list[int], random: Any
) -> None:
    """One unit's fact marks records of others, which are not in its batch."""
    whole = told.documents()
    documents, totals = in_batches(mixed(told, random), sizes)
    assert by_key(documents) == by_key(whole)
    assert_kept(documents)
    assert totals == add_up(whole.all(Document))[PLAN]
    records = documents.all(ActivityDocument)
    shares = sum(one.shares for one in records)
    alive = [[one for one in same if one.status not in GONE] for same in naive(records)]
    assert shares == sum(len(same) - 1 for same in alive if same)
    assert {one.key for one in records if one.repeats} == repeating(records)


def repeating(records: list[ActivityDocument]) -> set[str]:
    """Of which activities some evidence is also that of another one."""
    activity_of = {one.key: n for n, same in enumerate(naive(records)) for one in same}
    return {
        one.key
        for one in records
        for other in records
        if one.status not in GONE and other.status not in GONE
        if activity_of[one.key] != activity_of[other.key] and {*one.marks} & {*other.marks}
    }


def mixed(told: Told, random: Any) -> list[ViewFact]:
    """The facts in an order that keeps each unit's own: what comes before a unit's first first."""
    lanes: dict[str, list[ViewFact]] = {}
    for fact in told.facts:
        lanes.setdefault(getattr(fact, "unit", ""), []).append(fact)
    found, waiting = lanes.pop(""), [*lanes.values()]
    while waiting := [lane for lane in waiting if lane]:
        found.append(random.choice(waiting).pop(0))
    return found


@unhurried
@given(histories())
def test_rows_count_what_totals_count_and_loose_records_are_those_that_carry_for_a_lead(
    told: Told,
) -> None:
    report = told.consolidated()
    for status in ("planned", "postponed", "held", "withdrawn", "voided", "joint"):
        rows = sum(getattr(row.activities, status) for row in report.rows)
        assert rows == getattr(report.totals.activities, status)
    documents = told.documents()
    loose = [group for group in groups(documents.all(ActivityDocument)) if group.loose]
    assert sum(one.counted for one in report.loose_joints) == len(loose)
    assert add_up(documents.all(Document))[PLAN][LookCount("loose")] == len(report.loose_joints)


@unhurried
@given(histories(), st.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order_of_records(told: Told, random: Any) -> None:
    records = told.documents().all(ActivityDocument)
    found = groups(records)
    random.shuffle(records)
    assert {one.lead: one for one in groups(records)} == {one.lead: one for one in found}
    keys = [one.key for group in found for one in group.records]
    assert len(keys) == len({*keys})
