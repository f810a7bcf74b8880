"""Contracts, records: the activity and the report that units' systems send whole."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from contracts.values import (
    Count,
    Day,
    Dong,
    Id,
    Line,
    Link,
    Number,
    Percent,
    Qualifier,
    Sha256,
    Text,
    Value,
)
from contracts.words import NilReason, Nothing, ToldStatus


class Figure(Value):
    """The value of one indicator: a number; a ratio's two numbers, or only its per cent; a text; or
    why there is none, which is not the number 0.
    """

    indicator: Id
    value: Number | None = None
    numerator: Count | None = None
    denominator: Count | None = None
    percent: Percent | None = None
    text: Text | None = None
    qualifier: Qualifier | None = None
    nothing: Nothing | None = None


class SourceAmount(Value):
    """Money from one source, whole đồng."""

    source: Id
    amount: Dong


class Budget(Value):
    """Money: a total and the sources it adds up to, whole đồng."""

    total: Dong
    sources: Annotated[list[SourceAmount], Field(max_length=50)] = []


class Account(Value):
    """Figures and money of an activity, either planned or actual; the two never mix."""

    figures: Annotated[list[Figure], Field(max_length=300)] = []
    budget: Budget | None = None


class Evidence(Value):
    """A link to a photograph, article or document, with the hash of the file if there is one."""

    title: Line
    link: Link
    sha256: Sha256 | None = None


class Joint(Value):
    """An activity that several units share: the lead's record of it, or, where the lead is outside
    the directory, a key (`outside`) that all who took part give alike.
    """

    unit: Id | None = None
    activity: Id | None = None
    outside: Id | None = None

    @model_validator(mode="after")
    def _one(self) -> "Joint":
        lead = (self.unit is not None, self.activity is not None)
        if lead not in ((True, True), (False, False)) or lead[0] == (self.outside is not None):
            raise ValueError("give unit and activity, or outside")
        return self


class Activity(Value):
    """A unit's whole current record of one activity (hoạt động).

    `assignments`: what it was done for; one activity for several counts once.
    """

    id: Id
    kind: Id
    title: Line
    starts_on: Day
    ends_on: Day
    place: Line | None = None
    status: ToldStatus = "planned"
    assignments: Annotated[list[Id], Field(max_length=50)] = []
    partners: Annotated[list[Id], Field(max_length=100)] = []
    other_partners: Annotated[list[Line], Field(max_length=100)] = []
    joint_with: Joint | None = None
    planned: Account = Account()
    actual: Account | None = None
    evidence: Annotated[list[Evidence], Field(max_length=100)] = []

    @model_validator(mode="after")
    def _forward(self) -> "Activity":
        if self.ends_on < self.starts_on:
            raise ValueError("ends_on is before starts_on")
        return self


class Signed(Value):
    """The signed document behind a report; `sha256` is that of its file."""

    number: Line
    day: Day
    signer: Line | None = None
    capacity: Line | None = None
    sha256: Sha256 | None = None


class Incoming(Value):
    """An entry of an office's register of incoming documents (sổ đến; NĐ 30/2020, art. 22)."""

    number: Line
    day: Day


class Report(Value):
    """A unit's whole current report (báo cáo) for one entry of what the plan asks for.

    `nothing`: a nil report, of no indicator anything. `explanation`: what the unit answers to a
    return. `also_owed`: other duties of the unit that this one report meets, whose figures are
    all here. `also_for`: other units that it speaks for. `typed_from`: the hash of the paper that
    the office typed the figures from.
    """

    figures: Annotated[list[Figure], Field(max_length=300)] = []
    spending: Budget | None = None
    summary: Text = ""
    difficulties: Text = ""
    causes: Text = ""
    recommendations: Text = ""
    signed: Signed | None = None
    nothing: NilReason | None = None
    explanation: Text = ""
    also_owed: Annotated[list[Id], Field(max_length=60)] = []
    also_for: Annotated[list[Id], Field(max_length=100)] = []
    typed_from: Sha256 | None = None
    secrecy: Line | None = None


Narration = Literal["summary", "difficulties", "causes", "recommendations", "explanation"]
"""The running texts of a report, of which a span may be made unreadable."""


class Granted(Value):
    """Who granted something by word of mouth, when and how; `paper` follows it, if it has come."""

    by: Line
    how: Line
    day: Day
    paper: Line | None = None


class ReturnReason(Value):
    """Why a report is returned for correction: a code, where, and a sentence."""

    code: Id
    pointer: Annotated[str, Field(max_length=300)] = ""
    note: Text = ""
