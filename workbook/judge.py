"""Workbook: a filled workbook → its commands, and what a judge of commands finds in them.

Nothing here is a rule about records: whoever reads a workbook hands the judge in, and what it finds
is put back to the cells it came from.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import uuid4

from openpyxl.utils.cell import coordinate_to_tuple

from contracts.commands import SubmitReport, WithdrawActivity, verb
from contracts.findings import Finding
from workbook import layout, report_layout
from workbook.form import Form
from workbook.read.activities import ActivityReader
from workbook.read.draft import Draft
from workbook.read.grid import Faults
from workbook.read.no_activity import read_no_activity
from workbook.read.report import read_report
from workbook.read.safe import Loaded
from workbook.sentences import SENTENCES, Fault, Spot

SOURCE = "urn:ngayso:workbook"
CONTRACT_CODES = {"wrong-type", "wrong-form", "out-of-range", "invalid"}
UNSAID = {"indicator-missing", "indicator-untold"}
"""About a required figure; told in the form's order, as `missing` has them."""
NAMING = ("indicator-", "rule-", "value-", "unknown-indicator", "cumulative-", "too-many-decimals")
OF_DUTIES = {
    *("has-activities", "unknown-duty", "unknown-report", "later-period"),
    *("period-reported", "period-gathered"),
}
_WORD = re.compile(r"'([a-z0-9][a-z0-9_-]*)'|\b([a-z0-9][a-z0-9_-]*)\b")


class Judge(Protocol):
    """Decides about a unit's commands without recording them; called once for each workbook."""

    def __call__(
        self, form: Form, messages: Sequence[tuple[str, bytes]]
    ) -> Sequence[Sequence[Finding]]:
        """What is found about each message, a verb and a body, as if they came in this order.

        All that went before is unknown to it, and so is the moment at which they will be received.
        """


@dataclass(frozen=True)
class Filled:
    """What a workbook says: commands as they would be sent, and everything found about them."""

    form: Form
    drafts: list[Draft] = field(default_factory=list)
    messages: list[bytes] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def wrong(self) -> bool:
        return any(fault.wrong for fault in self.faults)


def read_filled(book: Loaded, form: Form, judge: Judge) -> Filled:
    """The commands of a workbook, judged; `form` may hold a newer plan than the workbook's own."""
    faults = Faults()
    sheets = report_layout.report_sheets(form)
    drafts: list[Draft] = []
    if form.has_activities:
        drafts += ActivityReader(book, form, faults).read()
    if form.declarable:
        drafts += read_no_activity(book, form, faults)
    for name, asked in sheets.items():
        if report := read_report(book, form, name, asked, faults):
            drafts.append(report)
    if not drafts and not faults.found:
        first = layout.ACTIVITIES if form.has_activities else next(iter(sheets))
        faults.add("nothing-filled", Spot(first))
    _check_gathered(drafts, faults)
    messages = [_message(draft) for draft in drafts]
    told = list(_judged(form, drafts, messages, faults.found, judge))
    order = {name: number for number, name in enumerate(book.typed.sheetnames)}
    found = sorted([*faults.found, *told], key=lambda one: _by_place(one, order))
    return Filled(form, drafts, messages, found)


def _check_gathered(drafts: Sequence[Draft], faults: Faults) -> None:
    """A period that has a report of its own in this workbook would count twice in another's."""
    sheets = {draft.data["owed"]: draft for draft in drafts if draft.model is SubmitReport}
    for draft in sheets.values():
        for index, other in enumerate(draft.record.get("also_owed", [])):
            if other in sheets:
                place = draft.place(f"{draft.at}/also_owed/{index}")
                faults.add("period-twice", place, sheet=sheets[other].home.sheet)


def _by_place(found: Fault, order: Mapping[str, int]) -> tuple[int, int, int]:
    place = found.place or Spot("")
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
    form: Form, drafts: list[Draft], messages: list[bytes], known: Iterable[Fault], judge: Judge
) -> Iterable[Fault]:
    """What the judge finds, but for what an earlier record may well have settled."""
    before = {fault.place for fault in known if fault.wrong}
    asked = [(verb(draft.model), body) for draft, body in zip(drafts, messages, strict=True)]
    for draft, findings in zip(drafts, judge(form, asked), strict=True):
        settled = {"unknown-activity"} if draft.model is WithdrawActivity else set()
        open_ones = [finding for finding in findings if finding.code not in settled]
        for fault in put_back(form, draft, open_ones):
            missing = fault.finding.code == "field-missing"
            if fault.place not in before and not (before and missing):
                yield fault


def put_back(form: Form, draft: Draft, findings: Iterable[Finding]) -> list[Fault]:
    """The registry's findings, preview's or verdict's, at the cells they are about."""
    missing = iter(draft.missing)
    faults = []
    for finding in findings:
        place = draft.place(finding.pointer)
        if finding.code in UNSAID:
            place = next(missing, place)
        vi = _plain(form, finding)
        if finding.code in CONTRACT_CODES and place.wanted:
            vi = SENTENCES["not-valid"][0].format(wanted=place.wanted.rstrip("."))
        faults.append(Fault(finding.model_copy(update={"vi": vi}), place))
    return faults


def _plain(form: Form, finding: Finding) -> str:
    """The sentence with the names that staff know in the place of ids."""
    if finding.code == "narrative-missing":
        names = {key: f"“{label}”" for key, label in report_layout.NARRATIVE.items()}
    elif finding.code in OF_DUTIES:
        names = {duty.id: f"“{duty.title}”" for duty in form.duties}
    elif finding.code == "not-spoken-for":
        names = {unit: f"“{label}”" for unit, label in form.units.items()}
    elif finding.code.startswith(NAMING):
        names = {indicator.id: f"“{indicator.name}”" for indicator in form.plan.indicators}
    else:
        return finding.vi
    return _WORD.sub(lambda found: names.get(found[1] or found[2], found[0]), finding.vi)
