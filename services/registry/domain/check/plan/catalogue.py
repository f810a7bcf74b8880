"""Registry, domain: every rule of a plan by its code, and what one finds as a finding."""

from contracts.findings import Finding, worded
from services.registry.domain.check.plan.rule import PlanRule
from services.registry.domain.check.plan.words import document, due, figures, ladder, who

RULES: dict[str, PlanRule] = {
    **document.RULES,
    **who.RULES,
    **due.RULES,
    **figures.RULES,
    **ladder.RULES,
}
SENTENCES = {code: (rule.vi, rule.en) for code, rule in RULES.items()}


def remark(code: str, pointer: str, **words: object) -> Finding:
    """What a rule finds at a JSON pointer into the plan; raises KeyError for an unlisted rule."""
    return worded(SENTENCES, code, pointer, RULES[code].severity, **words)
