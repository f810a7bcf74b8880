"""Reporting, pages: the dashboard's pages as HTML, rendered from the same data as the report."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from contracts.brake import in_words
from contracts.frozen import SNAPSHOT_VI
from contracts.owed import Owed
from contracts.reach import CHANNEL_VI
from contracts.snapshots import Snapshot
from services.reporting.application.answer import Glance, PlanSummary
from services.reporting.application.frozen.freezing import PDF
from services.reporting.documents import wording
from services.reporting.documents.render import Format
from services.reporting.documents.tables import report as tables
from services.reporting.documents.tables import standing
from services.reporting.documents.tables.table import Table, numeric, shown
from services.reporting.documents.together import bound
from services.reporting.domain.charts.charts import charts, share
from services.reporting.domain.consolidated import Consolidated, ReportRef, Row, Standing
from services.reporting.domain.documents import PlanDocument
from services.reporting.domain.orders.standing import StandingOrder
from services.reporting.pages import drawn

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
"""Nothing is loaded from anywhere; the page has no script, and stands in no other page."""
PAGE_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}

PARTED = "<!-- units -->"
"""Where the page is parted: what comes before it costs the same however many units there are."""

OFFERED = {"packets.json": "Tải gói QCVN 125 (.json)"}
"""What a form is called on a page that is not called by the end of its name."""

_env = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    finalize=lambda value: bound(value) if type(value) is str else value,
)
_env.filters |= {
    "number": wording.number,
    "shown": shown,
    "numeric": numeric,
    "offered": lambda form: OFFERED.get(form, f"Tải .{form}"),
    "day": wording.short_day,
    "until": wording.until,
    "said": drawn.said,
    "counted": drawn.counted,
    "segments": drawn.segments,
    "owed": drawn.owed,
    "met": drawn.met,
    "percent": drawn.percent,
}


def _style(found: Sequence[Standing]) -> str:
    """How urgent a unit's duties of one entry are: the worst of them."""
    if any(one.overdue for one in found):
        return "overdue"
    if any(one.status == "owing" for one in found):
        return "owing"
    if any(one.status == "met" for one in found):
        late = any(one.status == "met" and not one.on_time for one in found)
        return "late" if late else "met"
    return "excused" if found else "none"


def _cell(
    row: Row, owed: Owed, zone: ZoneInfo, frozen_until: datetime | None
) -> tuple[str, str, str]:
    """How one unit stands with one entry: a style, words, and its report's source; whether anything
    of it came after the figures were frozen.
    """
    found = [one for one in row.duties if one.owed == owed.id]
    reported = owed.kind == "report" and any(one.owed == owed.id for one in row.reports)
    source = standing.sources(row, owed.id, zone) if reported else ""
    sent = (at for one in row.reports if one.owed == owed.id for at in _moments(one))
    came = (*(at for one in found for at in (one.met_at, one.changed_at)), *sent)
    if frozen_until is not None and any(at > frozen_until for at in came if at):
        source = "; ".join(filter(None, (source, "sau khi chốt")))
    return _style(found), standing.standings(found, zone), source


def _moments(one: ReportRef) -> tuple[datetime | None, ...]:
    return one.figures_at, one.document_at, one.judged_at


def _order(one: StandingOrder, document: PlanDocument) -> str:
    """What was ordered about the messages, by whom and why."""
    plan = document.plan
    units = {member.unit: member.short_name for member in document.participants}
    names: dict[str, Mapping[str, str]] = {
        "owed": {entry.id: entry.title for entry in plan.owed},
        "levels": {level.id: level.name for level in plan.levels},
        "units": units,
        "areas": units,
        "channels": {one: CHANNEL_VI[one] for one in CHANNEL_VI},
    }
    offices = {plan.collecting_office: "cơ quan tổng hợp", plan.issuer: "cơ quan ban hành"}
    by = (units | offices).get(one.by, one.by)
    until = one.until and f"Không gửi nhắc việc đến hết {wording.moment(one.until, plan.zone)}"
    what = f"{until or 'Đang tạm dừng nhắc việc'}: {in_words(one.which, names)}"
    since = wording.moment(one.since, plan.zone)
    return f"{what}. Từ {since}, {by}: {one.reason} (lệnh {one.order})"


def _orders(glance: Glance) -> list[str]:
    standing = (one for one in glance.orders if not one.until or one.until > glance.as_of)
    return [_order(one, glance.document) for one in standing]


