"""Notifier, outbound: makes a unit's workbook, once for what it owes by a plan as it stands."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from io import BytesIO

from contracts.forms import form_of
from contracts.owed import Duty
from contracts.unit import Unit
from services.notifier.domain.standing import Situation
from workbook.form import Asked, Form, trim, unit_labels
from workbook.write.book import make_book

Apart = Callable[..., Awaitable[bytes]]
KEPT = 100
"""Workbooks in memory; one of forty indicators has 50 kB, and takes 0.14 s of a core to make."""


class Workbooks:
    """As application.ports.WorkbookMaker: one at a time, `apart` from the loop."""

    def __init__(self, apart: Apart = asyncio.to_thread) -> None:
        self._apart = apart
        self._kept: OrderedDict[tuple[str, str, str], bytes] = OrderedDict()
        self._turn = asyncio.Lock()

    async def make(self, situation: Situation, units: Mapping[str, Unit]) -> bytes:
        """The workbook as `ngayso workbook make` writes it, but that it speaks for no other unit.

        Raises ValueError for a unit that the plan or the directory does not know.
        """
        form = _form(situation, units)
        version = sha256(form.model_dump_json().encode()).hexdigest()
        key = (situation.plan.id, situation.unit, version)
        async with self._turn:
            if key not in self._kept:
                unit = units[situation.unit]
                self._kept[key] = await self._apart(_made, form, situation, unit)
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]


def _made(form: Form, situation: Situation, unit: Unit) -> bytes:
    content = BytesIO()
    make_book(form, situation.plan, unit).save(content)
    return content.getvalue()


def _form(situation: Situation, units: Mapping[str, Unit]) -> Form:
    participant = situation.participant
    if participant is None:
        raise ValueError(f"{situation.unit} is not in the plan {situation.plan.id}")
    duties = [one.duty for one in situation.duties.values() if one.duty.kind != "approve"]
    reports = [one for one in duties if one.kind == "report"]
    return Form(
        plan=trim(situation.plan, participant),
        participant=participant,
        duties=duties,
        reports=[_asked(situation, one, reports) for one in reports],
        units=unit_labels(situation.plan, units),
    )


def _asked(situation: Situation, duty: Duty, reports: list[Duty]) -> Asked:
    plan = situation.plan
    asked = form_of(plan, duty.owed, situation.participant)
    entry = next((one for one in plan.owed if one.id == duty.owed), None)
    return Asked(
        duty=duty.id,
        indicators=[indicator.id for indicator, _ in asked],
        required=[indicator.id for indicator, required in asked if required],
        narrative=entry.form.narrative if entry else [],
        also_owed=[one.id for one in reports if one.owed == duty.owed and one.due < duty.due],
    )
