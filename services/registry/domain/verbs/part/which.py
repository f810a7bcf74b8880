"""Registry, domain: which report a command is about: the duty that it names, or could only mean."""

from contracts.findings import Finding, finding
from contracts.known import known
from services.registry.domain.history.participation import Participation

WHERE = "/data/owed"


def which_report(owed: str | None, state: Participation, *, to_send: bool = False) -> str | Finding:
    """The id of the report duty that a command means, or why it cannot be told.

    It names the duty, or the plan's entry where only one of its instances could be meant, or
    nothing where only one report could be. Unless it is `to_send`, only what was sent is meant.
    """
    reports = {name: one for name, one in state.duties.items() if one.duty.kind == "report"}
    if owed is not None and owed in reports:
        return owed
    named = [name for name, one in reports.items() if owed in (None, one.duty.owed)]
    if not named:
        return finding("unknown-report", WHERE, owed=owed or "", known=known(owed or "", reports))
    meant = named if to_send else [name for name in named if name in state.reports] or named
    if len(meant) == 1:
        return meant[0]
    return finding("which-report", WHERE, known=known("", meant))
