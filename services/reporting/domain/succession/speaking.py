"""Reporting, domain: what reports for an entry say together, by the units of the day."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import get_args

from contracts.indicator import Indicator
from services.reporting.domain.counting.adding import (
    About,
    add_answer,
    add_figure,
    add_givers,
    add_money,
    budgets,
    count_nil,
)
from services.reporting.domain.counting.counts import CompletenessCount, Counts
from services.reporting.domain.counting.over_time import Over, Told, add, answers, over, told
from services.reporting.domain.filing.documents import Filing
from services.reporting.domain.succession.frontier import Frontier
from services.reporting.domain.succession.instance import EVER, Instance
from services.reporting.domain.succession.lineage import Lineage

Filings = Mapping[tuple[str, str], Sequence[Filing]]
"""The reports of each unit for each entry, in the order of time."""
WAYS: tuple[Over, ...] = get_args(Over)


@dataclass(frozen=True)
class Line:
    """What is said under one unit's name; `speaks_for` are the units of the day that it is of: the
    unit itself, or those that share what it was, which nobody can divide.
    """

    unit: str
    speaks_for: tuple[str, ...]
    told: Told


class Spoken:
    """The reports for one entry, of all units in motion that have any to send."""

    def __init__(self, lineage: Lineage, filings: Mapping[str, Sequence[Filing]]) -> None:
        self.lineage = lineage.among(filings)
        self.filings = filings
        self.instances: dict[str, Instance] = {}
        for duty in sorted({one.duty for told_ in filings.values() for one in told_}):
            sent = {u: one for u, told_ in filings.items() for one in told_ if one.duty == duty}
            self.instances[duty] = Instance(lineage, sent)

    @cached_property
    def kept(self) -> dict[str, list[Filing]]:
        """Each unit's reports that count, in the order of time."""
        return {
            unit: [one for one in sent if one.counts and unit in self.instances[one.duty].counting]
            for unit, sent in self.filings.items()
        }

    @cached_property
    def told(self) -> dict[Over, dict[str, dict[str, Told]]]:
        """In each way, by indicator, what each unit says that counts."""
        latest = {name: self._latest(name, said) for name, said in self._said("latest").items()}
        return {"flow": self._said("flow"), "latest": latest}

    def _said(self, way: Over) -> dict[str, dict[str, Told]]:
        found: dict[str, dict[str, Told]] = defaultdict(dict)
        for unit, sent in self.kept.items():
            for indicator, one in told(sent, way).items():
                found[indicator][unit] = one
        return found

    def _latest(self, indicator: str, said: dict[str, Told]) -> dict[str, Told]:
        """Only the latest of what those say who took over from each other; who does not know yet
        leaves what was known before.
        """
        sent = {unit: answers(self.kept[unit], indicator) for unit in said}
        known = {unit for unit, (answered, _) in sent.items() if answered} or {*sent}
        since = {unit: sent[unit][1].received_at or EVER for unit in known}
        latest = Frontier(self.lineage, since).counting
        return {unit: one for unit, one in said.items() if unit in latest}

    def names(self, said: Collection[str]) -> dict[str, str]:
        """Under whose name stands what some units said, and each unit of the day: its own, or where
        units of the day share what one of them said, that one's.
        """
        names = {unit: unit for unit in self.lineage.today()}
        shared = [one for one in sorted(said) if len(self.lineage.speaks_for(one)) > 1]
        for one in shared:
            together = {names[unit] for unit in self.lineage.speaks_for(one)}
            first = min(together & {*shared}, default=one)
            names |= {unit: first for unit, name in names.items() if name in together}
        return names | {one: names[self.lineage.speaks_for(one)[0]] for one in sorted(said)}

    def lines(self, indicator: Indicator) -> list[Line]:
        """An indicator, each number once: under a unit of the day, or under the old name."""
        said = dict(self.told[over(indicator)].get(indicator.id, {}))
        for unit, mine in self.kept.items():
            if unit not in said and (nothing := _nil(mine)) is not None:
                said[unit] = nothing
        names = self.names(said)
        together: dict[str, list[Told]] = defaultdict(list)
        for unit in sorted(said):
            together[names[unit]].append(said[unit])
        return [
            Line(name, tuple(one for one in self.lineage.today() if names[one] == name), one)
            for name, told_ in together.items()
            for one in [add(told_)]
            if one is not None
        ]

    def count(self, owed: str) -> dict[str, Counts]:
        """By the names that stand for them, what the reports add to the counters of the plan."""
        found: dict[str, Counts] = defaultdict(Counter)
        names = self.names([unit for unit, sent in self.kept.items() if sent])
        for unit, sent in self.filings.items():
            counts = found[names.get(unit, unit)]
            counts[CompletenessCount(owed, "versions")] += sum(one.versions for one in sent)
            add_money("reported", owed, budgets(self.kept[unit]), counts)
        for unit in self.lineage.today():
            self._count_unit(owed, unit, found[names[unit]])
        for way in WAYS:
            for indicator in self.told[way]:
                self._count_figures(("reported", owed, indicator, way), found)
        for duty in self.instances.values():
            for unit in duty.lineage.today():
                for of in duty.standing(unit):
                    found[names.get(unit, unit)][CompletenessCount(owed, of)] += 1
        return found

    def _count_figures(self, about: About, found: dict[str, Counts]) -> None:
        _, _, indicator, way = about
        said = self.told[way][indicator]
        names = self.names(said)
        for unit, one in said.items():
            add_figure(about, one, found[names[unit]])
        for unit in self.lineage.today():
            speakers = [one for one in self.lineage.back(unit) if one in said]
            together = add([said[one] for one in speakers])
            if together is not None:
                add_answer(about, together, found[names[unit]])

    def _count_unit(self, owed: str, unit: str, counts: Counts) -> None:
        """Count a unit once, by all who speak for it."""
        asked = any(
            "asked" in duty.standing(one)
            for duty in self.instances.values()
            for one in duty.lineage.today()
            if one in self.lineage.back(unit)
        )
        counts[CompletenessCount(owed, "units")] += asked
        sent = [one for speaker in self.lineage.back(unit) for one in self.kept[speaker]]
        count_nil(owed, sorted(sent, key=lambda one: one.period or ""), counts)
        add_givers("reported", owed, budgets(sent), counts)


