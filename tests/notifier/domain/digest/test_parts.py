"""A message of which several units and plans have a part."""

from dataclasses import replace

from contracts.facts import (
    MessageAccepted,
    MessageSilenced,
    RungSent,
)
from services.notifier.domain.ending import ended
from services.notifier.domain.handover import (
    Accepted,
    Finish,
    Leave,
    Send,
    attempted,
    decide,
    end,
)
from tests.notifier.campaign import HOUR, key
from tests.notifier.domain.digest.handed import (
    DONE,
    LIMITS,
    MAIL,
    NOW,
    OWING,
    PLACE,
    closed,
    kinds,
    part,
    tried,
)


def other(*said, known=OWING):
    """The same message's part in another plan."""
    elsewhere = replace(known, plan=known.plan.model_copy(update={"id": "other"}))
    return replace(part(MAIL, *said), situation=elsewhere)


def test_a_message_speaks_of_what_is_owed_still_in_any_of_its_parts():
    """What is met is left out; that it went out is said to its home all the same."""
    hand = decide([part(MAIL, known=DONE), other()], now=NOW, age=HOUR, limits=LIMITS)
    assert isinstance(hand, Send)
    assert hand.told == {PLACE: [], ("other", "binh-son"): [key("b3")]}
    taken = end(hand, Accepted())
    home = ended(part(MAIL, known=DONE), taken, [], home=True, moved=[], now=NOW)
    assert kinds(home) == [MessageAccepted]
    assert kinds(ended(other(), taken, [key("b3")], home=False, moved=[], now=NOW)) == [
        *(MessageAccepted, RungSent)
    ]


def test_a_part_of_which_a_message_did_not_speak_is_told_nothing():
    """And says nothing before."""
    hand = decide([part(MAIL), other(known=DONE)], now=NOW, age=HOUR, limits=LIMITS)
    assert attempted(other(known=DONE), hand, NOW, home=False) == []
    said = ended(other(known=DONE), end(hand, Accepted()), [], home=False, moved=[], now=NOW)
    assert kinds(said) == [MessageSilenced]


def test_after_a_crash_the_others_hear_how_the_message_ended_at_its_home():
    """It is not handed over again; and what it told them is what its last attempt says."""
    taken = closed(MessageAccepted, MAIL)
    home = part(MAIL, tried(MAIL), taken)
    finish = decide([home, other(tried(MAIL))], now=NOW, age=HOUR, limits=LIMITS)
    assert isinstance(finish, Finish)
    assert finish.told["other", "binh-son"] == [key("b3")]
    untold = decide([home, other()], now=NOW, age=HOUR, limits=LIMITS)
    assert isinstance(untold, Finish)
    assert untold.told["other", "binh-son"] == []
    assert decide([home, other(taken)], now=NOW, age=HOUR, limits=LIMITS) == Leave()
