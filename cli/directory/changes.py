"""Cli, directory: what an import would change in the directory as it stands, before it is sent."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from cli.directory.apart import Placed
from cli.findings import Located
from cli.notes import Note, Said
from contracts.unit import Dated, T, Unit, successors
from services.registry.domain.check.unit import check_unit

Units = Mapping[str, Unit]


def compare(read: Sequence[Placed], live: Units) -> list[Said]:
    """What becomes of the units that are known, and what the registry would find beside what
    the files alone gave rise to.
    """
    files = {one.unit.id: one.unit for one in read}
    after = {**live, **files}
    said: list[Said] = []
    for one in read:
        before = live.get(one.unit.id)
        if before is not None and before != one.unit:
            for code, words in _changes(before, one.unit, after):
                said.append(Note(code, one.at, {"unit": one.unit.id, **words}))
        alone = list(check_unit(one.unit, files))
        beside = [finding for finding in check_unit(one.unit, after) if finding not in alone]
        said += [Located(finding, one.at) for finding in beside]
    return said


def count(read: Iterable[Placed], live: Units) -> dict[str, int]:
    """How many units would be new, changed, and as they are."""
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    for one in read:
        known = live.get(one.unit.id)
        kind = "new" if known is None else "unchanged" if known == one.unit else "changed"
        counts[kind] += 1
    return counts


def _changes(before: Unit, now: Unit, after: Units) -> Iterator[tuple[str, dict[str, object]]]:
    told = {"valid_to", "names", "levels", "parents"}
    if now.valid_to != before.valid_to and now.valid_to is not None:
        heirs = successors(after, now.id, now.valid_to)
        yield (
            f"unit-{_ending(heirs, now, after)}",
            {"day": _day(now.valid_to), "heirs": ", ".join(heirs) or "—"},
        )
    for code, old, new in (
        ("unit-renamed", before.names, now.names),
        ("unit-level", before.levels, now.levels),
        ("unit-moved", before.parents, now.parents),
    ):
        last, next_ = _last(old), _last(new)
        if next_ is not None and (last is None or last.value != next_.value):
            was = last.value if last else "—"
            yield code, {"before": was, "after": next_.value, "day": _day(next_.valid_from)}
    rest = [name for name in Unit.model_fields if getattr(before, name) != getattr(now, name)]
    if rest := [name for name in rest if name not in told]:
        yield "unit-changed", {"fields": ", ".join(rest)}


def _ending(heirs: Sequence[str], now: Unit, after: Units) -> str:
    """`split` among several, `merged` into one that takes over others too or that went on."""
    if len(heirs) != 1:
        return "split" if heirs else "ended"
    heir = after[heirs[0]]
    return "merged" if heir.valid_from != now.valid_to or len(heir.predecessors) > 1 else "replaced"


def _last(values: Sequence[Dated[T]]) -> Dated[T] | None:
    return max(values, key=lambda dated: dated.valid_from or date.min, default=None)


def _day(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else "…"
