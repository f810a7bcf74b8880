"""Mutants, chosen: what the notifier remembers of what it said."""

from tests.mutants.fault import Fault

MEMORY = ("tests/notifier/application/test_memory.py",)
REMINDING = "services/notifier/application/reminding.py"
SAYING = "services/notifier/application/saying.py"

SAID = (
    Fault(
        "what another replica said is never heard of",
        SAYING,
        "            self.memory.forget(basis)\n",
        "",
        MEMORY,
    ),
    Fault(
        "a timer that leads to nothing by what is remembered is let go",
        REMINDING,
        "if not effects:",
        "if effects is None:",
        MEMORY,
    ),
    Fault(
        "what it said itself is read again",
        SAYING,
        "        self.memory.remember(said)\n",
        "        self.memory.forget(said)\n",
        MEMORY,
    ),
)
