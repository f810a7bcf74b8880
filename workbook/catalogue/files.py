"""Workbook, catalogue: what is said of a file and of its sheets."""

FILES: dict[str, tuple[str, str]] = {
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
}
