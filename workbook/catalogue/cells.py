"""Workbook, catalogue: what is said of a cell."""

CELLS: dict[str, tuple[str, str]] = {
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
        "{given!r} là phần trăm; hãy điền tử số và mẫu số, hoặc ghi ở cột “Chỉ có tỷ lệ”.",
        "{given!r} is a percentage; give numerator and denominator, or use the column for it.",
    ),
    "percent-range": (
        "{given} không phải tỷ lệ phần trăm từ 0 đến 100.",
        "{given} is no per cent from 0 to 100.",
    ),
    "percent-unclear": (
        "Không rõ {given} là bao nhiêu phần trăm; hãy gõ kèm dấu %, ví dụ 72,63%.",
        "It is not clear how many per cent {given} is; type it with its sign.",
    ),
    "percent-and-parts": (
        "Đã ghi ở cột “Chỉ có tỷ lệ” thì để trống tử số, mẫu số; nếu có hai số đó, xóa tỷ lệ.",
        "A ratio is told by its two numbers, or only by its per cent.",
    ),
    "percent-of-none": (
        "Chỉ tiêu báo cáo này không phải tỷ lệ; hãy để trống ô này.",
        "This indicator is no ratio; leave the cell empty.",
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
    "joint-two-leads": (
        "Đã ghi mã chung (chủ trì ngoài danh bạ) thì để trống đơn vị chủ trì và STT.",
        "A joint activity has a lead in the directory, or a shared key.",
    ),
    "period-twice": (
        "Kỳ được gộp còn có số liệu ở trang “{sheet}”; hãy để trống trang đó, hoặc bỏ kỳ ở đây.",
        "Sheet “{sheet}” holds a report of its own for a period that is gathered here.",
    ),
    "no-duty": (
        "Dòng này không ứng với nội dung nào phải đăng ký; hãy ghi ở dòng có sẵn, hoặc xóa.",
        "This row is of no duty to declare; use a row that was there, or empty it.",
    ),
    "no-verdict": (
        "Đã gửi (số {sequence}) nhưng chưa có trả lời; không mất, gửi lại cũng không trùng.",
        "Sent as {sequence}, no verdict yet; it is not lost, sending again is harmless.",
    ),
}
