"""Contracts, records: the activity and the report that units' systems send whole."""

from typing import Annotated

from pydantic import Field, model_validator

from contracts.values import Count, Day, Dong, Id, Line, Link, Qualifier, Sha256, Text, Value
from contracts.words import ToldStatus


class Figure(Value):
    """The value of one indicator: a number, or a ratio's two numbers, or a text."""

    indicator: Id
    value: Count | None = None
    numerator: Count | None = None
    denominator: Count | None = None
    text: Text | None = None
    qualifier: Qualifier | None = None


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
    """The lead's record of an activity that several units share: it is counted once, there."""

    unit: Id
    activity: Id


class Activity(Value):
    """A unit's whole current record of one activity (hoạt động)."""

    id: Id
    kind: Id
    title: Line
    starts_on: Day
    ends_on: Day
    place: Line | None = None
    status: ToldStatus = "planned"
    assignment: Id | None = None
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
    """The signed document behind a report."""

    number: Line
    day: Day
    signer: Line | None = None


class Report(Value):
    """A unit's whole current report (báo cáo) for the plan."""

    figures: Annotated[list[Figure], Field(max_length=300)] = []
    spending: Budget | None = None
    summary: Text = ""
    difficulties: Text = ""
    causes: Text = ""
    recommendations: Text = ""
    signed: Signed | None = None


class ReturnReason(Value):
    """Why a report is returned for correction: a code, where, and a sentence."""

    code: Id
    pointer: Annotated[str, Field(max_length=300)] = ""
    note: Text = ""
