"""Mutants, chosen: mails to the relay."""

from tests.mutants.fault import Fault

LINE = "services/notifier/outbound/mail/line.py"
RELAY = ("tests/notifier/mail/test_relay.py",)

MAILS = (
    Fault("a slow relay is not waited for", LINE, "end: float = 600.0", "end: float = 15.0", RELAY),
    Fault(
        "a line that the relay gave up meanwhile holds its next mail up",
        LINE,
        "if before and not _for_good(error):",
        "if False:",
        RELAY,
    ),
    Fault(
        "a sender that is refused is taken for a bad address",
        LINE,
        "return await self._not_taken(error, Deferred(code(error)))",
        "return await self._not_taken(error, refusal(error) or Deferred(code(error)))",
        RELAY,
    ),
)
