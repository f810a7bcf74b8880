"""Cli, workbook: sends a workbook's commands as its unit, and waits for their verdicts."""

import asyncio

from cli.ask import Desk
from cli.connect import Session
from cli.console import Trouble
from contracts.commands import verb
from contracts.verdicts import Verdict
from workbook.answer import Answer
from workbook.judge import Filled


async def deliver(connected: Session, filled: Filled, seconds: float) -> list[Answer]:
    """All commands of a workbook and their verdicts; what was sent stays sent whatever follows."""
    unit = filled.form.participant.unit
    async with Desk(connected, unit) as desk:
        sequences = [
            await desk.send(verb(draft.model), message)
            for draft, message in zip(filled.drafts, filled.messages, strict=True)
        ]
        verdicts = await asyncio.gather(*(_verdict(desk, number, seconds) for number in sequences))
    return [
        Answer(draft, number, verdict)
        for draft, number, verdict in zip(filled.drafts, sequences, verdicts, strict=True)
    ]


async def _verdict(desk: Desk, sequence: int, seconds: float) -> Verdict | None:
    try:
        return await desk.verdict(sequence, seconds)
    except Trouble:  # none came in time; the command is stored and will be decided
        return None
