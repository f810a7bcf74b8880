"""Reporting, documents: the sheets of results: indicators, what they stand beside, and money."""

from collections.abc import Iterator, Mapping

from contracts.indicator import Indicator, added
from services.reporting.documents.book.sheet import (
    STT,
    Column,
    Live,
    Number,
    Share,
    Sheet,
    Value,
    share,
)
from services.reporting.documents.book.units import Place, hedged, per_cent
from services.reporting.documents.tables import compared
from services.reporting.domain.comparing.indicator import IndicatorTotal
from services.reporting.domain.comparing.reasons import incomparable
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.counting.sum import Amount, Sum

Places = Mapping[tuple[str, str], Place]
LESS = 'IF(COUNT({{{0}}},{{{1}}})<2,"",{{{0}}}-{{{1}}})'
"""The formula of a difference, where there are both numbers."""
NAME = (Column(STT, "STT", 5), Column("name", "Chỉ tiêu báo cáo", 30))
UNIT = Column("unit", "Đơn vị tính", 10)
POINT = 100
"""Percentage points in a whole."""


def indicators(report: Consolidated, places: Places) -> Sheet:
    """Every indicator; its result is the sum of the units' sheets."""
    columns = (
        *NAME,
        UNIT,
        Column("value", "Kết quả", 14),
        Column("part", "Tỷ lệ: số đạt", 10),
        Column("whole", "Tỷ lệ: tổng số", 10),
        Column("share", "Tỷ lệ %", 9, formula=share("{part}", "{whole}")),
        Column("hedged", "Số liệu ước", 8),
        Column("gave", "Đơn vị có số liệu", 9),
        Column("of", "Đơn vị phải báo cáo", 9),
        Column("zero", "Bằng 0", 7),
        Column("no", "Không phát sinh", 9),
        Column("not", "Không thuộc chức năng", 10),
        Column("yet", "Chưa có số liệu", 9),
        Column("alone", "Chỉ có tỷ lệ %", 8),
        Column("planned", "Dự kiến của hoạt động", 12),
        Column("held", "Thực hiện của hoạt động", 15),
        Column("variance", "Chênh lệch", 10, formula=LESS.format("held", "planned")),
    )
    known = {one.id: one for one in report.plan.indicators}
    rows = [_indicator(one, known[one.indicator], places) for one in report.totals.indicators]
    note = "Tỷ lệ % của hoạt động và chênh lệch của tỷ lệ tính bằng %."
    title = "Kết quả theo chỉ tiêu báo cáo"
    return Sheet("Chỉ tiêu báo cáo", title, columns, rows, note=note)


def _indicator(total: IndicatorTotal, one: Indicator, places: Places) -> dict[str, Value]:
    reported = total.reported
    cells: dict[str, Value] = {
        "name": total.name,
        "unit": total.unit,
        "hedged": reported.hedged,
        "gave": reported.gave,
        "of": reported.of,
        "zero": reported.zero,
        "no": reported.no_occurrence,
        "not": reported.not_our_function,
        "yet": reported.not_yet_known,
        "alone": reported.percent_only,
        "planned": measure(total.planned, one),
        "held": measure(total.held, one),
        "variance": difference(total.variance, one),
    }
    sums = [places[entry, one.id].sums for entry in total.taken_from if (entry, one.id) in places]
    match added(one.arithmetic):
        case "ratio":
            for key, part, at in (
                ("part", reported.numerator, 0),
                ("whole", reported.denominator, 1),
            ):
                cells[key] = _live([each[at] for each in sums], hedged(part, 0, reported))
            cells["share"] = per_cent(reported)
        case "value":
            number = hedged(reported.value, one.decimals, reported)
            cells["value"] = _live([each[0] for each in sums], number)
        case None:
            cells["value"] = "Không cộng; xem số liệu của từng đơn vị"
    return cells


def _live(sums: list[str], number: Number | None) -> Value:
    return Live("+".join(sums), number) if sums and number is not None else None


def measure(total: Sum, one: Indicator) -> Number | Share | None:
    """What of a total is compared: its value, or its per cent."""
    if one.shape == "ratio":
        return per_cent(total)
    return hedged(total.value, one.decimals, total)


def difference(value: Amount | None, one: Indicator) -> Number | Share | None:
    """Of two of those; of per cents in percentage points, which are per cents as well."""
    if value is None:
        return None
    if one.shape == "ratio":
        return Share(value)
    return Number(value, one.decimals, signed=True)


