"""Cli, plans: `ngayso plan check`: what would go wrong with a plan, before it is signed."""

from cli.console import FINDINGS, Trouble, leave, tell, tell_json, tell_of
from cli.directory.units import read_directory
from cli.documents import Document, read
from cli.options import JsonOption, PlanFile, UnitFiles
from cli.plans.check import check as check_document
from cli.plans.check import row
from cli.progress import progress


def check(
    plan: PlanFile,
    units: UnitFiles,
    json: JsonOption = False,
) -> None:
    """Exit 0: clean; 1: findings; 2: a file cannot be read."""
    try:
        with progress("reading-files", quiet=json):
            document, directory = read(plan), read_directory(units)
            remarks = check_document(document, directory)
    except Trouble as trouble:
        if json:
            tell_json({"plan": None, "error": {"vi": trouble.vi, "en": trouble.en}, "findings": []})
        raise
    findings = [row(document, remark) for remark in remarks]
    counts = {s: sum(f["severity"] == s for f in findings) for s in ("error", "warning")}
    name = document.data.get("id")
    if json:
        tell_json({"plan": name, "counts": counts, "findings": findings})
    else:
        _tell_findings(document, findings)
        words = {"plan": name, "errors": counts["error"], "warnings": counts["warning"]}
        tell_of("plan-findings" if findings else "plan-clean", "bold", **words)
    if findings:
        leave(FINDINGS)


def _tell_findings(document: Document, findings: list[dict[str, object]]) -> None:
    for found in findings:
        error = found["severity"] == "error"
        place = f"dòng {found['line']}, " if found["line"] else ""
        source = f" ({found['source']})" if found["source"] else ""
        mark, style = ("LỖI", "red") if error else ("LƯU Ý", "yellow")
        tell(
            f"{mark} [{found['rule']}] {document.path.name}, {place}{found['pointer']}", style=style
        )
        tell(f"  {found['vi']}{source}", str(found["en"]))
        tell(f"  Cách sửa: {found['mend_vi']}", str(found["mend_en"]))
