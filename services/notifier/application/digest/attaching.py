"""Notifier, application: the workbooks beside a mail, for units without a system of their own."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from services.notifier.application.memory import Memory
from services.notifier.application.ports import WorkbookMaker
from services.notifier.domain.letter import Attachment
from services.notifier.domain.rungs import NoticeKey
from services.notifier.domain.texts.digest import Item

log = structlog.get_logger()

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BYTES = 1024 * 1024
"""Of all workbooks beside one mail: with more, a relay may well refuse it."""


@dataclass(frozen=True)
class Attaching:
    memory: Memory
    maker: WorkbookMaker | None

    async def beside(self, items: Sequence[Item]) -> tuple[Attachment, ...]:
        """A workbook for each unit that is reminded of what it owes by a plan, where it fills in
        such; none where they are too large together, which a log line says.
        """
        wanted = {
            (one.situation.plan.id, one.situation.unit): one.situation
            for one in items
            if one.situation.by_workbook
            and one.situation.participant
            and not isinstance(one.key, NoticeKey)
            and one.situation.bearer(one.key.duty) == one.situation.unit
        }
        if self.maker is None or not wanted:
            return ()
        units, files = await self.memory.units(), []
        for (plan, unit), situation in wanted.items():
            data = await self.maker.make(situation, units)
            files.append(Attachment(f"bieu-mau-{plan}-{unit}.xlsx", XLSX, data))
        if (size := sum(len(one.data) for one in files)) > MOST_BYTES:
            log.warning("workbooks-too-large", size=size, units=[unit for _, unit in wanted])
            return ()
        return tuple(files)
