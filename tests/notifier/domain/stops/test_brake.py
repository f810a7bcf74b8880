"""What an order stops: by filter, by moment, and until when."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.brake import Place, Which, fits, place_of
from contracts.facts import MessagesCancelled, MessagesHeld, MessagesResumed, RungScheduled
from contracts.unit import Dated, Unit
from services.notifier.domain.digest.part import entry, unsaid
from services.notifier.domain.react import Enter, Say, fire
from services.notifier.domain.stops.brake import Brake, concerned, evolve
from tests.notifier.campaign import BOOKS, DUE, at, key, opened, receipt, reminders, situation

ANY = Which()
NOW = at(10, 13)
PLACE = Place("binh-son", "huyen", frozenset({"binh-son", "ubnd-tinh"}))
NAMES = {"bao-cao-2022-w41", "bao-cao"}
WHEN = st.integers(0, 400).map(lambda hours: at(10, 1) + timedelta(hours=hours))


def said(kind, moment=NOW, **fields):
    return kind(plan="ncds-2022", reason="Sai ngày", receipt=receipt(moment), **fields)


def ordered(*facts):
    found = Brake()
    for fact in facts:
        found = evolve(found, fact)
    return found


HOLD = said(MessagesHeld, order="dung-1", which=ANY)


@pytest.mark.parametrize(
    ("which", "meant"),
    [
        ({}, True),
        ({"owed": ["bao-cao"]}, True),
        ({"owed": ["bao-cao-2022-w41"]}, True),
        ({"owed": ["bao-cao-2022-w42"]}, False),
        ({"levels": ["huyen"]}, True),
        ({"levels": ["xa"]}, False),
        ({"units": ["binh-son"]}, True),
        ({"units": ["ubnd-tinh"]}, False),
        ({"areas": ["ubnd-tinh"]}, True),
        ({"areas": ["ly-son"]}, False),
        ({"units": ["ly-son"], "areas": ["ubnd-tinh"]}, True),
        ({"channels": ["sms"]}, False),
        ({"owed": ["bao-cao"], "levels": ["xa"]}, False),
    ],
)
def test_a_message_is_meant_that_fits_every_list(which, meant):
    assert fits(Which.model_validate(which), NAMES, PLACE, "email") is meant


def merged():
    """A and B of one district are C since 13 October, in another."""
    links = {"xa-a": "huyen-1", "xa-b": "huyen-1", "xa-c": "huyen-2", "so": "tinh"}
    links |= {"huyen-1": "tinh", "huyen-2": "tinh", "tinh": None}
    life = {"xa-c": {"valid_from": NOW.date(), "predecessors": ["xa-a", "xa-b"]}}
    life |= {one: {"valid_to": NOW.date()} for one in ("xa-a", "xa-b")}
    return {
        one: Unit(
            id=one,
            names=[Dated(value=one)],
            levels=[Dated(value="xa", valid_to=life.get(one, {}).get("valid_to"))],
            parents=[Dated(value=up, valid_to=life.get(one, {}).get("valid_to"))] if up else [],
            **life.get(one, {}),
        )
        for one, up in links.items()
    }


@pytest.mark.parametrize(
    ("which", "meant"),
    [
        ({"units": ["xa-a"]}, True),
        ({"units": ["xa-c"]}, True),
        ({"units": ["xa-b"]}, False),
        ({"areas": ["xa-a"]}, True),
        ({"areas": ["huyen-2"]}, True),
        ({"areas": ["huyen-1"]}, False),
        ({"levels": ["xa"]}, True),
    ],
)
def test_who_was_merged_away_is_meant_where_its_successor_is(which, meant):
    """There its messages are read by now: a storm over the new commune holds them too."""
    before, place = NOW.date() - timedelta(days=1), place_of(merged(), "xa-a", NOW.date())
    assert fits(Which.model_validate(which), NAMES, place, "email") is meant
    assert place_of(merged(), "xa-a", before).within == {"xa-a", "huyen-1", "tinh"}
    peer = place_of(merged(), "so", NOW.date())
    assert len(place.within) == len(peer.within) + 1  # as deep as any commune


def test_one_hold_that_ends_leaves_the_other_and_the_moment_of_its_end():
    both = ordered(
        HOLD,
        said(MessagesHeld, order="dung-2", which=Which(channels=["sms"])),
        said(MessagesResumed, at(10, 14), orders=["dung-1"]),
    )
    assert both.held(NAMES, PLACE, "email") is None
    assert both.held(NAMES, PLACE, "sms") == "dung-2"
    assert both.released(NAMES, PLACE, "email") == at(10, 14)


@given(moment=WHEN, until=WHEN, resumed=st.none() | WHEN)
def test_what_is_called_off_is_what_is_not_after_the_order_or_its_end(moment, until, resumed):
    facts = [said(MessagesCancelled, order="huy-1", which=ANY, until=until)]
    if resumed:
        facts.append(said(MessagesResumed, resumed, orders=["huy-1"]))
    last = min(until, resumed or until)
    assert ordered(*facts).called_off(NAMES, PLACE, "email", moment) is (moment <= last)


def test_the_end_of_a_hold_and_a_calling_off_concern_every_unit_and_a_hold_concerns_none():
    assert concerned(HOLD) == []
    assert concerned(said(MessagesResumed, orders=["dung-1"])) is None
    assert concerned(said(MessagesCancelled, order="huy-1", which=ANY, until=DUE)) is None


def scheduled(moment):
    about = {"plan": "ncds-2022", "unit": "binh-son", "duty": "bao-cao", "due": DUE, "rung": "b3"}
    return RungScheduled(**about, at=at(9, 15), fires_at=moment)


def fired(orders, now):
    known = replace(situation(opened()), brake=orders)
    return fire(known, reminders(scheduled(at(10, 14))), key("b3"), BOOKS, now)


def test_a_rung_that_fires_while_it_is_held_is_in_no_message_and_keeps_waiting():
    assert fired(ordered(HOLD), at(10, 14)) == []
    by_sms = said(MessagesHeld, order="dung-2", which=Which(channels=["sms"]))
    assert [one.channel for one in fired(ordered(by_sms), at(10, 14))] == ["email"]


def test_what_is_let_go_is_another_entry_than_the_one_that_was_held():
    """Whose message may have left without it."""
    free = ordered(HOLD, said(MessagesResumed, at(10, 15), orders=["dung-1"]))
    first, *entries = fired(free, at(10, 15, 9))
    assert isinstance(first, Say)
    assert first.fact.fires_at == at(10, 15)
    assert {one.entry.fires_at for one in entries if isinstance(one, Enter)} == {at(10, 15)}


def test_a_message_does_not_wait_for_who_would_put_something_in_that_is_held():
    known, moment = situation(opened()), at(10, 14)
    one, told = entry(known, key("b3"), "c-1", moment), reminders(scheduled(moment))
    assert unsaid(known, told, one, "email")
    assert not unsaid(replace(known, brake=ordered(HOLD)), told, one, "email")
