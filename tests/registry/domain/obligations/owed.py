"""Given a plan that owes what a test names, by units that are in two groups or none."""

from typing import Any

from tests.registry.given import Part
from tests.registry.plans import PLAN

KINDS = [{"id": "tap-huan", "name": "Tập huấn"}, {"id": "lap-to", "name": "Lập tổ"}]
TASKS = [
    {"id": f"v-{kind['id']}", "number": "1", "text": "x", "assignees": [{"group": "huyen"}]}
    for kind in KINDS
]
DAY = {"day": "2022-10-10", "inclusive": True}


def entry(name: str, kind: str, **fields: Any) -> dict[str, Any]:
    """An entry due on 10 October unless the test says when."""
    due = {} if "recurring" in fields else {"deadline": DAY}
    return {"id": name, "kind": kind, "title": name, **due, **fields}


def part(*owed: dict[str, Any], unit: str = "ba-to", **changes: Any) -> Part:
    """A unit's part in a plan with two tasks, which owes these entries."""
    given = {"kinds": [*PLAN["kinds"], *KINDS], "assignments": TASKS, "ladder": [], "rules": []}
    return Part(unit, **{**given, "owed": list(owed), **changes})


def report_entry(**fields: Any) -> dict[str, Any]:
    return entry("bao-cao", "report", **fields)
