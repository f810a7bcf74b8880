"""Cli, dossier: the tables of the campaign's file, as .csv that any program reads."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from cli.dossier.gather import Campaign, FiledVersion, UnitPart
from cli.dossier.words import (
    DOOR,
    DUTY_KIND,
    DUTY_STATUS,
    MESSAGES,
    corrected,
    decided,
    miswritten,
)
from cli.integrate.told.terms import excused
from contracts.facts import PlanAmended, ReportReturned
from contracts.frozen import SNAPSHOT_VI
from contracts.indicator import Indicator
from contracts.records import Figure, Signed
from runtime.spreadsheet import MARK, lines
from services.registry.domain.history.duty import RoundState
from workbook.form import nothing_label

Rows = Iterable[Iterable[object]]


def table(head: Iterable[str], rows: Rows) -> bytes:
    """As a file; moments with their zone."""
    told = [head, *rows]
    return (MARK + lines(told, lambda moment: moment.isoformat(timespec="seconds"))).encode()


def revisions(campaign: Campaign) -> bytes:
    head = ("lần", "loại", "số văn bản", "ngày văn bản", "người ký", "lý do", "nhận lúc", "tệp")
    rows = []
    for fact in campaign.revisions:
        at, file = _at(campaign, fact.receipt.at), f"lan-{fact.revision:02d}.yaml"
        words: tuple[object, ...]
        if isinstance(fact, PlanAmended):
            by = fact.document
            words = ("sửa đổi", by.number, by.day, by.signer, fact.reason)
        else:
            plan = fact.plan
            words = ("ban hành", plan.number, plan.issued_on, plan.signed_by, None)
        rows.append((fact.revision, *words, at, file))
    return table(head, rows)


def duties(campaign: Campaign) -> bytes:
    """The original clock of each duty, and that of the last return."""
    head = ("mã đơn vị", "đơn vị", "mã nội dung", "nội dung", "loại", "hạn", "tình trạng",
            "xong lúc", "đúng hạn", "hạn làm lại", "làm lại xong lúc", "miễn vì")  # fmt: skip
    rows = (
        (part.unit, part.name, name, one.duty.title, DUTY_KIND[one.duty.kind],
         _at(campaign, one.rounds[0].due), DUTY_STATUS[one.status],
         _at(campaign, one.rounds[0].met_at), one.rounds[0].on_time,
         *_again(campaign, one.rounds), one.excused and excused(one.excused))
        for part in campaign.units
        for name, one in sorted(part.state.duties.items())
    )  # fmt: skip
    return table(head, rows)


def _again(
    campaign: Campaign, rounds: tuple[RoundState, ...]
) -> tuple[datetime | None, datetime | None]:
    if len(rounds) == 1:
        return None, None
    return _at(campaign, rounds[-1].due), _at(campaign, rounds[-1].met_at)


def versions(campaign: Campaign) -> bytes:
    """Each version of each report, and what became of it."""
    head = ("mã đơn vị", "đơn vị", "mã nội dung", "bản", "nhận lúc", "người gửi", "kênh",
            "tình trạng", "xác nhận bởi", "lý do bổ sung", "không phát sinh", "tóm tắt", "khó khăn",
            "nguyên nhân", "kiến nghị", "giải trình")  # fmt: skip
    return table(head, (_version(campaign, part, one) for part, one in _versions(campaign)))


def _version(campaign: Campaign, part: UnitPart, one: FiledVersion) -> tuple[object, ...]:
    known, report = part.state.reports[one.owed], one.report
    state = known.versions[one.number - 1]
    status = (
        "đã hủy" if state.voided
        else "đề nghị bổ sung" if state.returned
        else "đang tính" if known.in_force == state
        else "có bản sau"
    )  # fmt: skip
    receipt = one.receipt
    who = (receipt.sender, receipt.system or DOOR[receipt.door])
    by = "; ".join(state.accepted_by)
    texts = (report.summary, report.difficulties, report.causes, report.recommendations)
    return (
        *(part.unit, part.name, one.owed, one.number, _at(campaign, receipt.at), *who, status, by),
        *(
            _reasons(state.returned),
            report.nothing and nothing_label(report.nothing),
            *texts,
            report.explanation,
        ),
    )


def _reasons(returned: ReportReturned | None) -> str | None:
    if returned is None:
        return None
    return "; ".join(reason.note or reason.code for reason in returned.reasons)


def papers(campaign: Campaign) -> bytes:
    """The signed document of each report, and under what the office registered it."""
    head = ("mã đơn vị", "đơn vị", "mã nội dung", "số văn bản", "ngày văn bản", "người ký",
            "chức vụ", "sha256", "số đến", "ngày đến")  # fmt: skip
    rows = (
        (part.unit, part.name, duty, *_signed(one.signed),
         *((one.incoming.number, one.incoming.day) if one.incoming else (None, None)))
        for part in campaign.units
        for duty, one in sorted(part.state.reports.items())
    )  # fmt: skip
    return table(head, rows)


def _signed(one: Signed | None) -> tuple[object, ...]:
    return (one.number, one.day, one.signer, one.capacity, one.sha256) if one else (None,) * 5


FIGURE_HEAD = ("mã chỉ tiêu báo cáo", "chỉ tiêu báo cáo", "đơn vị tính", "giá trị", "tử số",
               "mẫu số", "phần trăm", "bằng chữ", "mức độ chính xác", "không có số vì")  # fmt: skip


def figures(campaign: Campaign) -> bytes:
    """Every figure of every version of a report."""
    named = {one.id: one for one in campaign.plan.indicators}
    rows = (
        (part.unit, part.name, one.owed, one.number, *figure_cells(figure, named))
        for part, one in _versions(campaign)
        for figure in one.report.figures
    )
    return table(("mã đơn vị", "đơn vị", "mã nội dung", "bản", *FIGURE_HEAD), rows)


def decisions(campaign: Campaign) -> bytes:
    """What was decided about units by others than themselves, in the order of receipt."""
    head = (
        "lúc",
        "mã đơn vị",
        "đơn vị",
        "quyết định",
        "về",
        "lý do",
        "hạn",
        "người gửi",
        "cho phép",
    )
    rows = [
        (fact.receipt.order, part, words)
        for part in campaign.units
        for fact in part.facts
        if (words := decided(fact))
    ]
    rows.sort(key=lambda row: (row[0], row[1].unit))
    return table(
        head,
        (
            (_at(campaign, order[0]), part.unit, part.name, one.what, one.about, one.reason,
             _at(campaign, one.due), one.sender, one.granted)
            for order, part, one in rows
        ),
    )  # fmt: skip


def snapshots(campaign: Campaign) -> bytes:
    """What was frozen, published and signed, also what holds no more."""
    head = ("lần chốt", "mã", "tình trạng", "số liệu đến", "vị trí nhật ký", "phát hành lúc",
            "số văn bản", "ngày ký", "người ký", "chức vụ", "sha256 bản ký", "trước ghi nhầm là",
            "thay bởi", "lý do thay", "đính chính theo", "thu hồi văn bản theo")  # fmt: skip
    rows = (
        (number, one.code, SNAPSHOT_VI[one.status], _at(campaign, one.as_of), one.position,
         _at(campaign, one.published_at),
         *((s.number, s.day, s.signer, s.capacity, s.sha256) if (s := one.signed) else (None,) * 5),
         "; ".join(map(miswritten, one.miswritten)), one.replaced_by, one.replaced_for,
         "; ".join(map(corrected, one.form_corrections)),
         corrected(one.withdrawn) if one.withdrawn else None)
        for number, one in sorted(campaign.snapshots.items())
    )  # fmt: skip
    return table(head, rows)


def messages(campaign: Campaign) -> bytes:
    """How many, and nothing about whom."""
    rows = (
        (part.unit, part.name, MESSAGES[kind], channel, count)
        for part in campaign.units
        for (kind, channel), count in sorted(part.messages.items())
    )
    return table(("mã đơn vị", "đơn vị", "việc", "kênh", "số lần"), rows)


def _versions(campaign: Campaign) -> Iterator[tuple[UnitPart, FiledVersion]]:
    for part in campaign.units:
        for _, one in sorted(part.versions.items()):
            yield part, one


def figure_cells(one: Figure, named: dict[str, Indicator]) -> tuple[object, ...]:
    indicator = named.get(one.indicator)
    called = (indicator.name, indicator.unit) if indicator else (None, None)
    value = (one.value, one.numerator, one.denominator, one.percent, one.text)
    return (
        one.indicator,
        *called,
        *value,
        one.qualifier,
        one.nothing and nothing_label(one.nothing),
    )


def _at(campaign: Campaign, moment: datetime | None) -> datetime | None:
    return moment and moment.astimezone(campaign.plan.zone)
