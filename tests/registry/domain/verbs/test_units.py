"""Recording a unit: it records, it refuses, it stays quiet; circles, links, codes and names."""

from datetime import date

import pytest

from contracts.commands import RecordUnit
from contracts.topology import OPERATOR
from contracts.unit import Unit
from services.registry.domain.case import Case
from services.registry.domain.decide import decide_record
from services.registry.domain.decision import Decision
from services.registry.domain.history.directory import Directory
from tests.registry.given import DIRECTORY as SMALL
from tests.registry.given import codes, facts, recorded
from tests.registry.plans import BA_TO, LY_SON, PRESS, PROVINCE, receipt, unit
from tests.registry.reorganised import DAY, DIRECTORY, commune, district, known, since


def record(data: Unit, directory: Directory = DIRECTORY, by: str = OPERATOR) -> Decision:
    return decide_record(RecordUnit(record=data), directory, Case(receipt(1, by), directory))


def test_the_operator_records_a_unit_and_the_same_again_stays_quiet() -> None:
    decision = record(unit("tra-bong"))
    assert facts(decision) == ["unit-recorded"]
    after = recorded(unit("tra-bong"), before=DIRECTORY)
    assert "tra-bong" in after
    assert record(unit("tra-bong"), after).outcome == "unchanged"
    assert facts(record(unit("tra-bong", PROVINCE), after)) == ["unit-recorded"]


def test_nobody_else_records_units() -> None:
    assert codes(record(unit("tra-bong"), by=PROVINCE)) == [("not-allowed", "/data")]


def test_under_follows_the_parents_of_the_day_and_survives_a_circle() -> None:
    day = date(2022, 9, 15)
    assert SMALL.is_under(PRESS, PROVINCE, day)
    assert not SMALL.is_under(PROVINCE, PRESS, day)
    assert not recorded(unit(PROVINCE, PRESS)).is_under(BA_TO, LY_SON, day)


SAME_NAME = [{"value": "đơn vị so-khcn"}]
WARNED = [
    (unit("xa-moi", "huyen-la"), "link-unknown", "/data/record/parents/0/value"),
    (unit("xa-moi", predecessors=["la"]), "link-unknown", "/data/record/predecessors/0"),
    (unit("xa-moi", "ba-to"), "outside-parent", "/data/record/parents/0"),
    (unit("so-2", PROVINCE, names=SAME_NAME), "name-shared", "/data/record/names/0"),
]


@pytest.mark.parametrize(("data", "code", "where"), WARNED, ids=lambda value: str(value)[:20])
def test_what_a_later_record_may_put_right_is_a_warning(data: Unit, code: str, where: str) -> None:
    decision = record(data)
    assert (decision.outcome, codes(decision)) == ("accepted", [(code, where)])


def test_a_code_may_be_given_again_but_not_held_by_two_at_once() -> None:
    old = district("huyen-cu", codes=[{"value": {"scheme": "gso", "code": "535"}}])
    directory = known(old)
    again = commune("xa-moi").model_copy(update={"codes": old.codes})
    assert record(again, directory).findings == ()
    at_once = unit("so-moi", PROVINCE).model_copy(update={"codes": old.codes})
    assert codes(record(at_once, directory)) == [("code-shared", "/data/record/codes/0")]


def test_same_names_under_different_parents_or_at_different_times_are_fine() -> None:
    same = {"names": [{"value": "Đơn vị ba-to"}]}
    assert record(unit("xa-1", "so-khcn", **same)).findings == ()
    assert record(unit("xa-1", PROVINCE, valid_from=DAY, **same)).findings == ()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (unit(PROVINCE, "so-khcn"), "parent-circle"),
        (unit(PROVINCE, parents=[since("so-khcn")]), "parent-circle"),
        (unit("ba-to", PROVINCE, predecessors=["xa-ba-vi"]), "succession-circle"),
        (unit("xa-moi", PROVINCE, successors=["xa-moi"]), "succession-circle"),
    ],
)
def test_a_circle_is_refused(data: Unit, code: str) -> None:
    decision = record(data)
    assert decision.outcome == "refused"
    assert code in [found.code for found in decision.findings]
