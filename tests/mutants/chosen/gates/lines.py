"""Mutants, chosen: what the log tells of outages, and what it must not tell."""

from tests.mutants.fault import Fault

LASTING, LINES = ("tests/runtime/test_lasting.py",), ("tests/runtime/test_lines.py",)

TOLD_ONCE = (
    Fault(
        "an outage takes a line for each try",
        "runtime/lasting.py",
        "            self._going_on.add(about)\n",
        "",
        LASTING,
    ),
    Fault(
        "what is missing is told by its first words for ever",
        "runtime/missing.py",
        "        self._needs[of] = need\n        if before",
        "        self._needs.setdefault(of, need)\n        if before",
        LASTING,
    ),
    Fault(
        "a signed address is in the log",
        "runtime/lines.py",
        "below, status\n",
        "path, status\n",
        LINES,
    ),
)
