"""Reporting, application, frozen: makes the files of a snapshot, for the office to freeze."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from contracts.findings import finding
from contracts.frozen import DATA, FrozenFile, FrozenFiles, Position, snapshot_code
from contracts.values import Id, Moment, Value, Version
from services.reporting.application.frozen.ports import Files, Render
from services.reporting.application.past import Past
from services.reporting.application.unknown import Unknown
from services.reporting.domain.consolidated import Consolidated


class Made(Value):
    """A snapshot whose files are kept; it is frozen once the registry has said so. Its fields but
    `code` are those of freeze-report.
    """

    plan: Id
    snapshot: Version
    as_of: Moment
    position: Position
    made: FrozenFiles
    code: str


class Freezing:
    """Makes snapshots; `forms` are the forms of file that each has, the figures themselves among
    them.
    """

    def __init__(self, past: Past, files: Files, render: Render, forms: Sequence[str]) -> None:
        self._past = past
        self._files = files
        self._render = render
        self._forms = forms

    async def make(self, plan: str, number: int, as_of: datetime) -> Made | None:
        """The snapshot `number` of a plan, as of a moment that is over; None where the plan was not
        published by then. Asked again for the same moment, it is the same to the byte.
        """
        taken = await self._past.taken(plan, as_of)
        if taken is None:
            return None
        report, position = taken
        data = await asyncio.to_thread(self._render, report, DATA, "")
        code = snapshot_code(plan, number, sha256(data).hexdigest())
        files = [await self._kept(plan, report, form, code) for form in self._forms]
        made = FrozenFiles(files=files)
        return Made(
            plan=plan, snapshot=number, as_of=report.as_of, position=position, made=made, code=code
        )

    async def _kept(self, plan: str, report: Consolidated, form: str, code: str) -> FrozenFile:
        content = await asyncio.to_thread(self._render, report, form, code)
        name = await self._files.put(plan, content)
        return FrozenFile(form=form, sha256=name, size=len(content))

    async def file(self, plan: str, name: str) -> bytes:
        """A plan's file by its hash, whether or not it was frozen since; raises Unknown where there
        is none.
        """
        if (content := await self._files.get(plan, name)) is None:
            raise Unknown(finding("file-not-known", sha256=name))
        return content
