"""Mutants, chosen: what late units were told before, and who may read of it."""

from tests.mutants.fault import Fault

REACHED = (
    Fault(
        "a unit reads of the lateness of whoever is to approve its report",
        "services/reporting/application/reached/lateness.py",
        "if units is None or one.unit.id in units",
        "if units is None or one.standing.unit.id in units",
        ("tests/reporting/reached/test_lateness.py",),
    ),
    Fault(
        "what a relay took is called delivered",
        "services/reporting/domain/reached/card.py",
        'reached: Reached = "accepted" if "accepted" in states else "none"',
        'reached: Reached = "delivered" if "accepted" in states else "none"',
        ("tests/reporting/reached/test_lateness.py",),
    ),
)
