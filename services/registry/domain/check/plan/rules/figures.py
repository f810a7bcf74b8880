"""Registry, domain: rules about indicators, forms, cross-checks and money."""

from collections.abc import Iterator

from contracts.findings import Finding
from contracts.indicator import added
from contracts.known import known
from contracts.owed import Owed
from services.registry.domain.check.plan.catalogue import remark
from services.registry.domain.check.plan.look import Look
from services.registry.domain.succession import named


def indicator_without_arithmetic(look: Look) -> Iterator[Finding]:
    for index, indicator in enumerate(look.plan.indicators):
        if indicator.arithmetic is None:
            where = f"/indicators/{index}"
            yield remark("indicator-without-arithmetic", where, indicator=indicator.id)


def indicator_unknown(look: Look) -> Iterator[Finding]:
    """In cross-checks and forms."""
    there = [indicator.id for indicator in look.plan.indicators]
    places = [
        *((f"/rules/{i}/left", rule.id, rule.left) for i, rule in enumerate(look.plan.rules)),
        *(
            (f"/rules/{i}/right/{j}", rule.id, right)
            for i, rule in enumerate(look.plan.rules)
            for j, right in enumerate(rule.right)
        ),
        *(
            (f"/owed/{i}/form/figures/{j}/indicator", entry.id, line.indicator)
            for i, entry in enumerate(look.plan.owed)
            for j, line in enumerate(entry.form.figures)
        ),
    ]
    for where, name, indicator in places:
        if indicator not in there:
            words = {"named": name, "indicator": indicator, "known": known(indicator, there)}
            yield remark("indicator-unknown", where, **words)


def form_indicator_repeated(look: Look) -> Iterator[Finding]:
    for i, entry in enumerate(look.plan.owed):
        seen: set[str] = set()
        for j, line in enumerate(entry.form.figures):
            if line.indicator in seen:
                where = f"/owed/{i}/form/figures/{j}"
                words = {"owed": entry.id, "indicator": line.indicator}
                yield remark("form-indicator-repeated", where, **words)
            seen.add(line.indicator)


def rule_right_missing(look: Look) -> Iterator[Finding]:
    for index, rule in enumerate(look.plan.rules):
        if rule.check != "not-below-last" and not rule.right:
            yield remark("rule-right-missing", f"/rules/{index}", check=rule.id)


def taken_from_unknown(look: Look) -> Iterator[Finding]:
    reports = [entry.id for entry in look.plan.owed if entry.kind == "report"]
    for i, indicator in enumerate(look.plan.indicators):
        for j, owed in enumerate(indicator.taken_from):
            if owed not in reports:
                where = f"/indicators/{i}/taken_from/{j}"
                words = {"indicator": indicator.id, "owed": owed, "known": known(owed, reports)}
                yield remark("taken-from-unknown", where, **words)


def same_as_itself(look: Look) -> Iterator[Finding]:
    for index, indicator in enumerate(look.plan.indicators):
        if indicator.same_as and indicator.same_as.plan == look.plan.id:
            where = f"/indicators/{index}/same_as/plan"
            yield remark("same-as-itself", where, indicator=indicator.id)


def coverage_unsaid(look: Look) -> Iterator[Finding]:
    """Units and units below them report one indicator, and nothing says whether the upper figure
    has the lower in it; see contracts/owed.py, Form.
    """
    asked = {
        entry.id: {*_asked(look, entry)}
        for entry in look.plan.owed
        if entry.kind == "report" and entry.wants != "document" and not entry.consolidates
    }
    for index, upper in enumerate(look.plan.owed):
        if upper.id not in asked or upper.form.coverage != "own":
            continue
        mine = {who.unit for who in look.owing(upper)}
        over: set[str] = set()
        twice: set[str] = set()
        for who in look.participants:
            above = mine.intersection(look.ancestors(who.unit))
            told = {indicator for owed in who.owes for indicator in asked.get(owed, ())}
            if above and (both := told & asked[upper.id]):
                over |= above
                twice |= both
        if twice:
            words = {"units": named(sorted(over)), "indicators": named(sorted(twice))}
            yield remark("coverage-unsaid", f"/owed/{index}/form/coverage", **words)


def _asked(look: Look, entry: Owed) -> Iterator[str]:
    """The indicators of an entry's form whose figures are added, from wherever they come."""
    lines = {line.indicator for line in entry.form.figures}
    for one in look.plan.indicators:
        if added(one.arithmetic) and not one.taken_from and (not lines or one.id in lines):
            yield one.id


def budget_sources_missing(look: Look) -> Iterator[Finding]:
    if not look.plan.budget_sources:
        yield remark("budget-sources-missing", "/budget_sources")


def budget_source_unnamed(look: Look) -> Iterator[Finding]:
    """A name that is only the id again, or only dots, names nothing."""
    for index, source in enumerate(look.plan.budget_sources):
        if source.name == source.id or not any(letter.isalpha() for letter in source.name):
            yield remark("budget-source-unnamed", f"/budget_sources/{index}", number=index + 1)


CHECKS = (
    indicator_without_arithmetic,
    indicator_unknown,
    form_indicator_repeated,
    rule_right_missing,
    taken_from_unknown,
    same_as_itself,
    coverage_unsaid,
    budget_sources_missing,
    budget_source_unnamed,
)
