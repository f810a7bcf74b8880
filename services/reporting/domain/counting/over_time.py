"""Reporting, domain: what one unit's successive reports for an entry say together."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple, Protocol, assert_never

from contracts.indicator import Indicator
from contracts.records import Figure
from contracts.values import Qualifier
from contracts.words import Nothing
from services.reporting.domain.counting.hedging import combine
from services.reporting.domain.counting.sum import by_default
from services.reporting.domain.filing.documents import Filing

ZERO = Decimal(0)
Over = Literal["flow", "latest"]
"""The two ways: what each instance brought is added, or the latest holds."""


def over(indicator: Indicator) -> Over:
    """How an indicator combines; a stock, and what counts since the beginning, as the latest."""
    match indicator.over_time:
        case "flow":
            return "flow"
        case "cumulative" | "latest":
            return "latest"
        case None:
            return by_default(indicator.arithmetic)
        case _:
            assert_never(indicator.over_time)


class Told(NamedTuple):
    """What a unit says of one indicator, over all instances of an entry.

    `percent`: a ratio of which only that is known, so that it cannot be added. `exact`: the part of
    `value` that was not hedged. `nothing`: why there is no number.
    """

    value: Decimal | None = None
    exact: Decimal = ZERO
    numerator: int | None = None
    denominator: int | None = None
    percent: Decimal | None = None
    text: str | None = None
    nothing: Nothing | None = None
    qualifier: Qualifier | None = None

    @property
    def gave(self) -> bool:
        return self.value is not None or self.numerator is not None or self.text is not None


def is_given(figure: Figure) -> bool:
    """Whether the figure says anything; what was not reported is not a zero."""
    return (
        figure.value is not None
        or figure.numerator is not None
        or figure.percent is not None
        or figure.text is not None
    )


class Telling(Protocol):
    """A report, or an activity's account."""

    @property
    def figures(self) -> Sequence[Figure]: ...


def told(filings: Sequence[Telling], way: Over, only: str | None = None) -> dict[str, Told]:
    """By indicator (`only`: of this one) what the reports that count say, in the order of time.

    flow: numbers are added. latest: the last instance that answers holds; one that leaves the
    indicator out, or does not know it yet, leaves what was known before.
    """
    by_indicator: dict[str, list[Figure]] = {}
    for filing in filings:
        for figure in filing.figures:
            asked = only is None or figure.indicator == only
            if asked and (is_given(figure) or figure.nothing):
                by_indicator.setdefault(figure.indicator, []).append(figure)
    return {
        name: _alone(figures[0]) if len(figures) == 1 else _added(_chosen(figures, way))
        for name, figures in by_indicator.items()
    }


def _chosen(figures: list[Figure], way: Over) -> list[Figure]:
    answers = [one for one in figures if one.nothing != "not-yet-known"]
    if not answers:
        return figures[-1:]
    if way == "latest":
        return answers[-1:]
    return [one for one in answers if is_given(one)] or answers[-1:]


def answers(filings: Sequence[Filing], indicator: str) -> tuple[bool, Filing]:
    """The last report that answers an indicator, else the last that names it; and which it is."""
    naming = [
        (one, figure)
        for one in filings
        for figure in one.figures
        if figure.indicator == indicator and (is_given(figure) or figure.nothing)
    ]
    known = [one for one, figure in naming if figure.nothing != "not-yet-known"]
    return (True, known[-1]) if known else (False, naming[-1][0])


def _alone(one: Figure) -> Told:
    """As _added, of one figure: nearly all that activities say."""
    counted, number = one.numerator is not None, one.value is not None or one.numerator is not None
    return Told(
        value=one.value,
        exact=ZERO if one.value is None or one.qualifier else one.value,
        numerator=one.numerator,
        denominator=(one.denominator or 0) if counted else None,
        percent=None if counted else one.percent,
        text=one.text,
        nothing=one.nothing,
        qualifier=one.qualifier if number else None,
    )


def _added(figures: list[Figure]) -> Told:
    if len(figures) == 1:
        return _alone(figures[0])
    return _together(figures)


def _together(figures: list[Figure]) -> Told:
    values = [one for one in figures if one.value is not None]
    ratios = [one for one in figures if one.numerator is not None]
    only = [one.percent for one in figures if one.percent is not None and one.numerator is None]
    return Told(
        value=_sum(one.value for one in values) if values else None,
        exact=_sum(one.value for one in values if one.qualifier is None),
        numerator=sum(one.numerator or 0 for one in ratios) if ratios else None,
        denominator=sum(one.denominator or 0 for one in ratios) if ratios else None,
        percent=only[-1] if only and not ratios else None,
        text=next((one.text for one in reversed(figures) if one.text is not None), None),
        nothing=figures[-1].nothing,
        qualifier=combine(one.qualifier for one in (*values, *ratios)),
    )


def add(several: Sequence[Told]) -> Told | None:
    """What several say together; None where nobody says anything."""
    if not several:
        return None
    values = [one for one in several if one.value is not None]
    ratios = [one for one in several if one.numerator is not None]
    only = [one for one in several if one.percent is not None]
    return Told(
        value=_sum(one.value for one in values) if values else None,
        exact=_sum(one.exact for one in values),
        numerator=sum(one.numerator or 0 for one in ratios) if ratios else None,
        denominator=sum(one.denominator or 0 for one in ratios) if ratios else None,
        percent=only[0].percent if len(several) == 1 and only else None,
        text=next((one.text for one in reversed(several) if one.text is not None), None),
        nothing=None if values or ratios or only else several[-1].nothing,
        qualifier=combine(one.qualifier for one in (*values, *ratios)),
    )


def _sum(values: Iterable[Decimal | None]) -> Decimal:
    return sum((value or ZERO for value in values), ZERO)
