"""Reporting, documents: a sheet as data: its columns, what they count, and how they add up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from contracts.values import Qualifier

FIRST_ROW = 5
"""Of the data, counted from 1; above it stand title, moment, note and head."""
STT = "stt"


@dataclass(frozen=True)
class Number:
    """A number that is shown with so many decimals between a hedge and a measure, and is one."""

    value: int | Decimal
    decimals: int = 0
    qualifier: Qualifier | None = None
    measure: str = ""
    signed: bool = False


@dataclass(frozen=True)
class Share:
    """A part of a whole in per cent to two places; `alone`: its two numbers are not known."""

    percent: Decimal
    qualifier: Qualifier | None = None
    alone: bool = False


@dataclass(frozen=True)
class Live:
    """What a formula comes to, for programs that do not work it out."""

    formula: str
    comes_to: "Number | Share | None"


Value = str | int | Number | Share | date | datetime | Live | None
"""Of a date and time the civil one of the plan's zone."""


@dataclass(frozen=True)
class Column:
    """A column under its name. `formula`: how each of its cells comes from others of its row, which
    stand in it as {key}; `adds`: its total is the sum of what stands above.
    """

    key: str
    name: str
    width: int = 11
    formula: str = ""
    adds: bool = False


@dataclass(frozen=True)
class Sheet:
    """A titled table with a name of its own in the workbook.

    Each row, and `total`, give by column what stands there, of a formula what it comes to.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Value]]
    total: Mapping[str, Value] = field(default_factory=dict)
    note: str = ""

    def letter(self, key: str) -> str:
        """The column's letters, A to ZZ."""
        at = next(at for at, one in enumerate(self.columns) if one.key == key)
        front, back = divmod(at, 26)
        return (chr(64 + front) if front else "") + chr(65 + back)

    def cells(self, key: str) -> str:
        """The column's data: "C5:C73"."""
        letter = self.letter(key)
        return f"{letter}{FIRST_ROW}:{letter}{FIRST_ROW + len(self.rows) - 1}"

    def elsewhere(self, key: str) -> str:
        """The same, from another sheet."""
        quoted = self.name.replace("'", "''")
        return f"'{quoted}'!{self.cells(key)}"


def share(part: str, whole: str) -> str:
    """The formula of a ratio as domain/counting/sum.py rounds it: 100 and 0 % only when exact."""
    near = f"ROUND({part}/{whole},4)"
    whole_but = f"IF({part}<{whole},0.9999,1.0001)"
    return (
        f'IF(N({whole})=0,"",IF(AND({near}=1,{part}<>{whole}),{whole_but},'
        f"IF(AND({near}=0,{part}<>0),0.0001,{near})))"
    )
