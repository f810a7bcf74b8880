"""Mutants, chosen: which entry of the registry office's book is whose document."""

from tests.mutants.fault import Fault

MATCH = "cli/register/match.py"
MATCHED = ("tests/cli/register/test_match.py",)

REGISTER = (
    Fault(
        "an author that is not known is taken by the number alone",
        MATCH,
        "units = numbered[number_key(entry.number), entry.signed.day]",
        "units = set().union(*(u for k, u in numbered.items() if k[0] == entry.number.casefold()))",
        MATCHED,
    ),
    Fault(
        "a unit's report is matched with one of two papers",
        MATCH,
        "if len(rows) == 1 and alike == 1:",
        "if rows and alike == 1:",
        MATCHED,
    ),
    Fault(
        "zeros in front of a number make it another",
        "cli/register/rows.py",
        '_ZEROS.sub("", number_text(text)',
        '_ZEROS.sub("0", number_text(text)',
        ("tests/cli/register/test_rows.py",),
    ),
)
