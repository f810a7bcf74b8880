"""Reporting, domain: records of one joint activity, and which of them counts for all.

Units say in any order whose activity they share in, and may take that back; so records are grouped
by what they point at, and the one that counts is chosen when totals are read.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from contracts.records import Joint
from contracts.values import Value
from contracts.words import ActivityStatus
from services.reporting.domain.counting.contribution import (
    contribution,
    count_activity,
    count_joint,
)
from services.reporting.domain.counting.counts import Counts
from services.reporting.domain.documents import GONE, ActivityDocument

Lead = Literal["outside", "missing", "circle"] | ActivityStatus
"""What has become of the lead's record: its status; nobody has it, for the lead is outside the
directory or never declared it; or each of the records names another one.
"""


class JointGroup(Value):
    """The records of one activity, by key; `lead` is where the lead's record is or should be."""

    lead: str
    state: Lead
    records: tuple[ActivityDocument, ...]

    @property
    def alive(self) -> tuple[ActivityDocument, ...]:
        return tuple(one for one in self.records if one.status not in GONE)

    @property
    def counted(self) -> ActivityDocument | None:
        """The record that counts: one that was held before one that was not, then the lead's, then
        the earliest declared.
        """
        return min(self.alive, key=_rank, default=None)

    @property
    def loose(self) -> bool:
        """The lead's record does not carry the activity: another one counts."""
        counted = self.counted
        return counted is not None and counted.record.joint_with is not None

    @property
    def joint(self) -> tuple[ActivityDocument, ...]:
        """Those that share in the one that counts, and are in no figure."""
        counted = self.counted
        return tuple(one for one in self.alive if one is not counted)


def _rank(one: ActivityDocument) -> tuple[bool, bool, object, str]:
    return one.status != "held", one.record.joint_with is not None, one.declared_at, one.key


def groups(activities: Iterable[ActivityDocument]) -> tuple[JointGroup, ...]:
    """The joint activities of one plan, of all records that name a lead and those that are named.

    What a withdrawn record said of its lead still holds: the others took part in the same activity.
    """
    known = {one.key: one for one in activities}
    named = {_lead(one, one.record.joint_with) for one in known.values() if one.record.joint_with}
    members: dict[str, list[ActivityDocument]] = defaultdict(list)
    states: dict[str, Lead] = {}
    for key in sorted(known):
        one = known[key]
        if one.record.joint_with is not None or key in named:
            lead, state = _follow(one, known)
            members[lead].append(one)
            states[lead] = state
    return tuple(
        JointGroup(lead=lead, state=states[lead], records=tuple(found))
        for lead, found in members.items()
    )


def _follow(one: ActivityDocument, known: Mapping[str, ActivityDocument]) -> tuple[str, Lead]:
    """Where a record's activity is led, from lead to lead; a circle is named by its first key."""
    way: list[str] = []
    at: ActivityDocument = one
    while (joint := at.record.joint_with) is not None:
        if at.key in way:
            return min(way[way.index(at.key) :]), "circle"
        way.append(at.key)
        lead = _lead(at, joint)
        if joint.outside is not None:
            return lead, "outside"
        if lead not in known:
            return lead, "missing"
        at = known[lead]
    return at.key, at.status


def _lead(one: ActivityDocument, joint: Joint) -> str:
    """The key of the record that is pointed at; of an activity led outside, what all give alike."""
    if joint.outside is not None:
        return f"{one.plan}//{joint.outside}"
    return f"{one.plan}/{joint.unit}/{joint.activity}"


def correction(found: Sequence[JointGroup]) -> Counts:
    """What the joint activities add to counters in which each record counted by itself."""
    counts: Counts = Counter()
    for group in found:
        for one in group.records:
            counts.subtract(contribution(one))
            if one in group.joint:
                count_joint(one, counts)
            else:
                count_activity(one, counts)
    return counts
