"""Reporting, domain: keeps which activities claim evidence that another one claims too.

Once facts are folded and joint activities marked: `marked` names the marks to load, `claim` brings
them up and names the activities of which that may say something else, and with these and their
marks at hand `flag` says it.
"""

from collections import defaultdict

from services.reporting.domain.claims.documents import ActivityDocument, MarkDocument
from services.reporting.domain.document import Documents, Key


def marked(documents: Documents) -> set[Key]:
    """The marks of all activities at hand, and of what they claimed before."""
    every = [(one.plan, one.marks) for one in documents.all(ActivityDocument)]
    for before, _ in documents.changed():
        if isinstance(before, ActivityDocument):
            every.append((before.plan, before.marks))
    return {(MarkDocument, f"{plan}/{mark}") for plan, marks in every for mark in marks}


def claim(documents: Documents) -> set[Key]:
    """Bring up who claims what. A mark that comes to be repeated, or ceases to be, had one group's
    claims alone before, or has them now: so these activities are few, however many claim a mark.
    """
    found: dict[tuple[str, str], dict[str, str | None]] = defaultdict(dict)
    for before, after in documents.changed():
        if isinstance(after, ActivityDocument):
            for mark in before.claims if isinstance(before, ActivityDocument) else ():
                found[after.plan, mark][after.key] = None
            for mark in after.claims:
                found[after.plan, mark][after.key] = after.group or after.key
    others: set[str] = set()
    for (plan, mark), changes in found.items():
        was = documents.before(MarkDocument, f"{plan}/{mark}") or MarkDocument(plan=plan, mark=mark)
        claims = {key: group for key, group in {**was.claims, **changes}.items() if group}
        now = MarkDocument(plan=plan, mark=mark, claims=claims)
        documents.put(now)
        if was.repeated != now.repeated:
            others |= {*was.claims, *claims}
    return {(ActivityDocument, key) for key in others}


def flag(documents: Documents) -> None:
    """Say of each activity at hand whether some of its evidence is another one's too."""
    repeated = {one.key for one in documents.all(MarkDocument) if one.repeated}
    for one in documents.all(ActivityDocument):
        repeats = any(f"{one.plan}/{mark}" in repeated for mark in one.claims) or None
        if repeats != one.repeats:
            documents.put(one.model_copy(update={"repeats": repeats}))
