"""Notifier tests: plans whose rungs are due about now, and looks at what was said of them."""

from datetime import time

from contracts.facts import RungCancelled, RungFailed, RungLapsed, RungSent
from tests.notifier.campaign import noon, plan, rung

ZONE_NAME, DUE = noon()
NOW_RUNG = rung("now", 0, at=time(1), channels=("email", "sms"))
NOW_BY_MAIL = rung("now", 0, at=time(1))
NOW_BY_SMS = rung("now", 0, at=time(1), channels=("sms",))
TO_COME = rung("to-come", 0, at=time(23, 59))


def ladder(*rungs):
    return plan(ladder=rungs, time_zone=ZONE_NAME)


def settled(number=1):
    """Enough once so many rungs were sent, cancelled, failed or have lapsed."""
    return has((RungSent, RungCancelled, RungFailed, RungLapsed), number)


def has(kind, number=1):
    return lambda said: sum(isinstance(fact, kind) for fact in said) >= number


def kinds(said):
    return [fact.wire.split(".")[1] for fact in said]
