"""Mutants, chosen: whom the notifier reminds of what, and in words that tell it apart."""

from tests.mutants.fault import Fault

DOMAIN = "tests/notifier/domain"
STANDING = "services/notifier/domain/standing.py"
TEXTS = "services/notifier/domain/texts"
AHEAD = ("tests/notifier/application/digest/test_ahead.py",)

NOTIFIER_DUTIES = (
    Fault(
        "who sent a report is reminded to approve it",
        "services/notifier/application/reminding.py",
        "to_write_to(unit) for unit in wanted}",
        "to_write_to(fired.unit) for unit in wanted}",
        ("tests/notifier/application/test_addressees.py",),
    ),
    Fault(
        "the list of who is late goes to who was above once",
        "services/notifier/application/memory.py",
        "directory, written_to, there)",
        "directory, written_to, date.min)",
        ("tests/notifier/application/escalating/test_lists.py",),
    ),
    Fault(
        "a superior gets a list each hour",
        "services/notifier/domain/digest/slots.py",
        "list_id(self.whom, self.office, self.listing, day)",
        "message_id(self.whom, self.office, leaves_at)",
        ("tests/notifier/application/escalating/test_lists.py",),
    ),
    Fault(
        "what is told above takes the place of the unit's reminder",
        "services/notifier/domain/standing.py",
        "if bool(other.escalates) == up)",
        ")",
        ("tests/notifier/application/escalating/test_lists.py",),
    ),
    Fault(
        "a list names who is not late yet",
        "services/notifier/domain/standing.py",
        "max(own, due.astimezone(self.plan.zone)) if rung.escalates else own",
        "own",
        ("tests/notifier/application/escalating/test_late.py",),
    ),
    Fault(
        "what was met stays in the calendar",
        "services/notifier/domain/invitations/owed.py",
        'standing.due if standing and standing.status == "owing" else None',
        "standing.due if standing else None",
        ("tests/notifier/domain/invitations/test_owed.py",),
    ),
    Fault(
        "a mail that came back has brought its invitations",
        "services/notifier/domain/invitations/owed.py",
        ' and posting.delivery != "bounced"',
        "",
        ("tests/notifier/domain/invitations/test_owed.py",),
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
        "a long name is cut where a second SMS would hold it",
        f"{TEXTS}/brief.py",
        "        if parts(text) <= MOST:",
        "        if False:",
        (f"{DOMAIN}/texts/test_brief.py",),
    ),
    Fault(
        "Ba Tơ and Ba Tô are one without accents",
        f"{TEXTS}/names.py",
        "if count[wording.bare(name)] > 1",
        "if count[name] > 1",
        (f"{DOMAIN}/texts/test_brief.py",),
    ),
    Fault(
        "what is gathered ahead leaves at once",
        "services/notifier/application/digest/gathering.py",
        "earliest = max(self.clock.campaign(self.clock.real(now) + wait), moment)",
        "earliest = self.clock.campaign(self.clock.real(now) + wait)",
        AHEAD,
    ),
    Fault(
        "a reminder is not gathered ahead, and nobody can tell",
        "services/notifier/domain/digest/ahead.py",
        "fires_at if late else fires_at - situation.ahead",
        "fires_at",
        AHEAD,
    ),
    Fault(
        "a mail that waits in the outbox leaves before its moment",
        "services/notifier/application/sending.py",
        "if message.leaves_at is None or message.leaves_at <= self.clock.now():",
        "if True:",
        AHEAD,
    ),
)
