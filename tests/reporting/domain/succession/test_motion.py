"""Units in motion (obligations, section 6): totals, rows and lists by the units of the day."""

import io
from typing import Any

import pytest
from docx import Document

from contracts.commands import ExcuseDuty, ReturnReport, VoidReport
from services.reporting.documents.render import render
from services.reporting.documents.tables import by_unit, standing
from services.reporting.domain.comparing.indicator import IndicatorTotal
from services.reporting.domain.consolidated import Row
from services.reporting.domain.totals import ReportTotal
from tests.registry.plans import OFFICE
from tests.reporting.given.campaigns import entry, weekly
from tests.reporting.given.reorganised.province import Province
from tests.reporting.given.reorganised.territories import Reorganised, Territory

BACK: dict[str, Any] = {"reasons": [{"code": "x"}], "deadline": {"day": "2022-11-25"}}


def land(*pieces: int) -> frozenset[int]:
    return frozenset(pieces)


def province(*owed: dict[str, Any], **changes: Any) -> Province:
    """A and B become C, S becomes S1 and S2, T stays."""
    units = {
        "a": Territory(0, {0: land(0)}, 1, after=["c"]),
        "b": Territory(0, {0: land(1)}, 1),
        "s": Territory(0, {0: land(2, 3)}, 1, after=["s1", "s2"]),
        "t": Territory(0, {0: land(4), 1: land(4)}),
        "c": Territory(1, {1: land(0, 1)}, before=["b"]),
        "s1": Territory(1, {1: land(2)}),
        "s2": Territory(1, {1: land(3)}),
    }
    return Province(Reorganised(units), list(owed) or [entry("bao-cao")], **changes)


def reported() -> Province:
    found = province()
    for name, value in (("a", 4), ("b", 7), ("s", 20), ("t", 100)):
        found.report(name, "bao-cao", 9, su_kien=value)
    return found


def total(found: Province, indicator: str = "su-kien") -> IndicatorTotal:
    return next(one for one in found.consolidated().totals.indicators if one.indicator == indicator)


def said(found: Province, indicator: str = "su-kien") -> tuple[Any, int, int]:
    one = total(found, indicator).reported
    return one.value, one.gave, one.of


def reports(found: Province) -> ReportTotal:
    return found.consolidated().totals.reports


def row(found: Province, name: str) -> Row:
    report = found.consolidated()
    return next(one for one in (*report.rows, *report.before) if one.unit.id == name)


def test_after_the_amendment_there_are_four_units_and_the_sum_of_what_the_five_reported() -> None:
    found = reported()
    assert said(found) == (131, 4, 4)
    found.amend()
    whole = found.consolidated()
    assert [one.unit.id for one in whole.rows] == ["c", "s1", "s2", "t"]
    assert said(found) == (131, 4, 4)
    duties = whole.totals.duties
    assert (duties.total, duties.met, duties.owing, duties.excused) == (4, 4, 0, 0)
    assert (reports(found).asked, reports(found).counted, reports(found).missing) == (4, 4, 0)
    assert [one.id for one in row(found, "c").stands_for] == ["a", "b"]
    assert [one.id for one in row(found, "c").reports[0].spoken_by] == ["a", "b"]
    assert [one.id for one in row(found, "s").heirs] == ["s1", "s2"]


def test_the_document_says_four_units_whom_they_stand_for_and_the_figures_of_each() -> None:
    found = reported()
    found.amend()
    report = found.consolidated()
    document = Document(io.BytesIO(render(report, "docx")))
    assert "Kế hoạch giao việc cho 4\u00a0đơn vị." in [one.text for one in document.paragraphs]
    assert [row[0] for row in by_unit.standings(report).rows] == [
        "Xã c (thay cho Xã a, Xã b)",
        "Xã s1 (thay cho Xã s)",
        "Xã s2 (thay cho Xã s)",
        "Xã t",
    ]
    [table] = by_unit.figures(report)
    assert [row[:2] for row in table.rows] == [
        ("Xã c (thay cho Xã a, Xã b)", "11"),
        ("Xã t", "100"),
        ("Xã s (đến ngày 03/10/2022; nay là Xã s1, Xã s2)", "20"),
        ("Tổng cộng", "131"),
    ]
    [sources] = by_unit.sources(report)
    assert "theo báo cáo của Xã a, Xã b trước khi sắp xếp" in str(sources.rows[0][-1])
    found.report("s1", "bao-cao", 9, su_kien=1)
    waiting = row(found, "s1").reports[0]
    assert "chờ các đơn vị cùng kế thừa báo cáo đủ" in standing.source(waiting)


def test_the_heir_corrects_a_predecessor_before_and_after_the_amendment() -> None:
    found = reported()
    found.report("a", "bao-cao", 20, su_kien=5)
    found.amend()
    found.report("a", "bao-cao", 9, by="c", su_kien=6)
    assert said(found) == (133, 4, 4)


def test_an_heirs_own_report_replaces_its_predecessors() -> None:
    found = reported()
    found.amend()
    found.report("c", "bao-cao", 9, su_kien=1000)
    assert said(found) == (1120, 4, 4)
    assert row(found, "a").reports[0].set_aside == "replaced"
    found.report("a", "bao-cao", 10, by="c", su_kien=6)
    assert said(found) == (1120, 4, 4)


def test_a_split_units_report_counts_until_both_its_heirs_reported() -> None:
    found = reported()
    found.amend()
    found.report("s1", "bao-cao", 9, su_kien=1)
    assert said(found) == (131, 4, 4)
    assert row(found, "s1").reports[0].set_aside == "waiting"
    found.report("s2", "bao-cao", 10, su_kien=2)
    assert said(found) == (114, 4, 4)
    assert row(found, "s").reports[0].set_aside == "replaced"


