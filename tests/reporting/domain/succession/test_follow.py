"""Following successors: who stands for whom on a day, and nothing is lost or counted twice."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from contracts.facts import DutyExcused
from contracts.unit import Dated, Unit
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.succession.follow import follow
from services.reporting.domain.succession.heir import Heir, HeirIndicator
from tests.reporting.given.facts import Campaign
from tests.reporting.given.folded import fold_all
from tests.reporting.given.moves import play
from tests.reporting.given.records import PLAN, UNITS
from tests.reporting.given.strategies import moves, unhurried

BEFORE, TURN, LATER = date(2022, 10, 1), date(2025, 7, 1), date(2027, 1, 1)
ADDED = ("total", "met", "owing", "excused", "on_time", "late")


def unit(name: str, *heirs: str, begins: date | None = None, ends: date | None = None) -> Unit:
    names = [Dated(value=UNITS.get(name, f"Xã {name}"))]
    return Unit(id=name, names=names, valid_from=begins, valid_to=ends, successors=list(heirs))


def directory(*changed: Unit) -> dict[str, Unit]:
    """The three units of the plan, with these in place of them or beside them."""
    return {name: unit(name) for name in UNITS} | {one.id: one for one in changed}


def merged(*names: str, heir: str = "xa") -> dict[str, Unit]:
    ended = [unit(name, heir, ends=TURN) for name in names]
    return directory(*ended, unit(heir, begins=TURN))


def reported() -> Campaign:
    campaign = Campaign().begin()
    campaign.submit("ba-to", "", 4)
    campaign.submit("binh-son", "", 7)
    campaign.excuse("binh-son", "declare")
    return campaign


def report(campaign: Campaign) -> Consolidated:
    documents = fold_all(campaign.facts, Documents())
    plan = documents.get(PlanDocument, PLAN)
    return consolidate(documents, plan, datetime(2022, 12, 1, tzinfo=UTC))


def heirs(campaign: Campaign, units: Mapping[str, Unit], day: date = TURN) -> dict[str, Heir]:
    return {
        heir.unit.id: heir for heir in follow(published(campaign), report(campaign), units, day)
    }


def published(campaign: Campaign) -> PlanDocument:
    return fold_all(campaign.facts, Documents()).get(PlanDocument, PLAN)


def indicator(heir: Heir, name: str) -> HeirIndicator:
    return next(one for one in heir.indicators if one.indicator == name)


def stands(found: Mapping[str, Heir]) -> dict[str, list[str]]:
    return {name: [one.id for one in heir.stands_for] for name, heir in found.items()}


def test_before_the_reorganisation_every_unit_stays_itself() -> None:
    """A 2022 campaign renders against 2022, whatever became of its units since."""
    found = heirs(reported(), merged("ba-to", "binh-son"), BEFORE)
    assert stands(found) == {name: [name] for name in UNITS}
    assert not any(heir.ended for heir in found.values())
    rows = report(reported()).rows
    assert [heir.unit for heir in found.values()] == [row.unit for row in rows]


def test_merged_units_add_up_under_their_successor() -> None:
    """n:1: duties, sums, stocks, both numbers of ratios and money of each source."""
    found = heirs(reported(), merged("ba-to", "binh-son"))
    assert stands(found) == {"xa": ["binh-son", "ba-to"], "ly-son": ["ly-son"]}
    heir = found["xa"]
    assert (heir.unit.name, heir.ended, heir.split_among) == ("Xã xa", False, ())
    assert [getattr(heir.duties, name) for name in ADDED] == [4, 2, 1, 1, 2, 0]
    luot, to, ratio = (indicator(heir, name).reported for name in ("luot", "to", "truc-tuyen"))
    assert (luot.value, luot.gave, luot.of) == (11, 2, 2)
    assert (to.value, to.qualifier, to.hedged) == (11, "hơn", 1)
    assert (ratio.numerator, ratio.denominator) == (11, 24)
    assert heir.money.reported.amount == 33
    amounts = {one.source: one.reported.amount for one in heir.by_source}
    assert amounts == {"ngan-sach": 11, "xhh": 22}
    assert indicator(found["ly-son"], "luot").reported.value is None


def test_what_is_never_added_is_told_one_by_one() -> None:
    """People and words of merged units stand beside each other, each under its old name."""
    heir = heirs(reported(), merged("ba-to", "binh-son"))["xa"]
    people, words = indicator(heir, "nguoi-thi"), indicator(heir, "nhan-xet")
    assert (people.reported.value, people.reported.gave) == (None, 2)
    assert [(one.unit.name, one.figure.value) for one in people.told] == [
        ("Huyện Bình Sơn", 7),
        ("Huyện Ba Tơ", 4),
    ]
    assert [one.figure.text for one in words.told] == ["Nhận xét 7", "Nhận xét 4"]
    assert indicator(heir, "luot").told == ()


def test_who_reported_was_asked_even_if_excused_since() -> None:
    """So that no more gave a figure than were asked for it."""
    campaign = Campaign().begin()
    campaign.submit("ba-to", "", 4)
    excused = {"duty": "report", "reason": "bão số 5", **campaign.about("ba-to")}
    campaign.tell("ba-to", DutyExcused.model_validate(excused))
    found = heirs(campaign, merged("ba-to"))
    assert indicator(found["xa"], "luot").reported.of == 1
    whole = next(one for one in report(campaign).totals.indicators if one.indicator == "luot")
    assert whole.reported.of == 3


def test_a_split_unit_keeps_its_figures_under_its_old_name() -> None:
    """1:n: nobody knows how its figures divide, so its heirs are named and given nothing."""
    ends = unit("ba-to", "xa-1", "xa-2", ends=TURN)
    found = heirs(reported(), directory(ends, unit("xa-1", begins=TURN), unit("xa-2", begins=TURN)))
    assert stands(found) == {name: [name] for name in UNITS}
    heir = found["ba-to"]
    assert (heir.unit.name, heir.ended) == ("Huyện Ba Tơ", True)
    assert [one.name for one in heir.split_among] == ["Xã xa-1", "Xã xa-2"]
    assert indicator(heir, "luot").reported.value == 4


def test_a_renamed_or_promoted_unit_is_itself_under_its_new_name() -> None:
    """Lý Sơn: no succession, the names are dated; its predecessor's name is the plan's."""
    names = [
        Dated(value="Huyện Lý Sơn", valid_to=TURN),
        Dated(value="Đặc khu Lý Sơn", valid_from=TURN),
    ]
    found = heirs(reported(), directory(Unit(id="ly-son", names=names)))
    heir = found["ly-son"]
    assert (heir.unit.name, heir.stands_for[0].name) == ("Đặc khu Lý Sơn", "Huyện Lý Sơn")
    assert (heir.ended, heir.split_among) == (False, ())


def test_two_reorganisations_are_followed_one_after_the_other() -> None:
    """A chain of two steps: between them the first heir stands, after them the second."""
    units = directory(
        unit("ba-to", "xa-1", ends=TURN),
        unit("xa-1", "xa-2", begins=TURN, ends=LATER),
        unit("xa-2", begins=LATER),
    )
    assert stands(heirs(reported(), units, TURN))["xa-1"] == ["ba-to"]
    assert stands(heirs(reported(), units, LATER))["xa-2"] == ["ba-to"]


def test_a_participant_that_takes_over_another_adds_it_to_its_own() -> None:
    """It stands where the first of them stood, once."""
    found = heirs(reported(), directory(unit("binh-son", "ba-to", ends=TURN)))
    assert stands(found) == {"ba-to": ["binh-son", "ba-to"], "ly-son": ["ly-son"]}
    assert indicator(found["ba-to"], "luot").reported.value == 11


def test_a_unit_that_ended_without_successor_keeps_its_name() -> None:
    """That of the plan, as does one the directory does not know: nothing goes missing."""
    renamed = [
        Dated(value="Huyện Ba Tơ", valid_to=date(2024, 1, 1)),
        Dated(value="Thị xã Ba Tơ", valid_from=date(2024, 1, 1)),
    ]
    units = directory(Unit(id="ba-to", names=renamed, valid_to=TURN))
    del units["ly-son"]
    found = heirs(reported(), units)
    assert (found["ba-to"].unit.name, found["ba-to"].ended) == ("Huyện Ba Tơ", True)
    assert found["ba-to"].split_among == ()
    assert (found["ly-son"].unit.name, found["ly-son"].ended) == ("Huyện Lý Sơn", False)


NEW = ["xa-1", "xa-2", "xa-3"]
ahead = st.lists(st.sampled_from([*UNITS, *NEW, "la"]), max_size=3)
ends = st.sampled_from([None, TURN, LATER])


@st.composite
def directories(draw: st.DrawFn) -> dict[str, Unit]:
    """Any links at all, circles and unknown successors too; some units are not in it."""
    old = [unit(name, *draw(ahead), ends=draw(ends)) for name in UNITS if draw(st.booleans())]
    new = [
        unit(name, *draw(ahead), begins=TURN, ends=draw(st.none() | st.just(LATER))) for name in NEW
    ]
    return {one.id: one for one in (*old, *new)}


@unhurried
@given(moves, directories(), st.sampled_from([BEFORE, TURN, LATER]))
def test_the_heirs_add_up_to_the_totals_of_the_report(moves, units, day) -> None:
    """Whatever the reorganisation: duties, indicators and money are only regrouped."""
    campaign = play(moves)
    whole = report(campaign)
    found = follow(published(campaign), whole, units, day)
    told = [one.id for heir in found for one in heir.stands_for]
    assert sorted(told) == sorted(row.unit.id for row in whole.rows)
    for name in ADDED:
        assert sum(getattr(h.duties, name) for h in found) == getattr(whole.totals.duties, name)
        for n, line in enumerate(whole.totals.by_duty):
            assert sum(getattr(h.by_duty[n], name) for h in found) == getattr(line, name)
    for n, total in enumerate(whole.totals.indicators):
        sums = [heir.indicators[n].reported for heir in found]
        for name in ("value", "numerator", "denominator", "gave", "of", "zero", "hedged"):
            parts = [getattr(one, name) for one in sums]
            assert added(parts) == getattr(total.reported, name), (total.indicator, name)
    money = {None: whole.totals.money, **{one.source: one for one in whole.totals.by_source}}
    lines = [line for heir in found for line in (heir.money, *heir.by_source)]
    for source, whole_line in money.items():
        of_source = [line.reported for line in lines if line.source == source]
        assert added([one.amount for one in of_source]) == whole_line.reported.amount
        assert sum(one.gave for one in of_source) == whole_line.reported.gave
    assert {line.source for line in lines} <= money.keys()


def added(parts: Sequence[int | None]) -> int | None:
    """A sum in which absent is not zero."""
    known = [part for part in parts if part is not None]
    return sum(known) if known else None
