"""Which entries' figures are the campaign's: nothing is counted twice, and the rest is shown."""

from typing import Any

from tests.reporting.given.campaigns import Told, entry, weekly

FLOW = {"id": "luot", "name": "Lượt", "arithmetic": "sum"}
STOCK = {"id": "to", "name": "Tổ", "arithmetic": "stock"}
XA = {"xa-a": "xa", "xa-b": "xa"}


def below(**fields: Any) -> dict[str, Any]:
    return {"form": {"coverage": "own-and-below"}, **fields}


def test_two_reports_are_two_totals_and_the_one_due_last_is_the_campaigns() -> None:
    """The quick one never stands for the full one, also while only the quick one came."""
    owed = [entry("nhanh", "2022-10-12"), entry("day-du", "2022-10-30")]
    told = Told(owed, [FLOW], XA)
    told.report("xa-a", "nhanh", figures={"luot": 4})
    whole = told.total("luot")
    assert (whole.reported.value, whole.reported.gave, whole.taken_from) == (None, 0, ("day-du",))
    told.report("xa-a", "day-du", figures={"luot": 10})
    whole = told.total("luot")
    assert whole.reported.value == 10
    [beside] = whole.beside
    assert (beside.owed, beside.reported.value, beside.difference) == ("nhanh", 4, -6)
    quick, full = told.consolidated().totals.entries
    assert (quick.indicators[0].reported.value, full.indicators[0].reported.value) == (4, 10)
    assert (quick.reports.counted, full.reports.counted) == (1, 1)
    statuses = [(one.owed, one.met) for one in told.consolidated().totals.by_duty]
    assert statuses == [("nhanh", 1), ("day-du", 1)]


def test_single_reports_go_before_recurring_ones() -> None:
    told = Told([entry("cuoi", "2022-10-10"), weekly("tuan")], [FLOW], XA)
    told.report("xa-a", "tuan_2022-w40", figures={"luot": 4})
    told.report("xa-a", "cuoi", figures={"luot": 7})
    whole = told.total("luot")
    assert (whole.reported.value, whole.taken_from) == (7, ("cuoi",))
    assert [one.reported.value for one in whole.beside] == [4]


def test_the_plan_may_name_the_entries_whose_figures_count() -> None:
    told = Told([entry("cuoi"), weekly("tuan")], [{**FLOW, "taken_from": ["tuan"]}], XA)
    told.report("xa-a", "tuan_2022-w40", figures={"luot": 4})
    told.report("xa-a", "cuoi", figures={"luot": 7})
    assert (told.total("luot").reported.value, told.total("luot").taken_from) == (4, ("tuan",))


def test_stages_that_the_plan_names_are_added_as_flows_and_never_as_stocks() -> None:
    stages = [entry("dot-1", "2022-10-12"), entry("dot-2", "2022-10-30")]
    named = {"taken_from": ["dot-1", "dot-2"]}
    told = Told(stages, [{**FLOW, **named}, {**STOCK, **named}], XA)
    told.report("xa-a", "dot-1", figures={"luot": 4, "to": 3})
    told.report("xa-a", "dot-2", figures={"luot": 6, "to": 5})
    assert told.total("luot").reported.value == 10
    assert (told.total("to").reported.value, told.total("to").taken_from) == (5, ("dot-2",))


def test_different_forms_of_different_units_are_added() -> None:
    owed = [entry("xa", levels=["xa"]), entry("so", levels=["so"])]
    told = Told(owed, [FLOW], {**XA, "so-yt": "so"})
    told.report("xa-a", "xa", figures={"luot": 4})
    told.report("so-yt", "so", figures={"luot": 100})
    assert told.total("luot").reported.value == 104
    assert told.total("luot").reported.of == 3


def test_figures_of_a_level_and_those_below_it_are_never_added() -> None:
    """The districts' own reports cover those of their communes; the finer ones count."""
    owed = [entry("xa", levels=["xa"]), entry("huyen", levels=["huyen"], **below())]
    units = {**XA, "huyen-a": "huyen"}
    told = Told(owed, [FLOW], units, above={"xa-a": "huyen-a", "xa-b": "huyen-a"})
    told.report("xa-a", "xa", figures={"luot": 4})
    told.report("huyen-a", "huyen", figures={"luot": 9})
    whole = told.total("luot")
    assert (whole.reported.value, whole.taken_from) == (4, ("xa",))
    assert [(one.owed, one.difference) for one in whole.beside] == [("huyen", 5)]


def test_the_covering_figures_count_where_the_plan_takes_them() -> None:
    owed = [entry("xa", levels=["xa"]), entry("huyen", levels=["huyen"], **below())]
    units = {**XA, "huyen-a": "huyen"}
    above = {"xa-a": "huyen-a", "xa-b": "huyen-a"}
    told = Told(owed, [{**FLOW, "taken_from": ["huyen"]}], units, above)
    told.report("xa-a", "xa", figures={"luot": 4})
    told.report("huyen-a", "huyen", figures={"luot": 9})
    assert told.total("luot").reported.value == 9
    assert [one.owed for one in told.total("luot").beside] == ["xa"]


def test_a_sector_is_not_added_to_the_units_in_it() -> None:
    sector = {"form": {"coverage": "sector"}}
    owed = [entry("xa", levels=["xa"]), entry("nganh", levels=["so"], **sector)]
    told = Told(owed, [FLOW], {**XA, "so-yt": "so"})
    told.report("xa-a", "xa", figures={"luot": 4})
    told.report("so-yt", "nganh", figures={"luot": 9})
    assert (told.total("luot").reported.value, told.total("luot").taken_from) == (4, ("xa",))


def test_the_offices_own_report_to_its_superior_is_added_to_none() -> None:
    owed = [entry("xa"), entry("tong-hop", "2022-10-30", levels=["so"], consolidates=True)]
    told = Told(owed, [FLOW], {**XA, "so-tt": "so"})
    told.report("xa-a", "xa", figures={"luot": 4})
    told.report("so-tt", "tong-hop", figures={"luot": 4})
    assert (told.total("luot").reported.value, told.total("luot").taken_from) == (4, ("xa",))


def test_an_entry_whose_form_does_not_ask_for_an_indicator_is_not_beside_it() -> None:
    asks = {"form": {"figures": [{"indicator": "to"}]}}
    told = Told([entry("mot"), entry("hai", "2022-10-30", **asks)], [FLOW, STOCK], XA)
    assert told.total("luot").taken_from == ("mot",)
    assert told.total("luot").beside == ()
    assert told.total("to").taken_from == ("hai",)
