"""Registry, domain: rules about who is given what."""

from collections.abc import Iterator

from contracts.findings import Finding
from contracts.known import known
from contracts.owed import Owed
from services.registry.domain.check.plan.catalogue import remark
from services.registry.domain.check.plan.look import Look
from services.registry.domain.check.plan.rules import named as places
from services.registry.domain.decision import say_day
from services.registry.domain.succession import named


def unit_unknown(look: Look) -> Iterator[Finding]:
    """Every unit that the plan names is there on the day, or somebody stands in for it."""
    day = say_day(look.day)
    for where, unit in places.units(look.plan):
        if look.unit(unit) is not None:
            continue
        if heirs := look.directory.successors(unit, look.day):
            yield remark("unit-succeeded", where, unit=unit, day=day, heirs=named(heirs))
            continue
        hints = {
            "hint_vi": " (có vào ngày khác)" if unit in look.directory else "",
            "hint_en": " (it exists on other days)" if unit in look.directory else "",
        }
        words = {"unit": unit, "day": day, "known": known(unit, look.directory.recorded)}
        yield remark("unit-unknown", where, **words, **hints)


def group_empty(look: Look) -> Iterator[Finding]:
    for where, group in places.groups(look.plan):
        if not look.directory.members(group, look.day):
            yield remark("group-empty", where, group=group, day=say_day(look.day))


def level_matches_nobody(look: Look) -> Iterator[Finding]:
    day = say_day(look.day)
    for i, entry in enumerate(look.plan.owed):
        for j, level in enumerate(entry.levels):
            if (entry.id, level) in look.lonely and _sound(look, entry):
                where = f"/owed/{i}/levels/{j}"
                yield remark("level-matches-nobody", where, level=level, named=entry.id, day=day)
    present = {participant.level for participant in look.participants}
    for where, name, level in places.levels(look.plan):
        if level not in present:
            yield remark("level-matches-nobody", where, level=level, named=name, day=day)


def names_missing(look: Look) -> Iterator[Finding]:
    """Of the levels of those that the plan is for, and of those of their groups that it names."""
    plan = look.plan
    levels = {one.level for one in look.participants if one.level is not None}
    groups = {group for one in look.participants for group in one.groups}
    for at, used, told in (("levels", levels, plan.levels), ("groups", groups, plan.groups)):
        if missing := sorted(used - {one.id for one in told}):
            yield remark("names-missing", f"/{at}", ids=", ".join(missing))


def _sound(look: Look, entry: Owed) -> bool:
    """Whether all that says who owes an entry leads somewhere; else that is the finding."""
    assignments = {assignment.id: assignment for assignment in look.plan.assignments}
    if not assignments.keys() >= {*entry.assignments}:
        return False
    units, groups = [*entry.units], [*entry.groups]
    if not units and not groups:
        asked = [assignments[name] for name in entry.assignments] or look.plan.assignments
        assignees = [who for assignment in asked for who in assignment.assignees]
        units = [who.unit for who in assignees if who.unit is not None]
        groups = [who.group for who in assignees if who.group is not None]
    return all(look.unit(unit) for unit in units) and all(
        look.directory.members(group, look.day) for group in groups
    )


def owed_by_nobody(look: Look) -> Iterator[Finding]:
    """Where nothing else says why already."""
    for index, entry in enumerate(look.plan.owed):
        said = any((entry.id, level) in look.lonely for level in entry.levels)
        if not said and _sound(look, entry) and not look.owing(entry):
            yield remark("owed-by-nobody", f"/owed/{index}", owed=entry.id)


def outside_issuer(look: Look) -> Iterator[Finding]:
    """An issuer burdens itself and what is under it, nobody else."""
    issuer = look.plan.issuer
    for where, units in _burdened(look):
        outside = [
            unit
            for unit in units
            if look.unit(unit) and not look.directory.is_under(unit, issuer, look.day)
        ]
        if outside:
            words = {"issuer": issuer, "day": say_day(look.day), "units": named(outside)}
            yield remark("outside-issuer", where, **words)


def _burdened(look: Look) -> Iterator[tuple[str, list[str]]]:
    """Each place that gives somebody something, and whom."""
    for i, assignment in enumerate(look.plan.assignments):
        for j, who in enumerate(assignment.assignees):
            where = f"/assignments/{i}/assignees/{j}"
            if who.unit is not None:
                yield f"{where}/unit", [who.unit]
            else:
                yield f"{where}/group", look.directory.members(who.group or "", look.day)
    for i, entry in enumerate(look.plan.owed):
        for j, unit in enumerate(entry.units):
            yield f"/owed/{i}/units/{j}", [unit]
        for j, group in enumerate(entry.groups):
            yield f"/owed/{i}/groups/{j}", look.directory.members(group, look.day)


def participants_ended(look: Look) -> Iterator[Finding]:
    """Units that existed on the day of issue and were over when the plan was received."""
    received = look.received.astimezone(look.plan.zone).date()
    ended = [
        one.unit
        for one in look.participants
        if (record := look.unit(one.unit)) and record.ended(received)
    ]
    if ended:
        words = {"count": len(ended), "units": named(ended)}
        yield remark("participants-ended", "/assignments", **words)


def kind_unassigned(look: Look) -> Iterator[Finding]:
    assigned = {kind for assignment in look.plan.assignments for kind in assignment.kinds}
    for index, kind in enumerate(look.plan.kinds):
        if kind.id not in assigned:
            yield remark("kind-unassigned", f"/kinds/{index}", kind=kind.id)


def through_nobody(look: Look) -> Iterator[Finding]:
    """A unit without a parent on the day reports directly, whatever the plan asks."""
    for index, entry in enumerate(look.plan.owed):
        if entry.through is None or entry.through.unit is not None:
            continue
        alone = [one.unit for one in look.owing(entry) if look.unit(one.parent or "") is None]
        if alone:
            words = {"owed": entry.id, "day": say_day(look.day), "units": named(alone)}
            yield remark("through-nobody", f"/owed/{index}/through", **words)


def through_below(look: Look) -> Iterator[Finding]:
    """Nobody's report waits for somebody under it."""
    for index, entry in enumerate(look.plan.owed):
        through = entry.through.unit if entry.through else None
        if through is None:
            continue
        above = {*look.ancestors(through)}
        over = [one.unit for one in look.owing(entry) if one.unit in above]
        if over:
            words = {"owed": entry.id, "through": through, "units": named(over)}
            yield remark("through-below", f"/owed/{index}/through/unit", **words)


CHECKS = (
    unit_unknown,
    group_empty,
    level_matches_nobody,
    names_missing,
    owed_by_nobody,
    outside_issuer,
    participants_ended,
    kind_unassigned,
    through_nobody,
    through_below,
)
