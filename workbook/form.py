"""Workbook: what one unit's workbook is about, kept in its hidden sheet so that it can return.

It holds enough of the plan to check a filled workbook without a server.
"""

import base64
import hashlib
import json
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, assert_never, get_args

from pydantic import ValidationError

from contracts.commands import DeclareActivity, DeclareNothing, SubmitReport, WithdrawActivity
from contracts.owed import Duty, Narrative, Participant
from contracts.plan import Plan
from contracts.spelling import normalise
from contracts.unit import Unit
from contracts.values import Id, Qualifier, Value
from contracts.words import NOTHINGS, TOLD_STATUSES, NilReason, Nothing, ToldStatus

TEMPLATE = 3
"""Counts up whenever a workbook made before can no longer be read."""
CONTRACT = " ".join(
    model.wire for model in (DeclareActivity, WithdrawActivity, DeclareNothing, SubmitReport)
)
Chosen = Literal[ToldStatus, "withdrawn"]
"""Where a unit says that its activity stands; voiding one is the office's."""
WITHDRAWN: Chosen = "withdrawn"
MAX_LABEL = 90
MAX_TEXT = 70
MAX_UNPACKED = 8 * 1024 * 1024
_CHUNK = 30_000
_PARTS = 400


def status_label(status: Chosen) -> str:
    """How the drop-down list of a workbook words where an activity stands."""
    match status:
        case "planned":
            return "Dự kiến"
        case "postponed":
            return "Hoãn"
        case "held":
            return "Đã tổ chức"
        case "withdrawn":
            return "Rút, không tổ chức"
        case _:
            assert_never(status)


STATUSES: dict[str, str] = {status_label(one): one for one in (*TOLD_STATUSES, WITHDRAWN)}
"""Label to status."""


def nothing_label(nothing: Nothing) -> str:
    """What stands in a cell that has no number; the number 0 is none of these."""
    match nothing:
        case "no-occurrence":
            return "không phát sinh"
        case "not-our-function":
            return "không thuộc chức năng"
        case "not-yet-known":
            return "chưa có số liệu"
        case _:
            assert_never(nothing)


class Asked(Value):
    """What the report for one duty contains: its indicators, and which the unit must not leave out;
    so with the parts of the narrative. And what else it may speak for: earlier periods of its
    entry, and other units that owe the same.
    """

    duty: Id
    indicators: list[Id]
    required: list[Id] = []
    narrative: list[Narrative] = []
    also_owed: list[Id] = []
    also_for: list[Id] = []


class Form(Value):
    """One unit's part in a plan: what it owes, and what each of its reports asks for; and the names
    of the units it may work with.
    """

    plan: Plan
    participant: Participant
    duties: list[Duty]
    reports: list[Asked]
    units: dict[Id, str]

    def duty(self, asked: Asked) -> Duty:
        """The duty that a report is for."""
        return next(duty for duty in self.duties if duty.id == asked.duty)

    def number(self, asked: Asked) -> int:
        """Which of the reports it is; the first is 1."""
        return 1 + [one.duty for one in self.reports].index(asked.duty)

    @property
    def declarable(self) -> list[Duty]:
        """The duties of which a unit may say that it has nothing to declare."""
        return [duty for duty in self.duties if duty.kind == "declare"]

    @property
    def has_activities(self) -> bool:
        return any(duty.kind in ("declare", "hold") for duty in self.duties)


class Damaged(ValueError):
    """The hidden sheet does not hold what was written there."""


def trim(plan: Plan, participant: Participant) -> Plan:
    """The plan without what a unit's own records are not judged by."""
    mine = set(participant.assignments)
    return plan.model_copy(
        update={
            "items": [],
            "legal_basis": [],
            "theme": "",
            "central_events": [],
            "ladder": [],
            "recipients": [],
            "assignments": [a for a in plan.assignments if a.id in mine],
        }
    )


def unit_labels(plan: Plan, units: Mapping[str, Unit]) -> dict[str, str]:
    """A name for every unit of the plan's day; the same name twice gets its parent's beside it."""
    day = plan.issued_on
    alive = {key: unit for key, unit in units.items() if unit.exists(day)}
    names = {key: unit.short_name(day) for key, unit in alive.items()}
    count = Counter(fold(name) for name in names.values())
    for key, unit in alive.items():
        parent = units.get(unit.parent(day) or "")
        if count[fold(names[key])] > 1 and parent is not None:
            names[key] = f"{names[key]} ({parent.short_name(day)})"
    return {
        key: label for label, key in labelled((key, name) for key, name in names.items()).items()
    }


