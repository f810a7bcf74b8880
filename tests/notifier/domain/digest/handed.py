"""One rung with a mail and an SMS, and what is done with each on its way out."""

from datetime import time, timedelta

from contracts.facts import (
    MessageAttempted,
    MessageComposed,
    MessageSilenced,
    RungTold,
)
from services.notifier.domain.digest.part import Part, Reached
from services.notifier.domain.digest.slots import Manners
from services.notifier.domain.ending import ended
from services.notifier.domain.handover import (
    Deferred,
    Finish,
    Limits,
    attempted,
    decide,
    deferred,
    end,
)
from services.notifier.domain.react import Say, react
from tests.notifier.campaign import ABOUT, DUE, HOUR, at, key, met, opened, reminders, situation

LIMITS = Limits(timedelta(hours=24), Manners(3, 2, time(7), time(21)))
NOW = at(10, 14)
OWING, DONE = situation(opened()), situation(opened(), met(NOW))
RUNG = {"duty": "bao-cao", "due": DUE, "rung": "b3"}
PLACE = ("ncds-2022", "binh-son")
MAIL, SMS = "m-mail", "m-sms"
HERE = {key("b3"): Reached("0914123456", "p-1")}


def composed(message, name="b3"):
    channel = "email" if message == MAIL else "sms"
    whom = {"channel": channel, "recipient": "c-1", "person": "p-1", "leaves_at": NOW}
    return MessageComposed(**{**ABOUT, **RUNG, "rung": name}, at=NOW, message=message, **whom)


TOLD = [
    *(e.fact for e in react(OWING, reminders(), at(9, 15)) if isinstance(e, Say)),
    *(composed(MAIL), composed(SMS)),
]


def part(message, *said, known=OWING, reached=HERE):
    return Part(message, known, reminders(*TOLD, *said), reached)


def step(message, *said, known=OWING, now=NOW, age=HOUR, reached=HERE, limits=LIMITS):
    parts = [part(message, *said, known=known, reached=reached)]
    return decide(parts, now=now, age=age, limits=limits)


def attempts(message, hand, *said):
    return attempted(part(message, *said), hand, NOW, home=True)


def outcome(message, hand, handover, *said, known=OWING, now=NOW):
    """What a handover has said in the message's home."""
    one, told = part(message, *said, known=known), hand.told[PLACE]
    if isinstance(handover, Deferred):
        return deferred(one, hand, handover, now)
    return ended(one, end(hand, handover), told, home=True, moved=[], now=now)


def drop(message, *said, known=OWING, now=NOW, **changes):
    """What is said of a message that is not handed over."""
    finish = step(message, *said, known=known, now=now, **changes)
    assert isinstance(finish, Finish)
    one = part(message, *said, known=known, reached=changes.get("reached", HERE))
    return ended(one, finish.end, finish.told.get(PLACE, []), home=True, moved=[], now=now)


def kinds(facts):
    return [type(fact) for fact in facts]


def tried(message, number=1, refused=None, **more):
    told = [] if refused else [RungTold(**RUNG)]
    about = {**ABOUT, "at": NOW, "message": message}
    return MessageAttempted(**about, attempt=number, told=told, refused=refused, **more)


def closed(kind, message, **more):
    if kind is not MessageSilenced:
        more["channel"] = "email" if message == MAIL else "sms"
    return kind(**ABOUT, at=NOW, message=message, **more)
