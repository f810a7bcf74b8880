"""Cli, plans: rules about ids, indicators, cross-checks and money."""

from collections.abc import Iterator

from cli.plans.catalogue import remark
from cli.plans.look import Look
from contracts.findings import Finding

LISTS = (
    "kinds",
    "central_events",
    "assignments",
    "owed",
    "indicators",
    "rules",
    "ladder",
    "budget_sources",
)


def duplicate_id(look: Look) -> Iterator[Finding]:
    for name in LISTS:
        first: dict[str, str] = {}
        for index, entry in enumerate(getattr(look.plan, name)):
            where = f"/{name}/{index}"
            if entry.id in first:
                yield remark("duplicate-id", f"{where}/id", id=entry.id, first=first[entry.id])
            first.setdefault(entry.id, where)


def indicator_without_arithmetic(look: Look) -> Iterator[Finding]:
    for index, indicator in enumerate(look.plan.indicators):
        if indicator.arithmetic is None:
            where = f"/indicators/{index}"
            yield remark("indicator-without-arithmetic", where, indicator=indicator.id)


def rule_indicator_unknown(look: Look) -> Iterator[Finding]:
    known = {indicator.id for indicator in look.plan.indicators}
    for i, rule in enumerate(look.plan.rules):
        named = [("left", rule.left), *((f"right/{j}", r) for j, r in enumerate(rule.right))]
        for where, indicator in named:
            if indicator not in known:
                yield remark(
                    "rule-indicator-unknown",
                    f"/rules/{i}/{where}",
                    check=rule.id,
                    indicator=indicator,
                )


def budget_sources_missing(look: Look) -> Iterator[Finding]:
    if not look.plan.budget_sources:
        yield remark("budget-sources-missing", "/budget_sources")


def budget_source_unnamed(look: Look) -> Iterator[Finding]:
    """A name that is only the id again, or only dots, names nothing."""
    for index, source in enumerate(look.plan.budget_sources):
        if source.name == source.id or not any(letter.isalpha() for letter in source.name):
            yield remark("budget-source-unnamed", f"/budget_sources/{index}", number=index + 1)


RULES = (
    duplicate_id,
    indicator_without_arithmetic,
    rule_indicator_unknown,
    budget_sources_missing,
    budget_source_unnamed,
)
