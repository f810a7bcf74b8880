"""Who takes what is told of messages, over the parts in memory."""

from datetime import timedelta

from contracts import topology
from runtime.memory.publish import MemoryLatest, MemoryOutbox, MemoryTimers
from services.notifier.application.addressees import Addressees
from services.notifier.application.contacts.faults import Faults
from services.notifier.application.digest.gathering import Gathering
from services.notifier.application.digest.shares import Shares
from services.notifier.application.digest.switching import Switching
from services.notifier.application.reminding import Reminding
from services.notifier.application.returned.hearing import Hearing
from services.notifier.application.saying import Saying
from tests.notifier.application.trial import GATHER, WHOLE_DAY, Book


def hearing(server, log, memory, clock) -> Hearing:
    """That of a notifier which writes to the book's people."""
    latest = MemoryLatest(server, topology.SLOTS)
    timers, outbox = MemoryTimers(server), MemoryOutbox(server)
    gathering = Gathering(latest, timers, outbox, clock, WHOLE_DAY.manners, GATHER, timedelta(0))
    book = Book()
    people = Addressees(memory, book)
    shares = Shares(memory, people, gathering, Switching(people, gathering, Faults(memory, book)))
    saying = Saying(log, memory)
    reminding = Reminding(memory, saying, people, timers, gathering, clock)
    return Hearing(saying, shares, reminding.tell, clock)