def targets(report: Consolidated) -> Iterator[Sheet]:
    """Every target with its result, if there is any."""
    known = {one.id: one for one in report.plan.indicators}
    rows = []
    for total in report.totals.indicators:
        one = known[total.indicator]
        for target in total.targets:
            ratio = one.shape == "ratio"
            given = [
                None if value is None else Share(value) if ratio else Number(value, one.decimals)
                for value in (target.target, target.result)
            ]
            rows.append(
                {
                    "name": total.name,
                    "unit": total.unit,
                    "whom": compared.whom(report, target),
                    "each": "mỗi đơn vị" if target.each else "tất cả cùng đạt",
                    "target": given[0],
                    "result": given[1],
                    "less": difference(target.difference, one),
                    "reached": compared.reached(report, target),
                }
            )
    columns = (
        *NAME,
        UNIT,
        Column("whom", "Giao cho", 26),
        Column("each", "Cách giao", 12),
        Column("target", "Chỉ tiêu giao", 14),
        Column("result", "Kết quả", 14),
        Column("less", "Chênh lệch", 12, formula=LESS.format("result", "target")),
        Column("reached", "Mức độ hoàn thành", 40),
    )
    if rows:
        yield Sheet("Chỉ tiêu giao", "Kết quả so với chỉ tiêu giao", columns, rows)


def beside(report: Consolidated) -> Iterator[Sheet]:
    """What other reports, and earlier plans, say of the same indicators; in no total."""
    known = {one.id: one for one in report.plan.indicators}
    others, earlier = list[dict[str, Value]](), list[dict[str, Value]]()
    for total in report.totals.indicators:
        one = known[total.indicator]
        mine: dict[str, Value] = {
            "name": total.name,
            "unit": total.unit,
            "mine": measure(total.reported, one),
        }
        for other in total.beside:
            if other.reported.gave:
                cells: dict[str, Value] = {
                    "by": other.title,
                    "theirs": measure(other.reported, one),
                }
                less = difference(other.difference, one)
                others.append({**mine, **cells, "less": less})
        if (old := total.before) is not None:
            compares = old.reported is not None and old.reason is None
            cells = {
                "by": old.number or old.plan,
                "theirs": measure(old.reported, one) if compares and old.reported else None,
                "less": difference(old.difference, one) if compares else None,
                "why": f"không so sánh được: {incomparable(old.reason)}" if old.reason else "",
            }
            earlier.append({**mine, **cells})
    title, more = "Số liệu đối chiếu, không cộng vào kết quả", LESS.format("theirs", "mine")
    yield from _beside("Đối chiếu", title, ("Báo cáo", more), others)
    title, grown = "So với kế hoạch trước", LESS.format("mine", "theirs")
    yield from _beside("Kỳ trước", title, ("Kế hoạch trước", grown), earlier)


def _beside(
    name: str, title: str, by: tuple[str, str], rows: list[dict[str, Value]]
) -> Iterator[Sheet]:
    """`by`: what they stand beside, and the formula of the difference."""
    columns = [
        *NAME,
        UNIT,
        Column("mine", "Kết quả", 15),
        Column("by", by[0], 34),
        Column("theirs", "Số liệu đối chiếu", 15),
        Column("less", "Chênh lệch", 14, formula=by[1]),
    ]
    if any(row.get("why") for row in rows):
        columns.append(Column("why", "Ghi chú", 34))
    if rows:
        yield Sheet(name, title, columns, rows)


def money(report: Consolidated) -> Sheet:
    """Per source in whole đồng; planned and spent never mix."""
    rows = [
        {
            "name": one.name,
            "planned": one.planned.amount,
            "spent": one.reported.amount,
            "gave": one.reported.gave,
        }
        for one in report.totals.by_source
    ]
    whole = report.totals.money
    total = {
        "planned": whole.planned.amount,
        "spent": whole.reported.amount,
        "gave": whole.reported.gave,
    }
    columns = (
        Column(STT, "STT", 6),
        Column("name", "Nguồn", 44),
        Column("planned", "Dự kiến (đồng)", 22, adds=True),
        Column("spent", "Đã chi (đồng)", 22, adds=True),
        Column("gave", "Số đơn vị báo cáo", 12),
    )
    note = "Một đơn vị có nhiều nguồn chỉ tính một lần ở dòng tổng cộng."
    return Sheet("Kinh phí", "Kinh phí theo nguồn", columns, rows, total, note)
