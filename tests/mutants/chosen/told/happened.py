"""Mutants, chosen: what units are told as it happens."""

from tests.mutants.fault import Fault

HAPPENED = ("tests/notifier/domain/told/test_happened.py",)
TOLD = ("tests/notifier/application/told/test_told.py",)

NOTIFIER_TOLD = (
    Fault(
        "a returned report that was sent again is asked for again",
        "services/notifier/domain/told/truth.py",
        "return owing and not _since(happened.reported, key)",
        "return owing or not _since(happened.reported, key)",
        HAPPENED,
    ),
    Fault(
        "what is not true any more as it leaves is told",
        "services/notifier/domain/digest/part.py",
        "return self.situation.still_true(key)",
        "return True",
        TOLD,
    ),
    Fault(
        "a duty that is owed again since its report was returned is told twice",
        "services/notifier/domain/told/happened.py",
        "if not by_plan and happened.returned != fact.receipt.order:",
        "if not by_plan:",
        HAPPENED,
    ),
    Fault(
        "what went by both channels goes by one again since the other refused it",
        "services/notifier/application/digest/switching.py",
        "return None if self._written(part, key, whom) else whom",
        "return whom",
        ("tests/notifier/application/told/test_switching.py",),
    ),
    Fault(
        "what moves to another message waits for ever in one that is gone",
        "services/notifier/domain/digest/slots.py",
        "and not (gone_by and slot.closed and slot.leaves_at <= gone_by)",
        "",
        ("tests/notifier/application/digest/test_crashes.py",),
    ),
)
