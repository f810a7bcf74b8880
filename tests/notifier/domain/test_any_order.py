"""Whatever comes in whatever order, however often, and whenever the notifier is killed.

The world below is the stream, the outbox and the relay in memory; it carries effects out in the
order of services/notifier/application and may stop after any of them. What it cannot catch: that
the real adapters keep that order, which tests/notifier/test_kills.py looks at.
"""

from collections import Counter
from datetime import time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.facts import (
    MessageAccepted,
    MessageFailed,
    RungCancelled,
    RungFailed,
    RungLapsed,
    RungSent,
)
from services.notifier.domain import rungs
from services.notifier.domain.handover import (
    Accepted,
    Deferred,
    Drop,
    Limits,
    Refused,
    Send,
    Unknown,
    decide,
    settle,
)
from services.notifier.domain.reach import address_of
from services.notifier.domain.react import Cancel, PutOut, Say, Schedule, fire, react
from services.notifier.domain.rungs import Reminders, RungInstance, RungKey, key_of
from tests.notifier.campaign import (
    CONTACTS,
    OPENED,
    excused,
    extended,
    met,
    opened,
    reopened,
    situation,
)

SETTLED = RungSent | RungCancelled | RungLapsed | RungFailed
WHOLE_DAY = Limits(timedelta(days=3650), time.min, time.max)
NEVER = 99


class World:
    """One unit's part in one plan, with everything outside the notifier in memory."""

    def __init__(self):
        self.now = OPENED
        self.history = [opened()]
        self.unheard = [1]  # deliveries of facts not acknowledged yet
        self.reminders = Reminders()
        self.said = []
        self.timers = {}
        self.fired = []
        self.outbox = {}
        self.taken = Counter()

    def situation(self):
        return situation(*self.history)

    def happen(self, what):
        """The registry says a fact that makes sense now; nothing otherwise."""
        duty = self.situation().duties["bao-cao"]
        now, due, round_ = self.now, duty.due, duty.round
        fact = {
            ("owing", "met"): lambda: met(now, due, round_),
            ("owing", "excuse"): lambda: excused(now),
            ("owing", "extend"): lambda: extended(now, due + timedelta(days=5), round_),
            ("met", "withdraw"): lambda: reopened(now, due, round_),
            ("met", "return"): lambda: reopened(now, now + timedelta(days=7), round_ + 1),
            ("excused", "open"): lambda: opened(due, now),
        }.get((duty.status, what))
        if fact:
            self.history.append(fact())
            self.unheard.append(1)

    def pass_time(self, hours):
        self.now += timedelta(hours=hours)
        for key, timer in list(self.timers.items()):
            if timer.fires_at <= self.now:
                self.fired.append(self.timers.pop(key))

    def say(self, facts):
        for fact in facts:
            if isinstance(fact, SETTLED):
                known = self.reminders.instances.get(key_of(fact), RungInstance())
                assert known.fate == "waiting", f"{fact} settles a rung that is {known.fate}"
            self.reminders = rungs.evolve(self.reminders, fact)
            self.said.append(fact)

    def carry_out(self, effects, steps):
        """At most so many steps; whether that was everything, so that it is acknowledged."""
        todo = [lambda e=e: self.set_timer(e.timer) for e in effects if isinstance(e, Schedule)]
        todo.append(lambda: self.say([e.fact for e in effects if isinstance(e, Say)]))
        todo += [lambda e=e: self.timers.pop(e.key, None) for e in effects if isinstance(e, Cancel)]
        todo += [
            lambda e=e: self.outbox.setdefault(e.message.message, e.message)
            for e in effects
            if isinstance(e, PutOut)
        ]
        for step in todo[:steps]:
            step()
        return steps > len(todo)

    def set_timer(self, timer):
        self.timers[RungKey(timer.duty, timer.due, timer.rung)] = timer
        self.pass_time(0)

    def hear(self, steps):
        if self.unheard and self.carry_out(
            react(self.situation(), self.reminders, self.now), steps
        ):
            self.unheard.pop()

    def ring(self, steps, which=0):
        if self.fired:
            timer = self.fired[which % len(self.fired)]
            key = RungKey(timer.duty, timer.due, timer.rung)
            effects = fire(self.situation(), self.reminders, key, CONTACTS, self.now)
            if self.carry_out(effects, steps):
                self.fired.remove(timer)

    def send(self, steps, outcome, which=0):
        """Steps: say the attempt, hand over, say the outcome, acknowledge."""
        if not self.outbox:
            return
        message = list(self.outbox.values())[which % len(self.outbox)]
        known = self.situation()
        address = address_of(CONTACTS, message.recipient, message.channel)
        now = self.now
        step = decide(
            known, self.reminders, message, address, now=now, age=timedelta(), limits=WHOLE_DAY
        )
        if isinstance(step, Send) and steps >= 1:
            self.say(step.facts)
            assert not known.needless(self.reminders.messages[message.message].key)
            if steps >= 2:
                outcome = self.hand_over(message, outcome)
            if steps >= 3:
                self.say(settle(known, self.reminders, message, step, outcome, now))
            if steps < 4 or isinstance(outcome, Deferred | Unknown):
                return
        if isinstance(step, Drop) and steps >= 1:
            self.say(step.facts)
        if steps >= 1:
            del self.outbox[message.message]

    def hand_over(self, message, outcome):
        """The gateway knows its request ids; a relay takes the same mail as often as it comes."""
        if message.channel == "sms" and self.taken[message.message]:
            return Accepted()
        if isinstance(outcome, Accepted | Unknown):
            self.taken[message.message] += 1
        return outcome

    def go_on(self, steps, outcome, which):
        """The next thing there is to do, perhaps with a crash in the middle."""
        if self.unheard:
            self.hear(steps)
        elif self.fired:
            self.ring(steps, which)
        elif self.outbox:
            self.send(steps, outcome, which)
        elif self.timers:
            self.now = max(self.now, min(timer.fires_at for timer in self.timers.values()))
            self.pass_time(0)

    def come_to_rest(self):
        """No more kills: everything that waits is done, and time runs out."""
        while self.unheard:
            self.hear(NEVER)
        self.pass_time(24 * 400)
        while self.fired:
            self.ring(NEVER)
        while self.outbox:
            self.send(NEVER, Accepted())


