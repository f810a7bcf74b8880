"""Mutants, chosen: what is read of a workbook that anybody may have sent."""

from tests.mutants.fault import Fault

SAFE = "workbook/read/safe.py"
SHEETS = "cli/tables/sheets.py"
RESULTS = ("tests/workbook/opening/test_results.py",)
HOSTILE = ("tests/workbook/opening/test_hostile.py",)
TABLES = ("tests/cli/tables/test_results.py",)

WORKBOOK = (
    Fault("a formula has no result", SAFE, "data_only=True", "data_only=False", RESULTS),
    Fault(
        "a day that a formula came to is a number",
        SAFE,
        "date_formats=book._date_formats",
        "date_formats=()",
        RESULTS,
    ),
    Fault(
        "a sheet has the results of another",
        SAFE,
        "zip(self.wb.worksheets, parts,",
        "zip(self.wb.worksheets, parts[::-1],",
        RESULTS,
    ),
    Fault(
        "one part is read as often as a workbook names it",
        SAFE,
        "if len(set(parts)) < len(parts):",
        "if len(set(parts)) > len(parts):",
        HOSTILE,
    ),
    Fault(
        "a formula that has no result is an empty cell",
        SHEETS,
        "return None if result is None else Cell",
        "return None if result is None else None and Cell",
        TABLES,
    ),
    Fault(
        "a formula that failed is a text",
        SHEETS,
        "(result is not None and result.failed)",
        "(result is not None and result.failed is None)",
        TABLES,
    ),
)
