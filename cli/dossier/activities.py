"""Cli, dossier: the tables of activities and of money."""

from collections.abc import Iterable, Iterator

from cli.dossier.gather import Campaign, UnitPart
from cli.dossier.tables import FIGURE_HEAD, figure_cells, table
from cli.dossier.words import ACTIVITY_STATUS
from contracts.records import Budget


def money(campaign: Campaign) -> bytes:
    """What versions of reports, and activities, said of money, by source, in whole đồng."""
    head = ("mã đơn vị", "đơn vị", "bản ghi", "loại", "tổng, đồng", "nguồn", "số tiền, đồng")
    sources = {one.id: one.name for one in campaign.plan.budget_sources}
    rows: list[tuple[object, ...]] = []
    for part in campaign.units:
        for name, kind, budget in _budgets(part):
            about = (part.unit, part.name, name, kind, budget.total)
            rows += [
                (*about, sources.get(one.source, one.source), one.amount) for one in budget.sources
            ] or [about]
    return table(head, rows)


def _budgets(part: UnitPart) -> Iterator[tuple[str, str, Budget]]:
    for _, one in sorted(part.versions.items()):
        if one.report.spending:
            yield f"{one.owed}, bản {one.number}", "báo cáo", one.report.spending
    for name, activity in sorted(part.activities.items()):
        if activity.planned.budget:
            yield name, "dự kiến", activity.planned.budget
        if activity.actual and activity.actual.budget:
            yield name, "thực hiện", activity.actual.budget


def activities(campaign: Campaign) -> bytes:
    """The last record of each activity, with where it stands."""
    head = ("mã đơn vị", "đơn vị", "mã hoạt động", "loại", "tên", "từ ngày", "đến ngày", "địa điểm",
            "tình trạng", "nhiệm vụ", "phối hợp", "minh chứng")  # fmt: skip
    kinds = {one.id: one.name for one in campaign.plan.kinds}
    numbers = {one.id: one.number for one in campaign.plan.assignments}
    names = {part.unit: part.name for part in campaign.units}

    def named(known: dict[str, str], ids: Iterable[str], *others: str) -> str:
        return "; ".join((*(known.get(one, one) for one in ids), *others))

    rows = (
        (part.unit, part.name, name, named(kinds, [one.kind]), one.title, one.starts_on,
         one.ends_on, one.place, ACTIVITY_STATUS[part.state.activities[name].status],
         named(numbers, one.assignments), named(names, one.partners, *one.other_partners),
         "; ".join(f"{proof.title} {proof.link}" for proof in one.evidence))
        for part in campaign.units
        for name, one in sorted(part.activities.items())
    )  # fmt: skip
    return table(head, rows)


def activity_figures(campaign: Campaign) -> bytes:
    named = {one.id: one for one in campaign.plan.indicators}
    rows = (
        (part.unit, part.name, name, kind, *figure_cells(figure, named))
        for part in campaign.units
        for name, one in sorted(part.activities.items())
        for kind, account in (("dự kiến", one.planned), ("thực hiện", one.actual))
        for figure in (account.figures if account else ())
    )
    return table(("mã đơn vị", "đơn vị", "mã hoạt động", "loại", *FIGURE_HEAD), rows)
