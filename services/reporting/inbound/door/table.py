"""Reporting, inbound, door: every route, and who may use it. What is not here is not there."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from starlette.routing import compile_path

Who = Literal["everybody", "readers", "whole", "operator"]
"""everybody: no token is asked for. readers: whoever has a role; they are shown what is theirs.
whole: who may see all of the plan: its issuer's or collecting office's collector, and those who may
read every plan. operator: that role alone.
"""

RULES: dict[tuple[str, str], Who] = {
    ("GET", "/"): "readers",
    ("GET", "/plans/{plan}"): "readers",
    ("GET", "/plans/{plan}/readiness"): "whole",
    ("GET", "/plans/{plan}/late"): "readers",
    ("GET", "/sign-in"): "everybody",
    ("GET", "/signed-in"): "everybody",
    ("POST", "/sign-out"): "everybody",
    ("GET", "/api/openapi.json"): "everybody",
    ("GET", "/api/plans"): "readers",
    ("GET", "/api/plans.csv"): "readers",
    ("GET", "/api/plans/{plan}"): "readers",
    ("GET", "/api/plans/{plan}/totals"): "whole",
    ("GET", "/api/plans/{plan}/charts"): "readers",
    ("GET", "/api/plans/{plan}/changes"): "readers",
    ("GET", "/api/plans/{plan}/successors"): "whole",
    ("GET", "/api/plans/{plan}/duties"): "readers",
    ("GET", "/api/plans/{plan}/duties.csv"): "readers",
    ("GET", "/api/plans/{plan}/activities"): "readers",
    ("GET", "/api/plans/{plan}/activities.csv"): "readers",
    ("GET", "/api/plans/{plan}/evidence"): "whole",
    ("GET", "/api/plans/{plan}/evidence.csv"): "whole",
    ("GET", "/api/plans/{plan}/reports"): "readers",
    ("GET", "/api/plans/{plan}/reports.csv"): "readers",
    ("GET", "/api/plans/{plan}/rungs"): "readers",
    ("GET", "/api/plans/{plan}/rungs.csv"): "readers",
    ("GET", "/api/plans/{plan}/messages"): "readers",
    ("GET", "/api/plans/{plan}/messages.csv"): "readers",
    ("GET", "/api/plans/{plan}/readiness"): "whole",
    ("GET", "/api/plans/{plan}/readiness.csv"): "whole",
    ("GET", "/api/plans/{plan}/late"): "readers",
    ("GET", "/api/plans/{plan}/late.csv"): "readers",
    ("GET", "/api/plans/{plan}/report.{form}"): "whole",
    ("GET", "/api/plans/{plan}/drafts/{kind}.{form}"): "whole",
    ("GET", "/api/plans/{plan}/units/{unit}/covering.{form}"): "readers",
    ("GET", "/api/templates/{name}.docx"): "readers",
    ("POST", "/api/plans/{plan}/snapshots"): "whole",
    ("GET", "/api/plans/{plan}/snapshots"): "whole",
    ("GET", "/api/plans/{plan}/snapshots.csv"): "whole",
    ("GET", "/api/plans/{plan}/snapshots/{number}/changes"): "whole",
    ("GET", "/api/plans/{plan}/files/{sha256}/report.{form}"): "whole",
    ("GET", "/api/files/{sha256}"): "readers",
    ("GET", "/api/units"): "readers",
    ("GET", "/api/units.csv"): "readers",
    ("GET", "/api/units/{unit}"): "readers",
    ("GET", "/api/unread"): "operator",
    ("GET", "/api/unread.csv"): "operator",
    ("GET", "/api/views"): "operator",
    ("POST", "/api/views/rebuild"): "operator",
}

PERSONAL = {
    "/api/plans/{plan}/reports",
    "/api/plans/{plan}/reports.csv",
    "/api/plans/{plan}/messages",
    "/api/plans/{plan}/messages.csv",
    "/api/plans/{plan}/report.{form}",
    "/api/plans/{plan}/drafts/{kind}.{form}",
    "/api/plans/{plan}/units/{unit}/covering.{form}",
    "/api/plans/{plan}/files/{sha256}/report.{form}",
}
"""What tells of people: who signed, what was written of them, by which token they were written to.
Who reads it is logged (docs/personal-data.md).
"""


OF_VIEWS = {
    *("/api/plans", "/api/plans.csv", "/api/plans/{plan}", "/api/units", "/api/units.csv"),
    *("/api/units/{unit}", "/api/unread", "/api/unread.csv"),
    *(f"/api/plans/{{plan}}/{one}" for one in ("totals", "charts", "successors")),
    *(
        f"/api/plans/{{plan}}/{one}{form}"
        for one in (
            *("duties", "activities", "evidence", "reports", "rungs", "messages", "late"),
            "snapshots",
        )
        for form in ("", ".csv")
    ),
}
"""Whose answers follow from the views, the question, who asks and the hour, and from nothing else:
neither from the log nor from what another service says.
"""


class Found(NamedTuple):
    """A route: who may use it, the path's parts, and the path as the table has it."""

    who: Who
    parts: Mapping[str, str]
    path: str


_PATTERNS = [(method, compile_path(path)[0], who, path) for (method, path), who in RULES.items()]


def rule_of(method: str, path: str) -> Found | None:
    """The route that is asked for; None where there is none."""
    asked = "GET" if method == "HEAD" else method
    for known, pattern, who, named in _PATTERNS:
        if known == asked and (found := pattern.fullmatch(path)):
            return Found(who, found.groupdict(), named)
    return None
