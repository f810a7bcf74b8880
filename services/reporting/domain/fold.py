"""Reporting, domain: folds the facts of the log into documents, one exhaustive match per fact."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import TypeAlias

from contracts.envelope import Message
from contracts.facts import (
    BrakeFact,
    CalendarRecorded,
    DecidedFact,
    FrozenFact,
    PlanAmended,
    PlanPublished,
    RecordQuarantined,
    ReminderFact,
    UnitFact,
    UnitRecorded,
)
from contracts.snapshots import Snapshot
from services.reporting.domain.document import Documents, Key
from services.reporting.domain.documents import Amendment, PlanDocument, UnitDocument
from services.reporting.domain.history import fold_history, touches_history
from services.reporting.domain.log.unread import QuarantinedDocument
from services.reporting.domain.orders.snapshots import frozen
from services.reporting.domain.orders.standing import StandingOrder, after
from services.reporting.domain.reminders import fold_reminders, touches_reminders

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
TONES = "\u0300\u0309\u0303\u0301\u0323"
"""Huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries, after no tone at all."""
AFTER_DIGITS = 0x100


ViewFact: TypeAlias = DecidedFact | ReminderFact | RecordQuarantined
"""What views are made of; the answers to commands that stand beside it change nothing in them."""


def facts_of(said: Iterable[Message]) -> tuple[ViewFact, ...]:
    """What of a message of the log the views are made of."""
    return tuple(fact for fact in said if isinstance(fact, ViewFact))


def plan_of(fact: ViewFact) -> str | None:
    """The plan that a fact is about; a record of the directory is about none."""
    match fact:
        case UnitFact():  # first: nearly all are
            return fact.plan
        case UnitRecorded() | CalendarRecorded() | RecordQuarantined():
            return None
        case PlanPublished() | PlanAmended():
            return fact.plan.id
        case _:
            return fact.plan


def touches(fact: ViewFact) -> tuple[Key, ...]:
    """The documents that folding this fact reads or writes."""
    match fact:
        case UnitFact():  # first: nearly all are
            return touches_history(fact)
        case UnitRecorded():
            return ((UnitDocument, fact.record.id),)
        case CalendarRecorded():
            return ()  # no view shows a day off
        case RecordQuarantined():
            return ((QuarantinedDocument, str(fact.sequence)),)
        case PlanPublished() | PlanAmended():
            return ((PlanDocument, fact.plan.id),)
        case _ if isinstance(fact, BrakeFact | FrozenFact):
            return ((PlanDocument, fact.plan),)
        case _:
            return touches_reminders(fact)  # the types let nothing else through; it is exhaustive


def fold(fact: ViewFact, documents: Documents) -> None:
    """Put what this fact changes into `documents`; raises LookupError for a log out of order."""
    match fact:
        case UnitFact():  # first: nearly all are
            fold_history(fact, documents)
        case UnitRecorded():
            documents.put(_unit(fact))
        case CalendarRecorded():
            pass
        case RecordQuarantined():
            documents.put(QuarantinedDocument(said=fact))
        case PlanPublished() | PlanAmended():
            documents.put(_plan(fact, documents))
        case _ if isinstance(fact, BrakeFact):
            plan = documents.get(PlanDocument, fact.plan)
            documents.put(plan.model_copy(update={"orders": after(plan.orders, fact)}))
        case _ if isinstance(fact, FrozenFact):
            plan = documents.get(PlanDocument, fact.plan)
            documents.put(plan.model_copy(update={"snapshots": frozen(plan.snapshots, fact)}))
        case _:
            fold_reminders(fact, documents)


def _unit(fact: UnitRecorded) -> UnitDocument:
    name = fact.record.name(fact.receipt.at.date())
    return UnitDocument(
        unit=fact.record.id,
        name=name,
        sort=f"{alphabetical(name)}\u0001{fact.record.id}",
        after=tuple(fact.record.predecessors),
        record=fact.record,
    )


def _plan(fact: PlanPublished | PlanAmended, documents: Documents) -> PlanDocument:
    published_at = fact.receipt.at
    amendments: tuple[Amendment, ...] = ()
    former: dict[str, datetime] = {}
    orders: tuple[StandingOrder, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    if isinstance(fact, PlanAmended):
        before = documents.get(PlanDocument, fact.plan.id)
        amendment = Amendment(
            at=fact.receipt.at,
            reason=fact.reason,
            document=fact.document,
            force_majeure=fact.force_majeure,
        )
        published_at, orders, snapshots = before.published_at, before.orders, before.snapshots
        amendments = (*before.amendments, amendment)
        taken_out = {one.unit: fact.receipt.at for one in before.participants}
        named = {one.unit for one in fact.participants}
        former = {
            unit: at for unit, at in {**taken_out, **before.former}.items() if unit not in named
        }
    return PlanDocument(
        plan=fact.plan,
        participants=tuple(fact.participants),
        former=dict(sorted(former.items())),
        instances=tuple(fact.instances),
        published_at=published_at,
        amendments=amendments,
        orders=orders,
        snapshots=snapshots,
    )


def alphabetical(name: str) -> str:
    """A text whose plain order is the Vietnamese alphabet's: letters first, then tones."""
    letters: list[str] = []
    tones: list[str] = []
    for char in unicodedata.normalize("NFC", name).lower():
        marks = unicodedata.normalize("NFD", char)
        tone = next((mark for mark in marks if mark in TONES), "")
        letter = unicodedata.normalize("NFC", marks.replace(tone, "") if tone else marks)
        place = ALPHABET.find(letter)
        letters.append(letter if place < 0 else chr(AFTER_DIGITS + place))
        tones.append(str(TONES.find(tone) + 1) if tone else "0")
    return "".join(letters) + "\u0001" + "".join(tones)
