"""Workbook, read: a command as plain data, and the cell that each of its fields came from."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contracts.commands import DeclareActivity, DeclareNothing, SubmitReport, WithdrawActivity
from contracts.indicator import Indicator
from workbook.form import Form, choices, fold
from workbook.layout import Column
from workbook.read import cells
from workbook.read.grid import Grid, SheetCell
from workbook.sentences import Spot, Wrong

ROW_NUMBER = re.compile(r"^[0-9]{1,4}$")


@dataclass
class Draft:
    """One command to be; `places` maps JSON pointers to cells, `home` is where the rest belongs."""

    model: type[DeclareActivity | WithdrawActivity | DeclareNothing | SubmitReport]
    label: str
    home: Spot
    record: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Spot] = field(default_factory=dict)
    data: dict[str, Any] = field(default_factory=dict)
    missing: list[Spot] = field(default_factory=list)
    """Where the required indicators that are not there belong, in the plan's order."""
    money: list[tuple[Spot, int]] = field(default_factory=list)
    """Amounts in đồng as they were understood, with their cells; totals that were added up too."""

    def put(self, name: str, value: object, place: Spot) -> None:
        """A field of the record, where there is a value for it."""
        self.places[f"{self.at}/{name}"] = place
        if value is not None:
            self.record[name] = value

    @property
    def at(self) -> str:
        if self.model is DeclareNothing:
            return "/data"
        return "/data/report" if self.model is SubmitReport else "/data/activity"

    def place(self, pointer: str) -> Spot:
        """The cell of a pointer, else of the nearest part around it."""
        while pointer and pointer not in self.places:
            pointer = pointer.rpartition("/")[0]
        return self.places.get(pointer, self.home)


class Lists:
    """The drop-down lists, by what may be typed for an entry."""

    def __init__(self, form: Form) -> None:
        self._known = {
            name: {fold(label): key for label, key in labels.items()}
            | {fold(key): key for key in labels.values()}
            for name, labels in choices(form).items()
        }
        numbers = {fold(a.number): a.id for a in form.plan.assignments}
        self._known["assignments"] = numbers | self._known["assignments"]
        self.indicators = {indicator.id: indicator for indicator in form.plan.indicators}

    def parser(self, name: str) -> Callable[[Any], str]:
        return lambda value: cells.choice(value, self._known[name])

    def several(self, name: str) -> Callable[[Any], list[str]]:
        """An entry, or several in one cell."""
        one = self.parser(name)

        def parse(value: Any) -> list[str]:
            if fold(cells.text(value)) in self._known[name]:
                return [one(value)]
            return list(dict.fromkeys(one(part) for part in cells.parts(value)))

        return parse

    def nothing(self, entry: SheetCell) -> str | None:
        """Which of the ways of having no number a cell says in words; None where it says none."""
        return None if entry.empty else self._known["nothings"].get(fold(cells.text(entry.value)))

    def of(self, column: Column) -> Callable[[Any], str]:
        return self.parser(column.choices)


def figure(
    grid: Grid, indicator: Indicator, entries: Mapping[str, SheetCell], lists: Lists
) -> tuple[dict[str, Any], dict[str, Spot]] | None:
    """One figure in the shape of its indicator, and its cells; None where nothing is filled in."""
    if all(entry.empty for entry in entries.values()):
        return None
    value = entries["value"]
    if nothing := lists.nothing(value):
        others = [entry for name, entry in entries.items() if name != "value" and not entry.empty]
        for entry in others:
            grid.fault("nothing-and-more", entry, said=cells.text(value.value))
        said = {"indicator": indicator.id, "nothing": nothing}
        return said, {"": value.place, "nothing": value.place}
    share = entries.get("percent")
    if share is not None and not share.empty:
        if indicator.shape == "ratio":
            return _only_percent(grid, indicator, entries, lists)
        grid.fault("percent-of-none", share)
    if indicator.shape == "text":
        built: dict[str, Any] = {"text": grid.read(value, cells.text)}
        where = {"": value.place, "text": value.place}
    else:
        ratio = indicator.shape == "ratio"
        name = "numerator" if ratio else "value"
        qualifier = entries["qualifier"]
        chosen = grid.read(qualifier, lists.parser("qualifiers"))
        number = grid.read(value, lambda given: _hedged(given, indicator, chosen))
        built = {name: number[0] if number else None, "qualifier": number[1] if number else chosen}
        bottom = entries.get("denominator")
        if bottom is not None and (ratio or not bottom.empty):
            built["denominator"] = grid.read(bottom, plain_number)
        where = {"": value.place, name: value.place, "qualifier": qualifier.place}
        where |= {"denominator": bottom.place} if bottom else {}
    kept = {name: found for name, found in built.items() if found is not None}
    return {"indicator": indicator.id, **kept}, where


