"""Cli, plans: rules about who is given what."""

from collections.abc import Iterator

from cli.plans.catalogue import remark
from cli.plans.look import Look, written_day
from contracts.findings import Finding

NAMED = 5
"""Units named in one sentence; more are counted."""


def unit_unknown(look: Look) -> Iterator[Finding]:
    """Every unit the plan names must be in the directory on the day."""
    plan = look.plan
    named = [
        ("/issuer", plan.issuer),
        ("/collecting_office", plan.collecting_office),
        ("/reporting/receiver", plan.reporting.receiver),
    ]
    named += [(f"/central_events/{i}/lead", e.lead) for i, e in enumerate(plan.central_events)]
    named += [
        (f"/assignments/{i}/assignees/{j}/unit", who.unit)
        for i, assignment in enumerate(plan.assignments)
        for j, who in enumerate(assignment.assignees)
        if who.unit is not None
    ]
    for where, unit in named:
        if look.unit(unit) is None:
            known = unit in look.units
            hints = {
                "hint": " (it exists on other days)" if known else "",
                "hint_vi": " (có vào ngày khác)" if known else "",
            }
            yield remark("unit-unknown", where, unit=unit, day=written_day(look.day), **hints)


def group_empty(look: Look) -> Iterator[Finding]:
    for i, assignment in enumerate(look.plan.assignments):
        for j, who in enumerate(assignment.assignees):
            if who.group is not None and not look.members(who):
                where = f"/assignments/{i}/assignees/{j}/group"
                yield remark("group-empty", where, group=who.group, day=written_day(look.day))


def kind_unassigned(look: Look) -> Iterator[Finding]:
    assigned = {kind for assignment in look.plan.assignments for kind in assignment.kinds}
    for index, kind in enumerate(look.plan.kinds):
        if kind.id not in assigned:
            yield remark("kind-unassigned", f"/kinds/{index}", kind=kind.id)


def kind_unknown(look: Look) -> Iterator[Finding]:
    known = {kind.id for kind in look.plan.kinds}
    for i, assignment in enumerate(look.plan.assignments):
        for j, kind in enumerate(assignment.kinds):
            if kind not in known:
                where = f"/assignments/{i}/kinds/{j}"
                yield remark("kind-unknown", where, assignment=assignment.id, kind=kind)


def owed_assignment_unknown(look: Look) -> Iterator[Finding]:
    known = {assignment.id for assignment in look.plan.assignments}
    for i, owed in enumerate(look.plan.owed):
        for j, name in enumerate(owed.assignments):
            if name not in known:
                where = f"/owed/{i}/assignments/{j}"
                yield remark("owed-assignment-unknown", where, owed=owed.id, assignment=name)


def owed_by_nobody(look: Look) -> Iterator[Finding]:
    for index, owed in enumerate(look.plan.owed):
        if not look.owing(owed):
            levels, tasks = ", ".join(owed.levels), ", ".join(owed.assignments)
            yield remark(
                "owed-by-nobody",
                f"/owed/{index}",
                owed=owed.id,
                levels=levels or "all",
                levels_vi=levels or "mọi cấp",
                assignments=tasks or "all",
                assignments_vi=tasks or "mọi nhiệm vụ",
            )


def level_matches_nobody(look: Look) -> Iterator[Finding]:
    for i, owed in enumerate(look.plan.owed):
        present = {unit.level(look.day) for unit in look.assigned(owed.assignments).values()}
        for j, level in enumerate(owed.levels):
            if level not in present:
                yield remark(
                    "level-matches-nobody",
                    f"/owed/{i}/levels/{j}",
                    level=level,
                    owed=owed.id,
                    day=written_day(look.day),
                )


def through_nobody(look: Look) -> Iterator[Finding]:
    """A unit without a parent on the day reports directly, whatever the plan asks."""
    for index, owed in enumerate(look.plan.owed):
        if owed.through is None:
            continue
        owing = look.owing(owed).values()
        alone = sorted(u.id for u in owing if look.unit(u.parent(look.day) or "") is None)
        if alone:
            few = ", ".join(alone[:NAMED]) + (f", +{len(alone) - NAMED}" if alone[NAMED:] else "")
            day = written_day(look.day)
            yield remark(
                "through-nobody", f"/owed/{index}/through", owed=owed.id, day=day, units=few
            )


RULES = (
    unit_unknown,
    group_empty,
    kind_unassigned,
    kind_unknown,
    owed_assignment_unknown,
    owed_by_nobody,
    level_matches_nobody,
    through_nobody,
)
