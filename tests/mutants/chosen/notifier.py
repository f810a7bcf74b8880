"""Mutants, chosen: timers, reminders and messages."""

from tests.mutants.fault import Fault

DOMAIN = "tests/notifier/domain"
TIMERS = ("tests/notifier/application/test_timers.py",)
USE_CASES = ("tests/notifier/application/test_use_cases.py",)
ANY_ORDER = ("tests/notifier/application/test_any_order.py",)
REACT = "services/notifier/domain/react.py"
HANDOVER = "services/notifier/domain/handover.py"
PART = "services/notifier/domain/digest/part.py"
SLOTS = "services/notifier/domain/digest/slots.py"
STANDING = "services/notifier/domain/standing.py"
REACH = "services/notifier/domain/reach.py"
SENDING = "services/notifier/application/sending.py"
REMINDING = "services/notifier/application/reminding.py"
SAYING = "services/notifier/application/saying.py"

NOTIFIER = (
    Fault(
        "a duty met in the last second is reminded of",
        PART,
        "return not self.situation.needless(key) and self.meant(key)",
        "return self.meant(key)",
        (f"{DOMAIN}/test_handover.py",),
    ),
    Fault(
        "a mail goes into the unknown a third time",
        HANDOVER,
        "MOST_UNKNOWN = 2",
        "MOST_UNKNOWN = 3",
        (f"{DOMAIN}/test_handover.py",),
    ),
    Fault(
        "the hours for SMS are taken in UTC",
        SLOTS,
        "local = moment.astimezone(zone)",
        "local = moment",
        (f"{DOMAIN}/test_handover.py",),
    ),
    Fault(
        "a message waits for its provider for ever",
        HANDOVER,
        "if age > limits.give_up_after:",
        "if False:",
        (f"{DOMAIN}/test_handover.py",),
    ),
    Fault(
        "an SMS that was asked for again is counted as another attempt",
        HANDOVER,
        "attempt=home.attempts + (0 if ask else 1)",
        "attempt=home.attempts + 1",
        (f"{DOMAIN}/test_handover.py",),
    ),
    Fault(
        "a rung that went out by one channel is settled again by the other",
        "services/notifier/domain/ending.py",
        'if instance.fate != "waiting":',
        "if False:",
        (f"{DOMAIN}/test_handover.py",),
    ),
    Fault(
        "an attempt that was surely refused counts as one in doubt",
        "services/notifier/domain/rungs.py",
        "(-1 if fact.refused else 1)",
        "1",
        (f"{DOMAIN}/test_handover.py",),
    ),
    Fault(
        "rungs of a due moment that was moved get no fate, so rungs due do not add up",
        REACT,
        "for due in standing.dues:",
        "for due in (standing.due,):",
        ANY_ORDER,
    ),
    Fault(
        "a rung comes back although its moment passed while nothing was owed",
        REACT,
        "return moment > standing.owing_since",
        "return moment is not None",
        (f"{DOMAIN}/test_react.py", f"{DOMAIN}/test_fire.py"),
    ),
    Fault(
        "a timer that fires early is taken as due",
        REACT,
        "if now < fires_at:",
        "if now is None:",
        (f"{DOMAIN}/test_react.py", f"{DOMAIN}/test_fire.py"),
    ),
    Fault(
        "after an outage every rung is sent",
        STANDING,
        "return any(own < self.moment(other, key.due) <= now for other in others)",
        "return False",
        (f"{DOMAIN}/test_react.py", f"{DOMAIN}/test_fire.py"),
    ),
    Fault(
        "a duty that is owed again moves no timer",
        "services/notifier/domain/told/heed.py",
        "if isinstance(fact, DutyFact):",
        'if isinstance(fact, DutyFact) and not hasattr(fact, "after_version"):',
        (f"{DOMAIN}/test_standing.py",),
    ),
    Fault(
        "an amended plan's ladder is not followed",
        "services/notifier/domain/stops/brake.py",
        "return [participant.unit for participant in fact.participants]",
        "return []",
        (f"{DOMAIN}/test_standing.py", *USE_CASES),
    ),
    Fault(
        "a late word about an earlier round closes the present one",
        "services/notifier/domain/told/duty.py",
        'return replace(before, status="met") if before.round == fact.round else before',
        'return replace(before, status="met")',
        (f"{DOMAIN}/test_standing.py",),
    ),
    Fault(
        "two people, or two hours of one, share a message",
        SLOTS,
        'words = (*whom, office, f"{hour_of(leaves_at):%Y%m%dT%H}")',
        "words = (whom.channel, office)",
        (f"{DOMAIN}/digest/test_slots.py",),
    ),
    Fault(
        "who opted out of a channel is written to",
        REACH,
        "if channel in contact.opted_out or channel in contact.failing:",
        "if channel in contact.failing:",
        (f"{DOMAIN}/test_reach.py",),
    ),
    Fault(
        "who has left the post is written to",
        REACH,
        "for one in contacts if one.holds(day)}",
        "(contacts.contacts if contacts else [])}",
        (f"{DOMAIN}/test_reach.py",),
    ),
    Fault(
        "a deputy who cannot be written to leaves nobody",
        REACH,
        "return deputy if deputy and reached else contact",
        "return deputy or contact",
        (f"{DOMAIN}/test_reach.py",),
    ),
    Fault(
        "one address that two contacts share gets two messages",
        REACH,
        "tokens.setdefault((channel, where.casefold()), contact.id)",
        "tokens.setdefault((channel, contact.id), contact.id)",
        (f"{DOMAIN}/test_reach.py",),
    ),
    Fault(
        "other days are worked, and no timer moves",
        REMINDING,
        "await self._react_all(await self._memory.everybody())",
        "return",
        TIMERS,
    ),
    Fault(
        "a table of decreed days is not kept",
        "services/notifier/application/facts.py",
        "    return replace(directory, units=units)",
        "    return Directory(units)",
        TIMERS,
    ),
    Fault(
        "nobody looks again once the connection is made",
        SENDING,
        "            connection = await connecting\n"
        "            looked, step = await self._decide(message, stored_at)\n",
        "            looked, step = await self._decide(message, stored_at)\n"
        "            connection = await connecting\n",
        USE_CASES,
    ),
    Fault(
        "a message is handed over before it is said that this is tried",
        SENDING,
        "            shares = await self._say_attempt(looked, step, now)\n"
        "            end = await connection.hand_over(written, step.address, self.clock.now())\n",
        "            end = await connection.hand_over(written, step.address, self.clock.now())\n"
        "            shares = await self._say_attempt(looked, step, now)\n",
        ANY_ORDER,
    ),
    Fault(
        "a message that is given twice at once is handed over twice",
        SENDING,
        "if message.message in self.in_hand:",
        "if message.message is None:",
        USE_CASES,
    ),
    Fault(
        "a timer that was set in between is cancelled with the old one",
        REMINDING,
        "        for number in numbers:\n            if number is not None:\n"
        "                await self._timers.remove(number)\n",
        "        for e in effects:\n"
        "            if isinstance(e, Cancel) and (number := await self._find(e)) is not None:\n"
        "                await self._timers.remove(number)\n",
        TIMERS,
    ),
    Fault(
        "a timer is said to be set and is not",
        REMINDING,
        "            if isinstance(effect, Schedule):\n                await self._set(effect)\n",
        "            if isinstance(effect, Schedule):\n                pass\n",
        USE_CASES,
    ),
    Fault(
        "a plan's other units are not looked at after one of them failed",
        REMINDING,
        "await asyncio.gather(*looks, return_exceptions=True):",
        "[await one for one in looks]:",
        TIMERS,
    ),
    Fault(
        "what was handed over is forgotten while the log is away",
        SAYING,
        "                await asyncio.sleep(growing_delay(tries))\n",
        "                return None\n",
        USE_CASES,
    ),
    Fault(
        "facts are said although something was said since they were decided",
        SAYING,
        "            after = await self.log.append("
        "topology.message_facts(plan, unit), events, basis.after)",
        "            now = (await self.memory.know(plan, unit)).after\n"
        "            after = await self.log.append("
        "topology.message_facts(plan, unit), events, now)",
        ANY_ORDER,
    ),
)
