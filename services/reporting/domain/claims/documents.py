"""Reporting, domain: the documents of activities, and of who claims which evidence."""

import json
from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal, NamedTuple

from pydantic import BeforeValidator, PlainSerializer

from contracts.records import Activity
from contracts.words import ActivityStatus
from services.reporting.domain.document import Document
from services.reporting.domain.stamp import Stamp

GONE = ("withdrawn", "voided")


class Claimant(NamedTuple):
    """Of an activity what its evidence is told with; `group` is the end of the chain of its leads,
    or itself, `marks` those of what it claims.
    """

    unit: str
    activity: str
    title: str
    key: str
    group: str
    marks: tuple[str, ...]


class ActivityDocument(Document):
    """A unit's record of one activity as it stands.

    `points_at`: the key under which its lead's record is or should be; of an activity that is led
    outside the directory what all give alike. The last four follow from others' records too, and
    are set once all facts at hand are folded (keeping/settle.py): `group` is the end of that chain;
    `shares`: another record of the same activity counts, and this one is in no figure; `loose`: the
    lead's record does not carry it; `repeats`: another activity claims some of its evidence too.
    """

    collection: ClassVar[str] = "activities"
    plan: str
    unit: str
    activity: str
    status: ActivityStatus
    record: Activity
    declared_at: Stamp
    changed_at: Stamp
    changes: int = 0
    held_at: Stamp | None = None
    reason: str | None = None
    marks: tuple[str, ...] = ()  # of its evidence, see domain/claims/evidence.py
    points_at: str | None = None
    group: str | None = None
    shares: bool = False
    loose: bool = False
    repeats: Literal[True] | None = None  # few do: the others are not in its index

    @property
    def key(self) -> str:
        return f"{self.plan}/{self.unit}/{self.activity}"

    @property
    def claims(self) -> tuple[str, ...]:
        """The marks of what it claims as its evidence."""
        return () if self.status in GONE else self.marks

    @property
    def claimant(self) -> Claimant:
        group = self.group or self.key
        return Claimant(self.unit, self.activity, self.record.title, self.key, group, self.claims)


def _read(text: object) -> object:
    return json.loads(text) if isinstance(text, str) else text


def _told(claims: Mapping[str, str]) -> str:
    return json.dumps(claims, sort_keys=True)


class MarkDocument(Document):
    """Which activities claim evidence with this mark; each with its group, or itself."""

    collection: ClassVar[str] = "marks"
    plan: str
    mark: str
    claims: Annotated[
        dict[str, str], BeforeValidator(_read), PlainSerializer(_told, when_used="json")
    ] = {}

    @property
    def key(self) -> str:
        return f"{self.plan}/{self.mark}"

    @property
    def empty(self) -> bool:
        return not self.claims

    @property
    def repeated(self) -> bool:
        """Claimed for several activities; joint records of one activity are one."""
        return len({*self.claims.values()}) > 1
