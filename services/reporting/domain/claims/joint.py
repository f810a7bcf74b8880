"""Reporting, domain: records of one joint activity, and which of them counts for all.

Units say in any order whose activity they share in, and may take that back; so records are grouped
by what they point at. Facts are folded first; `linked` names what else is to be loaded until all of
each group is at hand, and `mark` brings all of it up.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from contracts.records import Activity
from contracts.values import Value
from contracts.words import ActivityStatus
from services.reporting.domain.claims.documents import GONE, ActivityDocument
from services.reporting.domain.document import Documents

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
    """The joint activities of all records that name a lead and those that are named.

    What a withdrawn record said of its lead still holds: the others took part in the same activity.
    """
    known = {one.key: one for one in activities}
    named = {one.points_at for one in known.values() if one.points_at is not None}
    members: dict[str, list[ActivityDocument]] = defaultdict(list)
    states: dict[str, Lead] = {}
    for key in sorted(key for key, one in known.items() if one.points_at or key in named):
        lead, state = _follow(known[key], known)
        members[lead].append(known[key])
        states[lead] = state
    return tuple(
        JointGroup(lead=lead, state=states[lead], records=tuple(found))
        for lead, found in members.items()
    )


def _follow(one: ActivityDocument, known: Mapping[str, ActivityDocument]) -> tuple[str, Lead]:
    """Where a record's activity is led, from lead to lead; a circle is named by its first key."""
    way: list[str] = []
    at: ActivityDocument = one
    while (lead := at.points_at) is not None:
        if at.key in way:
            return min(way[way.index(at.key) :]), "circle"
        way.append(at.key)
        if at.record.joint_with is not None and at.record.joint_with.outside is not None:
            return lead, "outside"
        if lead not in known:
            return lead, "missing"
        at = known[lead]
    return at.key, at.status


def points_at(plan: str, record: Activity) -> str | None:
    """The key of the record that is pointed at; of an activity led outside, what all give alike."""
    joint = record.joint_with
    if joint is None:
        return None
    return f"{plan}//{joint.outside}" if joint.outside else f"{plan}/{joint.unit}/{joint.activity}"


def linked(documents: Documents) -> set[str]:
    """The keys of the activities at hand, and of all that they point at, or pointed at before."""
    every = documents.all(ActivityDocument)
    keys = {one.key for one in every} | {one.points_at for one in every if one.points_at}
    for before, _ in documents.changed():
        if isinstance(before, ActivityDocument) and before.points_at:
            keys.add(before.points_at)
    return keys


def mark(documents: Documents) -> None:
    """Say of each activity at hand which group it is in, and what becomes of it there; all of each
    group is at hand.
    """
    every = documents.all(ActivityDocument)
    marks = {one.key: marked for group in groups(every) for one, marked in _marks(group)}
    for one in every:
        marked = marks.get(one.key, (None, False, False))
        if marked != (one.group, one.shares, one.loose):
            told: dict[str, Any] = dict(zip(("group", "shares", "loose"), marked, strict=True))
            documents.put(one.model_copy(update=told))


def _marks(group: JointGroup) -> Iterable[tuple[ActivityDocument, tuple[str, bool, bool]]]:
    counted, alive, loose = group.counted, group.alive, group.loose
    for one in group.records:
        living = any(one is other for other in alive)
        pointing = one.points_at is not None
        yield one, (group.lead, living and one is not counted, living and loose and pointing)
