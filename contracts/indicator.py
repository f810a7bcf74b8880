"""Contracts, indicator: what is counted (chỉ tiêu báo cáo), how it adds up, what it is to reach."""

from decimal import Decimal
from typing import Annotated, Literal, assert_never

from pydantic import Field

from contracts.values import MAX_FIGURE, Id, Line, Number, Value
from contracts.words import Severity

Arithmetic = Literal["sum", "stock", "ratio", "not-additive", "text"]
"""How an indicator's values combine.

sum: flows, added; stock: the latest per unit, then added; ratio: numerators and denominators are
added apart; not-additive: people counted once per unit, never added across units; text: narrative.
"""
Added = Literal["value", "ratio"]
FigureShape = Literal["number", "ratio", "text"]
"""What is given of an indicator: one number, a numerator and a denominator, or words."""
OverTime = Literal["flow", "cumulative", "latest"]
"""How one unit's successive reports of an entry combine.

flow: what each period brought, added; cumulative: since the beginning, so the latest holds and
falls only with a reason; latest: what there is, the latest holds.
"""


def added(arithmetic: Arithmetic | None) -> Added | None:
    """What of an indicator is added across units: its value, a ratio's two numbers, or nothing."""
    match arithmetic:
        case "sum" | "stock":
            return "value"
        case "ratio":
            return "ratio"
        case "not-additive" | "text" | None:
            return None
        case _:
            assert_never(arithmetic)


class Target(Value):
    """What an indicator is to reach (chỉ tiêu giao): in all units, levels and groups together that
    are named (none: everybody), or (`each`) in each unit of them. A ratio's is in per cent.
    """

    units: list[Id] = []
    levels: list[Id] = []
    groups: list[Id] = []
    value: Number
    each: bool = False


class SameAs(Value):
    """The indicator of an earlier plan that this one continues."""

    plan: Id
    indicator: Id


class Indicator(Value):
    """A figure (chỉ tiêu) the plan asks for, its arithmetic, and the range it is believed in.

    `over_time`: how one unit's successive reports combine; None: as its arithmetic has it, a stock
    the latest, all others added. `decimals`: how many places its values may have. `taken_from`:
    the report entries whose figures are the campaign's; none: see `totals` of the service
    reporting. `required`: in each form that does not say itself what it asks for.
    """

    id: Id
    name: Line
    unit: Line | None = None
    group: Line | None = None
    arithmetic: Arithmetic | None = None
    over_time: OverTime | None = None
    decimals: Annotated[int, Field(ge=0, le=3)] = 0
    required: bool = False
    low: Number = Decimal(0)
    high: Number = MAX_FIGURE
    targets: Annotated[list[Target], Field(max_length=100)] = []
    taken_from: list[Id] = []
    same_as: SameAs | None = None

    @property
    def shape(self) -> FigureShape:
        match self.arithmetic:
            case "sum" | "stock" | "not-additive" | None:
                return "number"
            case "ratio":
                return "ratio"
            case "text":
                return "text"
            case _:
                assert_never(self.arithmetic)


class Rule(Value):
    """A cross-check of a report's values.

    sum: `left` equals the sum of `right`; at-most: `left` is at most the sum of `right`;
    not-below-last: `left` is not below the same unit's last version; sum-so-far: `left`, which
    accumulates, is the sum of `right` over this period and all before it, else a warning.
    """

    id: Id
    check: Literal["sum", "at-most", "not-below-last", "sum-so-far"]
    left: Id
    right: list[Id] = []
    severity: Severity = "error"