def fold(text: str) -> str:
    """Text as it is compared: NFC, single spaces, one place for tones, small letters."""
    return normalise(unicodedata.normalize("NFC", text))[0].casefold()


def labelled(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Label to id, in order; a label that is there twice gets its id beside it."""
    given = [(key, name[:MAX_LABEL]) for key, name in pairs]
    count = Counter(fold(name) for _, name in given)
    return {name if count[fold(name)] == 1 else f"{name} [{key}]": key for key, name in given}


def choices(form: Form) -> dict[str, dict[str, str]]:
    """Each drop-down list: label to id."""
    plan, mine = form.plan, set(form.participant.assignments)
    assignments = [a for a in plan.assignments if a.id in mine]
    return {
        "kinds": labelled((kind.id, kind.name) for kind in plan.kinds),
        "statuses": STATUSES,
        "assignments": labelled((a.id, f"{a.number} – {_short(a.text)}") for a in assignments),
        "qualifiers": {word: word for word in get_args(Qualifier)},
        "nothings": {nothing_label(nothing): nothing for nothing in NOTHINGS},
        "nils": {nothing_label(reason): reason for reason in get_args(NilReason)},
        "partners": {name: key for key, name in form.units.items() if key != form.participant.unit},
        "indicators": labelled((i.id, i.name) for i in plan.indicators),
        **dict(_spoken_for(form)),
    }


def also_owed_list(number: int) -> str:
    """The list of the periods that a report may speak for too."""
    return f"periods_{number}"


def also_for_list(form: Form, asked: Asked) -> str:
    """The list of the units that a report may speak for too; reports with the same share one."""
    return f"beside_{1 + [one.also_for for one in form.reports].index(asked.also_for)}"


def _spoken_for(form: Form) -> Iterator[tuple[str, dict[str, str]]]:
    titles = {duty.id: _period(form.plan, duty) for duty in form.duties}
    for number, asked in enumerate(form.reports, 1):
        if asked.also_owed:
            yield also_owed_list(number), labelled((one, titles[one]) for one in asked.also_owed)
        if asked.also_for:
            beside = ((one, form.units.get(one, one)) for one in asked.also_for)
            yield also_for_list(form, asked), labelled(beside)


def _period(plan: Plan, duty: Duty) -> str:
    """What a title says beyond its entry's: tuần 41/2026."""
    entry = next((one.title for one in plan.owed if one.id == duty.owed), "")
    return duty.title.removeprefix(f"{entry}, ")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_TEXT else line[:MAX_TEXT].rsplit(" ", 1)[0] + " …"


def pack(form: Form) -> dict[str, str]:
    """The hidden sheet's rows."""
    plain = form.model_dump_json(exclude_none=True, exclude_defaults=True).encode()
    packed = base64.b64encode(zlib.compress(plain, 9)).decode()
    chunks = [packed[start : start + _CHUNK] for start in range(0, len(packed), _CHUNK)]
    return {
        "ngayso": "workbook",
        "template": str(TEMPLATE),
        "contract": CONTRACT,
        "plan": form.plan.id,
        "unit": form.participant.unit,
        "sha256": hashlib.sha256(packed.encode()).hexdigest(),
        **{f"data-{number}": chunk for number, chunk in enumerate(chunks)},
    }


def unpack(rows: Mapping[str, str]) -> Form:
    """The form of the hidden sheet's rows; raises Damaged."""
    packed = "".join(rows.get(f"data-{number}", "") for number in range(_PARTS))
    if hashlib.sha256(packed.encode()).hexdigest() != rows.get("sha256"):
        raise Damaged("checksum")
    try:
        plain = zlib.decompressobj().decompress(base64.b64decode(packed), MAX_UNPACKED)
        form = Form.model_validate(json.loads(plain))
    except (ValueError, ValidationError, zlib.error) as error:
        raise Damaged(type(error).__name__) from error
    if (form.plan.id, form.participant.unit) != (rows.get("plan"), rows.get("unit")):
        raise Damaged("ids")
    return form
