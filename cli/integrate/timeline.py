"""Cli, integrate: puts what is known of a unit in one order, as entries that a person can read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from cli.integrate.known import Known
from cli.integrate.told.differences import changes
from cli.integrate.told.wording import Wording
from contracts.facts import (
    ActivityChanged,
    RecordQuarantined,
    ReportCorrected,
    ReportRedacted,
    UnitHistoryFact,
    UnitRecorded,
)
from contracts.findings import Finding
from contracts.redaction import as_shown
from contracts.topology import OPERATOR, system_at
from contracts.values import Actor, FieldChange, Id, Receipt, Value
from contracts.verdicts import Verdict
from contracts.words import Outcome
from services.registry.domain.check.compare import compare


class HistoryEntry(Value):
    """Something that happened: when it was received, who sent it, and what came of it."""

    at: datetime
    plan: str | None = None
    sender: str | None = None
    system: Id | None = None
    """The one that spoke for it, where that was not the unit's own."""
    actor: Actor | None = None
    """The person who acted, where the desk told one."""
    sequence: int | None = None
    """The command's place in COMMANDS; none for a reminder."""
    command: str | None = None
    set_aside: int | None = None
    """The place in the log of a record that was put into quarantine."""
    outcome: Outcome | None = None
    after_freeze: bool = False
    """A decision that came after the plan's figures were frozen (sau khi chốt)."""
    facts: list[str] = []
    lines: list[str] = []
    changes: list[FieldChange] = []
    findings: list[Finding] = []


@dataclass
class _Answers:
    """The verdicts by the receipt of their command; what a decision did not take stands alone."""

    left: dict[tuple[datetime, int], Verdict] = field(default_factory=dict)

    def take(self, receipt: Receipt) -> Verdict | None:
        return self.left.pop(receipt.order, None)


def timeline(known: Known) -> list[HistoryEntry]:
    """The unit's history, oldest first."""
    words: dict[str, Wording] = {}

    def of(plan: str) -> Wording:
        return words.setdefault(plan, Wording(known.zone(plan)))

    answers = _Answers({(v.received_at, v.command.sequence): v for v in known.verdicts})
    entries = list(_records(known.records))
    for facts in _shown(known.decisions):
        first = facts[0]
        verdict = answers.take(first.receipt)
        changed = [f for f in facts if isinstance(f, ActivityChanged | ReportCorrected)]
        entries.append(
            HistoryEntry(
                at=first.receipt.at,
                plan=first.plan,
                sender=first.receipt.sender,
                system=first.receipt.system,
                actor=first.receipt.actor,
                sequence=first.receipt.sequence,
                command=verdict.command.type if verdict else None,
                outcome="accepted",
                after_freeze=known.after_freeze(first.plan, first.receipt.at),
                facts=[fact.wire for fact in facts],
                lines=[line for fact in facts for line in of(first.plan).history(fact)],
                changes=[change for fact in changed for change in fact.changes],
                findings=verdict.findings if verdict else [],
            )
        )
    for said in known.reminders:
        lines = [line for fact in said for line in of(said[0].plan).reminder(fact)]
        if lines:
            names = [fact.wire for fact in said]
            entries.append(HistoryEntry(at=said[0].at, plan=said[0].plan, facts=names, lines=lines))
    entries += [_alone(verdict) for verdict in answers.left.values()]
    entries += [_aside(fact) for fact in known.set_aside]
    return sorted(entries, key=lambda entry: (entry.at, entry.sequence or 0))


def _shown(decisions: Sequence[Sequence[UnitHistoryFact]]) -> Iterator[list[UnitHistoryFact]]:
    """The facts of each decision, without what was made unreadable since."""
    every = (fact for facts in decisions for fact in facts)
    redacted = [fact for fact in every if isinstance(fact, ReportRedacted)]
    for facts in decisions:
        yield [as_shown(f, redacted) if isinstance(f, ReportCorrected) else f for f in facts]


def _records(facts: list[UnitRecorded]) -> Iterator[HistoryEntry]:
    before: UnitRecorded | None = None
    for fact in facts:
        found = compare(before.record, fact.record) if before else []
        first = "Sửa hồ sơ đơn vị trong danh bạ" if before else "Ghi đơn vị vào danh bạ"
        yield HistoryEntry(
            at=fact.receipt.at,
            sender=OPERATOR,
            actor=fact.receipt.actor,
            sequence=fact.receipt.sequence,
            outcome="accepted",
            facts=[fact.wire],
            lines=[first, *changes(found)],
            changes=found,
        )
        before = fact


def _alone(verdict: Verdict) -> HistoryEntry:
    """A command that recorded nothing here: refused, unchanged, or about another unit."""
    return HistoryEntry(
        at=verdict.received_at,
        plan=verdict.plan,
        sender=verdict.unit,
        system=system_at(verdict.command.subject.split(".")[2]),
        sequence=verdict.command.sequence,
        command=verdict.command.type,
        outcome=verdict.outcome,
        facts=verdict.facts,
        findings=verdict.findings,
    )


def _aside(fact: RecordQuarantined) -> HistoryEntry:
    why = f"{fact.reason} ({fact.by})"
    line = f"Bản ghi số {fact.sequence} ({fact.subject}) không đọc được, không tính vào đâu: {why}"
    return HistoryEntry(at=fact.at, set_aside=fact.sequence, facts=[fact.wire], lines=[line])
