"""Mutants, chosen: what the office holds back and calls off, and whom a test system writes to."""

from tests.mutants.fault import Fault

STOPS = "tests/notifier/domain/stops/test_brake.py"
LOOP = ("tests/notifier/application/stops/test_brake.py",)
PART = "services/notifier/domain/digest/part.py"

NOTIFIER_STOPS = (
    Fault(
        "a message that was composed before it was held leaves all the same",
        PART,
        "if self.still(key, now) and not self.situation.stopped(key, self.posting.channel)",
        "if self.still(key, now)",
        LOOP,
    ),
    Fault(
        "a rung that was held as its message left has failed",
        "services/notifier/domain/ending.py",
        "held = any(_held(part, key, posting, end) for posting, end in ended)",
        "held = False",
        LOOP,
    ),
    Fault(
        "what waited goes into the message that left without it",
        "services/notifier/domain/react.py",
        "at = max(known, fires_at) if known else fires_at",
        "at = known or fires_at",
        (STOPS,),
    ),
    Fault(
        "a mail that may have gone out is another mail after it was held",
        "services/notifier/domain/handover.py",
        "doubtful = home.unknown > 0 and any(part.held() for part in parts)",
        "doubtful = False",
        LOOP,
    ),
    Fault(
        "an order that was resumed goes on calling off",
        "services/notifier/domain/stops/brake.py",
        "min(one.until, fact.receipt.at)",
        "one.until",
        (STOPS,),
    ),
    Fault(
        "a system under test sends SMS to numbers that are not on its list",
        "services/notifier/domain/stops/only_to.py",
        "return mobile(address) in self.numbers",
        "return mobile(address) is not None",
        ("tests/notifier/domain/stops/test_only_to.py",),
    ),
)
