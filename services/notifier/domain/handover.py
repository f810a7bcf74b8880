"""Notifier, domain: what to do with a message on its way out, and what its handover means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import assert_never

from contracts.facts import Invitation, MessageAttempted, NoticeTold, RungTold
from services.notifier.domain.digest.part import Part
from services.notifier.domain.digest.slots import Manners
from services.notifier.domain.ending import End, Failed, Silent, Taken, about, end_of
from services.notifier.domain.rungs import Key, NoticeKey, Posting, RungKey

MOST_UNKNOWN = 2
"""Attempts of unknown end after which a mail is given up: one doubtful repeat, no third."""
HELD_FOR = timedelta(minutes=1)
"""After which one that was tried before it was held is looked at again (campaign time)."""


@dataclass(frozen=True)
class Accepted:
    """The relay or gateway took the message; this is not yet delivery."""

    provider_id: str | None = None


@dataclass(frozen=True)
class Refused:
    """Nobody will ever take the message."""

    reason: str


@dataclass(frozen=True)
class Deferred:
    """It did not take the message this time, and said so; `for_good`: another one may."""

    reason: str
    for_good: bool = False


@dataclass(frozen=True)
class Uncertain:
    """The connection broke before an answer: it may have taken the message."""

    reason: str


Handover = Accepted | Refused | Deferred | Uncertain
"""How handing a message to a relay or gateway ended; reasons are codes, never addresses."""


@dataclass(frozen=True)
class Limits:
    """How long a message is tried (real time); how often, and when, people are written to."""

    give_up_after: timedelta
    manners: Manners


Unit = tuple[str, str]
"""A plan and a unit: whose part of a message something is."""
Told = Mapping[Unit, Sequence[Key]]
"""Of which rungs and notices a message speaks, by part."""


@dataclass(frozen=True)
class Leave:
    """The message has ended already, in all its parts."""


@dataclass(frozen=True)
class Postpone:
    """Not at this hour: try again at `until`."""

    until: datetime


@dataclass(frozen=True)
class Finish:
    """The message is not handed over, or was before: `end` is to be said of what has none yet."""

    end: End
    told: Told


@dataclass(frozen=True)
class Send:
    """Hand the message over, after saying the attempt. `uncertain`: it may have gone out before.

    `asked_since`: when an attempt began at `provider` that is to be asked about there. `closed` and
    `avoid` as in Posting. `invitations`: what a mail changes in its reader's calendar,
    by part.
    """

    address: str
    attempt: int
    uncertain: bool
    told: Told
    provider: str | None = None
    asked_since: datetime | None = None
    closed: tuple[str, ...] = ()
    avoid: str | None = None
    invitations: Mapping[Unit, Sequence[Invitation]] = field(default_factory=dict)

    def by(self, provider: str | None) -> "Send":
        """The same with the provider named."""
        return replace(self, provider=provider)


Step = Leave | Postpone | Finish | Send


def unit_of(part: Part) -> Unit:
    return part.situation.plan.id, part.situation.unit


def decide(parts: Sequence[Part], *, now: datetime, age: timedelta, limits: Limits) -> Step:
    """What to do with a message; the first one of its parts is its home, whose history
    says exactly how often it was tried and how it ended.

    A gateway is asked again under the same request id and answers whether it had it; a mail
    relay cannot be asked, so a mail whose attempt ended unknown is sent once more and counted.
    """
    if all(part.posting.end for part in parts):
        return Leave()
    home = parts[0].posting
    if home.end is not None:
        return Finish(end_of(home.end), told_before(parts))
    mail = home.channel == "email"
    if mail and home.unknown >= MOST_UNKNOWN:
        # Before all else: it may have gone out twice, which is counted also where it is needless.
        return Finish(Failed("outcome-unknown"), {})
    told = {unit_of(part): part.to_tell(now) for part in parts}
    address = _address(parts, told)
    doubtful = home.unknown > 0 and any(part.held() for part in parts)
    if address is None and not doubtful:
        return Finish(Silent(), {})
    if age > limits.give_up_after:
        return Finish(Failed(_why_given_up(home)), {})
    if address is None:
        # It may have gone out before it was held: it stays the same message until that is known.
        return Postpone(now + HELD_FOR)
    until = limits.manners.awake(home.channel, now, parts[0].situation.plan.zone)
    if until > now:
        return Postpone(until)
    return _send(home, address, told)


def _send(home: Posting, address: str, told: Told) -> Send:
    """An attempt of unknown end at a gateway is asked about under the same number."""
    uncertain, mail = home.unknown > 0, home.channel == "email"
    ask = uncertain and not mail
    return Send(
        address=address,
        attempt=home.attempts + (0 if ask else 1),
        uncertain=uncertain and mail,
        told=told,
        provider=home.provider if ask else None,
        asked_since=home.attempted_at if ask else None,
        closed=home.closed,
        avoid=home.avoid,
    )


def _address(parts: Sequence[Part], told: Told) -> str | None:
    """The person's, if anything is to be told."""
    return next((part.reached[key].address for part in parts for key in told[unit_of(part)]), None)


def told_before(parts: Sequence[Part]) -> Told:
    """Of which rungs the message spoke at its last attempt, by what was said of it."""
    last = parts[0].posting.attempts
    return {
        unit_of(part): [key for key in part.posting.told if part.posting.attempts == last]
        for part in parts
    }


def _why_given_up(home: Posting) -> str:
    """The code of a message that is still needed and not tried any more."""
    return "outcome-unknown" if home.channel == "email" and home.unknown else "gave-up"


def first_of(parts: Sequence[Part]) -> int:
    """Which of them is the message's home: the first; but another where that one's history could
    not be read as the message left, and the other one's said its attempt, or end, in its place.
    """
    spoke = (number for number, one in enumerate(parts) if one.posting.end or one.posting.stands_in)
    return next(spoke, 0)


def attempted(
    part: Part, send: Send, now: datetime, *, home: bool, stands_in: bool = False
) -> list[MessageAttempted]:
    """What a part says before the handover; nothing where it is not in the message, or has said it:
    a gateway is asked again about the same attempt.
    """
    told, posting = send.told[unit_of(part)], part.posting
    if posting.attempts == send.attempt:
        said = posting.told == frozenset(told)
    else:
        said = not (home or told)
    if said:
        return []
    said_now = MessageAttempted(
        **about(part, now),
        attempt=send.attempt,
        told=[RungTold(**key._asdict()) for key in told if isinstance(key, RungKey)],
        notices=[NoticeTold(**key._asdict()) for key in told if isinstance(key, NoticeKey)],
        provider=send.provider,
        invitations=[*send.invitations.get(unit_of(part), ())],
        stands_in=stands_in,
    )
    return [said_now]


def deferred(home: Part, send: Send, end: Deferred, now: datetime) -> list[MessageAttempted]:
    """What to say of a message that was refused for now: it surely did not go out, so that the next
    attempt is no duplicate, and may be at another gateway. Nothing when it was said.
    """
    posting = home.posting
    said = posting.attempts != send.attempt or not posting.unknown
    if posting.end or said:
        return []
    refused = MessageAttempted(
        **about(home, now),
        attempt=send.attempt,
        refused=end.reason,
        provider=send.provider,
        for_good=end.for_good,
    )
    return [refused]


def end(send: Send, handover: Accepted | Refused) -> End:
    """What a handover that has ended for good is to all parts."""
    match handover:
        case Accepted(provider_id):
            return Taken(provider_id, send.uncertain)
        case Refused(reason):
            return Failed(reason)
        case _:
            assert_never(handover)
