"""Cli, backup: holds one copy of the log against itself and against a backup."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from cli.backup.record import Record
from contracts import topology
from runtime.reading import in_quarantine

Fault = Literal["missing", "changed", "added", "unlinked"]
QUARANTINE = topology.quarantine("*").removesuffix("*")
"""How the subjects begin that say what is in quarantine."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one sequence: it is missing, is not what the backup has, stands where the
    backup has none, or does not follow the record before it on its subject.
    """

    fault: Fault
    sequence: int
    subject: str = ""


@dataclass
class Comparison:
    """Given the records of a copy in order, tells what is wrong with it.

    Without a backup a lost record is told by its number, one that was put in by the sequence that
    its headers do not name, or name wrongly; unless that one is in quarantine.
    """

    kept: Iterable[Record] | None = None
    kept_until: int = 0
    problems: list[Problem] = field(default_factory=list)
    set_aside: list[Problem] = field(default_factory=list)
    """At the end: what would be a problem, were it not in quarantine."""
    count: int = 0
    _after: int = 0
    _tails: dict[str, int] = field(default_factory=dict)
    _missing: set[int] = field(default_factory=set)
    _quarantined: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._rest: Iterator[Record] = iter(self.kept or ())
        self._next = next(self._rest, None)

    def see(self, record: Record) -> None:
        """The next record of the copy."""
        if record.filler:  # a restore was stopped half way
            return
        self.count += 1
        self._pass(record.sequence - 1)
        kept = self._kept(record.sequence)
        if kept is not None and kept != record:
            self._say("changed", record.sequence, record.subject)
        elif kept is None and record.sequence <= self.kept_until:
            self._say("added", record.sequence, record.subject)
        self._link(record)
        if record.subject.startswith(QUARANTINE):
            said = in_quarantine([(record.subject, record.data)])
            self._quarantined |= {number: fact.subject for number, fact in said}
        self._after = record.sequence

    def end(self, until: int) -> None:
        """The copy has no more; the log reaches to `until`, as its leader says."""
        self._pass(max(until, self.kept_until))
        self.set_aside = [
            one
            for one in self.problems
            if one.fault == "unlinked" and self._quarantined.get(one.sequence) == one.subject
        ]
        self.problems = [one for one in self.problems if one not in self.set_aside]

    def _pass(self, until: int) -> None:
        """What stands between the record before and a sequence is not in the copy."""
        for sequence in range(self._after + 1, until + 1):
            kept = self._kept(sequence)
            self._missing.add(sequence)
            self._say("missing", sequence, kept.subject if kept else "")
            if kept:
                self._tails[kept.lock] = sequence
        self._after = max(self._after, until)

    def _kept(self, sequence: int) -> Record | None:
        """What the backup has at a sequence; sequences are asked for in order."""
        while self._next is not None and self._next.sequence < sequence:
            self._next = next(self._rest, None)
        found = self._next
        return found if found is not None and found.sequence == sequence else None

    def _link(self, record: Record) -> None:
        tail = self._tails.get(record.lock, 0)
        lost = record.previous in self._missing and record.previous > tail
        if record.previous != tail and not lost:
            self._say("unlinked", record.sequence, record.subject)
        self._tails[record.lock] = record.sequence

    def _say(self, fault: Fault, sequence: int, subject: str) -> None:
        self.problems.append(Problem(fault, sequence, subject))
