"""Cli, plans: what a rehearsal begins with where a system runs: its log, and whom it reaches."""

from collections.abc import Iterable, Mapping, Sequence

from cli.rehearse.assuming import Told
from cli.servers.connect import Session
from contracts import topology
from contracts.envelope import batch_of, encode
from contracts.outgoing import Contact, Contacts, Post, SeenContact
from runtime.clock import SystemClock
from runtime.jetstream.log import JetStreamLog


async def read_log(connected: Session, plan: str | None) -> Sequence[Told]:
    """The directory; of a plan that is to be amended also its history, that of each unit's part,
    and what was said of messages.
    """
    subjects = [topology.WHOLE_DIRECTORY]
    if plan is not None:
        subjects += [
            topology.plan_facts(plan),
            topology.unit_facts(plan, "*"),
            topology.message_facts(plan, "*"),
        ]
    log = JetStreamLog(connected.broker, SystemClock())
    return [
        Told(stored.stored_at, stored.subject, batch_of([encode(one) for one in stored.events]))
        for subject in subjects
        async for stored in log.read_all(subject, lenient=True)
        if stored.events
    ]


def stand_ins(seen: Mapping[str, Iterable[SeenContact]]) -> list[Contacts]:
    """Contacts that are reached where those are reached whose addresses are not ours to see.

    Two of a unit that share an address share what stands in for it. That one person serves two
    units is not told, so that there it counts as two.
    """
    numbers: dict[str, int] = {}

    def stand_in(one: SeenContact) -> Contact:
        given = {
            channel: numbers.setdefault(f"{channel} {word}", len(numbers))
            for channel, word in one.reached.items()
        }
        return Contact(
            **one.model_dump(include=set(Post.model_fields)),
            name=one.name,
            email=f"{given['email']}@an.example" if "email" in given else None,
            phone=f"0900{given['sms']:06d}" if "sms" in given else None,
        )

    return [Contacts(unit=unit, contacts=[*map(stand_in, each)]) for unit, each in seen.items()]
