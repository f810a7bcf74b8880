"""Contracts, parts: what a unit may know of a plan, and the answers to what its system asks."""

from typing import Annotated, ClassVar

from pydantic import Field

from contracts.envelope import Message
from contracts.findings import Finding
from contracts.owed import Duty, Instance, Participant
from contracts.plan import Plan
from contracts.values import Id, Line, Moment, Value
from contracts.verdicts import DutyStanding, Verdict

MOST_VERDICTS = 200
"""In one answer; the next are asked for by the sequence of the last."""


class PartTold(Message):
    """What a unit may know of a plan, as of the revision that its part follows.

    `plan`: only what concerns the unit: its assignments and entries, their indicators and rules; no
    ladder, no items, no legal basis. `participant`: none once the unit has left the plan. `duties`
    and `standings`: as they were when the part began to follow the revision; what the office
    granted since, each verdict tells. `published_at`: when this revision of the plan was received.
    """

    wire: ClassVar[str] = "ngayso.part.v1"
    unit: Id
    revision: Annotated[int, Field(ge=1)]
    published_at: Moment
    plan: Plan
    participant: Participant | None = None
    instances: list[Instance] = []
    duties: list[Duty] = []
    standings: list[DutyStanding] = []


class KnownUnit(Value):
    """A unit by the id that a record may name it by."""

    id: Id
    short_name: Line


class PartsAnswered(Message):
    """The answer on ask.<unit>.part: the unit's parts, the one that was written last first.

    `units`: whom its records may name as partners today. `left_out`: parts for which the answer had
    no room; ask for each by its plan's id. Where there are `findings` there is nothing else.
    """

    wire: ClassVar[str] = "ngayso.parts-answered.v1"
    unit: str
    findings: list[Finding] = []
    parts: list[PartTold] = []
    units: list[KnownUnit] = []
    left_out: int = 0


class VerdictsAsked(Value):
    """What may be asked on ask.<unit>.verdicts: those after a sequence, at most so many."""

    after: Annotated[int, Field(ge=0)] = 0
    count: Annotated[int, Field(ge=1, le=MOST_VERDICTS)] = 50


class KeptVerdict(Value):
    """A verdict, and the sequence by which the next ones are asked for."""

    sequence: Annotated[int, Field(ge=1)]
    verdict: Verdict


class VerdictsAnswered(Message):
    """The answer on ask.<unit>.verdicts, oldest first; `more`: later ones are kept too."""

    wire: ClassVar[str] = "ngayso.verdicts-answered.v1"
    unit: str
    findings: list[Finding] = []
    verdicts: list[KeptVerdict] = []
    more: bool = False


PARTS: dict[str, type[Message]] = {PartTold.wire: PartTold}
ANSWERS: dict[str, type[Message]] = {
    model.wire: model for model in (PartsAnswered, VerdictsAnswered)
}
