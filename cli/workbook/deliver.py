"""Cli, workbook: sends a workbook's commands as its unit, and waits for their verdicts."""

import asyncio

from cli.console import Trouble
from cli.servers.ask import Asking
from cli.servers.connect import Session
from contracts.commands import verb
from contracts.verdicts import Verdict
from workbook.answer import Reply
from workbook.judge import Filled


async def deliver(connected: Session, filled: Filled, seconds: float) -> list[Reply]:
    """All commands of a workbook and their verdicts; what was sent stays sent whatever follows."""
    unit = filled.form.participant.unit
    async with Asking(connected, unit) as asking:
        sequences = [
            await asking.send(verb(draft.model), message)
            for draft, message in zip(filled.drafts, filled.messages, strict=True)
        ]
        verdicts = await asyncio.gather(
            *(_verdict(asking, number, seconds) for number in sequences)
        )
    return [
        Reply(draft, number, verdict)
        for draft, number, verdict in zip(filled.drafts, sequences, verdicts, strict=True)
    ]


async def _verdict(asking: Asking, sequence: int, seconds: float) -> Verdict | None:
    try:
        return await asking.verdict(sequence, seconds)
    except Trouble:  # none came in time; the command is stored and will be decided
        return None
