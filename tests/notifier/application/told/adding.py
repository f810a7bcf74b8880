"""Whether what was said to a unit adds up: all that was due or happened has one fate."""

from collections import Counter

from contracts.facts import MessageAccepted
from services.notifier.domain import rungs
from services.notifier.domain.rungs import (
    NoticeKey,
    Reminders,
    RungInstance,
    RungKey,
    Settled,
    key_of,
)
from tests.notifier.campaign import situation


def spoken_of(attempt):
    """Of which rungs and notices an attempt speaks."""
    rungs_told = [RungKey(one.duty, one.due, one.rung) for one in attempt.told]
    notices = [NoticeKey(one.kind, one.about, one.happened_at) for one in attempt.notices]
    return [*rungs_told, *notices]


def folded(said):
    """What was said to one unit; neither rung nor notice is settled twice."""
    reminders = Reminders()
    for fact in said:
        if isinstance(fact, Settled):
            before = reminders.instances.get(key_of(fact), RungInstance())
            assert before.fate == "waiting", f"{fact} settles what is {before.fate}"
        reminders = rungs.evolve(reminders, fact)
    return reminders


def rungs_add_up(part, said):
    """Every rung of every due moment has one fate, and all that happened: sent, where an accepted
    message told of it.
    """
    reminders, known = folded(said), situation(*part.facts)
    due = {
        RungKey(name, moment, rung.id)
        for name, standing in known.duties.items()
        for moment in standing.dues
        for rung in known.rungs(name)
    }
    due |= {*known.happened.occasions, *reminders.unreached()}
    assert set(reminders.instances) == due
    fates = Counter(instance.fate for instance in reminders.instances.values())
    assert fates["waiting"] == 0
    assert len(due) == fates.total()
    assert all(posting.end for posting in reminders.messages.values())
    told = {
        key
        for posting in reminders.messages.values()
        if isinstance(posting.end, MessageAccepted)
        for key in posting.told
    }
    assert told == {k for k, one in reminders.instances.items() if one.fate == "sent"}
