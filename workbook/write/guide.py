"""Workbook, write: the sheet that tells how to fill in the others and where they go."""

from collections.abc import Iterator, Sequence

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from workbook import layout
from workbook.form import Form
from workbook.write import style

WIDTH = 130
FILLING = (
    "Chỉ điền các ô nền vàng. Cột, dòng có dấu (*) là bắt buộc. Ô xám do biểu tự tính.",
    "Số: gõ 24455 hoặc 24.455. Số ước lượng: chọn Mức, hoặc gõ “gần 3.500”.",
    f"Tiền: số đồng, {layout.WITH_UNIT}; nơi nhận biểu đọc lại bằng chữ.",
    "Không có số thì chọn trong danh sách của ô: “không phát sinh”, “không thuộc chức năng” hoặc",
    "“chưa có số liệu” (sẽ gửi sau). Số 0 là bằng không; ô trống là không báo cáo.",
    "Số lẻ, nếu được phép: dùng dấu phẩy, ví dụ 12,5; dấu chấm chỉ để tách hàng nghìn.",
    "Tỷ lệ: điền tử số và mẫu số; chỉ khi không có hai số đó mới ghi ở cột “Chỉ có tỷ lệ”.",
    "Ngày: gõ ngày/tháng/năm, ví dụ 05/10/2022.",
    "Không xóa, không gộp cột, dòng, trang; các ô khóa không có mật khẩu nhưng nên để nguyên.",
)
ACTIVITY = (
    "Mỗi dòng một hoạt động. Nhiệm vụ được giao đã chọn sẵn; dòng không dùng thì để nguyên.",
    "Một hoạt động lồng ghép nhiều nhiệm vụ: ghi số các mục vào một ô, ví dụ V.8.a; V.8.c.",
    "Đã gửi rồi thì sửa ngay trên dòng đó, gửi lại cả biểu; không chuyển sang dòng khác.",
    "Tổ chức xong: đổi Tình trạng thành “Đã tổ chức”, điền kinh phí và số liệu thực hiện.",
    "Không tổ chức nữa: chọn “Rút, không tổ chức”, ghi lý do; xóa trắng dòng là chưa rút.",
    "Chỉ tiêu báo cáo của hoạt động: trang “Số liệu”; ảnh, bài viết: trang “Minh chứng”; theo STT.",
    "Hoạt động chung: đơn vị chủ trì điền đầy đủ; đơn vị phối hợp chọn đơn vị chủ trì,",
    "ghi STT của hoạt động trong biểu của đơn vị đó, để chỉ tính một lần.",
    "Chủ trì ngoài danh bạ (bộ, ngành, doanh nghiệp): các đơn vị tham gia ghi cùng một Mã chung,",
    "chữ không dấu, số và gạch nối, ví dụ hoi-nghi-01; tên chủ trì ở cột Đơn vị ngoài danh bạ.",
)
NO_ACTIVITY = (
    f"Không có hoạt động nào để đăng ký: chọn lý do ở trang “{layout.NO_ACTIVITY}”; khi đó không",
    "còn phải tổ chức. Về sau có hoạt động thì xóa lý do, điền hoạt động.",
)
REPORTING = (
    "Mỗi báo cáo phải gửi có một trang, ghi tên báo cáo ở dòng đầu; chưa báo cáo thì để trống cả",
    "trang. Biểu chỉ hỏi những chỉ tiêu báo cáo mà kế hoạch yêu cầu đơn vị ở báo cáo đó.",
    "Không có nội dung để báo cáo: chọn lý do ở dòng đầu trang, để trống số liệu và kinh phí.",
    "Một báo cáo gộp nhiều kỳ: điền ở trang của kỳ sau cùng, chọn các kỳ trước; trang các kỳ đó",
    "để trống. Một báo cáo cho nhiều đơn vị: chọn các đơn vị; các đơn vị đó không gửi nữa.",
    "Sửa báo cáo: sửa trên biểu này rồi gửi lại; thời điểm gửi lần đầu không thay đổi.",
)
SENDING = (
    "Gửi tệp này cho cơ quan tổng hợp. Gửi lại cùng nội dung không gây trùng.",
    "Có lỗi thì đơn vị nhận lại một bản đuôi .loi.xlsx: ô sai tô đỏ, có ghi chú;",
    f"danh sách lỗi ở trang “{layout.FAULTS}”. Sửa ngay trên bản đó rồi gửi lại.",
)


def write_guide(sheet: Worksheet, form: Form) -> None:
    style.widths(sheet, (4, WIDTH))
    style.title(sheet, 1, "HƯỚNG DẪN ĐIỀN VÀ GỬI BIỂU", 16)
    row = 3
    for title, lines in _sections(form):
        style.title(sheet, row, title, 12)
        for text in lines:
            row += 1
            going_on = text.lstrip("“")[0].islower()
            dash = style.put(sheet.cell(row, 2), "" if going_on else "–", style.font())
            dash.alignment = Alignment(vertical="top", horizontal="right")
            style.put(sheet.cell(row, 3), text, style.font()).alignment = style.WRAP
            sheet.row_dimensions[row].height = style.height(text, WIDTH)
        row += 2
    style.pages(sheet, "1:1")
    sheet.page_setup.fitToHeight = 1
    sheet.sheet_view.showGridLines = False
    style.guard(sheet)


def _sections(form: Form) -> Iterator[tuple[str, Sequence[str]]]:
    window = form.plan.window
    yield "Điền", FILLING
    if form.has_activities:
        within = f"Thời gian tổ chức: từ {window.first:%d/%m/%Y} đến {window.last:%d/%m/%Y}."
        yield "Hoạt động", (within, *ACTIVITY, *(NO_ACTIVITY if form.declarable else ()))
    if form.reports:
        yield "Báo cáo", REPORTING
    yield "Gửi", SENDING
