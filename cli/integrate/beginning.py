"""Cli, integrate: what a unit was told of its parts: in a file or by the server, and as the facts
that a registry begins with.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import cast

from cli.console import Trouble
from cli.files.content import JSON, read_written
from contracts import topology
from contracts.envelope import Message, decode, encode, wrap
from contracts.facts import DutyExcused, DutyOpened, PlanApplied, PlanPublished, UnitRecorded
from contracts.findings import Finding, Malformed
from contracts.parts import PartsAnswered, PartTold
from contracts.unit import Dated, Unit
from contracts.values import Receipt
from runtime.ports import Log
from services.registry.domain.decision import About

SOURCE = "urn:ngayso:told"
REASON = "Theo phần việc đã nhận"
"""Why a duty is excused is not told."""


def read_told(path: Path) -> PartsAnswered:
    """The answer that a file holds; raises Trouble where it is none, or tells of no part."""
    try:
        return with_parts(read_written(path, JSON))
    except Malformed as malformed:
        raise _trouble("part-broken", malformed.findings[0], path=path) from malformed


def with_parts(answer: bytes) -> PartsAnswered:
    """The answer, which tells of a part at least; raises Trouble, and Malformed."""
    told = cast("PartsAnswered", decode(answer, {PartsAnswered.wire: PartsAnswered}).data)
    if told.findings:
        raise _trouble("part-refused", told.findings[0])
    if not told.parts:
        raise Trouble("no-part", unit=told.unit)
    return told


def _trouble(code: str, finding: Finding, **words: object) -> Trouble:
    return Trouble(
        code, detail=finding.en, detail_vi=f"{finding.pointer} {finding.vi}".strip(), **words
    )


async def begin(log: Log, told: PartsAnswered) -> None:
    """Fill an empty log with what the answer tells: the units, each plan as far as it concerns the
    unit, and the unit's duties as they were.
    """
    last = 0
    for subject, facts in _histories(told):
        events = [encode(wrap(fact, id="told", source=SOURCE)) for fact in facts]
        of_the_directory = topology.lock_of(subject) != subject
        sequence = await log.append(subject, events, last if of_the_directory else 0)
        last = sequence if of_the_directory else last


def _histories(told: PartsAnswered) -> Iterator[tuple[str, list[Message]]]:
    first = told.parts[0]
    for record in _records(told).values():
        recorded = UnitRecorded(record=record, receipt=_receipt(first, topology.OPERATOR))
        yield topology.directory_facts(record.id), [recorded]
    for part in told.parts:
        published = PlanPublished(
            plan=part.plan,
            participants=[part.participant] if part.participant else [],
            instances=part.instances,
            receipt=_receipt(part, part.plan.issuer),
        )
        yield topology.plan_facts(part.plan.id), [published]
        yield topology.unit_facts(part.plan.id, part.unit), [*_part(part)]


def _records(told: PartsAnswered) -> dict[str, Unit]:
    """The units that may be named, and those that speak in the plans."""
    names = {one.id: one.short_name for one in told.units}
    for part in told.parts:
        plan = part.plan
        for unit in (plan.issuer, plan.collecting_office, part.unit):
            names.setdefault(unit, unit)
    return {unit: Unit(id=unit, names=[Dated(value=name)]) for unit, name in names.items()}


def _part(part: PartTold) -> Iterator[Message]:
    receipt = _receipt(part, topology.REGISTRY)
    about: About = {"plan": part.plan.id, "unit": part.unit, "receipt": receipt}
    excused = {one.duty for one in part.standings if one.status == "excused"}
    yield PlanApplied(**about, revision=1)
    for duty in part.duties:
        yield DutyOpened(**about, duty=duty)
        if duty.id in excused:
            yield DutyExcused(**about, duty=duty.id, reason=REASON)


def _receipt(part: PartTold, sender: str) -> Receipt:
    return Receipt(at=part.published_at, sequence=0, command="told", sender=sender, door="registry")
