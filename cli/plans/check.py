"""Cli, plans: reads a plan's document, and runs the registry's rules over it."""

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from cli.console import Trouble, stderr
from cli.files.documents import Document, as_json, read
from cli.findings import Located, Place, tell_located
from contracts.facts import UnitRecorded
from contracts.findings import Finding, from_validation
from contracts.plan import Plan
from contracts.topology import OPERATOR
from contracts.unit import Unit
from contracts.values import Receipt
from contracts.words import SEVERITIES
from services.registry.domain.check.plan.catalogue import RULES, remark
from services.registry.domain.check.plan.look import Look, at_issue
from services.registry.domain.check.plan.run import check_plan
from services.registry.domain.history.directory import Directory, evolve

REQUIRED = tuple(name for name, field in Plan.model_fields.items() if field.is_required())
NO_NUMBER = "…"
ZONE = ZoneInfo(Plan.model_fields["time_zone"].default)
LEFT_OUT = {"/number": "number-missing", "/issued_on": "issue-day-missing"}
"""What a draft may leave out, though the contract wants it; so it may who signs."""
_UNNAMED = re.compile(r"^/budget_sources/(\d+)/name$")


def check(document: Document, units: Mapping[str, Unit]) -> list[Finding]:
    """Every finding about a plan's document, errors first; raises Trouble where it is no plan."""
    plan = read_plan(document)
    if not isinstance(plan, Plan):
        return [_broken(finding, document.data) for finding in plan]
    return check_plan(look_at(plan, units))


def check_draft(document: Document, units: Mapping[str, Unit], now: datetime) -> list[Finding]:
    """As check, of a plan whose number, day and signer are still to come: it is looked at as if it
    were issued today, and that they are missing is no error yet.
    """
    data = document.data
    if not isinstance(data, dict):
        raise Trouble("not-a-plan", path=document.path)
    stand_in = {"number": NO_NUMBER, "issued_on": now.astimezone(ZONE).date().isoformat()}
    left_out = [name for name in stand_in if _empty(data.get(name))]
    whole = {**data, **{name: stand_in[name] for name in left_out}}
    found = check(Document(document.path, whole, document.lines), units)
    found = [_softened(one) if one.code in LEFT_OUT.values() else one for one in found]
    if "issued_on" in left_out:
        found.append(_softened(remark("issue-day-missing", "/issued_on")))
    return sorted(found, key=lambda one: SEVERITIES.index(one.severity))


def look_at(plan: Plan, units: Mapping[str, Unit]) -> Look:
    """A plan beside a directory that was read from files, as it would be received at its issue."""
    at = at_issue(plan)
    receipt = Receipt(at=at, sequence=0, command="check", sender=OPERATOR, door="operator")
    recorded = (UnitRecorded(record=unit, receipt=receipt) for unit in units.values())
    return Look(plan, evolve(Directory(), recorded), at)


def read_plan(document: Document) -> Plan | list[Finding]:
    """The plan, or where it breaks its contract; raises Trouble where it is no plan at all.

    A signer who is named by an empty text is not named.
    """
    data = document.data
    if not isinstance(data, dict) or 2 * len(data.keys() & set(REQUIRED)) < len(REQUIRED):
        raise Trouble("not-a-plan", path=document.path)
    if _empty(data.get("signed_by")):
        data = {name: value for name, value in data.items() if name != "signed_by"}
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


def _empty(value: object) -> bool:
    """Whether a field says nothing: it is not there, null, or blank."""
    return value is None or (isinstance(value, str) and not value.strip())


def _broken(finding: Finding, data: Mapping[str, object]) -> Finding:
    """What the contract finds, in the words of a rule where one is about it."""
    where = finding.pointer
    if unnamed := _UNNAMED.match(where):
        at = where.removesuffix("/name")
        return remark("budget-source-unnamed", at, number=int(unnamed[1]) + 1)
    if (code := LEFT_OUT.get(where)) and _empty(data.get(where.removeprefix("/"))):
        return remark(code, where)
    return remark("contract", where, vi=finding.vi, en=finding.en)


def _softened(finding: Finding) -> Finding:
    return finding.model_copy(update={"severity": "warning"})


def row(one: Located) -> dict[str, Any]:
    """A finding as a program reads it, with how to mend it and the law behind it."""
    rule = RULES[one.finding.code]
    mend = {"mend_vi": rule.mend_vi, "mend_en": rule.mend_en}
    return {**one.row(), **mend, "source": rule.source}
