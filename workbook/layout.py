"""Workbook: which sheets, columns and rows a workbook has; what writes and what reads share.

Every sheet carries its keys in a hidden row and a hidden column, so that columns may be moved and
sheets renamed without anything being read from the wrong place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from contracts.plan import Plan

ACTIVITIES, FIGURES, EVIDENCE, REPORT = "Hoạt động", "Số liệu", "Minh chứng", "Báo cáo"
NO_ACTIVITY = "Không có hoạt động"
DUTIES, GUIDE = "Nội dung phải thực hiện", "Hướng dẫn"
HIDDEN, LISTS, FAULTS = "_ngayso", "_danh-muc", "Lỗi cần sửa"
MARKERS = {
    ACTIVITIES: "#activities",
    FIGURES: "#figures",
    EVIDENCE: "#evidence",
    NO_ACTIVITY: "#no-activity",
}
KEYS_ROW = 5
FIRST_ROW = KEYS_ROW + 1
ROWS = {ACTIVITIES: 40, FIGURES: 120, EVIDENCE: 60}
PARTNERS = 3

Kind = Literal["text", "day", "number", "percent", "choice", "computed", "total"]
PLANNED, ACTUAL = "Kinh phí dự kiến", "Kinh phí thực hiện"
WANTED: dict[Kind, str] = {
    "text": "chữ, không quá dài, không có ký tự điều khiển",
    "day": "ngày/tháng/năm, ví dụ 05/10/2022",
    "number": "số không âm, ví dụ 24455 hoặc 24.455",
    "percent": "tỷ lệ phần trăm từ 0 đến 100, ví dụ 72,63%",
    "choice": "một mục trong danh sách thả xuống",
    "computed": "",
    "total": "số nguyên bằng tổng các nguồn",
}


@dataclass(frozen=True)
class Column:
    """A column: its key in the hidden row, its heading (under a group), and what is typed in it."""

    key: str
    heading: str
    width: int
    kind: Kind = "text"
    group: str = ""
    choices: str = ""
    required: bool = False
    prompt: str = ""
    page: int = 1
    restored: bool = False
    """Nothing is lost when the column is deleted."""

    @property
    def said(self) -> str:
        """The column as a message names it."""
        return f"{self.group}: {self.heading}" if self.group else self.heading

    @property
    def wanted(self) -> str:
        return self.prompt or WANTED[self.kind]


ONE_DAY = "Để trống nếu chỉ một ngày."


def activity_columns(plan: Plan) -> list[Column]:
    """One row is one activity: what and when, with whom, and its money, each a printed page."""
    first = f"{plan.window.first:%d/%m/%Y}"
    last = f"{plan.window.last:%d/%m/%Y}"
    within = f"Ngày/tháng/năm, trong thời gian {first} đến {last}."
    several = "Một hoạt động lồng ghép nhiều nhiệm vụ: ghi số các mục, ví dụ V.8.a; V.8.c."
    status = "Sau khi tổ chức xong, đổi thành “Đã tổ chức”. Không làm nữa: “Rút, không tổ chức”."
    others = "Đơn vị ngoài danh bạ, cách nhau bằng dấu chấm phẩy."
    return [
        Column("number", "STT", 6, "number", restored=True),
        Column("title", "Tên hoạt động", 40, required=True, prompt="Gọn trong một dòng."),
        Column("kind", "Loại hoạt động", 26, "choice", choices="kinds", required=True),
        Column(
            "assignments", "Nhiệm vụ được giao", 34, "choice", choices="assignments", prompt=several
        ),
        Column("starts_on", "Từ ngày", 12, "day", required=True, prompt=within),
        Column("ends_on", "Đến ngày", 12, "day", prompt=ONE_DAY),
        Column("place", "Địa điểm", 26),
        Column("status", "Tình trạng", 16, "choice", choices="statuses", prompt=status),
        Column("reason", "Lý do rút", 18, prompt="Chỉ điền khi rút hoạt động."),
        *(
            Column(
                f"partner-{number}",
                f"Phối hợp {number}",
                24,
                "choice",
                "Đơn vị phối hợp",
                "partners",
                page=2,
            )
            for number in range(1, PARTNERS + 1)
        ),
        Column("other_partners", "Đơn vị ngoài danh bạ", 30, prompt=others, page=2),
        *_joint(),
        *_money(plan, "planned", PLANNED),
        *_money(plan, "actual", ACTUAL),
    ]


def _joint() -> Iterator[Column]:
    """Of whom an activity is that others lead: a row of that unit's workbook, or a shared key."""
    joint = "Hoạt động chung do đơn vị khác chủ trì"
    code = "Số thứ tự của hoạt động trong biểu của đơn vị chủ trì, hoặc mã do đơn vị đó cho."
    key = "Chủ trì ngoài danh bạ: mã chung, mọi đơn vị tham gia ghi như nhau, ví dụ hoi-nghi-01."
    yield Column("joint/unit", "Đơn vị chủ trì", 24, "choice", joint, "partners", page=2)
    yield Column("joint/activity", "STT bên chủ trì", 14, "text", joint, prompt=code, page=2)
    yield Column("joint/outside", "Mã chung", 18, "text", joint, prompt=key, page=2)


