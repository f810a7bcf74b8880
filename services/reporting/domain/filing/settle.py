"""Reporting, domain: what follows from a duty's versions together, once all facts at hand are
folded: which text is in force, and what the report adds to its entry.

A fact about one version may put another in or out of force, whose text is not at hand then. So
facts are folded first; `unsettled` names what else is to be loaded, and `settle` brings it up.
"""

from collections.abc import Iterator

from contracts.records import Report
from services.reporting.domain.document import Documents, Key
from services.reporting.domain.documents import DutyDocument
from services.reporting.domain.filing.documents import (
    EntryDocument,
    Filing,
    ReportDocument,
    report_key,
)
from services.reporting.domain.filing.version import Completeness, current, waiting


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
    """Bring up the duty's place in its entry."""
    key = f"{duty.plan}/{duty.unit}/{duty.owed}"
    entry = documents.find(EntryDocument, key)
    entry = entry or EntryDocument(plan=duty.plan, unit=duty.unit, owed=duty.owed)
    documents.put(_with(entry, _filing(duty, documents)))


def _with(entry: EntryDocument, filing: Filing) -> EntryDocument:
    others = (one for one in entry.filings if one.duty != filing.duty)
    filings = sorted((*others, filing), key=lambda one: (one.period or "", one.duty))
    return entry.model_copy(update={"filings": tuple(filings)})


def _filing(duty: DutyDocument, documents: Documents) -> Filing:
    counted = duty.counted
    record = Report()
    if counted is not None:
        key = report_key(duty.plan, duty.unit, duty.duty, counted.number)
        record = documents.get(ReportDocument, key).record
    return Filing(
        duty=duty.duty,
        period=duty.period,
        standing=tuple(standing(duty)),
        versions=len(duty.versions),
        version=counted.number if counted else None,
        received_at=counted.received_at if counted else duty.met_at,
        figures=tuple(record.figures),
        spending=record.spending,
        nothing=record.nothing,
    )


def standing(duty: DutyDocument) -> list[Completeness]:
    """Where a duty to report stands with its report; nowhere where it is not asked for."""
    if not duty.asked:
        return []
    force, newest, why = duty.in_force, current(duty.versions), waiting(duty.versions)
    holds: dict[Completeness, bool] = {
        "asked": True,
        "counted": duty.counted is not None,
        "gathered": duty.gathered,
        "awaiting": force is not None and force.awaiting,
        "unsigned": duty.unsigned,
        "accepted": force is not None and force.accepted,
        "returned": force is None and newest is not None,
        "not_taken": newest is not None and newest.kept,
        "new": why == "new",
        "again": why == "again",
        "correction": why == "correction",
        "nil": duty.counted is not None and duty.counted.nothing is not None,
        "though_excused": duty.status == "excused",
    }
    return [word for word, it_does in holds.items() if it_does]
