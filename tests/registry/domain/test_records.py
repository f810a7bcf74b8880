"""What the registry says about a unit's record: circles, links, dates, codes and names."""

import pytest

from contracts.commands import RecordUnit
from contracts.unit import Unit
from services.registry.domain import directory as directories
from services.registry.domain.decision import Decision
from services.registry.domain.directory import Directory
from tests.registry.given import codes
from tests.registry.plans import PROVINCE, receipt, unit
from tests.registry.reorganised import DAY, DIRECTORY, commune, district, known, since


def record(data: Unit, directory: Directory = DIRECTORY) -> Decision:
    return directories.record_unit(RecordUnit(record=data), directory, receipt(1, "operator"))


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


def test_a_record_with_warnings_is_settled_on_the_newest_directory_only() -> None:
    """The parent may have been recorded a moment ago, by another replica."""
    assert record(unit("xa-moi", "huyen-la")).on_newest
    assert not record(unit("so-moi", PROVINCE)).on_newest
