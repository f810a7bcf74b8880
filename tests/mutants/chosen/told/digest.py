"""Mutants, chosen: one message for each person, channel and hour, told to all that it is about."""

from tests.mutants.fault import Fault

SLOTS = "services/notifier/domain/digest/slots.py"
GATHERING = "services/notifier/application/digest/gathering.py"
OF_SLOTS = ("tests/notifier/domain/digest/test_slots.py",)
OF_PARTS = ("tests/notifier/domain/digest/test_parts.py",)
CRASHES = ("tests/notifier/application/digest/test_crashes.py",)

NOTIFIER_DIGEST = (
    Fault(
        "what comes when a message has left goes into that message",
        SLOTS,
        "            elif slot.closed or (self.ahead_of and slot.leaves_at < self.ahead_of):\n"
        "                leaves_at = hour_of(leaves_at) + HOUR\n",
        "",
        OF_SLOTS,
    ),
    Fault(
        "each unit's crash costs a person another message",
        SLOTS,
        "        if entered(known, entry, but, gone_by):\n            return known\n",
        "",
        OF_SLOTS,
    ),
    Fault(
        "a message leaves before all of its units have said that it is theirs",
        "services/notifier/application/digest/shares.py",
        "if any(unsaid(situation, reminders, one, message.channel) for one in theirs):",
        "if False:",
        CRASHES,
    ),
    Fault(
        "whoever stood in for a history that could not be read is not asked what became of it",
        "services/notifier/domain/handover.py",
        "if one.posting.end or one.posting.stands_in)",
        "if one.posting.end)",
        ("tests/notifier/domain/test_handover.py",),
    ),
    Fault(
        "what could not be read as a message left is never told",
        "services/notifier/application/sending.py",
        "                raise error\n",
        "",
        ("tests/notifier/application/log/test_unreadable.py",),
    ),
    Fault(
        "after a crash the other units are told that nothing went out",
        "services/notifier/domain/handover.py",
        "return Finish(end_of(home.end), told_before(parts))",
        "return Finish(Silent(), {})",
        OF_PARTS,
    ),
    Fault(
        "a person reads what was addressed to who was there before",
        "services/notifier/domain/digest/part.py",
        "return reached is not None and reached.person == self.posting.person",
        "return reached is not None",
        ("tests/notifier/domain/test_handover.py",),
    ),
    Fault(
        "a slot that a crash kept back does not leave",
        GATHERING,
        "            if not slot.closed:\n",
        "            if len(slot.entries) < 1:\n",
        CRASHES,
    ),
    Fault(
        "a message that two units share is counted twice",
        "services/notifier/application/counting.py",
        "if fact.message not in reminders.messages and not fact.shared:",
        "if fact.message not in reminders.messages:",
        ("tests/notifier/application/test_counting.py",),
    ),
)
