"""Cli, plans: reads a plan's document, and runs every rule over it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cli.console import Trouble, stderr, tell
from cli.documents import Document, as_json, read
from cli.plans import dates, figures, ladder, people
from cli.plans.catalogue import RULES, Remark, remark
from cli.plans.look import Look
from contracts.findings import Finding, from_validation
from contracts.plan import Plan
from contracts.unit import Unit

CHECKS = (*figures.RULES, *people.RULES, *dates.RULES, *ladder.RULES)
REQUIRED = tuple(name for name, field in Plan.model_fields.items() if field.is_required())
_UNNAMED = re.compile(r"^/budget_sources/(\d+)/name$")


def check(document: Document, units: Mapping[str, Unit]) -> list[Remark]:
    """Every finding about a plan's document, errors first; raises Trouble where it is no plan."""
    plan = read_plan(document)
    if not isinstance(plan, Plan):
        return [_broken(finding) for finding in plan]
    look = Look(plan, units)
    remarks = [found for rule in CHECKS for found in rule(look)]
    return sorted(remarks, key=lambda found: found.severity)


def read_plan(document: Document) -> Plan | list[Finding]:
    """The plan, or where it breaks its contract; raises Trouble where it is no plan at all."""
    data = document.data
    if not isinstance(data, dict) or 2 * len(data.keys() & set(REQUIRED)) < len(REQUIRED):
        raise Trouble("not-a-plan", path=document.path)
    try:
        return Plan.model_validate_json(as_json(data), strict=True)
    except ValidationError as error:
        return from_validation(error)


def read_whole(path: Path) -> Plan:
    """The plan of a file that must keep its contract; raises Trouble, what is wrong told first."""
    plan = read_plan(read(path))
    if isinstance(plan, Plan):
        return plan
    for finding in plan:
        tell(f"LỖI {finding.pointer}: {finding.vi}", finding.en, "red", stderr)
    raise Trouble("plan-broken", path=path)


def _broken(finding: Finding) -> Remark:
    if unnamed := _UNNAMED.match(finding.pointer):
        where = finding.pointer.removesuffix("/name")
        return remark("budget-source-unnamed", where, number=int(unnamed[1]) + 1)
    return remark("contract", finding.pointer, vi=finding.vi, en=finding.en)


def row(document: Document, found: Remark) -> dict[str, Any]:
    """A finding as a program reads it."""
    rule = RULES[found.rule]
    return {
        "rule": found.rule,
        "severity": found.severity,
        "pointer": found.pointer,
        "line": document.line(found.pointer),
        "vi": found.vi,
        "en": found.en,
        "mend_vi": rule.mend_vi,
        "mend_en": rule.mend_en,
        "source": rule.source,
    }
