"""Mutants, chosen: what is frozen, signed and told otherwise since."""

from tests.mutants.fault import Fault

FREEZING = "services/registry/domain/verbs/freezing.py"
VERBS = ("tests/registry/domain/verbs/test_freezing.py",)

FROZEN = (
    Fault(
        "a report is signed on a day before its figures were frozen",
        FREEZING,
        "if signed.day < frozen:",
        "if signed.day < frozen.replace(year=1000):",
        VERBS,
    ),
    Fault(
        "the number of another signed report is taken again",
        FREEZING,
        "told.sha256 == signed.sha256 or mine == (told.number, told.day)",
        "told.sha256 == signed.sha256",
        VERBS,
    ),
    Fault(
        "what a unit said before is not taken from what its figure changed by",
        "services/reporting/domain/frozen/difference.py",
        "change=_value(new) - _value(old)",
        "change=_value(new)",
        ("tests/reporting/domain/frozen/test_difference.py",),
    ),
)
