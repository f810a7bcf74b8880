"""Reporting, application, frozen: which snapshots there are, and of which one a file is."""

from contracts.findings import finding
from contracts.frozen import SnapshotStatus
from contracts.known import known
from contracts.snapshots import Snapshot, in_place_of
from contracts.values import Value
from services.reporting.application.readers.eyes import NOBODY, Eyes
from services.reporting.application.unknown import Unknown
from services.reporting.domain.documents import PlanDocument


class Told(Value):
    """A snapshot, its code and where it stands."""

    snapshot: Snapshot
    code: str
    status: SnapshotStatus


class FileAnswer(Value):
    """Whose bytes a file has: those of a snapshot in one form, or those signed, which have none."""

    plan: str
    plan_number: str
    title: str
    form: str | None
    told: Told
    instead: Told | None = None
    """What took its place in the end."""


def told(one: Snapshot) -> Told:
    return Told(snapshot=one, code=one.code, status=one.status)


class Looking:
    """What one reader may know of snapshots."""

    def __init__(self, eyes: Eyes) -> None:
        self._eyes = eyes

    async def all(self, plan: str) -> tuple[Snapshot, ...]:
        """Of a plan of which the reader sees the whole; none where there is no such plan."""
        document = await self._eyes.answers.find(PlanDocument, plan)
        return () if document is None else document.snapshots

    async def one(self, plan: str, number: int) -> Snapshot:
        """Raises Unknown where there is none of that number."""
        there = await self.all(plan)
        if (found := next((one for one in there if one.number == number), None)) is None:
            words = {
                "snapshot": number,
                "known": known(str(number), [str(s.number) for s in there]),
            }
            raise Unknown(finding("unknown-snapshot", "", "error", **words))
        return found

    async def file(self, sha256: str) -> FileAnswer:
        """Of whichever plan the reader has a part in; raises Unknown where nothing is known of such
        a file.
        """
        for document in await self._eyes.answers.plans():
            if await self._eyes.units(document) == NOBODY:
                continue
            there = document.snapshots
            for one in there:
                if (found := _found(one, sha256)) is not None:
                    return FileAnswer(
                        plan=document.key,
                        plan_number=document.plan.number,
                        title=document.plan.title,
                        form=found[0],
                        told=told(one),
                        instead=told(later) if (later := in_place_of(one, there)) else None,
                    )
        raise Unknown(finding("file-not-known", sha256=sha256))


def _found(one: Snapshot, sha256: str) -> tuple[str | None] | None:
    """The form of the file of a snapshot with these bytes; none for the signed one."""
    if one.signed and one.signed.sha256 == sha256:
        return (None,)
    return next(((file.form,) for file in one.made.files if file.sha256 == sha256), None)
