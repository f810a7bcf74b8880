"""What each user of NATS may: one writer for each kind of subject, and the log is nobody's."""

from collections.abc import Iterator

import pytest

from contracts import topology
from contracts.permissions import (
    API,
    BACKUP,
    CONTACTS,
    LEASES,
    NOTIFIER,
    PASSING,
    REPORTING,
    SERVICES,
)
from contracts.topology import OPERATOR, REGISTRY
from deploy.permissions import FILE, render

STREAMS = {*(stream.name for stream in topology.STREAMS), CONTACTS, LEASES}
ADMINISTRATION = ("UPDATE", "DELETE", "PURGE", "RESTORE", "SNAPSHOT", "MSG.DELETE", "LEADER")
WRITERS = {
    topology.unit_facts("p", "u"): {REGISTRY},
    topology.plan_facts("p"): {REGISTRY},
    topology.directory_facts("u"): {REGISTRY},
    topology.message_facts("p", "u"): {NOTIFIER},
    topology.verdicts("u"): {REGISTRY},
    topology.part("p", "u"): {REGISTRY},
    topology.command("u", "system", "v", "a"): set(),
    topology.command("u", "desk", "v", "a"): set(),
    topology.command("u", OPERATOR, "v", "a"): {OPERATOR},
    topology.command(REGISTRY, REGISTRY, "v", "a"): {REGISTRY},
    topology.rung_timer("p", "u", "d", "0", "r"): {NOTIFIER},
    topology.rung_target("p", "u"): {OPERATOR},
    topology.slots("email", "p"): {NOTIFIER},
    topology.slot_timer("m"): {NOTIFIER},
    topology.slot_target("m"): {OPERATOR},
    topology.probe(REGISTRY): {REGISTRY},
    topology.access("u"): set(),  # by who holds the keys, with a user of its own
    topology.outbox("email", "m"): {NOTIFIER, OPERATOR},
    topology.outbox("sms", "m"): {NOTIFIER, OPERATOR},
    topology.dead_letters(REGISTRY): {REGISTRY},
    topology.dead_letters(NOTIFIER): {NOTIFIER},
    topology.dead_letters(REPORTING): {REPORTING},
    f"$KV.{topology.CONTACTS_BUCKET}.u": {NOTIFIER},
    f"$KV.{topology.LEASES_BUCKET}.k": {REGISTRY},
    topology.rate("gateway-esms"): {NOTIFIER},
    topology.report_chunks("u"): {REPORTING},
    topology.report_entry("n"): {REPORTING},
}
"""Who may store on a subject; units' systems have accounts of their own."""


def overlap(one: str, other: str) -> bool:
    """Whether some subject is within both patterns."""
    ours, theirs = one.split("."), other.split(".")
    for mine, yours in zip(ours, theirs, strict=False):
        if ">" in (mine, yours):
            return True
        if mine != yours and "*" not in (mine, yours):
            return False
    return len(ours) == len(theirs)


def may_publish(subject: str) -> set[str]:
    """Standing users whom some subject of the pattern is allowed."""
    return {
        user
        for user, allowed in SERVICES.items()
        if user not in PASSING and any(overlap(pattern, subject) for pattern in allowed.publish)
    }


@pytest.mark.parametrize("subject", WRITERS)
def test_each_kind_of_subject_has_its_writers(subject: str) -> None:
    """A second one would be a way to forge it."""
    assert may_publish(subject) == WRITERS[subject]


def test_every_stream_and_bucket_has_a_writer_here() -> None:
    """A new stream has to say who writes it."""
    kinds = {subject.split(".")[0] for stream in topology.STREAMS for subject in stream.subjects}
    said = {subject.split(".")[0] for subject in WRITERS if not subject.startswith("$KV")}
    assert said == kinds