class Said:
    """All reports of a plan: `filings` are those of each unit for each entry, in order of time."""

    def __init__(self, lineage: Lineage | None = None, filings: Filings | None = None) -> None:
        self._lineage, self._filings = lineage or Lineage(), filings or {}
        by_entry: dict[str, dict[str, Sequence[Filing]]] = defaultdict(dict)
        for (unit, owed), sent in self._filings.items():
            if unit in self._lineage:
                by_entry[owed][unit] = sent
        self.in_motion = {owed: Spoken(self._lineage, sent) for owed, sent in by_entry.items()}

    def lines(self, owed: str, indicator: Indicator) -> list[Line]:
        """What is said of an indicator, each number once; the same of each in a nil report."""
        found = [
            Line(unit, (unit,), one)
            for (unit, entry), sent in self._filings.items()
            if entry == owed and unit not in self._lineage
            for one in [whole([filing for filing in sent if filing.counts], indicator)]
            if one is not None
        ]
        spoken = self.in_motion.get(owed)
        return found + (spoken.lines(indicator) if spoken else [])


def whole(counted: Sequence[Filing], indicator: Indicator) -> Told | None:
    """What a unit's reports that count say of an indicator; nil reports, of each the same."""
    found = told(counted, over(indicator), indicator.id).get(indicator.id)
    return _nil(counted) if found is None else found


def _nil(counted: Sequence[Filing]) -> Told | None:
    if counted and all(one.nothing for one in counted):
        return Told(nothing=counted[-1].nothing)
    return None
