"""Contracts, redaction: what stands in place of a text of which a span was made unreadable."""

from collections.abc import Iterable
from typing import Literal

from contracts.facts import ReportCorrected, ReportRedacted
from contracts.records import Narration, Report
from contracts.values import FieldChange

HIDDEN = "█"


def hide(report: Report, field: Narration, start: int, end: int) -> Report:
    """The report with one span of a text covered, character by character, so that what comes after
    it keeps its place; a span that reaches beyond the text ends with it.
    """
    text: str = getattr(report, field)
    covered = HIDDEN * len(text[start:end])
    return report.model_copy(update={field: text[:start] + covered + text[end:]})


def covered(
    changes: Iterable[FieldChange], field: Narration, side: Literal["before", "after"]
) -> list[FieldChange]:
    """Differences between two versions, of which one side of a text is not told any more."""
    at, nothing = f"/{field}", f'"{HIDDEN}"'
    return [one.model_copy(update={side: nothing}) if one.pointer == at else one for one in changes]


def as_shown(fact: ReportCorrected, redactions: Iterable[ReportRedacted]) -> ReportCorrected:
    """A correction as it may be shown beside what was made unreadable in the same plan and unit."""
    for one in redactions:
        if (one.plan, one.unit, one.owed) != (fact.plan, fact.unit, fact.owed):
            continue
        if one.version == fact.version:
            report = hide(fact.report, one.field, one.start, one.end)
            changes = covered(fact.changes, one.field, "after")
            fact = fact.model_copy(update={"report": report, "changes": changes})
        elif one.version + 1 == fact.version:
            changes = covered(fact.changes, one.field, "before")
            fact = fact.model_copy(update={"changes": changes})
    return fact