STEPS = st.sampled_from([0, 1, 2, 3, 4, NEVER, NEVER, NEVER])
OUTCOMES = st.sampled_from(
    [Accepted(), Refused("smtp-550"), Deferred("smtp-451"), Unknown("ReadTimeout")]
)
WHICH = st.integers(0, 3)
GO_ON = st.tuples(st.just("go_on"), STEPS, OUTCOMES, WHICH)
HAPPEN = st.tuples(
    st.just("happen"),
    st.sampled_from(["met", "excuse", "extend", "withdraw", "return", "open"]),
)
PASS_TIME = st.tuples(st.just("pass_time"), st.sampled_from([1, 24, 240]))
OUT_OF_TURN = st.one_of(
    st.tuples(st.just("hear"), STEPS),
    st.tuples(st.just("ring"), STEPS, WHICH),
    st.tuples(st.just("send"), STEPS, OUTCOMES, WHICH),
)
MOVES = st.one_of(GO_ON, GO_ON, GO_ON, GO_ON, HAPPEN, PASS_TIME, OUT_OF_TURN)


@given(moves=st.lists(MOVES, min_size=5, max_size=40))
@settings(max_examples=100, deadline=None)
def test_rungs_add_up_and_no_message_goes_out_blindly_twice(moves):
    """Every rung of every due moment has one fate, and doubtful repeats are bounded and counted."""
    world = World()
    for name, *arguments in moves:
        getattr(world, name)(*arguments)
    world.come_to_rest()

    known = world.situation()
    due = {
        RungKey(name, moment, rung.id)
        for name, standing in known.duties.items()
        for moment in standing.dues
        for rung in known.rungs(name)
    }
    assert set(world.reminders.instances) == due
    fates = Counter(instance.fate for instance in world.reminders.instances.values())
    assert fates["waiting"] == 0
    assert len(due) == fates.total()

    sent = {p.key for p in world.reminders.messages.values() if p.status == "accepted"}
    assert sent == {k for k, one in world.reminders.instances.items() if one.fate == "sent"}

    doubtful = Counter(
        fact.message
        for fact in world.said
        if (isinstance(fact, MessageAccepted) and fact.uncertain)
        or (isinstance(fact, MessageFailed) and fact.reason == "outcome-unknown")
    )
    for message, times in world.taken.items():
        assert times <= 1 + doubtful[message]
