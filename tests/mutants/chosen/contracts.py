"""Mutants, chosen: which days are worked, when a rung is due, and who may what."""

from tests.mutants.fault import Fault

CALENDAR = "contracts/calendar.py"
LADDER = "contracts/ladder.py"
PERMISSIONS = "contracts/permissions.py"
ALLOWED = ("tests/contracts/test_permissions.py",)
FENCE, FENCED = "contracts/fence.py", ("tests/contracts/test_fence.py",)
CLAIMS, SIGNED = "runtime/access/claims.py", ("tests/runtime/access/test_claims.py",)
DOOR, READ = "services/registry/domain/door.py", ("tests/registry/domain/test_door.py",)
DAYS = ("tests/contracts/test_calendar.py",)
RUNGS = ("tests/contracts/test_ladder.py",)

CONTRACTS = (
    Fault(
        "a unit's account takes every verdict",
        FENCE,
        'yield Crossing("stream", topology.verdicts(unit), topology.verdicts(unit))',
        'yield Crossing("stream", topology.verdicts("*"), topology.verdicts("*"))',
        FENCED,
    ),
    Fault(
        "a system speaks by the door of a unit's own",
        FENCE,
        "    door = topology.door_of(system)\n",
        "    door = topology.door_of(None)\n",
        FENCED,
    ),
    Fault(
        "whose key signed claims does not matter",
        CLAIMS,
        'keys[claims["iss"]].verify(',
        "next(iter(keys.values())).public_key.startswith(",
        SIGNED,
    ),
    Fault(
        "a service's credentials hold from anywhere",
        CLAIMS,
        "    if allowed.networks:\n",
        "    if not allowed.networks:\n",
        ("tests/runtime/access/test_safe.py",),
    ),
    Fault(
        "an empty list of subjects allows everything",
        CLAIMS,
        'else {"deny": [">"]}',
        'else {"allow": []}',
        SIGNED,
    ),
    Fault(
        "any door may say who acted",
        DOOR,
        "actor=actor_of(event) if address.door == DESK else None,",
        "actor=actor_of(event),",
        READ,
    ),
    Fault(
        "the notifier may write any fact",
        PERMISSIONS,
        '    (topology.message_facts("*", "*"), topology.rung_timer(',
        '    ("evt.>", topology.rung_timer(',
        ALLOWED,
    ),
    Fault(
        "the notifier may delete messages of any stream",
        PERMISSIONS,
        '_api("STREAM.MSG.DELETE", REMINDERS.name, CONTACTS)',
        '_api("STREAM.MSG.DELETE", "*")',
        ALLOWED,
    ),
    Fault(
        "one user hears what another is answered",
        PERMISSIONS,
        'return f"_INBOX_{user}"',
        'return "_INBOX"',
        ALLOWED,
    ),
    Fault(
        "a decreed day is off, whatever the decree says",
        CALENDAR,
        "            return decreed.working\n",
        "            return False\n",
        DAYS,
    ),
    Fault(
        "a day off at the start is moved before it is counted from",
        CALENDAR,
        "        left = abs(n)\n",
        "        left = abs(n)\n        day = self.next_from(day)\n",
        DAYS,
    ),
    Fault(
        "the working day of the receipt counts as the one that is left",
        CALENDAR,
        "last = self.nth(moment.astimezone(zone).date(), 1)",
        "last = self.next_from(moment.astimezone(zone).date())",
        DAYS,
    ),
    Fault(
        "the day of a receipt is taken in its own zone",
        CALENDAR,
        "self.nth(moment.astimezone(zone).date(), 1)",
        "self.nth(moment.date(), 1)",
        DAYS,
    ),
    Fault(
        "working days are counted from the day of the due moment, not from the last in time",
        LADDER,
        "(due.astimezone(zone) - timedelta(microseconds=1)).date()",
        "due.astimezone(zone).date()",
        RUNGS,
    ),
    Fault(
        "hours are counted on the wall's clock",
        LADDER,
        "moved = instant.astimezone(UTC) + timedelta(hours=number)",
        "moved = instant.astimezone(plan.zone) + timedelta(hours=number)",
        RUNGS,
    ),
    Fault(
        "hours after the window are counted from the beginning of its last day",
        LADDER,
        "_midnight(last + timedelta(days=1), plan.zone)",
        "_midnight(last, plan.zone)",
        RUNGS,
    ),
    Fault(
        "calendar days are counted as working days",
        LADDER,
        "day += timedelta(days=number)",
        "day = working_days.nth(day, number)",
        RUNGS,
    ),
)
