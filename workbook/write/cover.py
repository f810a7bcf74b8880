"""Workbook, write: the first sheet: what the unit owes by when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import assert_never

from openpyxl.worksheet.worksheet import Worksheet

from contracts.owed import Duty
from contracts.plan import Assignment, Plan
from contracts.unit import Unit
from contracts.values import Deadline
from workbook import layout, report_layout
from workbook.form import Form
from workbook.write import style

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
NUMBER = 2
WIDTHS = (7, 62, 44, 44)


def say_deadline(deadline: Deadline) -> str:
    """A deadline as staff read it: "trước ngày 20/10" is over when the 20th begins."""
    day = f"ngày {deadline.day:%d/%m/%Y} ({WEEKDAYS[deadline.day.weekday()]})"
    word = "chậm nhất" if deadline.inclusive else "trước"
    if deadline.hour is not None:
        return f"{word} {deadline.hour:%H} giờ {deadline.hour:%M} {day}"
    if deadline.inclusive:
        return f"{word} {day}; hết ngày đó vẫn là đúng hạn"
    last = deadline.day - timedelta(days=1)
    return f"{word} ngày {deadline.day:%d/%m/%Y} (hết ngày {last:%d/%m})"


def _due(duty: Duty) -> str:
    """Until when, as the plan writes it; where no plan does, the first moment that is too late."""
    return say_deadline(duty.deadline) if duty.deadline else f"trước {duty.due:%H:%M %d/%m/%Y}"


def _where(duty: Duty, sheets: Mapping[str, str]) -> str:
    """Where in the workbook the unit says it; `sheets` names the report sheets by duty."""
    match duty.kind:
        case "declare":
            none = f"không có thì trang “{layout.NO_ACTIVITY}”"
            return f"Trang “{layout.ACTIVITIES}”: điền các cột dự kiến ({none}), gửi biểu"
        case "hold":
            held = "đổi Tình trạng thành “Đã tổ chức”, điền số thực hiện, gửi lại biểu"
            return f"Trang “{layout.ACTIVITIES}”: {held}"
        case "report":
            return f"Trang “{sheets[duty.id]}”: điền số liệu, kinh phí, đánh giá, gửi biểu"
        case "approve":
            return "Xác nhận trên hệ thống, không điền trong biểu này"
        case _:
            assert_never(duty.kind)


def write_duties(sheet: Worksheet, form: Form, plan: Plan, unit: Unit) -> None:
    mine = form.participant
    style.widths(sheet, WIDTHS)
    style.title(sheet, 1, mine.name.upper(), 16)
    style.title(sheet, 2, f"{plan.title}", 12)
    style.note(sheet, 3, f"Số {plan.number} ngày {plan.issued_on:%d/%m/%Y}. {_to_whom(form)}")
    row = _table(
        sheet,
        5,
        "I. NỘI DUNG PHẢI THỰC HIỆN VÀ THỜI HẠN",
        ("STT", "Nội dung phải thực hiện", "Thời hạn", "Điền ở đâu"),
        _duties(form),
    )
    row = _table(
        sheet,
        row + 1,
        "II. NHIỆM VỤ KẾ HOẠCH GIAO",
        ("Mục", "Nội dung", "Hình thức", "Vai trò"),
        _assignments(form, unit),
    )
    own = [event for event in plan.central_events if event.lead == mine.unit]
    if own:
        events = [
            (str(number), event.title, f"{event.day:%d/%m/%Y}", "Nhớ đăng ký ở trang “Hoạt động”")
            for number, event in enumerate(own, 1)
        ]
        heads = ("STT", "Sự kiện do đơn vị chủ trì", "Ngày", "")
        _table(sheet, row + 1, "III. SỰ KIỆN ẤN ĐỊNH TRONG KẾ HOẠCH", heads, events)
    style.pages(sheet, "1:2")
    sheet.sheet_view.showGridLines = False
    style.guard(sheet)


def _to_whom(form: Form) -> str:
    office = form.units.get(form.plan.reporting.receiver, form.plan.reporting.receiver)
    return f"Gửi biểu này về: {office}."


def _duties(form: Form) -> list[tuple[str, ...]]:
    sheets = {asked.duty: name for name, asked in report_layout.report_sheets(form).items()}
    return [
        (str(number), duty.title, _due(duty), _where(duty, sheets))
        for number, duty in enumerate(form.duties, 1)
    ]


def _assignments(form: Form, unit: Unit) -> list[tuple[str, ...]]:
    kinds = {kind.id: kind.name for kind in form.plan.kinds}
    rows: list[tuple[str, ...]] = []
    for assignment in form.plan.assignments:
        forms = "; ".join(kinds[kind] for kind in assignment.kinds if kind in kinds)
        text = " ".join(assignment.text.split())
        role = "Chủ trì" if _leads(assignment, unit, form.plan.issued_on) else "Phối hợp"
        rows.append((assignment.number, text, forms, role))
    return rows


def _leads(assignment: Assignment, unit: Unit, day: date) -> bool:
    return any(
        a.role == "lead" and (a.unit == unit.id or (a.group and unit.in_group(a.group, day)))
        for a in assignment.assignees
    )


def _table(
    sheet: Worksheet, row: int, title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]
) -> int:
    style.title(sheet, row, title, 12)
    for column, head in enumerate(heads, 2):
        style.heading(sheet.cell(row + 1, column), head)
    row += 2
    for cells in rows:
        for column, text in enumerate(cells, 2):
            cell = style.put(sheet.cell(row, column), text)
            style.shown(cell, style.WHITE, centred=column == NUMBER)
        tallest = max(style.height(text, width) for text, width in zip(cells, WIDTHS, strict=True))
        sheet.row_dimensions[row].height = tallest
        row += 1
    return row
