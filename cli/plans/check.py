"""Cli, plans: reads a plan's document, and runs every rule over it."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from cli.console import Trouble, stderr
from cli.files.documents import Document, as_json, read
from cli.findings import Located, Place, tell_located
from cli.plans import dates, figures, ladder, people
from cli.plans.catalogue import RULES, remark
from cli.plans.look import Look
from contracts.findings import Finding, from_validation
from contracts.plan import Plan
from contracts.unit import Unit
from contracts.words import SEVERITIES

CHECKS = (*figures.RULES, *people.RULES, *dates.RULES, *ladder.RULES)
REQUIRED = tuple(name for name, field in Plan.model_fields.items() if field.is_required())
_UNNAMED = re.compile(r"^/budget_sources/(\d+)/name$")


def check(document: Document, units: Mapping[str, Unit]) -> list[Finding]:
    """Every finding about a plan's document, errors first; raises Trouble where it is no plan."""
    plan = read_plan(document)
    if not isinstance(plan, Plan):
        return [_broken(finding) for finding in plan]
    look = Look(plan, units)
    findings = [finding for rule in CHECKS for finding in rule(look)]
    return sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity))


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
    document = read(path)
    plan = read_plan(document)
    if isinstance(plan, Plan):
        return plan
    for finding in plan:
        tell_located(Located(finding, Place(path, document.line(finding.pointer))), stderr)
    raise Trouble("plan-broken", path=path)


def _broken(finding: Finding) -> Finding:
    if unnamed := _UNNAMED.match(finding.pointer):
        where = finding.pointer.removesuffix("/name")
        return remark("budget-source-unnamed", where, number=int(unnamed[1]) + 1)
    return remark("contract", finding.pointer, vi=finding.vi, en=finding.en)


def row(one: Located) -> dict[str, Any]:
    """A finding as a program reads it, with how to mend it and the law behind it."""
    rule = RULES[one.finding.code]
    mend = {"mend_vi": rule.mend_vi, "mend_en": rule.mend_en}
    return {**one.row(), **mend, "source": rule.source}
