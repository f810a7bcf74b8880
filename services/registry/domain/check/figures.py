"""Registry, domain: checks figures, money and cross-checks of a record against the plan."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import assert_never

from contracts.findings import Finding, finding
from contracts.indicator import Indicator, Rule
from contracts.known import known
from contracts.plan import Plan
from contracts.records import Account, Budget, Figure, Report


def _misshapen(indicator: Indicator, where: str) -> Finding:
    match indicator.shape:
        case "number":
            vi, en = "một số", "a number (value)"
        case "ratio":
            vi = "tử số và mẫu số (tử số không lớn hơn mẫu số), hoặc chỉ tỷ lệ phần trăm (percent)"
            en = "numerator and denominator (numerator <= denominator), or only the percent"
        case "text":
            vi, en = "nội dung chữ", "a text"
        case _:
            assert_never(indicator.shape)
    return finding("indicator-shape", where, indicator=indicator.id, wanted_vi=vi, wanted=en)


def check_account(plan: Plan, account: Account, at: str) -> Iterator[Finding]:
    """Figures and money of an activity; `at` is the JSON pointer of the account."""
    yield from check_figures(plan.indicators, account.figures, f"{at}/figures")
    if account.budget is not None:
        yield from check_budget(plan, account.budget, f"{at}/budget")


def check_figures(
    asked: Sequence[Indicator], figures: Sequence[Figure], at: str
) -> Iterator[Finding]:
    """Each figure is asked for, given once, in the shape of its arithmetic, and in range."""
    indicators = {indicator.id: indicator for indicator in asked}
    seen: set[str] = set()
    for index, figure in enumerate(figures):
        where = f"{at}/{index}"
        indicator = indicators.get(figure.indicator)
        if indicator is None:
            words = {"indicator": figure.indicator, "known": known(figure.indicator, indicators)}
            yield finding("unknown-indicator", f"{where}/indicator", "error", **words)
        elif figure.indicator in seen:
            yield finding("indicator-repeated", f"{where}/indicator", indicator=figure.indicator)
        else:
            yield from _check_shape(indicator, figure, where)
        seen.add(figure.indicator)


def _check_shape(indicator: Indicator, figure: Figure, where: str) -> Iterator[Finding]:
    names = ("value", "numerator", "denominator", "percent", "text", "nothing")
    given = {name for name in names if getattr(figure, name) is not None}
    wanted = _wanted(indicator)
    if given in wanted:
        yield from _check_value(indicator, figure, where)
        return
    nearest = max(wanted, key=lambda one: len(given & one))  # of equals the first
    for name in sorted(given ^ nearest):
        yield _misshapen(indicator, f"{where}/{name}")


def _wanted(indicator: Indicator) -> list[set[str]]:
    """What a figure may consist of; that there is none may be said of any."""
    match indicator.shape:
        case "number":
            return [{"value"}, {"nothing"}]
        case "ratio":
            return [{"numerator", "denominator"}, {"percent"}, {"nothing"}]
        case "text":
            return [{"text"}, {"nothing"}]
        case _:
            assert_never(indicator.shape)


def _check_value(indicator: Indicator, figure: Figure, where: str) -> Iterator[Finding]:
    top, bottom = figure.numerator, figure.denominator
    if top is not None and bottom is not None and top > bottom:
        yield _misshapen(indicator, f"{where}/numerator")
    value = figure.value
    if value is None:
        return
    words = {"indicator": indicator.id, "value": value}
    if not indicator.low <= value <= indicator.high:
        limits = {"low": indicator.low, "high": indicator.high}
        yield finding("value-range", f"{where}/value", "error", **words, **limits)
    if round(value, indicator.decimals) != value:
        places = indicator.decimals
        wanted = {"wanted_vi": "số nguyên", "wanted": "whole numbers"}
        if places:
            vi, en = f"tối đa {places} chữ số thập phân", f"at most {places} decimals"
            wanted = {"wanted_vi": vi, "wanted": en}
        yield finding("too-many-decimals", f"{where}/value", "error", **words, **wanted)


def check_budget(plan: Plan, budget: Budget, at: str) -> Iterator[Finding]:
    """The sources are the plan's, each given once, and add up to the total.

    Where the plan names no sources, a total alone will do.
    """
    offered = [source.id for source in plan.budget_sources]
    seen: set[str] = set()
    for index, part in enumerate(budget.sources):
        where = f"{at}/sources/{index}/source"
        if part.source not in offered:
            words = {"source": part.source, "known": known(part.source, offered)}
            yield finding("unknown-budget-source", where, "error", **words)
        elif part.source in seen:
            yield finding("id-repeated", where, id=part.source)
        seen.add(part.source)
    parts = sum(part.amount for part in budget.sources)
    if parts != budget.total and (offered or budget.sources):
        yield finding("money-does-not-add-up", f"{at}/total", parts=parts, total=budget.total)


def check_rules(plan: Plan, report: Report, last: Report | None, at: str) -> Iterator[Finding]:
    """The plan's cross-checks; one whose figures are not all there says nothing.

    What was not reported is not a zero.
    """
    values = _numbers(report)
    before = _numbers(last) if last else {}
    index = {figure.indicator: number for number, figure in enumerate(report.figures)}
    for rule in plan.rules:
        value = values.get(rule.left)
        if value is not None and (broken := _broken(rule, value, values, before)):
            code, words = broken
            where = f"{at}/{index[rule.left]}/value"
            shared = {"rule": rule.id, "left": rule.left, "value": value}
            yield finding(code, where, rule.severity, **shared, **words)


def _broken(
    rule: Rule, value: Decimal, values: dict[str, Decimal], before: dict[str, Decimal]
) -> tuple[str, dict[str, object]] | None:
    if rule.check == "sum-so-far":
        return None  # looks at other periods: check/report.py
    if rule.check == "not-below-last":
        last = before.get(rule.left)
        return (
            ("rule-not-below-last", {"last": last}) if last is not None and value < last else None
        )
    parts = [values[name] for name in rule.right if name in values]
    if len(parts) < len(rule.right):
        return None
    total = sum(parts)
    words: dict[str, object] = {"right": " + ".join(rule.right), "total": total}
    if rule.check == "sum":
        return ("rule-sum", words) if value != total else None
    return ("rule-at-most", words) if value > total else None


def _numbers(report: Report) -> dict[str, Decimal]:
    return {f.indicator: f.value for f in report.figures if f.value is not None}
