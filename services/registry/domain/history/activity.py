"""Registry, domain: one activity of a unit, as the fold of its part in a plan keeps it."""

from dataclasses import dataclass

from contracts.records import Activity
from contracts.words import ToldStatus


@dataclass(frozen=True, slots=True)
class ActivityState:
    """An activity, withdrawn ones too.

    The record is kept as JSON, a tenth of its size as an object; `evidence` are its links and
    hashes.
    """

    packed: bytes
    status: ToldStatus
    evidence: tuple[str, ...] = ()
    withdrawn: bool = False

    @property
    def record(self) -> Activity:
        return Activity.model_validate_json(self.packed)

    @property
    def size(self) -> int:
        """About the memory it takes, in bytes (measured: 1.1 KB beside the record)."""
        return 1_100 + len(self.packed)

    def is_same(self, record: Activity) -> bool:
        """Whether the record says nothing new."""
        return self.packed == pack(record) or self.record == record


def pack(record: Activity) -> bytes:
    return record.model_dump_json(exclude_defaults=True).encode()


def recorded(record: Activity) -> ActivityState:
    """The activity as this record has it."""
    return ActivityState(pack(record), record.status, claims(record))


def claims(record: Activity) -> tuple[str, ...]:
    """What tells one piece of evidence from another: its link, and its file's hash; each once."""
    keys = (key for item in record.evidence for key in (item.link, item.sha256) if key)
    return tuple(dict.fromkeys(keys))
