"""Reporting, domain: folds what was said of the report for one duty: its versions and document."""

from datetime import datetime
from typing import assert_never

from contracts.facts import (
    DocumentAttached,
    DocumentRegistered,
    ReportAccepted,
    ReportCorrected,
    ReportFact,
    ReportRedacted,
    ReportReturned,
    ReportSubmitted,
    ReportVoided,
)
from contracts.redaction import covered, hide
from services.reporting.domain.document import Documents, Key
from services.reporting.domain.documents import DutyDocument
from services.reporting.domain.filing.documents import ReportDocument, report_key
from services.reporting.domain.filing.version import Version, first_after

Sent = ReportSubmitted | ReportCorrected
Judged = ReportReturned | ReportAccepted | ReportVoided


def touches_report(fact: ReportFact) -> tuple[Key, ...]:
    """The documents that folding this fact reads or writes."""
    part = f"{fact.plan}/{fact.unit}"
    duty: Key = (DutyDocument, f"{part}/{fact.owed}")
    match fact:
        case ReportSubmitted() | ReportCorrected():
            others = ((DutyDocument, f"{part}/{other}") for other in fact.report.also_owed)
            return duty, _version(fact), *others
        case ReportReturned() | ReportAccepted() | ReportVoided():
            return duty, _version(fact)
        case ReportRedacted():
            return _version(fact), _next(fact)
        case DocumentAttached() | DocumentRegistered():
            return (duty,)
        case _:
            assert_never(fact)


def fold_report(fact: ReportFact, documents: Documents) -> None:
    """Put what this fact changes into `documents`; raises LookupError for a log out of order."""
    if isinstance(fact, ReportRedacted):
        _redact(fact, documents)
        return
    duty = documents.get(DutyDocument, f"{fact.plan}/{fact.unit}/{fact.owed}")
    match fact:
        case ReportSubmitted() | ReportCorrected():
            documents.put(_sent(duty, fact))
            documents.put(_text(fact))
            _gather(fact, documents)
        case ReportReturned() | ReportAccepted() | ReportVoided():
            before = duty.versions[fact.version - 1]
            judged = _judged(before, fact)
            versions = list(duty.versions)
            versions[fact.version - 1] = judged
            judged_at = {"judged_at": fact.receipt.at}
            documents.put(_with(duty, tuple(versions)).model_copy(update=judged_at))
            text = documents.get(*_version(fact))
            documents.put(
                text.model_copy(update={**_standing(judged), **_words(fact), **judged_at})
            )
        case DocumentAttached():
            told = {"signed": fact.signed, **_first(duty, fact.receipt.at)}
            documents.put(duty.model_copy(update=told))
        case DocumentRegistered():
            told = {"incoming": fact.incoming, **_first(duty, fact.counts_from)}
            told |= {"signed": fact.signed or duty.signed}
            documents.put(duty.model_copy(update=told))
        case _:
            assert_never(fact)


def _redact(fact: ReportRedacted, documents: Documents) -> None:
    """The version's text, and what it and the next one tell of it as their differences. A version
    that is not there was sent after the moment that is looked at.
    """
    if (told := documents.find(*_version(fact))) is not None:
        record = hide(told.record, fact.field, fact.start, fact.end)
        changes = tuple(covered(told.changes, fact.field, "after"))
        documents.put(told.model_copy(update={"record": record, "changes": changes}))
    if (told := documents.find(*_next(fact))) is not None:
        changes = tuple(covered(told.changes, fact.field, "before"))
        documents.put(told.model_copy(update={"changes": changes}))


def _next(fact: ReportRedacted) -> tuple[type[ReportDocument], str]:
    return ReportDocument, report_key(fact.plan, fact.unit, fact.owed, fact.version + 1)


def _version(fact: Sent | Judged | ReportRedacted) -> tuple[type[ReportDocument], str]:
    return ReportDocument, report_key(fact.plan, fact.unit, fact.owed, fact.version)


def _sent(duty: DutyDocument, fact: Sent) -> DutyDocument:
    report, at = fact.report, fact.receipt.at
    version = Version(
        number=fact.version, received_at=at, through=fact.through, nothing=report.nothing
    )
    after = _with(duty, (*duty.versions, version))
    if report.signed is None:
        return after
    return after.model_copy(update={"signed": report.signed, **_first(duty, at)})


def _with(duty: DutyDocument, versions: tuple[Version, ...]) -> DutyDocument:
    first = first_after(versions, duty.after)
    moment = first.received_at if first else None
    return duty.model_copy(update={"versions": versions, "figures_at": moment})


def _first(duty: DutyDocument, at: datetime) -> dict[str, object]:
    """From when a document of the present round counts: the earliest moment that is known."""
    return {"document_at": min(duty.document_at or at, at)}


def _text(fact: Sent) -> ReportDocument:
    version = Version(number=fact.version, received_at=fact.receipt.at, through=fact.through)
    return ReportDocument(
        plan=fact.plan,
        unit=fact.unit,
        duty=fact.owed,
        version=fact.version,
        status=version.status,
        awaiting=version.awaiting,
        received_at=fact.receipt.at,
        receipt=fact.receipt,
        record=fact.report,
        changes=tuple(fact.changes) if isinstance(fact, ReportCorrected) else (),
        through=fact.through,
    )


def _gather(fact: Sent, documents: Documents) -> None:
    for other in fact.report.also_owed:
        duty = documents.get(DutyDocument, f"{fact.plan}/{fact.unit}/{other}")
        documents.put(duty.model_copy(update={"gathered_in": fact.owed}))


def _judged(version: Version, fact: Judged) -> Version:
    match fact:
        case ReportAccepted(level="through"):
            return version.model_copy(update={"approved": True})
        case ReportAccepted():
            return version.model_copy(update={"accepted": True})
        case ReportReturned():
            return version.model_copy(update={"returned": True, "kept": fact.due is None})
        case ReportVoided():
            return version.model_copy(update={"voided": True})
        case _:
            assert_never(fact)


def _standing(version: Version) -> dict[str, object]:
    return {"status": version.status, "awaiting": version.awaiting}


def _words(fact: Judged) -> dict[str, object]:
    match fact:
        case ReportAccepted():
            return {}
        case ReportReturned():
            return {"reasons": tuple(fact.reasons), "return_due": fact.due}
        case ReportVoided():
            return {"void_reason": fact.reason}
        case _:
            assert_never(fact)
