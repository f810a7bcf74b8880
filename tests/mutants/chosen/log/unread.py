"""Mutants, chosen: what is not read in the log, or cannot be, and what the registry makes of it."""

from tests.mutants.fault import Fault

UNREADABLE = ("tests/registry/application/log/test_unreadable.py",)
VIEWS = ("tests/reporting/application/test_unread.py",)
PROJECTING = "services/reporting/application/projecting.py"
JUDGING = "services/registry/application/judging.py"

UNREAD = (
    Fault(
        "a command is refused because a unit's record cannot be read",
        JUDGING,
        "            await self._refuse_for_good(command, receipt)\n",
        "            pass\n",
        UNREADABLE,
    ),
    Fault(
        "whoever makes a mistake is not told while any unit's record cannot be read",
        JUDGING,
        "            if named or not isinstance(command, UnitCommand):\n",
        "            if named or unit:\n",
        UNREADABLE,
    ),
    Fault(
        "one unit's record that cannot be read stops every command",
        "services/registry/application/memory.py",
        "            limit=1,\n            lenient=True,\n",
        "            limit=1,\n",
        UNREADABLE,
    ),
    Fault(
        "what stands before a record that is not ours is passed over with it",
        PROJECTING,
        "elif message.previous > at if ours else not whole:",
        "elif message.previous > at:",
        VIEWS,
    ),
    Fault(
        "the views never take in a record that could not be read at first",
        PROJECTING,
        '            if message.standing != "unreadable":\n',
        "            if False:\n",
        VIEWS,
    ),
    Fault(
        "a report does not say what of the log is not in it",
        "services/reporting/application/points/folding.py",
        '        if message.standing != "whole":\n',
        '        if message.standing == "unreadable":\n',
        VIEWS,
    ),
    Fault(
        "of each page of a long history the first message is left out",
        "runtime/folds.py",
        "new = page if seen else page[1:]",
        "new = page[1:]",
        ("tests/runtime/memory/test_folds.py",),
    ),
    Fault(
        "a quarantine holds for whatever subject it names",
        "runtime/reading.py",
        "return found is not None and found.subject == one.subject",
        "return found is not None",
        ("tests/runtime/memory/test_ports.py::TestMemoryLog",),
    ),
)
