"""Reporting, documents: who is behind with what a plan asks for, entry by entry, as lists."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from contracts.owed import Owed
from contracts.plan import Plan, called
from services.reporting.documents.reached import until
from services.reporting.documents.tables import standing
from services.reporting.documents.tables.table import Table
from services.reporting.documents.wording import moment, short_day
from services.reporting.domain.consolidated import Consolidated, ReportRef, Row, Standing


@dataclass(frozen=True)
class Chosen:
    """Of whom a letter is; what is None leaves out nobody."""

    owed: str | None = None
    unit: str | None = None
    level: str | None = None
    group: str | None = None

    def takes(self, row: Row) -> bool:
        return (
            self.unit in (None, row.unit.id)
            and self.level in (None, row.level)
            and (self.group is None or self.group in row.groups)
        )


@dataclass
class EntryLists:
    """One entry: each duty is in one list at most, that of what is still to come of it."""

    entry: Owed
    asked: int = 0
    done: int = 0
    missing: list[tuple[Row, Standing]] = field(default_factory=list)
    """chưa gửi, chưa thực hiện: whose due moment has come"""
    late: list[tuple[Row, Standing]] = field(default_factory=list)
    """gửi chậm"""
    returned: list[tuple[Row, Standing]] = field(default_factory=list)
    """trả lại: đề nghị bổ sung, chỉnh lý"""
    unsigned: list[tuple[Row, Standing]] = field(default_factory=list)
    """chờ văn bản: the figures came, the signed document did not"""

    @property
    def open(self) -> bool:
        """Whether anything is still to come."""
        return bool(self.missing or self.returned or self.unsigned)

    def words(self) -> dict[str, object]:
        """As a template counts them: duties, not units."""
        return {
            "title": self.entry.title,
            "report": self.entry.kind == "report",
            "asked": self.asked,
            "done": self.done,
            "missing": len(self.missing),
            "late": len(self.late),
            "returned": len(self.returned),
            "unsigned": len(self.unsigned),
        }


def lists(report: Consolidated, chosen: Chosen) -> list[EntryLists]:
    """Those of every entry that asks anything of the units chosen, in the plan's order."""
    found = {one.id: EntryLists(one) for one in report.plan.owed if chosen.owed in (None, one.id)}
    for row in (*report.rows, *report.before):
        if chosen.takes(row):
            reports = {one.duty: one for one in row.reports}
            for duty in row.duties:
                if duty.owed in found and duty.status != "excused":
                    _file(found[duty.owed], row, duty, reports.get(duty.duty))
    return [one for one in found.values() if one.asked]


def _file(lists: EntryLists, row: Row, duty: Standing, report: ReportRef | None) -> None:
    """Puts one duty where it belongs."""
    lists.asked += 1
    if report is not None and report.status == "returned":
        lists.returned.append((row, duty))
    elif report is not None and report.unsigned:
        lists.unsigned.append((row, duty))
    elif duty.overdue:
        lists.missing.append((row, duty))
    elif duty.status == "met":
        lists.done += 1
        if not duty.on_time:
            lists.late.append((row, duty))


def tables(lists: EntryLists, plan: Plan, *, late: bool) -> Iterator[Table]:
    """One for each list with anybody in it, each unit once; without those who were late where that
    is no matter any more.
    """
    report = lists.entry.kind == "report"
    named = {
        "Chưa gửi" if report else "Chưa thực hiện": lists.missing,
        "Đã gửi, đề nghị bổ sung, chỉnh lý": lists.returned,
        "Đã có biểu số liệu, chờ văn bản": lists.unsigned,
        "Gửi chậm" if report else "Thực hiện chậm": lists.late if late else [],
    }
    for title, members in named.items():
        if members:
            rows = tuple(_rows(members, plan))
            heads: tuple[str, ...] = ("Đơn vị", "Cấp", "Thời hạn", "Ghi chú")
            if not any(row[-1] for row in rows):
                heads, rows = heads[:-1], tuple(row[:-1] for row in rows)
            yield Table(title, f"{title}: {len(rows)} đơn vị", heads, rows)


def _rows(members: Iterable[tuple[Row, Standing]], plan: Plan) -> Iterator[tuple[str, ...]]:
    by_unit: dict[str, list[tuple[Row, Standing]]] = {}
    for row, duty in members:
        by_unit.setdefault(row.unit.id, []).append((row, duty))
    for found in by_unit.values():
        row = found[0][0]
        due = "; ".join(until(duty.due, plan.zone) for _, duty in found)
        said = dict.fromkeys(_note(duty, plan.zone) for _, duty in found)
        level = called(plan.levels, row.level) if row.level else ""
        yield (standing.called(row), level, due, "; ".join(filter(None, said)))


def _note(duty: Standing, zone: ZoneInfo) -> str:
    if duty.status == "met" and duty.met_at is not None:
        return f"nhận lúc {moment(duty.met_at, zone)}"
    if duty.extended_at is not None:
        return f"gia hạn ngày {short_day(duty.extended_at.astimezone(zone).date())}"
    return ""
