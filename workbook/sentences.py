"""Workbook: what is said about a workbook, in Vietnamese and in English, and where in it."""

from dataclasses import dataclass
from typing import Any

from contracts.findings import Finding, worded
from contracts.words import Severity

SENTENCES: dict[str, tuple[str, str]] = {
    # the file: nothing in it can be read
    "not-xlsx": (
        "Tệp không phải .xlsx hợp lệ hoặc bị hỏng; hãy mở bằng Excel và lưu lại dạng .xlsx.",
        "Not a valid .xlsx file.",
    ),
    "locked-xlsx": (
        "Tệp có mật khẩu hoặc là dạng .xls cũ; hãy bỏ mật khẩu và lưu lại dạng .xlsx.",
        "The file is encrypted or an old .xls; save it as .xlsx without a password.",
    ),
    "too-large": (
        "Tệp quá lớn ({detail}). Hãy xóa ảnh dán trong biểu và các dòng, cột định dạng thừa.",
        "The file is too large ({detail}).",
    ),
    "unsafe-xml": (
        "Tệp chứa khai báo XML không được phép; hãy lập lại từ biểu mẫu.",
        "The file holds an XML document type declaration.",
    ),
    "days-from-1904": (
        "Tệp đếm ngày từ năm 1904; hãy bỏ chọn “Use 1904 date system” trong Excel rồi lưu lại.",
        "The file counts days from 1904; switch that off in Excel and save it again.",
    ),
    "not-ours": (
        "Tệp không phải biểu do “ngayso workbook make” lập, hoặc đã mất trang ẩn.",
        "Not a workbook made by `ngayso workbook make`, or its hidden sheet is gone.",
    ),
    "form-damaged": (
        "Trang ẩn của biểu đã bị sửa; hãy lấy lại biểu mẫu và chép số liệu sang.",
        "The workbook's hidden sheet was changed ({detail}); make a new workbook.",
    ),
    "template-old": (
        "Biểu mẫu phiên bản {given} đã cũ (cần {wanted}); hãy lập lại: ngayso workbook make.",
        "Template version {given} is too old, {wanted} is wanted; make the workbook again.",
    ),
    "template-new": (
        "Biểu mẫu phiên bản {given} mới hơn chương trình này ({wanted}); hãy cập nhật ngayso.",
        "Template version {given} is newer than this program's {wanted}; update ngayso.",
    ),
    "contract-other": (
        "Biểu lập cho hợp đồng dữ liệu khác ({given}); hãy lập lại: ngayso workbook make.",
        "The workbook was made for another contract version ({given}); make it again.",
    ),
    "wrong-plan": (
        "Biểu này thuộc kế hoạch {given!r}, không phải {wanted!r}.",
        "This workbook belongs to plan {given!r}, not {wanted!r}.",
    ),
    "wrong-unit": (
        "Biểu này của đơn vị {given!r}, không phải {wanted!r}.",
        "This workbook is unit {given!r}'s, not {wanted!r}'s.",
    ),
    "unit-repeated": (
        "Đơn vị {unit!r} đã có trong tệp {file}; mỗi lượt chỉ gửi một biểu của một đơn vị.",
        "Unit {unit!r} was given already in {file}.",
    ),
    # the sheets
    "plan-changed": (
        "Kế hoạch đã thay đổi từ khi lập biểu; kiểm tra theo kế hoạch trong --plan.",
        "The plan changed since the workbook was made; the one of --plan is used.",
    ),
    "nothing-filled": (
        "Biểu chưa điền nội dung nào để gửi.",
        "Nothing in this workbook has been filled in.",
    ),
    "sheet-missing": (
        "Thiếu trang “{sheet}”, hoặc trang đã mất cột A, dòng ẩn; hãy chép số liệu sang biểu mới.",
        "Sheet “{sheet}” is gone, or has lost its hidden keys.",
    ),
    "sheet-twice": (
        "Có hai trang “{sheet}”; hãy xóa bản sao.",
        "There are two sheets “{sheet}”; delete the copy.",
    ),
    "column-missing": (
        "Thiếu cột “{column}” (đã bị xóa); hãy chép số liệu sang biểu mới.",
        "Column “{column}” was deleted.",
    ),
    "row-missing": (
        "Thiếu dòng “{row}” của báo cáo (đã bị xóa); hãy chép số liệu sang biểu mới.",
        "The row “{row}” of the report was deleted.",
    ),
    "rows-beyond": (
        "Có nội dung sau dòng {last}; hãy chuyển lên các dòng trống của bảng.",
        "There is something below row {last}.",
    ),
    "merged": (
        "Các ô {area} đã bị gộp; hãy bỏ gộp (Unmerge) và điền từng ô.",
        "Cells {area} are merged; unmerge them.",
    ),
    # the cells
    "cell-missing": ("Chưa điền ô bắt buộc này.", "This required cell is empty."),
    "formula-empty": (
        "Công thức chưa có kết quả; hãy mở bằng Excel rồi lưu lại, hoặc gõ thẳng giá trị.",
        "The formula has no stored result; save the file in Excel, or type the value.",
    ),
    "cell-error": (
        "Công thức bị lỗi {given}; hãy sửa hoặc gõ thẳng giá trị.",
        "The formula gives {given}.",
    ),
    "number-form": (
        "{given!r} không phải số hợp lệ. Gõ ví dụ 24455, 24.455 hoặc “gần 3.500”.",
        "{given!r} is not a number that may stand here.",
    ),
    "number-fraction": (
        "{given} không phải số nguyên. Nếu là hàng nghìn, gõ liền {joined}.",
        "{given} is not whole; where thousands are meant, type {joined}.",
    ),
    "number-decimals": (
        "Số {given} có quá {decimals} chữ số sau dấu phẩy.",
        "{given} has more than {decimals} decimals.",
    ),
    "nothing-and-more": (
        "Đã ghi “{said}” thì để trống ô này.",
        "“{said}” leaves nothing to say here.",
    ),
    "number-negative": ("Số {given} âm; hãy gõ số từ 0.", "{given} is negative."),
    "number-large": (
        "Số {given} quá lớn; hãy kiểm tra đơn vị tính.",
        "{given} is beyond what is believed.",
    ),
    "number-percent": (
        "{given!r} là phần trăm; hãy điền tử số và mẫu số.",
        "{given!r} is a percentage; give numerator and denominator.",
    ),
    "number-is-day": (
        "Ô này cần số nhưng đang là ngày ({given}); hãy gõ lại số và chọn định dạng Number.",
        "A number is wanted, the cell holds a date ({given}).",
    ),
    "qualifier-two": (
        "Mức chọn là “{chosen}” nhưng trong ô số ghi “{written}”; hãy để một.",
        "The qualifier is given twice, as “{chosen}” and as “{written}”.",
    ),
    "money-form": (
        "{given!r} không thành số đồng nguyên; gõ số đồng, hoặc kèm đơn vị: 12,5 triệu; 1,2 tỷ.",
        "{given!r} is no amount in whole đồng; triệu and tỷ are written behind the number.",
    ),
    "number-qualifier": (
        "Số tiền, mẫu số không nhận “{written}”; hãy gõ số đúng.",
        "Money and denominators take no “{written}”.",
    ),
    "day-form": (
        "{given!r} không phải ngày; gõ ngày/tháng/năm, ví dụ 05/10/2022.",
        "{given!r} is not a day; write day/month/year.",
    ),
    "day-unknown": (
        "Không có ngày {given}; thứ tự là ngày/tháng/năm.",
        "There is no day {given}; the order is day/month/year.",
    ),
    "days-reversed": (
        "Đến ngày ({last}) sớm hơn Từ ngày ({first}).",
        "The last day ({last}) is before the first ({first}).",
    ),
    "not-listed": (
        "{given!r} không có trong danh sách; hãy chọn từ danh sách thả xuống.",
        "{given!r} is not in the list.",
    ),
    "not-valid": ("Nội dung không hợp lệ; cần: {wanted}.", "Not valid: {detail}"),
    "activity-row": (
        "Không có hoạt động STT {given} ở trang “Hoạt động”.",
        "There is no activity in row number {given}.",
    ),
    "no-number": (
        "Dòng này không có mã của biểu (dòng chèn thêm); hãy chuyển sang một dòng có sẵn STT.",
        "This row was inserted and has no id; use one that has a number.",
    ),
    "row-copied": (
        "Dòng này trùng mã với dòng {row} (sao chép cả dòng); hãy chép sang một dòng trống khác.",
        "This row has the id of row {row}: the whole row was copied.",
    ),
    "figure-alone": (
        "Chưa có số dự kiến hay thực hiện.",
        "Neither a planned nor an actual figure.",
    ),
    "reason-unused": (
        "Lý do rút chỉ dùng khi Tình trạng là “Rút, không tổ chức”; không gửi đi.",
        "A reason is sent only when the activity is withdrawn.",
    ),
    "joint-incomplete": (
        "Hoạt động chung cần cả đơn vị chủ trì và STT bên chủ trì.",
        "A joint activity needs both its lead and the lead's number.",
    ),
    "no-verdict": (
        "Đã gửi (số {sequence}) nhưng chưa có trả lời; không mất, gửi lại cũng không trùng.",
        "Sent as {sequence}, no verdict yet; it is not lost, sending again is harmless.",
    ),
}


