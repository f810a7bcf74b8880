"""The demo's summary against what was worked out beforehand."""

from deploy.local.summary import differences

FORESEEN = {"duties": {"total": 3, "late": 1}, "reports": {"figures": {"ho-so": [1, 2]}}}


def test_a_figure_that_came_out_as_foreseen_is_not_told() -> None:
    """Nor is one of which nothing was foreseen."""
    found = {**FORESEEN, "restarts": {}, "duties": {"total": 3, "late": 1, "met": 3}}
    assert list(differences(FORESEEN, found)) == []


def test_every_figure_that_differs_or_is_missing_is_told_by_its_place() -> None:
    found = {"duties": {"total": 3, "late": 0}, "reports": {}}
    assert list(differences(FORESEEN, found)) == [
        "/duties/late: 1 ≠ 0",
        "/reports/figures/ho-so: [1, 2] ≠ None",
    ]
