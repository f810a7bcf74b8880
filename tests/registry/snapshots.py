"""Given a plan in force, what becomes of its snapshots."""

from datetime import date, timedelta
from typing import Any

from contracts.commands import (
    CorrectReportForm,
    FreezeReport,
    PublishReport,
    ReplaceReport,
    SignReport,
    SnapshotCommand,
    WithdrawReport,
)
from services.registry.domain.case import Case
from services.registry.domain.decide import decide_plan
from services.registry.domain.decision import Decision
from services.registry.domain.history import plan_history
from tests.registry.given import DIRECTORY, codes, published
from tests.registry.plans import OFFICE, START, receipt

ONE, TWO, SIGNED = "1" * 64, "2" * 64, "a" * 64
LETTER = {"number": "9/STTTT", "day": date(2022, 9, 20), "signer": "Nguyễn Văn Mẫu"}


def made(figures: str) -> dict[str, Any]:
    """The figures, and a document that differs with them."""
    return {
        "files": [
            {"form": "json", "sha256": figures, "size": 10},
            {"form": "docx", "sha256": "d" + figures[1:], "size": 20},
        ]
    }


def signature(**changes: Any) -> dict[str, Any]:
    """A day after the plan's first."""
    day = START.date() + timedelta(days=1)
    who = {"signer": "Nguyễn Văn Mẫu", "capacity": "GIÁM ĐỐC", "sha256": SIGNED}
    return {"number": "05/BC-STTTT", "day": day, **who, **changes}


class Frozen:
    """The plan's history, fed with what becomes of its snapshots; hours count from the plan's."""

    def __init__(self) -> None:
        self.history = published()

    def say(
        self,
        command: type[SnapshotCommand],
        snapshot: int = 1,
        *,
        at: float = 48,
        sender: str = OFFICE,
        **fields: Any,
    ) -> Decision:
        said = command.model_validate({"plan": "cds-2022", "snapshot": snapshot, **fields})
        decision = decide_plan(said, self.history, Case(receipt(at, sender), DIRECTORY))
        self.history = plan_history.evolve(self.history, decision.facts)  # type: ignore[arg-type]
        return decision

    def freeze(self, snapshot: int = 1, figures: str = ONE, *, at: float = 2, **fields: Any) -> Any:
        moment = START + timedelta(hours=1)
        said = {"as_of": moment, "position": 7, "made": made(figures), **fields}
        return self.say(FreezeReport, snapshot, at=at, **said)

    def sign(self, snapshot: int = 1, **changes: Any) -> Decision:
        return self.say(SignReport, snapshot, signed=signature(**changes))

    def signed(self, snapshot: int = 1, figures: str = ONE, **changes: Any) -> "Frozen":
        for done in (
            self.freeze(snapshot, figures),
            self.say(PublishReport, snapshot),
            self.sign(snapshot, **changes),
        ):
            assert done.outcome == "accepted", codes(done)
        return self

    def second(self) -> "Frozen":
        return self.signed(2, TWO, number="06/BC-STTTT", sha256="b" * 64)

    def withdraw(self, snapshot: int = 1, **letter: Any) -> Decision:
        said = {"document": {**LETTER, **letter}, "reason": "Ký sai thẩm quyền"}
        return self.say(WithdrawReport, snapshot, **said)

    def correct(self, **letter: Any) -> Decision:
        said = {"document": {**LETTER, **letter}, "reason": "Sai chức vụ"}
        return self.say(CorrectReportForm, 1, **said)

    def replace(self, snapshot: int = 1, by: int = 2) -> Decision:
        return self.say(ReplaceReport, snapshot, by=by, reason="Sai kinh phí")

    def status(self) -> list[str]:
        return [one.status for one in self.history.snapshots.values()]