@dataclass(frozen=True)
class Spot:
    """A cell of a workbook, or a sheet, as a person finds it."""

    sheet: str
    row: int | None = None
    column: str | None = None
    cell: str | None = None
    wanted: str = ""

    def __str__(self) -> str:
        parts = [self.sheet]
        if self.row is not None:
            parts.append(f"dòng {self.row}")
        if self.column:
            parts.append(f"cột {self.column}")
        return ", ".join(parts) + (f" (ô {self.cell})" if self.cell else "")


@dataclass(frozen=True)
class Fault:
    """A finding about a workbook; `place` is None where it is about the whole file."""

    finding: Finding
    place: Spot | None = None

    @property
    def wrong(self) -> bool:
        """Whether the workbook cannot be sent for it."""
        return self.finding.severity == "error"

    def row(self) -> dict[str, Any]:
        place = self.place or Spot("")
        return {
            **self.finding.model_dump(),
            "sheet": place.sheet or None,
            "row": place.row,
            "column": place.column,
            "cell": place.cell,
        }


class Wrong(ValueError):
    """Something in a cell, a sheet or a file that cannot be taken; a code and its words."""

    def __init__(self, code: str, **words: object) -> None:
        self.code = code
        self.words = words
        super().__init__(code)


def fault(
    code: str, place: Spot | None = None, severity: Severity = "error", **words: object
) -> Fault:
    """A finding of the workbook's own; raises KeyError for an unlisted code."""
    return Fault(worded(SENTENCES, code, "", severity, **words), place)