WITH_UNIT = "hoặc kèm đơn vị: 12,5 triệu; 1,2 tỷ"
"""How an amount of money may be typed other than in đồng."""


def _money(plan: Plan, account: str, group: str) -> Iterator[Column]:
    said = f"Số đồng, {WITH_UNIT}. Không có số liệu thì để trống, không ghi 0."
    for source in plan.budget_sources:
        yield Column(
            f"{account}/{source.id}", source.name, 15, "number", group, prompt=said, page=3
        )
    kind: Kind = "total" if plan.budget_sources else "number"
    prompt = "" if plan.budget_sources else said
    yield Column(f"{account}//total", "Tổng cộng", 16, kind, group, prompt=prompt, page=3)


def no_activity_columns() -> list[Column]:
    """One row is one duty to declare, of which the unit may say that there is nothing."""
    return [
        Column("number", "STT", 6, "computed"),
        Column("duty", "Nội dung phải thực hiện", 60, "computed"),
        Column("reason", "Không có hoạt động, vì", 28, "choice", choices=NILS),
        Column("note", "Giải thích thêm", 60),
    ]


NILS = "nils"
NOTHINGS = "nothings"
ONLY_RATIO = "Chỉ có tỷ lệ"
RATIO_ALONE = "Chỉ khi không có tử số, mẫu số: gõ phần trăm, ví dụ 72,63%."
NO_NUMBER = "Không có số: chọn “không phát sinh”, “không thuộc chức năng”, “chưa có số liệu”."


def figure_columns() -> list[Column]:
    """One row is one figure of one activity, planned beside actual."""
    number = "Số thứ tự của hoạt động ở trang Hoạt động."
    value = "Số; nếu là tỷ lệ: tử số; nếu là thuyết minh: nội dung chữ. " + NO_NUMBER
    columns = [
        Column("number", "STT hoạt động", 11, "number", required=True, prompt=number),
        Column("title", "Tên hoạt động", 38, "computed"),
        Column("indicator", "Chỉ tiêu báo cáo", 44, "choice", choices="indicators", required=True),
        Column("unit", "Đơn vị tính", 14, "computed"),
    ]
    for key, group in (("planned", "Dự kiến"), ("actual", "Thực hiện")):
        columns += [
            Column(f"{key}/qualifier", "Mức", 9, "choice", group, "qualifiers"),
            Column(f"{key}/value", "Số liệu (tử số)", 14, "number", group, NOTHINGS, prompt=value),
            Column(f"{key}/denominator", "Mẫu số", 12, "number", group),
            Column(f"{key}/percent", ONLY_RATIO, 11, "percent", group, prompt=RATIO_ALONE),
        ]
    return columns


def evidence_columns() -> list[Column]:
    """One row is one photograph, article or document of an activity."""
    number = "Số thứ tự của hoạt động ở trang Hoạt động."
    link = "Địa chỉ đầy đủ, bắt đầu bằng http:// hoặc https://, không có dấu cách."
    return [
        Column("number", "STT hoạt động", 11, "number", required=True, prompt=number),
        Column("activity", "Tên hoạt động", 40, "computed"),
        Column("title", "Tên ảnh, bài viết, văn bản", 48, required=True),
        Column("link", "Liên kết", 60, required=True, prompt=link),
    ]
