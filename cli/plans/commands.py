"""Cli, plans: `ngayso plan check`: what would go wrong with a plan, before it is signed."""

from typing import Annotated

import typer

from cli.console import FINDINGS, Trouble, leave, tell, tell_json, tell_of
from cli.directory.units import read_directory
from cli.files.documents import read
from cli.findings import Located, Place, finding_of, tell_located
from cli.options import JsonOption, PlanFile, UnitFiles
from cli.plans.check import check as check_document
from cli.plans.check import check_draft, row
from cli.progress import progress
from cli.servers.environment import read_settings
from contracts.words import SEVERITIES
from services.registry.domain.check.plan.catalogue import RULES


def check(
    plan: PlanFile,
    units: UnitFiles,
    draft: Annotated[
        bool,
        typer.Option(
            "--draft",
            help="Bản dự thảo: chưa có số, ngày, người ký cũng được. / Number, day and signer "
            "may be missing.",
        ),
    ] = False,
    json: JsonOption = False,
) -> None:
    """Exit 0: clean; 1: findings; 2: a file cannot be read."""
    try:
        with progress("reading-files", quiet=json):
            document, directory = read(plan), read_directory(units)
            findings = (
                check_draft(document, directory, read_settings().clock().now())
                if draft
                else check_document(document, directory)
            )
    except Trouble as trouble:
        if json:
            error = finding_of(trouble).model_dump()
            tell_json({"plan": None, "error": error, "findings": []})
        raise
    counts = {s: sum(one.severity == s for one in findings) for s in SEVERITIES}
    found = [Located(one, Place(document.path, document.line(one.pointer))) for one in findings]
    name = document.data.get("id")
    if json:
        tell_json({"plan": name, "counts": counts, "findings": [row(one) for one in found]})
    else:
        for one in found:
            _tell(one)
        words = {"plan": name, "errors": counts["error"], "warnings": counts["warning"]}
        tell_of("plan-findings" if findings else "plan-clean", "bold", **words)
    if findings:
        leave(FINDINGS)


def _tell(one: Located) -> None:
    """The finding, the law behind it, and how to mend it."""
    rule = RULES[one.finding.code]
    tell_located(one)
    if rule.source:
        tell(f"  Căn cứ: {rule.source}")
    tell(f"  Cách sửa: {rule.mend_vi}", rule.mend_en)