@pytest.mark.parametrize("what", ADMINISTRATION)
def test_no_standing_user_administers_the_log(what: str) -> None:
    """An update of limits empties a stream whose flags forbid purging it."""
    assert not may_publish(f"{API}.STREAM.{what}.{topology.EVENTS.name}")


@pytest.mark.parametrize("what", ["CREATE", "UPDATE", "DELETE", "PURGE", "RESTORE", "SNAPSHOT"])
@pytest.mark.parametrize("stream", sorted(STREAMS))
def test_no_standing_user_changes_a_stream(stream: str, what: str) -> None:
    assert not may_publish(f"{API}.STREAM.{what}.{stream}")


def api() -> Iterator[tuple[str, str]]:
    for user, allowed in SERVICES.items():
        yield from ((user, one) for one in allowed.publish if one.startswith(f"{API}."))


def test_what_is_asked_of_jetstream_names_its_stream() -> None:
    """With a wildcard before it, the right would be one to every stream."""
    for user, subject in api():
        words = subject.split(".")
        (stream,) = STREAMS.intersection(words)
        assert "*" not in words[: words.index(stream)], (user, subject)
        named = {word for word in words[words.index(stream) + 1 :] if word in "*>"}
        free = stream == topology.COMMANDS.name or user in {*PASSING, BACKUP}
        assert not named or free, (user, subject)


def test_who_publishes_bytes_of_its_own_is_answered_no_raw_copy_of_them() -> None:
    """JetStream answers where the question says, and asks nobody whether one may publish there."""
    able = set[str]()
    for stream in STREAMS:
        able |= may_publish(f"{API}.DIRECT.GET.{stream}")
    assert able == {REGISTRY, REPORTING, OPERATOR}
    for user in (REPORTING, OPERATOR):
        pulled = [one for one in SERVICES[user].publish if one.startswith(f"{API}.CONSUMER.MSG")]
        assert all(one.split(".")[5] == topology.EVENTS.name for one in pulled)


def test_contacts_are_read_by_the_notifier_and_copied_by_the_backup_alone() -> None:
    """A copy is of encrypted bytes. All others ask the notifier, each as itself, and see masks."""
    reading = ("STREAM.MSG.GET", "DIRECT.GET", "CONSUMER.CREATE", "CONSUMER.MSG.NEXT")
    able = set[str]().union(*(may_publish(f"{API}.{what}.{CONTACTS}") for what in reading))
    assert able == {NOTIFIER, BACKUP}
    able = set[str]().union(*(may_publish(f"{API}.{what}.{CONTACTS}.>") for what in reading))
    assert able == {BACKUP}
    for user in SERVICES:
        asks = may_publish(topology.ask_contacts(user, "see", "u"))
        assert asks == ({OPERATOR} if user == OPERATOR else set())
        counts = may_publish(topology.ask_contacts(user, "reach", "p"))
        assert counts == ({user} if user in (OPERATOR, REPORTING) else set())


@pytest.mark.parametrize("user", SERVICES)
def test_answers_come_to_an_address_of_ones_own(user: str) -> None:
    """With the default address one user hears what another was answered."""
    for other, allowed in SERVICES.items():
        hears = any(overlap(pattern, f"_INBOX_{user}.x.y") for pattern in allowed.subscribe)
        assert hears == (other == user)
        assert not any(overlap(pattern, "_INBOX.x") for pattern in allowed.subscribe)


def test_who_answers_is_who_is_asked() -> None:
    """Whoever answers may publish to any address that asked: nobody else needs that."""
    asked = {
        user
        for user, allowed in SERVICES.items()
        if any(pattern.startswith("ask.") for pattern in allowed.subscribe)
    }
    assert (
        {user for user, allowed in SERVICES.items() if allowed.answers}
        == asked
        == {
            REGISTRY,
            NOTIFIER,
        }
    )


def test_the_servers_configuration_is_what_is_said_here() -> None:
    """What the servers read is checked in: a change of rights is seen, and read, as such."""
    assert FILE.read_text() == render(), "run make schemas"
