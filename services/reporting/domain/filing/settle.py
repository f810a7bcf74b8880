"""Reporting, domain: what follows from a duty's versions together, once all facts at hand are
folded: which text is in force, and what the report adds to its entry.

A fact about one version may put another in or out of force, whose text is not at hand then. So
facts are folded first; `unsettled` names what else is to be loaded, and `settle` brings it up.
"""

from collections.abc import Iterator

from contracts.records import Report
from services.reporting.domain.documents import (
    Documents,
    DutyDocument,
    EntryDocument,
    Filing,
    Key,
    ReportDocument,
    report_key,
)
from services.reporting.domain.filing.version import current, waiting


def unsettled(documents: Documents) -> set[Key]:
    """The documents that settling these reads or writes."""
    return {
        key
        for before, after in _reports(documents)
        for duty in (before, after)
        if duty is not None
        for key in _reached(duty)
    }


def settle(documents: Documents) -> Documents:
    """Bring up what follows from the report duties that changed; returns `documents`."""
    for _, duty in _reports(documents):
        _flag(duty, documents)
        _file(duty, documents)
    return documents


def _reports(documents: Documents) -> Iterator[tuple[DutyDocument | None, DutyDocument]]:
    for before, after in documents.changed():
        if isinstance(after, DutyDocument) and after.kind == "report":
            yield (before if isinstance(before, DutyDocument) else None), after


def _reached(duty: DutyDocument) -> Iterator[Key]:
    yield EntryDocument, f"{duty.plan}/{duty.unit}/{duty.owed}"
    for version in (duty.in_force, current(duty.versions)):
        if version is not None:
            yield ReportDocument, report_key(duty.plan, duty.unit, duty.duty, version.number)


def _flag(duty: DutyDocument, documents: Documents) -> None:
    """Say of each version at hand where it stands among the others; of those that are not, nothing
    changed.
    """
    force, newest, why = duty.in_force, current(duty.versions), waiting(duty.versions)
    for version in duty.versions:
        key = report_key(duty.plan, duty.unit, duty.duty, version.number)
        text = documents.find(ReportDocument, key)
        if text is not None:
            present = version == newest
            flags = {
                "owed": duty.owed,
                "current": present,
                "in_force": version == force,
                "waiting": why if present else None,
            }
            documents.put(text.model_copy(update=flags))


def _file(duty: DutyDocument, documents: Documents) -> None:
    key = f"{duty.plan}/{duty.unit}/{duty.owed}"
    entry = documents.find(EntryDocument, key) or EntryDocument(
        plan=duty.plan, unit=duty.unit, owed=duty.owed
    )
    others = (one for one in entry.filings if one.duty != duty.duty)
    filings = sorted((*others, _filing(duty, documents)), key=_in_time)
    documents.put(entry.model_copy(update={"filings": tuple(filings)}))


def _in_time(filing: Filing) -> tuple[str, str]:
    return filing.period or "", filing.duty


def _filing(duty: DutyDocument, documents: Documents) -> Filing:
    counted = duty.counted
    if counted is None:
        return filing_of(duty, Report())
    key = report_key(duty.plan, duty.unit, duty.duty, counted.number)
    return filing_of(duty, documents.get(ReportDocument, key).record)


def filing_of(duty: DutyDocument, record: Report) -> Filing:
    """What the report for a duty adds, `record` being the version that counts, or empty."""
    return Filing(
        duty=duty.duty,
        period=duty.period,
        asked=duty.asked,
        version=duty.counted.number if duty.counted else None,
        figures=tuple(record.figures),
        spending=record.spending,
        nothing=record.nothing,
    )
