"""Mutants, chosen: what reporting's API answers, and what its pages draw."""

from tests.mutants.fault import Fault

CHANGES = "services/reporting/application/following/changes.py"
FOLLOWING = ("tests/reporting/application/following/test_changes.py",)

DOORS = (
    Fault(
        "a duty is overdue only after its due moment, by what is kept",
        "services/reporting/domain/counting/contribution.py",
        "key.due <= moment",
        "key.due < moment",
        ("tests/reporting/domain/counting/test_overdue.py",),
    ),
    Fault(
        "what another replica committed late is told to nobody",
        CHANGES,
        "        self._floor = floor\n        self._told",
        "        self._floor = max([floor, *moved.values()])\n        self._told",
        FOLLOWING,
    ),
    Fault(
        "a unit hears that another one did something",
        CHANGES,
        "return self._units is None or unit in self._units",
        "return True",
        FOLLOWING,
    ),
    Fault(
        "what a chart says is overdue is what is not due yet",
        "services/reporting/domain/charts/points.py",
        'return "overdue" if overdue else "ahead"',
        'return "ahead" if overdue else "overdue"',
        ("tests/reporting/domain/charts/test_charts.py",),
    ),
)
