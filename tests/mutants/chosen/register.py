"""Mutants, chosen: whose document an entry of the book is; what is in the file for the archive."""

from tests.mutants.fault import Fault

MATCH = "cli/register/match.py"
MATCHED = ("tests/cli/register/test_match.py",)
FILED = ("tests/cli/dossier/test_file.py",)

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
    Fault(
        "a published report lies in the file with other bytes",
        "cli/dossier/file.py",
        "if hashlib.sha256(content).hexdigest() != file.sha256:",
        "if not content:",
        FILED,
    ),
    Fault(
        "a moment in the file stands without its zone",
        "cli/dossier/tables.py",
        'moment.isoformat(timespec="seconds")',
        "moment.isoformat()[:19]",
        FILED,
    ),
    Fault(
        "a spreadsheet runs what a unit wrote",
        "runtime/spreadsheet.py",
        "if text.startswith(FORMULA) else text",
        "if text.startswith(FORMULA[1:]) else text",
        ("tests/runtime/test_spreadsheet.py",),
    ),
)
