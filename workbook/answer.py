"""Workbook: the verdicts on a workbook's commands, on their way back to its cells."""

from dataclasses import dataclass

from contracts.verdicts import DutyStanding, Verdict
from workbook.judge import Filled, put_back
from workbook.read.draft import Draft
from workbook.sentences import Fault, fault


@dataclass(frozen=True)
class Reply:
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


def standing(answers: list[Reply]) -> list[DutyStanding]:
    """Where the unit's duties stand after the last command that was decided."""
    decided = [answer.verdict for answer in answers if answer.verdict and answer.verdict.duties]
    last = max(decided, key=lambda verdict: verdict.command.sequence, default=None)
    return last.duties if last else []
