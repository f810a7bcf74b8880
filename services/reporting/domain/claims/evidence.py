"""Reporting, domain: finds one photograph or article claimed for several activities.

The registry warns a unit of its own repetitions; across units only the views can see them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256

from contracts.records import Activity, Evidence
from contracts.values import Value
from services.reporting.domain.claims.documents import GONE, ActivityDocument, Claimant

MOST_CLAIMS = 20
"""Claims told of one piece of evidence; more are counted."""


class Claim(Value):
    """An activity that some evidence was given for."""

    unit: str
    activity: str
    title: str


class ClaimedEvidence(Value):
    """A piece of evidence and who claims it; the same file under another link is the same."""

    title: str
    link: str
    sha256: str | None
    repeated: bool
    """Claimed for several activities; joint records of one activity are one."""
    claimed: int
    """How many activities' records name it."""
    claims: tuple[Claim, ...]
    """The first of them."""


def marks(record: Activity) -> tuple[str, ...]:
    """What tells the record's evidence from other evidence: each file's hash, each link's."""
    return tuple(dict.fromkeys(mark for item in record.evidence for mark in _marks(item)))


def _marks(item: Evidence) -> list[str]:
    link = f"link:{sha256(item.link.encode()).hexdigest()}"
    return [f"file:{item.sha256}", link] if item.sha256 else [link]


def list_evidence(
    shown: Sequence[ActivityDocument], sharing: Iterable[Claimant]
) -> Iterator[ClaimedEvidence]:
    """The evidence of some activities, each piece with the first activity in `sharing` that
    claims it; `sharing` are all that claim any of it, those shown among them, by key.
    """
    claims: dict[str, list[Claimant]] = defaultdict(list)
    for one in sharing:
        for mark in one.marks:
            claims[mark].append(one)
    told: set[str] = set()
    for activity in shown:
        for item in () if activity.status in GONE else activity.record.evidence:
            own = _marks(item)
            mark = next((mark for mark in own if _repeated(claims[mark])), own[0])
            if mark not in told and [one.key for one in claims[mark][:1]] == [activity.key]:
                told.add(mark)
                yield _piece(item, claims[mark])


def _repeated(claims: Sequence[Claimant]) -> bool:
    return len({one.group for one in claims}) > 1


def _piece(item: Evidence, claims: Sequence[Claimant]) -> ClaimedEvidence:
    return ClaimedEvidence(
        title=item.title,
        link=item.link,
        sha256=item.sha256,
        repeated=_repeated(claims),
        claimed=len(claims),
        claims=tuple(
            Claim(unit=one.unit, activity=one.activity, title=one.title)
            for one in claims[:MOST_CLAIMS]
        ),
    )