class _Later:
    """What the second half of the page shows, once it is there."""

    def fill(self, report: Consolidated, frozen_until: datetime | None) -> None:
        self.report = report
        self.charts = charts(report)
        self.days = drawn.days(self.charts.by_day)
        self.aims = [drawn.aim(one) for one in self.charts.targets]
        self.maps = drawn.maps(self.charts.tiles, self.charts.by_level)
        self.tables: Sequence[Table] = tables.body(report)[1:]
        self.rows = _rows(report, frozen_until)


async def plan_page(
    glance: Glance,
    rest: Callable[[], Awaitable[Consolidated]],
    *,
    notice: str = "",
    live: bool = False,
    pdf: bool = False,
) -> AsyncIterator[str]:
    """One plan: who owes what, what came in, what was sent, and what it adds up to; above it what
    is wrong with the views, if anything, and which messages are held back. Files and
    whatever tells of other units are offered to those who see the whole of it; `pdf`: whether the
    report can be had so, of what is frozen there is one where it was made.

    In two pieces: what tells of single units is asked for when the first one is away.
    """
    later = _Later()

    async def fill() -> None:
        later.fill(await rest(), glance.document.frozen_until)

    first = {"notice": notice, "live": live, "later": later, **_first(glance, pdf=pdf)}
    try:
        async for piece in in_two("plan.html", fill, first):
            yield piece
    finally:
        vars(
            later
        ).clear()  # a template's macros hold it, and each other, until garbage is collected


async def in_two(
    template: str, fill: Callable[[], Awaitable[None]], shown: Mapping[str, object]
) -> AsyncIterator[str]:
    """A page of ours in two pieces: what the second shows is filled in when the first is away."""
    said = list[str]()
    for piece in _env.get_template(template).generate(**shown):
        before, parted, after = piece.partition(PARTED)
        said.append(before)
        if parted:
            yield "".join(said)
            said = [after]
            await fill()
    yield "".join(said)


def _first(glance: Glance, *, pdf: bool) -> dict[str, object]:
    """What the page shows before it tells of single units."""
    plan, totals, zone = glance.document.plan, glance.totals, glance.document.plan.zone
    return {
        "plan": plan,
        "totals": totals,
        "whole": share(totals.duties, sum(glance.overdue.values())),
        "by_entry": [share(one, glance.overdue[one.owed or ""]) for one in totals.by_duty],
        "loose": glance.look("loose"),
        "repeats": glance.look("repeats"),
        "formats": _formats(pdf=pdf) if glance.units is None else (),
        "snapshots": _snapshots(glance) if glance.units is None else (),
        "orders": _orders(glance),
        "as_of": wording.moment(glance.as_of, zone),
    }


def _formats(*, pdf: bool) -> list[str]:
    """In which the report as of now can be had; a .pdf beside what is printed in it."""
    forms: list[str] = [*get_args(Format)]
    return [*forms[:1], PDF, *forms[1:]] if pdf else forms


def _snapshots(glance: Glance) -> list[tuple[Snapshot, str, str]]:
    """The newest first, each with the moment of its figures and how it stands."""
    zone = glance.document.plan.zone
    told = reversed(glance.document.snapshots)
    return [(one, wording.moment(one.as_of, zone), _stands(one)) for one in told]


def _stands(one: Snapshot) -> str:
    signed = one.signed
    said = SNAPSHOT_VI[one.status]
    return f"{said}: số {signed.number} ngày {wording.short_day(signed.day)}" if signed else said


def _rows(
    report: Consolidated, frozen_until: datetime | None
) -> list[tuple[Row, list[tuple[str, str, str]]]]:
    """Each unit with its cells, those first who are late with most."""
    units = (*report.rows, *(row for row in report.before if row.duties))
    rows = [
        (row, [_cell(row, owed, report.plan.zone, frozen_until) for owed in report.plan.owed])
        for row in units
    ]
    return sorted(rows, key=lambda pair: -sum(cell[0] == "overdue" for cell in pair[1]))


def index_page(plans: Sequence[PlanSummary], notice: str = "") -> str:
    """Every plan that was published, with how far it has come."""
    told = [(one, share(one.completeness.duties, one.completeness.overdue)) for one in plans]
    return _env.get_template("index.html").render(plans=told, notice=notice)


def render(template: str, **shown: object) -> str:
    """Another page of ours, from its template."""
    return _env.get_template(template).render(**shown)


def message_page(title: str, text: str, way: Literal["in", "out"] | None = None) -> str:
    """A title and a sentence, and the way in or out where one is offered."""
    return _env.get_template("message.html").render(title=title, text=text, way=way, notice="")
