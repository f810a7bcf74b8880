"""Mutants, chosen: what a mail says is missing, its templates, and who stops getting mails."""

from tests.mutants.fault import Fault

FILED = "services/notifier/domain/mail/filed.py"
MISSING = ("tests/notifier/domain/mail/test_missing.py",)
TEMPLATES = ("tests/notifier/mail/test_written.py",)
STOPPING = ("tests/notifier/links/test_unsubscribing.py",)

WRITTEN_MAILS = (
    Fault(
        "figures from before a return are taken for those that are asked for again",
        FILED,
        "return own.version > own.after or",
        "return own.version > 0 or",
        MISSING,
    ),
    Fault(
        "a template that leaves out the deadline is taken",
        "services/notifier/outbound/mail/written.py",
        "for wanted in (one for one in sample.said() if one not in said):",
        "for wanted in ():",
        TEMPLATES,
    ),
    Fault(
        "whoever is the only one left is taken off too",
        "services/notifier/application/contacts/stopping.py",
        "channel=channel, topic=topic, out=out)",
        "channel=channel, topic=topic, out=out, leave_nobody=True)",
        STOPPING,
    ),
    Fault(
        "whoever declined one kind of messages gets it",
        "services/notifier/domain/reach.py",
        "    if topic in contact.declined.get(channel, ()):\n        return None\n    return on",
        "    return on",
        ("tests/notifier/domain/contacts/test_declining.py",),
    ),
)
