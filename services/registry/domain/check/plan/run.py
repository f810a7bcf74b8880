"""Registry, domain: runs every rule over a plan."""

from contracts.findings import Finding
from contracts.words import SEVERITIES
from services.registry.domain.check.plan.look import Look
from services.registry.domain.check.plan.rules import (
    document,
    due,
    evidence,
    figures,
    ladder,
    reporting,
    who,
)

CHECKS = (
    *document.CHECKS,
    *who.CHECKS,
    *evidence.CHECKS,
    *due.CHECKS,
    *reporting.CHECKS,
    *figures.CHECKS,
    *ladder.CHECKS,
)


def check_plan(look: Look) -> list[Finding]:
    """Every finding, at a JSON pointer into the plan, errors first."""
    findings = [finding for rule in CHECKS for finding in rule(look)]
    return sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))