def _only_percent(
    grid: Grid, indicator: Indicator, entries: Mapping[str, SheetCell], lists: Lists
) -> tuple[dict[str, Any], dict[str, Spot]]:
    """A ratio of which only the per cent is known; beside its two numbers it says nothing."""
    share, qualifier = entries["percent"], entries["qualifier"]
    for name in ("value", "denominator"):
        if not entries[name].empty:
            grid.fault("percent-and-parts", entries[name])
    chosen = grid.read(qualifier, lists.parser("qualifiers"))
    found = grid.read(share, lambda given: _agreed(cells.percent(given, share.percent), chosen))
    built = {"percent": found[0] if found else None, "qualifier": found[1] if found else chosen}
    where = {"": share.place, "percent": share.place, "qualifier": qualifier.place}
    kept = {name: part for name, part in built.items() if part is not None}
    return {"indicator": indicator.id, **kept}, where


def _hedged(given: Any, indicator: Indicator, chosen: str | None) -> tuple[int | float, str | None]:
    return _agreed(cells.number(given, indicator.unit or "", indicator.decimals), chosen)


def _agreed(
    found: tuple[int | float, str | None], chosen: str | None
) -> tuple[int | float, str | None]:
    """A number with its one qualifier, written with it or chosen beside it."""
    number, written = found
    if written and chosen and written != chosen:
        raise Wrong("qualifier-two", chosen=chosen, written=written)
    return number, written or chosen


def plain_number(given: Any) -> int:
    """A denominator: a whole number that may not be hedged."""
    number, written = cells.whole(given)
    if written:
        raise Wrong("number-qualifier", written=written)
    return number


def joint(grid: Grid, draft: Draft, entries: Mapping[str, SheetCell], lists: Lists) -> None:
    """The lead's record of a joint activity; or, where the lead is in no directory, the key that
    all who took part give alike, whose capitals make no difference.
    """
    unit, activity, key = (entries[f"joint/{name}"] for name in ("unit", "activity", "outside"))
    filled = [entry for entry in (unit, activity) if not entry.empty]
    at = f"{draft.at}/joint_with"
    if not key.empty:
        for entry in filled:
            grid.fault("joint-two-leads", entry)
        outside = grid.read(key, lambda value: cells.text(value).lower())
        draft.put("joint_with", {"outside": outside}, key.place)
        draft.places[f"{at}/outside"] = key.place
    elif filled:
        lead, number = grid.read(unit, lists.parser("partners")), grid.read(activity, cells.text)
        missing = unit if unit.empty else activity
        if missing.empty:
            grid.fault("joint-incomplete", missing)
        if number and ROW_NUMBER.match(number):
            number = f"hd-{int(number):02d}"
        draft.put("joint_with", {"unit": lead, "activity": number}, missing.place)
        draft.places |= {f"{at}/unit": unit.place, f"{at}/activity": activity.place}


def budget(
    grid: Grid, draft: Draft, at: str, sources: Mapping[str, SheetCell], total: SheetCell
) -> dict[str, Any] | None:
    """Money by source; the total is their sum unless another was typed. None where nothing is.

    `at` is the JSON pointer of what is built.
    """
    amounts = {
        source: amount
        for source, entry in sources.items()
        if (amount := grid.read(entry, cells.money)) is not None
    }
    typed = None if total.formula and sources else grid.read(total, cells.money)
    if not amounts and typed is None:
        return None
    whole = sum(amounts.values()) if typed is None else typed
    draft.places |= {at: total.place, f"{at}/total": total.place}
    for index, (source, amount) in enumerate(amounts.items()):
        draft.places[f"{at}/sources/{index}"] = sources[source].place
        draft.money.append((sources[source].place, amount))
    if typed is not None or len(amounts) > 1:
        draft.money.append((total.place, whole))
    parts = [{"source": source, "amount": amount} for source, amount in amounts.items()]
    return {"total": whole, "sources": parts}


def under(prefix: str, where: Mapping[str, Spot]) -> dict[str, Spot]:
    """Places of a part, as places of the whole."""
    return {f"{prefix}/{name}" if name else prefix: place for name, place in where.items()}
