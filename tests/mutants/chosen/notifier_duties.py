"""Mutants, chosen: whom the notifier reminds of what, and in words that tell it apart."""

from tests.mutants.fault import Fault

DOMAIN = "tests/notifier/domain"
STANDING = "services/notifier/domain/standing.py"
TEXTS = "services/notifier/domain/texts"

NOTIFIER_DUTIES = (
    Fault(
        "who sent a report is reminded to approve it",
        "services/notifier/application/reminding.py",
        "to_write_to(bearer) for bearer in bearers}",
        "to_write_to(fired.unit) for bearer in bearers}",
        ("tests/notifier/application/test_addressees.py",),
    ),
    Fault(
        "the collecting office writes letters to itself",
        STANDING,
        "if self.bearer(duty) == self.plan.collecting_office:",
        "if False:",
        (f"{DOMAIN}/test_standing.py",),
    ),
    Fault(
        "the instances of a recurring entry have no rungs",
        STANDING,
        "owed = self.duties[duty].duty.owed",
        "owed = duty",
        (f"{DOMAIN}/test_standing.py",),
    ),
    Fault(
        "reminders go out in the middle of a storm",
        STANDING,
        "if standing.quiet_until and self.moment(rung, key.due) < standing.quiet_until:",
        "if False:",
        (f"{DOMAIN}/test_standing.py",),
    ),
    Fault(
        "two duties of one hour are asked for in the same words",
        f"{TEXTS}/brief.py",
        "if any(one.startswith(wording.bare(start)) and one.endswith(end) for one in others):",
        "if False:",
        (f"{DOMAIN}/texts/test_brief.py",),
    ),
    Fault(
        "Ba Tơ and Ba Tô are one without accents",
        f"{TEXTS}/names.py",
        "if count[wording.bare(name)] > 1",
        "if count[name] > 1",
        (f"{DOMAIN}/texts/test_brief.py",),
    ),
)
