"""Mutants, chosen: what an office is shown of a plan's messages before it publishes it."""

from tests.mutants.fault import Fault

CARRYING = "cli/rehearse/carrying.py"
PLAYING = "cli/rehearse/playing.py"
OUTCOME = "cli/rehearse/outcome.py"
REHEARSED = ("tests/cli/rehearse/test_rehearse.py",)

REHEARSAL = (
    Fault(
        "a long SMS costs as much as a short one",
        CARRYING,
        "else parts * terms.price",
        "else terms.price",
        REHEARSED,
    ),
    Fault(
        "what no gateway takes is shown as sent",
        OUTCOME,
        "for one in handed if one.refused is None",
        "for one in handed",
        REHEARSED,
    ),
    Fault(
        "a notifier comes up before what the log holds is there",
        PLAYING,
        "if one.at <= self._assumed.published:",
        "if one.at < self._assumed.published:",
        REHEARSED,
    ),
)
