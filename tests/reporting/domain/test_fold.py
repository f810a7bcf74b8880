"""Folding: the same facts give the same documents and totals, however they are cut and mixed."""

import random
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from contracts import topology
from contracts.calendar import CalendarRecord, DecreedDay
from contracts.facts import CalendarRecorded, CommandAnswered, DutyExtended, PlanApplied
from runtime.ports import Stored
from services.reporting.domain.counting.counts import (
    CompletenessCount,
    DutyCount,
    FigureCount,
)
from services.reporting.domain.document import Document, Documents
from services.reporting.domain.documents import DutyDocument
from services.reporting.domain.filing.documents import ReportDocument
from services.reporting.domain.fold import alphabetical, plan_of, touches
from tests.reporting.given.facts import DIRECT, Campaign, facts_in
from tests.reporting.given.folded import fold_all
from tests.reporting.given.moves import play
from tests.reporting.given.records import DUE, PLAN
from tests.reporting.given.strategies import moves, unhurried
from tests.reporting.recount import add_up, assert_kept, by_key, in_batches


@unhurried
@given(moves, st.lists(st.integers(1, 30), min_size=1, max_size=5))
def test_totals_after_any_batching_equal_recomputation(moves, sizes) -> None:
    """Contributions that were added batch by batch are those of the documents as they stand."""
    facts = play(moves).facts
    whole = fold_all(facts, Documents())
    documents, totals = in_batches(facts, sizes)
    assert by_key(documents) == by_key(whole)
    assert_kept(documents)
    assert totals == add_up(whole.all(Document))[PLAN]


@unhurried
@given(moves, st.randoms(use_true_random=False))
def test_the_order_of_subjects_does_not_matter(moves, chance: random.Random) -> None:
    """Two replicas fold different subjects at once, so only the order within one may count."""
    log = play(moves).log
    subjects: dict[str, list[Stored]] = {}
    for message in log:
        subjects.setdefault(message.subject, []).append(message)
    mixed: list[Stored] = []
    while waiting := [subject for subject in subjects.values() if subject]:
        mixed.append(chance.choice(waiting).pop(0))
    mixed_up, in_order = (fold_all(facts_in(said), Documents()) for said in (mixed, log))
    assert by_key(mixed_up) == by_key(in_order)


@unhurried
@given(moves)
def test_documents_survive_being_stored_as_json(moves) -> None:
    """What is read back equals what was written, to the microsecond."""
    for document in fold_all(play(moves).facts, Documents()).all(Document):
        assert type(document).model_validate(document.model_dump(mode="json")) == document


def test_judging_round_0_again_does_not_close_the_round_of_a_return() -> None:
    """A plan that moves the first deadline has it judged anew; a returned report stays owed."""
    campaign = Campaign().begin()
    campaign.submit("ba-to", "", 1)
    campaign.give_back("ba-to", "", 1)
    campaign._parts["ba-to"].duties["report"] = (0, *campaign._parts["ba-to"].duties["report"][1:])
    campaign.tell("ba-to", *campaign.meets("ba-to", "report"))
    totals = add_up(fold_all(campaign.facts, Documents()).all(Document))[PLAN]
    assert totals[DutyCount("report", "report", "owing")] == 3
    assert totals[DutyCount("report", "report", "met")] == 0


def test_what_changes_no_view_is_passed_over() -> None:
    """Answers to commands and the revision that a part follows stand in the log beside facts."""
    campaign = Campaign().begin()
    before = by_key(fold_all(campaign.facts, Documents()))
    refused = CommandAnswered(receipt=campaign.receipt("ba-to"), outcome="refused")
    campaign.tell("ba-to", refused, PlanApplied(revision=2, **campaign.about("ba-to")))
    campaign.say(topology.plan_facts(PLAN), refused)
    campaign.say(topology.directory_facts("ba-to"), refused)
    assert by_key(fold_all(campaign.facts, Documents())) == before


def test_a_report_that_passes_through_the_parent_counts_once_it_is_approved() -> None:
    """Submitted, it awaits the parent; a correction awaits it again; then the office accepts."""
    campaign, unit = Campaign().begin(), "ba-to"

    def stands() -> tuple[str, bool, bool, int]:
        documents = fold_all(campaign.facts, Documents())
        last = max(documents.all(ReportDocument), key=lambda report: report.version)
        totals = add_up(documents.all(Document))[PLAN]
        assert totals[CompletenessCount("report", "awaiting")] == last.awaiting
        assert totals[CompletenessCount("report", "counted")] == last.counts
        gave = totals[FigureCount("reported", "report", "luot", "flow", "gave")]
        return last.status, last.awaiting, last.counts, gave

    campaign.submit(unit, "", DIRECT + 1)
    assert stands() == ("submitted", True, False, 0)
    campaign.accept(unit, "", 1)
    assert stands() == ("approved", False, True, 1)
    campaign.submit(unit, "", DIRECT + 2)
    assert stands() == ("submitted", True, False, 0)
    campaign.accept(unit, "", 1)
    campaign.accept(unit, "")
    assert stands() == ("accepted", False, True, 1)
    campaign.give_back(unit, "", 1)
    assert stands() == ("returned", False, False, 0)


def test_names_stand_in_the_order_of_the_vietnamese_alphabet() -> None:
    """Đ follows D, ă and â follow a, and tones decide only between equal letters."""
    wanted = ["Ba Tơ", "Bà Rịa", "Bả Lả", "Bã Mã", "Bá Na", "Bạ Na", "Bă", "Bâ", "Dung", "Đức Phổ"]
    letters_first = sorted(wanted, key=alphabetical)
    assert letters_first.index("Dung") < letters_first.index("Đức Phổ")
    assert letters_first[-4:] == ["Bă", "Bâ", "Dung", "Đức Phổ"]
    assert sorted(["má", "ma", "mạ", "mã", "mả", "mà"], key=alphabetical) == [
        "ma", "mà", "mả", "mã", "má", "mạ",
    ]  # fmt: skip


def test_a_due_moment_keeps_its_last_microsecond() -> None:
    """An inclusive deadline with an hour ends one microsecond after it."""
    campaign = Campaign().begin()
    due = DUE["report"] + timedelta(microseconds=1)
    moved = {"duty": "report", "round": 0, "due": due, "reason": "gia hạn"}
    campaign.tell("ba-to", DutyExtended.model_validate({**moved, **campaign.about("ba-to")}))
    duty = fold_all(campaign.facts, Documents()).get(DutyDocument, f"{PLAN}/ba-to/report")
    assert DutyDocument.model_validate(duty.model_dump(mode="json")).due == due


def test_decreed_days_change_no_view() -> None:
    """They move reminders alone; what was owed and told stays as it is."""
    day = DecreedDay(day=DUE["report"].date(), working=False, name="Nghỉ bão")
    receipt = Campaign().receipt("operator")
    fact = CalendarRecorded(record=CalendarRecord(days=[day]), receipt=receipt)
    assert touches(fact) == ()
    assert [*fold_all([fact], Documents()).changed()] == []
    assert plan_of(fact) is None