@pytest.mark.parametrize("taken_back", ["return", "void"])
def test_an_heirs_report_that_is_out_of_force_gives_way_to_its_predecessors(
    taken_back: str,
) -> None:
    found = reported()
    found.amend()
    found.report("c", "bao-cao", 9, su_kien=1000)
    about: dict[str, Any] = {"owed": "bao-cao", "version": 1}
    if taken_back == "return":
        found.take(ReturnReport, "c", 10, OFFICE, **about, **BACK)
    else:
        found.take(VoidReport, "c", 10, OFFICE, **about, reason="Nhầm")
    assert said(found) == (131, 4, 4)


def test_what_only_one_of_two_reported_counts_and_the_heir_owes() -> None:
    found = province()
    found.report("a", "bao-cao", 9, su_kien=4)
    found.amend()
    assert said(found) == (4, 1, 4)
    duties = found.consolidated().totals.duties
    assert (duties.total, duties.met, duties.owing, duties.excused) == (4, 0, 4, 0)
    assert (reports(found).asked, reports(found).counted) == (4, 0)
    assert [one.unit.id for one in found.consolidated().owing] == ["c", "s1", "s2", "t"]
    found.report("c", "bao-cao", 9, su_kien=9)
    assert said(found) == (9, 1, 4)


def test_who_was_excused_for_all_it_took_over_is_asked_for_no_report() -> None:
    found = province()
    for name in ("a", "b"):
        found.take(ExcuseDuty, name, 9, OFFICE, duty="bao-cao", reason="Lũ")
    found.amend()
    assert said(found) == (None, 0, 3)
    duties = found.consolidated().totals.duties
    assert (duties.total, duties.excused) == (4, 1)


def test_what_was_over_before_the_amendment_stays_with_the_units_of_then() -> None:
    """Week 38 was owed by A, B, S and T; C, S1 and S2 are asked for none that was over then."""
    rule = {**weekly("tuan")["recurring"], "first": "2022-09-19", "last": "2022-09-30"}
    found = province(weekly("tuan", recurring=rule))
    found.report("a", "tuan_2022-w38", 24, su_kien=4)
    found.amend()
    assert said(found)[0] == 4
    assert [one.duty for one in row(found, "a").duties if one.status == "met"] == ["tuan_2022-w38"]
    assert row(found, "c").duties == ()


def test_over_time_flows_are_added_and_of_what_accumulates_the_latest_holds() -> None:
    """What S accumulated until S1 and S2 have both told theirs."""
    found = province(weekly("tuan"))
    for name, value in (("a", 4), ("b", 7), ("s", 20)):
        found.report(name, "tuan_2022-w40", 24 * 18, su_kien=value, luy_ke=value)
    found.amend()
    found.report("c", "tuan_2022-w41", 24 * 3, su_kien=1, luy_ke=12)
    found.report("s1", "tuan_2022-w41", 24 * 3, su_kien=3, luy_ke=13)
    assert said(found)[0] == 4 + 7 + 20 + 1 + 3
    assert said(found, "luy-ke")[0] == 12 + 20
    found.report("s2", "tuan_2022-w41", 24 * 3, su_kien=2, luy_ke=9)
    assert said(found, "luy-ke")[0] == 12 + 13 + 9


def test_a_target_of_each_unit_is_reached_by_those_it_stands_for_not_by_what_is_shared() -> None:
    targets = [{"value": 10, "each": True}, {"value": 131}]
    indicator = {"id": "su-kien", "name": "Sự kiện", "arithmetic": "sum", "targets": targets}
    found = province(indicators=[indicator])
    for name, value in (("a", 4), ("b", 7), ("s", 20), ("t", 100)):
        found.report(name, "bao-cao", 9, su_kien=value)
    found.amend()
    each, all_ = total(found).targets
    assert (each.of, each.met, each.unknown) == (4, 2, ("s1", "s2"))
    assert (all_.result, all_.verdict) == (131, "met")


def test_a_unit_merged_into_one_that_goes_on_counts_beside_what_that_said_of_itself() -> None:
    """Until it reports for both. A duplicate is ended on a day before the plan: it never was."""
    units = {
        "x": Territory(0, {0: land(0)}, 1, after=["y"]),
        "y": Territory(0, {0: land(1), 1: land(0, 1)}),
    }
    found = Province(Reorganised(units), [entry("bao-cao")])
    found.report("x", "bao-cao", 9, su_kien=3)
    found.report("y", "bao-cao", 9, su_kien=4)
    found.amend()
    assert said(found) == (7, 1, 1)
    found.report("y", "bao-cao", 9, su_kien=9)
    assert said(found) == (9, 1, 1)


def test_a_part_of_a_split_unit_that_is_merged_into_another_part_leaves_the_whole_counted() -> None:
    """U became V and W, V then became W's: V's report is not all of U."""
    units = {
        "u": Territory(0, {0: land(0, 1)}, 1, after=["v", "w"]),
        "v": Territory(1, {1: land(0)}, 2, after=["w"]),
        "w": Territory(1, {1: land(1), 2: land(0, 1)}),
    }
    found = Province(Reorganised(units), [entry("bao-cao")])
    found.report("u", "bao-cao", 9, su_kien=20)
    found.amend()
    found.report("v", "bao-cao", 9, su_kien=3)
    found.amend()
    assert said(found) == (20, 1, 1)
    found.report("w", "bao-cao", 9, su_kien=30)
    assert said(found) == (30, 1, 1)
