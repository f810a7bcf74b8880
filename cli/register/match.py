"""Cli, register: which entry is the document of which report; pure.

A number alone says nothing: every district has a 12/BC-UBND. So an entry is looked for among those
of the unit itself, and one whose author is not known is taken only where its number and day
together are those of one report.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from cli.register.ledger import Filed
from cli.register.rows import Entry, author_key, number_key
from contracts.commands import RegisterDocument
from contracts.records import Signed

By = Literal["number", "unit"]
"""How an entry was found: by the document's number, or as the only report of its unit."""
Why = Literal["signed-number", "signed-day", "incoming", "entered-twice", "came-before"]


@dataclass(frozen=True)
class Pair:
    """A report and the entry of its document."""

    filed: Filed
    entry: Entry
    by: By

    def command(self, plan: str) -> RegisterDocument:
        """What tells the registry; the document's own number and day where it knew none."""
        return RegisterDocument(
            plan=plan,
            unit=self.filed.unit,
            owed=self.filed.duty,
            incoming=self.entry.incoming,
            signed=self.entry.signed if self.filed.signed is None else None,
        )


@dataclass(frozen=True)
class Apart:
    """A report and an entry that say two things of one document."""

    filed: Filed
    entry: Entry
    why: Why
    ledger: str
    register: str


@dataclass
class Matching:
    """Every report that has figures is in exactly one of the first four."""

    matched: list[Pair] = field(default_factory=list)
    recorded: list[Filed] = field(default_factory=list)
    apart: list[Apart] = field(default_factory=list)
    without_document: list[Filed] = field(default_factory=list)
    without_figures: list[Entry] = field(default_factory=list)
    other: list[Entry] = field(default_factory=list)
    """Of units that the plan does not name, and what is no report of those that it does."""


def match(
    entries: Sequence[Entry],
    filed: Sequence[Filed],
    names: Iterable[tuple[str, str]],
    since: date,
) -> Matching:
    """Each report beside the entries of its unit that came in from the day `since` on."""
    return _Matching(entries, filed, names, since).run()


class _Matching:
    def __init__(
        self,
        entries: Sequence[Entry],
        filed: Sequence[Filed],
        names: Iterable[tuple[str, str]],
        since: date,
    ) -> None:
        self.found = Matching()
        self._filed = filed
        self._entries = entries
        self._taken: set[int] = set()
        self._of: defaultdict[str, list[int]] = defaultdict(list)
        called: defaultdict[str, set[str]] = defaultdict(set)
        for name, unit in names:
            called[author_key(name)].add(unit)
        numbered: defaultdict[tuple[str, date], set[str]] = defaultdict(set)
        for one in filed:
            if one.signed:
                numbered[number_key(one.signed.number), one.signed.day].add(one.unit)
        for index, entry in enumerate(entries):
            units = _called(author_key(entry.author), called)
            if len(units) != 1 and entry.signed:
                units = numbered[number_key(entry.number), entry.signed.day]
            if len(units) == 1 and entry.incoming.day >= since:
                self._of[next(iter(units))].append(index)

    def run(self) -> Matching:
        sent = [one for one in self._filed if one.version is not None]
        told = [(one, one.signed) for one in sent if one.signed]
        left = [(one, signed) for one, signed in told if not self._by_number(one, signed)]
        for one, signed in left:
            self._by_nearness(one, signed)
        for one in sent:
            if one.signed is None:
                self._by_unit(one, sum(o.unit == one.unit and o.signed is None for o in sent))
        lacking = {one.unit for one in self._filed if one.version is None and one.owing}
        belongs = {index: unit for unit, rows in self._of.items() for index in rows}
        for index, entry in enumerate(self._entries):
            if index not in self._taken:
                wanted = entry.reports and belongs.get(index) in lacking
                (self.found.without_figures if wanted else self.found.other).append(entry)
        return self.found

    def _by_number(self, one: Filed, signed: Signed) -> bool:
        """Whether an entry has the number that the unit told of its document."""
        key = number_key(signed.number)
        rows = [n for n in self._of[one.unit] if number_key(self._entries[n].number) == key]
        if not rows:
            return False
        self._taken.update(rows)
        same = [n for n in rows if _day(self._entries[n]) in (None, signed.day)]
        entry = self._entries[(same or rows)[0]]
        if not same:
            self._differs(one, entry, "signed-day", _written(signed.day), _written(_day(entry)))
        elif len(same) > 1:
            both = "; ".join(_came_in(self._entries[n]) for n in same)
            self._differs(one, entry, "entered-twice", "1", both)
        else:
            self._pair(one, entry, "number")
        return True

    def _by_nearness(self, one: Filed, signed: Signed) -> None:
        """No entry has its number; the only one of the same day, or of the same figure before the
        slash, may be what was meant, which a person decides.
        """
        head = number_key(signed.number).partition("/")[0]
        rows = [
            n
            for n in self._of[one.unit]
            if n not in self._taken and self._entries[n].reports
            and (_day(self._entries[n]) == signed.day or _head(self._entries[n]) == head)
        ]  # fmt: skip
        if one.incoming:
            self.found.recorded.append(one)
        elif len(rows) == 1:
            self._taken.add(rows[0])
            entry = self._entries[rows[0]]
            self._differs(one, entry, "signed-number", signed.number, entry.number or "—")
        else:
            self.found.without_document.append(one)

    def _by_unit(self, one: Filed, alike: int) -> None:
        """Its document's number was never told: the only report of its unit, for the only one."""
        if one.incoming:
            key = number_key(one.incoming.number)
            rows = [n for n in self._of[one.unit] if _numbered(self._entries[n]) == key]
            self._taken.update(rows[:1])
            self.found.recorded.append(one)
            return
        rows = [n for n in self._of[one.unit] if n not in self._taken and self._entries[n].reports]
        if len(rows) == 1 and alike == 1:
            self._taken.add(rows[0])
            self._pair(one, self._entries[rows[0]], "unit")
        else:
            self.found.without_document.append(one)

    def _pair(self, one: Filed, entry: Entry, by: By) -> None:
        known, signed = one.incoming, entry.signed or one.signed
        if known is None and signed and entry.incoming.day < signed.day:
            self._differs(one, entry, "came-before", _written(signed.day), _came_in(entry))
        elif known is None:
            self.found.matched.append(Pair(one, entry, by))
        elif (number_key(known.number), known.day) == (_numbered(entry), entry.incoming.day):
            self.found.recorded.append(one)
        else:
            ours = f"{known.number} ({_written(known.day)})"
            self._differs(one, entry, "incoming", ours, _came_in(entry))

    def _differs(self, one: Filed, entry: Entry, why: Why, ledger: str, register: str) -> None:
        self.found.apart.append(Apart(one, entry, why, ledger, register))


def _called(author: str, called: dict[str, set[str]]) -> set[str]:
    """The units of that name, also where the province's stands behind it."""
    if author in called:
        return called[author]
    return called.get(author.partition(" tỉnh ")[0], set()) if author else set()


def _day(entry: Entry) -> date | None:
    return entry.signed.day if entry.signed else None


def _head(entry: Entry) -> str:
    return number_key(entry.number).partition("/")[0]


def _numbered(entry: Entry) -> str:
    return number_key(entry.incoming.number)


def _came_in(entry: Entry) -> str:
    return f"{entry.incoming.number} ({_written(entry.incoming.day)})"


def _written(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "—"
