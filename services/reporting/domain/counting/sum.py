"""Reporting, domain: what one indicator adds up to, as data, and how its per cent is rounded."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Literal, assert_never

from pydantic import PlainSerializer

from contracts.indicator import Arithmetic
from contracts.values import Qualifier, Value

HUNDRED, CENT = Decimal(100), Decimal("0.01")


def plain(value: Decimal | None) -> int | float | None:
    """As JSON has numbers; fifteen digits are exact in both."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


Amount = Annotated[Decimal, PlainSerializer(plain, return_type=int | float, when_used="json")]
"""A sum of figures, with at most three decimals."""


def told_again(arithmetic: Arithmetic | None) -> bool:
    """Whether activities of one unit may tell the same number over again, so that theirs must not
    be added.
    """
    match arithmetic:
        case "stock":
            return True
        case "sum" | "ratio" | "not-additive" | "text" | None:
            return False
        case _:
            assert_never(arithmetic)


def by_default(arithmetic: Arithmetic | None) -> Literal["flow", "latest"]:
    """How one unit's successive reports combine where the plan does not say it: what each brought
    is added, or the latest holds.
    """
    match arithmetic:
        case "stock":
            return "latest"
        case "sum" | "ratio" | "not-additive" | "text" | None:
            return "flow"
        case _:
            assert_never(arithmetic)


def percent(numerator: int, denominator: int) -> Decimal | None:
    """A ratio in per cent to two places, half up; None where there is no denominator.

    100 and 0 only when exact: 99,996 of 100,000 is 99.99, and 1 of 100,000 is 0.01.
    """
    if not denominator:
        return None
    shown = (numerator * HUNDRED / denominator).quantize(CENT, ROUND_HALF_UP)
    if shown == HUNDRED and numerator != denominator:
        return HUNDRED - CENT if numerator < denominator else HUNDRED + CENT
    return CENT if shown == 0 and numerator else shown


class Sum(Value):
    """What one indicator adds up to, with how many gave a value; absent is not zero.

    Which fields are set follows from the arithmetic: `value` for sum and stock, `numerator` and
    `denominator` for ratio, none for not-additive and text.
    """

    value: Amount | None
    numerator: int | None
    denominator: int | None
    gave: int
    """How many units (of reports) or activities gave a value, those of 0 among them."""
    of: int
    """How many were asked."""
    percent_only: int
    """How many gave of a ratio only its per cent, which is not in the sum."""
    zero: int
    """Of those that gave a value: 0."""
    no_occurrence: int
    """không phát sinh"""
    not_our_function: int
    """không thuộc chức năng"""
    not_yet_known: int
    """chưa có số liệu"""
    qualifier: Qualifier | None
    """What stands before the sum, by counting/hedging.py."""
    hedged: int
    """Of those that gave a value: hedged it."""

    @property
    def percent(self) -> Decimal | None:
        """A ratio in per cent; None where there is none, or nothing occurred (0/0)."""
        if self.numerator is None or self.denominator is None:
            return None
        return percent(self.numerator, self.denominator)

    @property
    def measure(self) -> Decimal | None:
        """What is compared with another sum of the same indicator: the value, or the per cent."""
        return self.value if self.numerator is None else self.percent

    def less(self, other: "Sum") -> Decimal | None:
        """The difference to another sum, for ratios in percentage points; None where one of the
        two has no number.
        """
        mine, theirs = self.measure, other.measure
        return None if mine is None or theirs is None else mine - theirs
