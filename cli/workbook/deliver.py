"""Cli, workbook: sends a workbook's commands as its unit; verdicts go back to its cells."""

import asyncio
from dataclasses import dataclass

from cli.ask import Desk
from cli.connect import Session
from cli.console import Trouble
from contracts.commands import verb
from contracts.verdicts import DutyStanding, Verdict
from workbook.judge import Filled, put_back
from workbook.read.draft import Draft
from workbook.sentences import Fault, fault


@dataclass(frozen=True)
class Answer:
    """A command that was sent, and the registry's verdict; none came in time where it is None."""

    draft: Draft
    sequence: int
    verdict: Verdict | None

    @property
    def outcome(self) -> str:
        return self.verdict.outcome if self.verdict else "waiting"

    def faults(self, filled: Filled) -> list[Fault]:
        if self.verdict is None:
            return [fault("no-verdict", self.draft.home, sequence=self.sequence)]
        return put_back(filled.form, self.draft, self.verdict.findings)


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


def standing(answers: list[Answer]) -> list[DutyStanding]:
    """Where the unit's duties stand after the last command that was decided."""
    decided = [answer.verdict for answer in answers if answer.verdict and answer.verdict.duties]
    last = max(decided, key=lambda verdict: verdict.command.sequence, default=None)
    return last.duties if last else []
