"""Mutants, chosen: mails to the relay, and what comes back of them."""

from tests.mutants.fault import Fault

LINE = "services/notifier/outbound/mail/line.py"
RETURNED = "services/notifier/outbound/mail/returned.py"
RELAY = ("tests/notifier/mail/test_relay.py",)
CAME_BACK = ("tests/notifier/mail/test_returned.py",)

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
    Fault(
        "a mail that is late has bounced",
        RETURNED,
        '.partition(" ")[0] == "failed":',
        '.partition(" ")[0] != "":',
        CAME_BACK,
    ),
    Fault(
        "a full mailbox is an address that is no good",
        RETURNED,
        'permanent = exact[0] == "5" and (exact[1] == ADDRESSES or exact[1:] == DISABLED)',
        'permanent = exact[0] == "5"',
        CAME_BACK,
    ),
)
