"""Contracts, permissions: what each service's NATS user may publish and hear, and nothing else.

Written from contracts/topology.py, so that a stream, durable or bucket is named there alone. The
servers' configuration is generated from here. Who is not listed may nothing.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from contracts import topology
from contracts.topology import (
    COMMANDS,
    CONTACTS_BUCKET,
    DEAD_LETTERS,
    DURABLES,
    EVENTS,
    LEASES_BUCKET,
    NOTIFIER,
    OPERATOR,
    OUTBOX,
    PARTS,
    RATES,
    REGISTRY,
    REMINDERS,
    SLOTS,
    STREAMS,
    VERDICTS,
    Durable,
    Stream,
)

API = "$JS.API"
CONTACTS, LEASES = f"KV_{CONTACTS_BUCKET}", f"KV_{LEASES_BUCKET}"
"""The streams that hold the buckets."""
REPORTING, TOPOLOGY, ACCESS = "reporting", "topology", "access"
BACKUP, RESTORE = "backup", "restore"


class Permissions(NamedTuple):
    """Subjects, with wildcards, that a user may publish on, and subscribe to.

    `answers`: it may also answer each question that it hears, once, where the question says.
    `networks`: from where it may connect, as CIDR; none: from anywhere.
    """

    publish: tuple[str, ...]
    subscribe: tuple[str, ...]
    answers: bool = False
    networks: tuple[str, ...] = ()


def inbox_prefix(user: str) -> str:
    """Where a user hears answers: its own, so that nobody else hears them."""
    return f"_INBOX_{user}"


def _allowed(
    user: str, *publish: Iterable[str], hears: tuple[str, ...] = (), answers: bool = False
) -> Permissions:
    said = sorted({subject for group in publish for subject in group})
    return Permissions(tuple(said), (f"{inbox_prefix(user)}.>", *hears), answers)


def _api(what: str, *streams: str) -> Iterable[str]:
    return (f"{API}.{what}.{stream}" for stream in streams)


def _takes(durables: Iterable[Durable]) -> Iterable[str]:
    """Look at a durable, pull from it, and settle what it delivered."""
    for durable in durables:
        where = f"{durable.stream}.{durable.name}"
        yield from (f"{API}.CONSUMER.INFO.{where}", f"{API}.CONSUMER.MSG.NEXT.{where}")
        yield f"$JS.ACK.{where}.>"


def _service(user: str) -> Iterable[str]:
    """What every service does: its durables, dead letters and probes."""
    yield from _takes(durable for durable in DURABLES if durable.service == user)
    yield from (topology.dead_letters(user), topology.probe(user))


_REGISTRY = _allowed(
    REGISTRY,
    _service(REGISTRY),
    (topology.WHOLE_DIRECTORY, topology.plan_facts("*"), topology.unit_facts("*", "*")),
    (topology.part("*", "*"), topology.verdicts("*"), f"$KV.{LEASES_BUCKET}.>"),
    (topology.command(REGISTRY, REGISTRY, "*", "*"),),
    _api("DIRECT.GET", EVENTS.name, PARTS.name, VERDICTS.name, LEASES),
    _api("STREAM.MSG.GET", EVENTS.name, PARTS.name, COMMANDS.name),
    _api("STREAM.INFO", *(stream.name for stream in STREAMS)),
    # Its durables are named after leases, so it makes and deletes them itself.
    (f"{API}.CONSUMER.NAMES.{COMMANDS.name}", f"{API}.CONSUMER.DELETE.{COMMANDS.name}.*"),
    (f"{API}.CONSUMER.CREATE.{COMMANDS.name}.*.*.cmd.>", f"$JS.ACK.{COMMANDS.name}.*.>"),
    (f"{API}.CONSUMER.INFO.{COMMANDS.name}.*", f"{API}.CONSUMER.MSG.NEXT.{COMMANDS.name}.*"),
    hears=(topology.ask("*", "part"), topology.ask("*", "verdicts"), f"$KV.{LEASES_BUCKET}.>"),
    answers=True,
)
_NOTIFIER = _allowed(
    NOTIFIER,
    _service(NOTIFIER),
    (topology.message_facts("*", "*"), topology.rung_timer("*", "*", "*", "*", "*")),
    (topology.TIMERS_WHOLE, topology.slot_timer("*"), topology.slots("*", "*")),
    OUTBOX.subjects,
    (f"$KV.{CONTACTS_BUCKET}.>", topology.rate("*")),
    # Nothing directly: of what it publishes itself, that would put a copy into any history.
    _api("STREAM.MSG.GET", EVENTS.name, REMINDERS.name, SLOTS.name, RATES.name, CONTACTS),
    _api("STREAM.MSG.DELETE", REMINDERS.name, CONTACTS),
    _api("STREAM.INFO", CONTACTS),
    hears=(topology.ask_contacts("*", "*", "*"),),
    answers=True,
)
_REPORTING = _allowed(
    REPORTING,
    _service(REPORTING),
    # Counted and by unit, never by person: what the dashboard shows of contacts.
    (topology.ask_contacts(REPORTING, "reach", "*"),),
    _api("DIRECT.GET", EVENTS.name),
    _api("STREAM.MSG.GET", EVENTS.name, topology.REPORTS.name),
    # The files of snapshots, which nobody can take away again.
    topology.REPORTS.subjects,
)


def _of_log(durables: Iterable[Durable]) -> Iterable[Durable]:
    return (durable for durable in durables if durable.stream == EVENTS.name)


_OPERATOR = _allowed(
    OPERATOR,
    (topology.command("*", OPERATOR, "*", "*"), topology.ask("*", "part")),
    (topology.ask_contacts(OPERATOR, "*", "*"),),
    # A dead letter goes out again, or its durable back to it.
    (topology.rung_target("*", "*"), topology.slot_target("*"), *OUTBOX.subjects),
    (f"{API}.CONSUMER.RESET.{one.stream}.{one.name}" for one in _of_log(DURABLES)),
    (f"{API}.CONSUMER.INFO.{one.stream}.{one.name}" for one in DURABLES),
    _api("STREAM.INFO", *(stream.name for stream in STREAMS)),
    # What cannot be read is put into quarantine: no other fact.
    (topology.quarantine("*"),),
    _api("STREAM.MSG.GET", DEAD_LETTERS.name, EVENTS.name),
    _api("STREAM.MSG.DELETE", DEAD_LETTERS.name),
    _api("DIRECT.GET", EVENTS.name),
    # It hears verdicts by a consumer that ends with it.
    (f"{API}.CONSUMER.CREATE.{VERDICTS.name}", f"$JS.FC.{VERDICTS.name}.>"),
)


def _declares(streams: Iterable[Stream], durables: Iterable[Durable]) -> Iterable[str]:
    names = [stream.name for stream in streams]
    yield from _api("STREAM.CREATE", *names, CONTACTS, LEASES)
    yield from _api("STREAM.INFO", CONTACTS, LEASES)
    yield from _api("STREAM.UPDATE", *names)
    for durable in durables:
        where = f"{durable.stream}.{durable.name}"
        yield from (f"{API}.CONSUMER.CREATE.{where}.>", f"{API}.CONSUMER.INFO.{where}")


_TOPOLOGY = _allowed(
    TOPOLOGY,
    _declares(STREAMS, DURABLES),
    _api("STREAM.INFO", *(stream.name for stream in STREAMS)),
    # A bucket of leases made anew: no durable of the former one may be left.
    (f"{API}.CONSUMER.LIST.{COMMANDS.name}", f"{API}.CONSUMER.DELETE.{COMMANDS.name}.*"),
)
"""Of the Job that declares everything. Whoever may update a stream may empty it, so this user
exists only while the Job runs."""


def _copies(*streams: str) -> Iterable[str]:
    """Read what each server has of a stream, by a consumer in its memory that ends by itself."""
    yield from _api("STREAM.INFO", *streams)
    yield from _api("CONSUMER.CREATE", *streams)
    yield from (f"{API}.CONSUMER.MSG.NEXT.{stream}.*" for stream in streams)


_KEPT = (EVENTS.name, PARTS.name, CONTACTS, topology.ACCESS.name, topology.REPORTS.name)
_BACKUP = _allowed(BACKUP, _copies(*_KEPT))
"""Of `ngayso backup` and `ngayso log verify`. It may say nothing; but whoever makes a consumer may
have records delivered where others listen, so its credential is with the backup alone."""
_RESTORE = _allowed(
    RESTORE,
    _declares(STREAMS, DURABLES),
    _copies(EVENTS.name),
    (*EVENTS.subjects, *PARTS.subjects, f"$KV.{CONTACTS_BUCKET}.>", *topology.ACCESS.subjects),
    topology.REPORTS.subjects,
    _api("STREAM.DELETE", EVENTS.name),
    _api("STREAM.MSG.GET", REMINDERS.name),
    _api("STREAM.MSG.DELETE", EVENTS.name, REMINDERS.name),
    (f"{API}.CONSUMER.LIST.{COMMANDS.name}", f"{API}.CONSUMER.DELETE.{COMMANDS.name}.*"),
)
"""Of `ngayso restore`. It may replace the log, so there is no such user but while it runs."""

SERVICES: Mapping[str, Permissions] = {
    REGISTRY: _REGISTRY,
    NOTIFIER: _NOTIFIER,
    REPORTING: _REPORTING,
    OPERATOR: _OPERATOR,
    TOPOLOGY: _TOPOLOGY,
    BACKUP: _BACKUP,
    RESTORE: _RESTORE,
}
"""By the name of the user."""
PASSING = {TOPOLOGY, RESTORE}
"""No standing users: each is there only while what it is for runs."""

KEEPER = _allowed(ACCESS, (topology.access("*"),), _api("DIRECT.GET", topology.ACCESS.name))
"""Of whoever holds the keys and gives credentials to units' systems: no service's, and there only
where servers know users by signed claims.
"""
