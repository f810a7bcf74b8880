"""Workbook: a filled workbook → its commands, and what the registry's own rules say of them.

Nothing here is a rule about records: the registry's own door and domain judge, and what they find
is put back to the cells it came from.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import cast
from uuid import uuid4

from openpyxl.utils.cell import coordinate_to_tuple

from cli.ask import SOURCE
from contracts import topology
from contracts.commands import WithdrawActivity, verb
from contracts.findings import Finding
from services.registry.domain.decide import UnitVerb, decide
from services.registry.domain.decision import Case
from services.registry.domain.door import read
from services.registry.domain.participation import Participation, evolve_all
from workbook import layout
from workbook.form import Form
from workbook.read.activities import Activities
from workbook.read.draft import Draft
from workbook.read.grid import Faults
from workbook.read.report import read_report
from workbook.read.safe import Loaded
from workbook.sentences import SENTENCES, Fault, Place

CONTRACT_CODES = {"wrong-type", "wrong-form", "out-of-range", "invalid"}
_WORD = re.compile(r"'([a-z0-9][a-z0-9_-]*)'|\b([a-z0-9][a-z0-9_-]*)\b")


@dataclass(frozen=True)
class Filled:
    """What a workbook says: commands as they would be sent, and everything found about them."""

    form: Form
    drafts: list[Draft] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def wrong(self) -> bool:
        return any(found.severity == "error" for found in self.faults)


def read_filled(book: Loaded, form: Form) -> Filled:
    """The commands of a workbook, judged; `form` may hold a newer plan than the workbook's own."""
    faults = Faults()
    kinds = {duty.kind for duty in form.participant.duties}
    drafts: list[Draft] = []
    if kinds & {"declare", "hold"}:
        drafts += Activities(book, form, faults).read()
    if "report" in kinds and (report := read_report(book, form, faults)):
        drafts.append(report)
    if not drafts and not faults.found:
        faults.add("nothing-filled", Place(layout.ACTIVITIES if len(kinds) > 1 else layout.REPORT))
    messages = [_message(draft) for draft in drafts]
    told = list(_judged(form, drafts, messages, faults.found))
    order = {name: number for number, name in enumerate(book.values.sheetnames)}
    found = sorted([*faults.found, *told], key=lambda one: _by_place(one, order))
    return Filled(form, drafts, messages, found)


def _by_place(found: Fault, order: Mapping[str, int]) -> tuple[int, int, int]:
    place = found.place or Place("")
    row, column = coordinate_to_tuple(place.cell) if place.cell else (place.row or 0, 0)
    return order.get(place.sheet, 0), row, column


def _message(draft: Draft) -> bytes:
    envelope = {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": SOURCE,
        "type": draft.model.wire,
        "datacontenttype": "application/json",
        "data": draft.data,
    }
    return json.dumps(envelope, ensure_ascii=False).encode()


def _judged(
    form: Form, drafts: list[Draft], messages: list[bytes], known: Iterable[Fault]
) -> Iterable[Fault]:
    """What the registry would find, but for what only it can know: time, and earlier records."""
    before = {found.place for found in known if found.severity == "error"}
    state = Participation()
    for number, (draft, message) in enumerate(zip(drafts, messages, strict=True)):
        findings, state = _decided(form, draft, message, number, state)
        for found in put_back(form, draft, findings):
            if found.place not in before and not (before and found.code == "field-missing"):
                yield found


def _decided(
    form: Form, draft: Draft, message: bytes, number: int, state: Participation
) -> tuple[list[Finding], Participation]:
    unit = form.participant.unit
    # As if received on the plan's first day: lateness is the server's to decide.
    day = datetime.combine(form.plan.issued_on, time(), form.plan.zone)
    subject = topology.command(unit, verb(draft.model))
    request = read(subject, message, sequence=number, at=day)
    if request.command is None or request.receipt is None:
        return list(request.faults), state
    case = Case(
        plan=form.plan,
        participants={unit: form.participant},
        unit=unit,
        receipt=request.receipt,
        knows=form.units.__contains__,
    )
    decision = decide(cast("UnitVerb", request.command), state, case)
    findings = [
        finding
        for finding in decision.findings
        if draft.model is not WithdrawActivity or finding.code != "unknown-activity"
    ]
    return findings, evolve_all(state, decision.facts)  # type: ignore[arg-type]


def put_back(form: Form, draft: Draft, findings: Iterable[Finding]) -> list[Fault]:
    """The registry's findings, preview's or verdict's, at the cells they are about."""
    missing = iter(draft.missing)
    faults = []
    for finding in findings:
        place = draft.place(finding.pointer)
        if finding.code == "indicator-missing":
            place = next(missing, place)
        vi = _plain(form, finding)
        if finding.code in CONTRACT_CODES and place.wanted:
            vi = SENTENCES["not-valid"][0].format(wanted=place.wanted.rstrip("."))
        faults.append(Fault(finding.severity, finding.code, place, vi, finding.en))
    return faults


def _plain(form: Form, finding: Finding) -> str:
    """The sentence with the names that staff know in the place of indicators' ids."""
    if not finding.code.startswith(("indicator-", "rule-", "value-")):
        return finding.vi
    names = {indicator.id: f"“{indicator.name}”" for indicator in form.plan.indicators}
    return _WORD.sub(lambda found: names.get(found[1] or found[2], found[0]), finding.vi)
