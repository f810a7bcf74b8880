"""Where duties stand."""

from datetime import date

import pytest

from contracts.facts import (
    ActivityHeld,
    DocumentAttached,
    DocumentRegistered,
    DutyChanged,
    DutyExtended,
    NothingDeclared,
    PlanPublished,
    ReportRedacted,
)
from contracts.records import Incoming, Signed
from services.notifier.domain.standing import Situation
from services.notifier.domain.stops.brake import concerned
from services.notifier.domain.told.heed import heeded
from tests.notifier.campaign import (
    ABOUT,
    DUE,
    amended,
    approves,
    at,
    duty,
    excused,
    extended,
    key,
    met,
    opened,
    owes,
    participant,
    plan,
    receipt,
    reopened,
    rung,
    situation,
)

LATER = at(10, 25, 0)
SAID = {**ABOUT, "receipt": receipt(at(10, 1))}
PAPER = Signed(number="95/BC-UBND", day=date(2022, 10, 18))


def standing(*facts):
    return situation(*facts).duties["bao-cao"]


def test_an_opened_duty_is_owing_until_it_is_met():
    """Open, then met."""
    assert standing(opened()).status == "owing"
    assert standing(opened(), met(at(10, 12))).status == "met"


def test_a_late_word_about_an_earlier_round_leaves_the_present_round_owing():
    """A return opened round 1; then an older command turns out to have met round 0."""
    facts = [opened(), met(at(10, 12)), reopened(at(10, 21), LATER, 1), met(at(10, 11))]
    assert standing(*facts).status == "owing"


def test_an_extension_moves_the_due_moment_and_keeps_the_old_one_known():
    """The old one's rungs must be settled too."""
    found = standing(opened(), extended(at(10, 12), LATER))
    assert (found.due, found.dues) == (LATER, (DUE, LATER))


def test_an_amended_plan_does_not_move_the_clock_of_a_return():
    """Round 0 moved; the present round is 1."""
    found = standing(
        opened(), met(at(10, 12)), reopened(at(10, 21), LATER, 1), extended(at(10, 22), at(11, 1))
    )
    assert found.due == LATER
    assert set(found.dues) == {DUE, LATER, at(11, 1)}


def test_the_reason_why_a_rung_is_needless():
    """Moved goes before what became of the duty."""
    assert situation(opened()).needless(key("b3")) is None
    assert situation(opened(), met(at(10, 12))).needless(key("b3")) == "met"
    assert situation(opened(), excused(at(10, 12))).needless(key("b3")) == "excused"
    assert situation(opened(), extended(at(10, 12), LATER)).needless(key("b3")) == "moved"
    assert situation(opened()).needless(key("unknown-rung")) == "moved"


def test_a_rung_is_overtaken_when_a_later_one_is_due_and_not_before():
    """b1 is due on 18/10 at 08:00."""
    known: Situation = situation(opened())
    assert not known.overtaken(key("b3"), at(10, 18, 7, 59))
    assert known.overtaken(key("b3"), at(10, 18, 8))
    assert not known.overtaken(key("a1"), at(12, 1))


def test_whatever_changes_a_duty_is_heeded_and_an_activity_is_not():
    """The many facts about activities cost no look at the log."""
    history = [opened(), extended(at(10, 12), LATER), met(at(10, 13)), reopened(at(10, 14))]
    for fact in [*history, excused(at(10, 15))]:
        assert heeded(fact)
    assert not heeded(ActivityHeld(**SAID, activity="a-1"))


@pytest.mark.parametrize(
    "fact",
    [
        NothingDeclared(**SAID, duty="dang-ky", reason="no-occurrence"),
        ReportRedacted(
            **SAID, owed="bao-cao", version=1, field="summary", start=0, end=3, reason="nêu tên"
        ),
        DocumentAttached(**SAID, owed="bao-cao", signed=PAPER),
        DocumentRegistered(
            **SAID, owed="bao-cao", incoming=Incoming(number="12", day=PAPER.day), counts_from=DUE
        ),
    ],
)
def test_what_a_document_says_moves_no_timer_by_itself(fact):
    """What it means for a duty is said by a fact about that duty."""
    assert not heeded(fact)
    assert situation(opened(), fact).duties == situation(opened()).duties


def test_a_changed_duty_is_called_anew_and_stands_as_it_stood():
    """Another title, the same clock; who is reminded may be somebody else."""
    changed = DutyChanged(
        **SAID, duty=duty(LATER).model_copy(update={"title": "Báo cáo nhanh"}), reason="sửa"
    )
    found = standing(opened(), met(at(10, 12)), changed)
    assert (found.duty.title, found.status, found.due, found.dues) == (
        "Báo cáo nhanh", "met", DUE, (DUE,),
    )  # fmt: skip
    assert heeded(changed)


def test_the_rungs_of_an_entry_are_those_of_each_instance_of_it():
    """A rung names the plan's entry; a recurring one has a duty for each period."""
    weeks = [
        owes(f"bao-cao_2026-w{n}", "Tuần", owed="bao-cao", period=f"2026-w{n}") for n in (1, 2)
    ]
    known = situation(*weeks, owes("khac", "Việc khác"))
    assert [r.id for r in known.rungs("bao-cao_2026-w1")] == ["b3", "b1", "a1"]
    assert known.rungs("bao-cao_2026-w1") == known.rungs("bao-cao_2026-w2")
    assert known.rungs("khac") == []


def test_an_approval_has_the_rungs_that_name_it():
    """And not those of the report that is approved."""
    of = plan(ladder=[rung("b1", -1), rung("x1", -1, owed=["bao-cao_approval"])])
    known = situation(opened(of=of), approves(), of=of)
    assert [r.id for r in known.rungs("bao-cao_approval")] == ["x1"]
    assert known.bearer("bao-cao_approval") == "ubnd-tinh"
    assert known.bearer("bao-cao") == "binh-son"


def test_the_collecting_office_writes_no_letters_to_itself():
    """Neither of what it owes nor of what it is to approve."""
    own = plan(collecting_office="binh-son")
    assert situation(opened(of=own), of=own).rungs("bao-cao") == []
    of = plan(ladder=[rung("x1", -1, owed=["bao-cao_approval"])])
    known = situation(opened(of=of), approves(bearer="so-tttt"), of=of)
    assert known.rungs("bao-cao_approval") == []


def test_nobody_is_reminded_while_force_majeure_holds():
    """Rungs before its end are needless, those after it are not."""
    stormy = DutyExtended(
        **SAID, duty="bao-cao", round=0, due=LATER, reason="bão số 5", quiet_until=at(10, 22, 0)
    )
    known = situation(opened(), stormy)
    assert known.needless(key("b3", LATER)) == "moved"  # due on 19/10
    assert known.needless(key("b1", LATER)) == "moved"  # due on 21/10
    assert known.needless(key("a1", LATER)) is None
    later = situation(opened(), stormy, extended(at(10, 15), at(10, 28)))
    assert later.needless(key("b1", at(10, 28))) is None
    assert later.needless(key("b3", at(10, 25))) == "moved"


def test_an_amended_plan_concerns_its_units_and_a_published_one_nobody_yet():
    """Its duties are not open."""
    fields = {"plan": plan(), "participants": [participant()], "receipt": receipt(at(9, 15))}
    assert concerned(PlanPublished(**fields)) == []
    assert concerned(amended(plan())) == ["binh-son"]
