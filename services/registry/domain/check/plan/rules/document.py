"""Registry, domain: rules about the document, its ids, and the fields of its entries."""

from collections.abc import Iterator
from typing import Any

from contracts.findings import Finding
from contracts.owed import APPROVAL, Owed
from services.registry.domain.check.free_text import personal_data
from services.registry.domain.check.plan.catalogue import remark
from services.registry.domain.check.plan.look import Look
from services.registry.domain.owing import duty_id

LISTS = (
    "kinds",
    "central_events",
    "assignments",
    "owed",
    "indicators",
    "rules",
    "ladder",
    "budget_sources",
    "levels",
    "groups",
)
LONGEST_DUTY = 54
"""Characters of a duty's id: room is left for that of its approval."""
ACTIVITIES, HOLD, REPORT = ("declare", "hold"), ("hold",), ("report",)
KINDS_OF_FIELD = {
    "met_by": ACTIVITIES,
    "moves_until": HOLD,
    "days_after": HOLD,
    "wants": REPORT,
    "judged_by": REPORT,
    "form": REPORT,
    "cut_off": REPORT,
    "receivers": REPORT,
    "through": REPORT,
    "consolidates": REPORT,
}
"""Which kinds of entry a field is for; all others are for every kind."""


def number_missing(look: Look) -> Iterator[Finding]:
    """A number that is still to be given is left out, or written as dots before the rest."""
    if not any(letter.isdigit() for letter in look.plan.number):
        yield remark("number-missing", "/number")


def signer_missing(look: Look) -> Iterator[Finding]:
    if look.plan.signed_by is None:
        yield remark("signer-missing", "/signed_by")


def secret(look: Look) -> Iterator[Finding]:
    if look.plan.secrecy:
        yield remark("secret", "/secrecy", mark=look.plan.secrecy)


def personal(look: Look) -> Iterator[Finding]:
    """The door will refuse it; here it is told before the plan is signed."""
    for one in personal_data(look.plan, ()):
        yield remark("contract", one.pointer, vi=one.vi, en=one.en)


def duplicate_id(look: Look) -> Iterator[Finding]:
    for name in LISTS:
        first: dict[str, str] = {}
        for index, entry in enumerate(getattr(look.plan, name)):
            where = f"/{name}/{index}"
            if entry.id in first:
                yield remark("duplicate-id", f"{where}/id", id=entry.id, first=first[entry.id])
            first.setdefault(entry.id, where)


def duty_ids(look: Look) -> Iterator[Finding]:
    """The ids of all duties, those of approvals too, stay apart and are short enough."""
    first: dict[str, Owed] = {}
    for index, entry in enumerate(look.plan.owed):
        where = f"/owed/{index}/id"
        names = _duty_ids(look, entry)
        longest = max(names, key=len, default="")
        if len(longest) > LONGEST_DUTY:
            words = {"id": longest, "length": len(longest), "limit": LONGEST_DUTY}
            yield remark("duty-id-too-long", where, owed=entry.id, **words)
        names += [name + APPROVAL for name in names if entry.through]
        taken = [name for name in names if name in first and first[name].id != entry.id]
        if taken:
            other = first[taken[0]].id
            yield remark("duty-id-clash", where, owed=entry.id, other=other, id=taken[0])
        for name in names:
            first.setdefault(name, entry)


def _duty_ids(look: Look, entry: Owed) -> list[str]:
    if entry.recurring is None:
        return [entry.id]
    return [duty_id(entry.id, one.period) for one in look.instances if one.owed == entry.id]


def field_of_other_kind(look: Look) -> Iterator[Finding]:
    """A field that says nothing of its entry's kind would be passed over in silence."""
    for index, entry in enumerate(look.plan.owed):
        where = f"/owed/{index}"
        for field, kinds in KINDS_OF_FIELD.items():
            if entry.kind not in kinds and getattr(entry, field) != _default(field):
                yield _other_kind(f"{where}/{field}", entry, field, kinds)
        rule = entry.recurring
        if entry.kind != "report" and rule and rule.cut_off_days is not None:
            yield _other_kind(f"{where}/recurring/cut_off_days", entry, "cut_off_days", REPORT)


def _default(field: str) -> Any:
    return Owed.model_fields[field].get_default(call_default_factory=True)


def _other_kind(where: str, entry: Owed, field: str, kinds: tuple[str, ...]) -> Finding:
    words = {"field": field, "kinds": ", ".join(kinds)}
    return remark("field-of-other-kind", where, owed=entry.id, **words)


def judged_by_unwanted(look: Look) -> Iterator[Finding]:
    """Timeliness is judged by something that the entry asks for."""
    faces = {"data": ("figures", "first"), "document": ("document", "first")}
    for index, entry in enumerate(look.plan.owed):
        wanted = faces.get(entry.wants)
        if entry.kind == "report" and wanted and entry.judged_by not in (None, *wanted):
            words = {"judged_by": entry.judged_by, "wants": entry.wants}
            where = f"/owed/{index}/judged_by"
            yield remark("judged-by-unwanted", where, owed=entry.id, **words)


def owed_kind_changed(look: Look) -> Iterator[Finding]:
    """What an amendment cannot do under the same id."""
    before = {entry.id: entry.kind for entry in look.before.owed} if look.before else {}
    for index, entry in enumerate(look.plan.owed):
        if (kind := before.get(entry.id, entry.kind)) != entry.kind:
            words = {"before": kind, "after": entry.kind}
            yield remark("owed-kind-changed", f"/owed/{index}/kind", owed=entry.id, **words)


CHECKS = (
    number_missing,
    signer_missing,
    secret,
    personal,
    duplicate_id,
    duty_ids,
    field_of_other_kind,
    judged_by_unwanted,
    owed_kind_changed,
)
