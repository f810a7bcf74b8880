"""Registry, domain: rules about what meets an entry."""

from collections.abc import Iterator
from itertools import chain

from contracts.findings import Finding
from contracts.known import known
from contracts.owed import Owed
from contracts.values import Deadline
from services.registry.domain.check.plan.catalogue import remark
from services.registry.domain.check.plan.look import Look
from services.registry.domain.succession import named


def kind_unknown(look: Look) -> Iterator[Finding]:
    there = [kind.id for kind in look.plan.kinds]
    places = [
        *((f"/assignments/{i}/kinds", a.id, a.kinds) for i, a in enumerate(look.plan.assignments)),
        *((f"/owed/{i}/met_by/kinds", o.id, o.met_by.kinds) for i, o in enumerate(look.plan.owed)),
    ]
    for where, name, kinds in places:
        for index, kind in enumerate(kinds):
            if kind not in there:
                words = {"named": name, "kind": kind, "known": known(kind, there)}
                yield remark("kind-unknown", f"{where}/{index}", **words)


def owed_assignment_unknown(look: Look) -> Iterator[Finding]:
    there = [assignment.id for assignment in look.plan.assignments]
    for i, entry in enumerate(look.plan.owed):
        places = {"assignments": entry.assignments, "met_by/assignments": entry.met_by.assignments}
        for field, names in places.items():
            for j, name in enumerate(names):
                if name not in there:
                    where = f"/owed/{i}/{field}/{j}"
                    words = {"owed": entry.id, "assignment": name, "known": known(name, there)}
                    yield remark("owed-assignment-unknown", where, **words)


def met_twice(look: Look) -> Iterator[Finding]:
    """Entries of one kind that one activity of one unit would meet, told at the later ones."""
    for index, entry in enumerate(look.plan.owed):
        both = {
            other.id: units
            for other in look.plan.owed[:index]
            if other.kind == entry.kind
            and _one_activity(entry, other)
            and (units := _owing_both(look, entry, other))
        }
        if both:
            units = sorted({*chain.from_iterable(both.values())})
            words = {"owed": entry.id, "other": named([*both]), "units": named(units)}
            yield remark("met-twice", f"/owed/{index}", **words)


def _one_activity(one: Owed, other: Owed) -> bool:
    """Whether some activity would meet both, as far as entries say what meets them."""
    if "report" in (one.kind, other.kind) or one.id == other.id:
        return False
    return _share(_assignments(one), _assignments(other)) and _share(
        {*one.met_by.kinds}, {*other.met_by.kinds}
    )


def _assignments(entry: Owed) -> set[str]:
    return {*(entry.met_by.assignments or entry.assignments)}


def _share(one: set[str], other: set[str]) -> bool:
    """Whether they have something in common; none named is all."""
    return not one or not other or not one.isdisjoint(other)


def _owing_both(look: Look, one: Owed, other: Owed) -> list[str]:
    return [who.unit for who in look.participants if {one.id, other.id} <= {*who.owes}]


def hold_before_declare(look: Look) -> Iterator[Finding]:
    """What is declared is held later: nobody can hold in time what may be declared after."""
    for index, hold in enumerate(look.plan.owed):
        if hold.kind == "hold" and (found := next(_declared_later(look, hold), None)):
            declare, held, declared = found
            words = {"hold": hold.id, "hold_last": look.say_last(held), "declare": declare.id}
            last = look.say_last(declared)
            where = f"/owed/{index}/deadline"
            yield remark("hold-before-declare", where, declare_last=last, **words)


def _declared_later(look: Look, hold: Owed) -> Iterator[tuple[Owed, Deadline, Deadline]]:
    """What a unit may declare for a hold entry after that is due, with both its deadlines."""
    for declare in look.plan.owed:
        if declare.kind != "declare" or not _one_activity(hold, declare):
            continue
        for who in look.participants:
            if {hold.id, declare.id} <= {*who.owes}:
                held, declared = look.deadline(hold, who), look.deadline(declare, who)
                if held and declared and look.due(held) < look.due(declared):
                    yield declare, held, declared


CHECKS = (kind_unknown, owed_assignment_unknown, met_twice, hold_before_declare)
