"""Reporting, domain: the records of the log that no view holds, since they cannot be read."""

from collections.abc import Iterable
from typing import ClassVar

from contracts import topology
from contracts.facts import RecordQuarantined
from contracts.values import Moment, Value
from services.reporting.domain.document import Document

OF_A_PLAN = ("plan", "unit", "message")


class UnreadPlace(Value):
    """Where in the log it stands."""

    sequence: int
    subject: str

    def concerns(self, plan: str) -> bool:
        """Whether it may belong to this plan; the directory's belong to every one."""
        _, kind, word, *_ = self.subject.split(".")
        return kind == "directory" or (kind in OF_A_PLAN and word == plan)


class UnreadRecord(UnreadPlace):
    """Who put it into quarantine, when and why; nothing of these while it waits to be read."""

    reason: str | None = None
    by: str | None = None
    at: Moment | None = None


class QuarantinedDocument(Document):
    """A record that was put into quarantine."""

    collection: ClassVar[str] = "quarantined"
    said: RecordQuarantined

    @property
    def key(self) -> str:
        return str(self.said.sequence)

    @property
    def record(self) -> UnreadRecord:
        return UnreadRecord(**self.said.model_dump())


def places(records: Iterable[UnreadPlace], plan: str) -> tuple[UnreadPlace, ...]:
    """What a report of this plan says is not in it: the same before and after the quarantine."""
    found = {one.sequence: one.subject for one in records if one.concerns(plan)}
    return tuple(UnreadPlace(sequence=one, subject=found[one]) for one in sorted(found))


def lenient(pattern: str) -> bool:
    """Whether a record that cannot be read stops nobody: each of the directory is of one unit."""
    return topology.lock_of(pattern) == topology.WHOLE_DIRECTORY
