"""Reporting, application, frozen: makes the files of a snapshot, for the office to freeze."""

from datetime import datetime

from contracts.findings import finding
from contracts.frozen import FrozenFile, FrozenFiles, Position
from contracts.values import Id, Moment, Value, Version
from services.reporting.application.frozen.ports import Elsewhere, Files, MakeAll, Printer
from services.reporting.application.past import Past
from services.reporting.application.unknown import Unknown

PRINTED, PDF = "docx", "pdf"
"""The form that is printed, and that of its pages."""


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
    """Makes snapshots, with pages where there is a `printer`."""

    def __init__(
        self,
        past: Past,
        files: Files,
        make_all: MakeAll,
        elsewhere: Elsewhere,
        printer: Printer | None,
    ) -> None:
        self._past = past
        self._files = files
        self._make_all = make_all
        self._elsewhere = elsewhere
        self._printer = printer

    async def make(self, plan: str, number: int, as_of: datetime) -> Made | None:
        """The snapshot `number` of a plan, as of a moment that is over; None where the plan was not
        published by then. Asked again for the same moment, it is the same to the byte. Raises
        Unmade.
        """
        taken = await self._past.taken(plan, as_of)
        if taken is None:
            return None
        report, position = taken
        code, contents = await self._elsewhere(self._make_all, report, number)
        if self._printer is not None:
            contents = {**contents, PDF: await self._printer.pdf(contents[PRINTED])}
        files = [await self._kept(plan, *one) for one in contents.items()]
        made = FrozenFiles(files=files)
        return Made(
            plan=plan, snapshot=number, as_of=report.as_of, position=position, made=made, code=code
        )

    async def _kept(self, plan: str, form: str, content: bytes) -> FrozenFile:
        name = await self._files.put(plan, content)
        return FrozenFile(form=form, sha256=name, size=len(content))

    async def file(self, plan: str, name: str) -> bytes:
        """A plan's file by its hash, whether or not it was frozen since; raises Unknown where there
        is none.
        """
        if (content := await self._files.get(plan, name)) is None:
            raise Unknown(finding("file-not-known", sha256=name))
        return content
