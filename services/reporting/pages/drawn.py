"""Reporting, pages: the charts as shapes, placed in an SVG's own units, and their words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from services.reporting.documents import wording
from services.reporting.documents.together import NO_BREAK
from services.reporting.domain.charts.charts import (
    WORST,
    DayProgress,
    Share,
    TargetBar,
    Tile,
    Worst,
)
from services.reporting.domain.charts.points import State

ORDER: tuple[State, ...] = ("on_time", "late", "overdue", "ahead", "excused")
STATE_VI: dict[Worst, str] = {
    "on_time": "đúng hạn",
    "late": "trễ hạn",
    "overdue": "quá hạn, chưa thực hiện",
    "ahead": "chưa đến hạn",
    "excused": "không phải thực hiện",
    "none": "không được giao nội dung nào",
}
SIGN: dict[Worst, str] = {
    "on_time": "✓",
    "late": "≈",
    "overdue": "!",
    "ahead": "…",
    "excused": "–",
    "none": "",
}
"""Beside the colour, for whoever tells colours apart badly, and on grey paper."""
LONG = 100.0
"""Of a bar."""


@dataclass(frozen=True)
class Segment:
    """A part of a bar."""

    style: State
    x: float
    width: float


def counted(share: Share) -> list[tuple[State, str, int]]:
    """How many stand where: a style, its word, a number."""
    return [(one, STATE_VI[one], getattr(share, one)) for one in ORDER]


def said(share: Share) -> str:
    """A bar in words; a word may hold a comma."""
    return "; ".join(f"{word}{NO_BREAK}{wording.number(many)}" for _, word, many in counted(share))


def segments(share: Share) -> Iterator[Segment]:
    x = 0.0
    for style, _, many in counted(share):
        width = LONG * many / (share.total or 1)
        if many:
            yield Segment(style, round(x, 2), round(width, 2))
        x += width


def owed(share: Share) -> int:
    """All but what is not owed any more."""
    return share.total - share.excused


def met(share: Share) -> int:
    return share.on_time + share.late


def percent(share: Share) -> int:
    """Of what is owed, rounded down: 100 is all of it."""
    return met(share) * 100 // (owed(share) or 1)


WIDE, HIGH, LEFT, TOP, BOTTOM = 640.0, 220.0, 48.0, 14.0, 26.0


@dataclass(frozen=True)
class Days:
    """Progress by day: areas of what came, one upon the other, and the line of what was due."""

    on_time: str
    met: str
    due: str
    most: int
    first: str
    last: str
    said: str


def days(told: Sequence[DayProgress]) -> Days | None:
    """None where no time has passed that could be drawn."""
    if not told or told[0].day == told[-1].day:
        return None
    most = max(max(one.due, one.on_time + one.late) for one in told) or 1
    first, last = told[0].day, told[-1].day

    def x(day: date) -> float:
        return LEFT + (WIDE - LEFT) * (day - first).days / (last - first).days

    def y(many: int) -> float:
        return TOP + (HIGH - TOP - BOTTOM) * (1 - many / most)

    def steps(values: Iterable[int]) -> list[tuple[float, float]]:
        """What holds from one day's end holds until the next one's."""
        found: list[tuple[float, float]] = []
        for one, many in zip(told, values, strict=True):
            if found:
                found.append((x(one.day), found[-1][1]))
            found.append((x(one.day), y(many)))
        return found

    def area(values: Iterable[int]) -> str:
        return _path([(LEFT, y(0)), *steps(values), (WIDE, y(0))]) + "Z"

    end = told[-1]
    return Days(
        on_time=area([one.on_time for one in told]),
        met=area([one.on_time + one.late for one in told]),
        due=_path(steps([one.due for one in told])),
        most=most,
        first=wording.short_day(first),
        last=wording.short_day(last),
        said=f"Đến ngày {wording.short_day(last)}: {wording.number(end.due)} nội dung đã đến hạn; "
        f"đã thực hiện đúng hạn {wording.number(end.on_time)}, "
        f"trễ hạn {wording.number(end.late)}.",
    )


def _path(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in points)


@dataclass(frozen=True)
class Aim:
    """A target: how long its bar is, where on it the target stands (all of the bar: 100)."""

    bar: TargetBar
    result: str
    target: str
    verdict: str
    style: str
    width: float
    mark: float


VERDICT_VI = {"met": "đạt", "estimated": "ước đạt", "missed": "chưa đạt", "unknown": "chưa rõ"}
VERDICT_STYLE = {"met": "on_time", "estimated": "late", "missed": "overdue", "unknown": "excused"}


def aim(bar: TargetBar) -> Aim:
    """Of each one's target how many reached it; else the sum beside the target."""
    if bar.each:
        result = f"{wording.number(bar.met)}/{wording.number(bar.of)} đơn vị đạt"
        style = "on_time" if bar.met == bar.of else "ahead"
        width = LONG * bar.met / (bar.of or 1)
        target = f"mỗi đơn vị {wording.number(bar.target)}"
        return Aim(bar, result, target, "", style, round(width, 2), LONG)
    most = max(bar.target, bar.result or 0) or 1
    verdict = bar.verdict or "unknown"
    return Aim(
        bar=bar,
        result=wording.number(bar.result),
        target=wording.number(bar.target),
        verdict=VERDICT_VI[verdict],
        style=VERDICT_STYLE[verdict],
        width=round(LONG * float(max(bar.result or 0, 0) / most), 2),
        mark=round(LONG * float(bar.target / most), 2),
    )


SIDE, ACROSS = 36, 16


@dataclass(frozen=True)
class Map:
    """The units of one level, by its name, a tile each; those first who are worst off."""

    level: str | None
    high: int
    tiles: Sequence[tuple[int, int, str, Tile, str]]
    """Place, sign, the unit, and its words."""
    said: str


def maps(tiles: Iterable[Tile], levels: Sequence[Share]) -> list[Map]:
    """A map for each level, in the order of `levels`; those without any come last."""
    found = sorted(tiles, key=lambda one: (_rank(one), one.name))
    named = {one.id: one.name for one in levels}
    by_level = {level: [one for one in found if one.level == level] for level in (*named, None)}
    return [_map(named.get(level or ""), some) for level, some in by_level.items() if some]


def _rank(one: Tile) -> int:
    return [*WORST, "none"].index(one.worst)


def _map(level: str | None, tiles: Sequence[Tile]) -> Map:
    counts = {state: sum(one.worst == state for one in tiles) for state in STATE_VI}
    told = [f"{word}{NO_BREAK}{counts[state]}" for state, word in STATE_VI.items() if counts[state]]
    return Map(
        level=level,
        high=-(-len(tiles) // ACROSS) * SIDE,
        tiles=[
            (place % ACROSS * SIDE, place // ACROSS * SIDE, SIGN[one.worst], one, _words(one))
            for place, one in enumerate(tiles)
        ],
        said=f"{len(tiles)} đơn vị: " + "; ".join(told),
    )


def _words(one: Tile) -> str:
    late = f", quá hạn {one.overdue}" if one.overdue else ""
    return f"{one.name}: {STATE_VI[one.worst]} (đã thực hiện {one.met}/{one.total}{late})"
