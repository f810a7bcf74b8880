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
    for unit in (duty.unit, *duty.inherited_from):
        yield EntryDocument, f"{duty.plan}/{unit}/{duty.owed}"
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
    """Bring up the duty's place in its entry, and in those of units that it took over from: once
    it has a report of its own, theirs count no more, also while that is returned.
    """
    entry = _entry(duty, duty.unit, documents)
    before = _find(entry, duty)
    filing = _filing(duty, documents).model_copy(update={"replaced_by": before.replaced_by})
    documents.put(_with(entry, filing))
    returned = duty.in_force is None and current(duty.versions) is not None
    reported = duty.counted is not None or returned
    for unit in duty.inherited_from:
        theirs = _entry(duty, unit, documents)
        filing = _find(theirs, duty)
        heirs = {*filing.replaced_by} - {duty.unit} | ({duty.unit} if reported else set())
        replaced = filing.model_copy(update={"replaced_by": tuple(sorted(heirs))})
        documents.put(_with(theirs, replaced))


def _entry(duty: DutyDocument, unit: str, documents: Documents) -> EntryDocument:
    found = documents.find(EntryDocument, f"{duty.plan}/{unit}/{duty.owed}")
    return found or EntryDocument(plan=duty.plan, unit=unit, owed=duty.owed)


def _find(entry: EntryDocument, duty: DutyDocument) -> Filing:
    """What the entry holds of a duty; a unit's own facts may come after its heir's."""
    found = (one for one in entry.filings if one.duty == duty.duty)
    return next(found, Filing(duty=duty.duty, period=duty.period))


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
        figures=tuple(record.figures),
        spending=record.spending,
        nothing=record.nothing,
        inherited_from=duty.inherited_from,
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
