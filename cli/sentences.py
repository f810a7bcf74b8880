"""Cli, sentences: what the command says to staff, in Vietnamese and in English, in one place."""

SENTENCES: dict[str, tuple[str, str]] = {
    # the command line
    "option-unknown": ("Không có tùy chọn {option}; xem: {help}.", "{detail} See: {help}."),
    "value-missing": ("Thiếu {what}; xem: {help}.", "{detail} See: {help}."),
    "value-wrong": ("Giá trị của {what} không dùng được; xem: {help}.", "{detail} See: {help}."),
    "command-unknown": ("Không có lệnh như vậy. Các lệnh: {known}.", "{detail} See: {help}."),
    "misused": ("Lệnh thừa hoặc thiếu tham số; xem: {help}.", "{detail} See: {help}."),
    "stopped": ("Đã dừng theo yêu cầu.", "Stopped on request."),
    # the file of a campaign
    "dossier-not-empty": (
        "Thư mục {path} đã có tệp; hãy nêu một thư mục mới hoặc trống.",
        "{path} holds files; name a new or an empty folder.",
    ),
    "dossier-other-bytes": (
        (
            "Báo cáo phát hành lần {number} ({form}) không đúng mã băm đã ghi; chưa lập hồ sơ. "
            "Xem: ngayso log verify."
        ),
        (
            "The published report {number} ({form}) is not the bytes that were recorded; nothing "
            "was written. See: ngayso log verify."
        ),
    ),
    "dossier-written": (
        (
            "Đã lập hồ sơ tại {path}: {files} tệp, {size} byte, {units} đơn vị, {published} báo "
            "cáo phát hành, đến bản ghi số {position}. Kiểm tra: sha256sum -c {sums}."
        ),
        (
            "Written to {path}: {files} files, {size} bytes, {units} units, {published} published "
            "reports, up to record {position}. Check with: sha256sum -c {sums}."
        ),
    ),
    "dossier-contacts": (
        (
            "Hồ sơ không có đầu mối liên hệ. Đơn vị nào hết việc thì xóa đầu mối: "
            'ngayso contacts erase MÃ --reason "Kết thúc {plan}".'
        ),
        (
            "The file holds no contacts. Where a unit has nothing left to do, erase its contacts: "
            'ngayso contacts erase UNIT --reason "{plan} has ended".'
        ),
    ),
    # the register of incoming documents
    "register-row-again": (
        "Dòng này ghi lại đúng như {first}; chỉ tính một lần.",
        "The same entry as at {first}; it counts once.",
    ),
    "register-number": (
        "Ô “{column}” hoặc số văn bản không dùng được: quá dài hoặc có ký tự lạ.",
        "The cell “{column}”, or the document's number, cannot be used: too long, or odd signs.",
    ),
    "register-counts": (
        (
            "Khớp {matched}; đã ghi từ trước {recorded}; không khớp số, ngày {apart}; có số liệu "
            "chưa thấy văn bản {without_document}; có văn bản chưa có số liệu {without_figures}; "
            "văn bản khác trong sổ {other}."
        ),
        (
            "{matched} match; {recorded} recorded before; {apart} differ; {without_document} "
            "figures without document; {without_figures} documents without figures; {other} others."
        ),
    ),
    "register-sent": (
        "Đã ghi số đến: {sent} lệnh, bị từ chối {refused}.",
        "{sent} commands sent, {refused} refused.",
    ),
    # files
    "file-unreadable": ("Không đọc được tệp {path}: {detail_vi}.", "Cannot read {path}: {detail}."),
    "wrong-kind": (
        "Tệp {path} là dạng {kind}; cần tệp {wanted}.",
        "{path} is a file of another kind, {kind}; {wanted} is wanted.",
    ),
    "not-csv": (
        "Tệp {path} không phải CSV hợp lệ (từ dòng {line}).",
        "{path} is not valid CSV (line {line}: {detail}).",
    ),
    "not-utf8": (
        "Tệp {path} không phải mã UTF-8; hãy lưu lại dạng UTF-8.",
        "{path} is not UTF-8; save it as UTF-8.",
    ),
    "not-yaml": (
        "Tệp {path} không phải YAML hoặc JSON hợp lệ ({detail_vi}).",
        "{path} is not valid YAML or JSON ({detail}).",
    ),
    "xlsx-refused": ("{path}: {detail_vi}", "{path}: {detail}"),
    "file-empty": (
        "Tệp {path} trống; hãy nêu đúng tệp.",
        "{path} is empty; name the right file.",
    ),
    "file-too-large": (
        "Tệp {path} quá lớn ({size} MB, giới hạn {limit} MB); hãy chia thành nhiều tệp.",
        "{path} is too large ({size} MB of {limit}); split it.",
    ),
    "table-too-large": (
        "Tệp {path} có quá {limit} ô hoặc giá trị; hãy chia thành nhiều tệp.",
        "{path} holds more than {limit} cells or values; split it.",
    ),
    "table-empty": (
        "Tệp {path} không có dòng tiêu đề nào nhận ra được (cần ít nhất hai cột đã biết).",
        "{path} has no row of headings that are known (two at least).",
    ),
    "not-a-plan": (
        "Tệp {path} không phải một kế hoạch.",
        "{path} is not a plan: most required fields are missing.",
    ),
    "not-a-report": (
        "Tệp {path} không phải báo cáo tổng hợp dạng JSON; hãy lập: ngayso report build PLAN.",
        "{path} is no consolidated report as JSON; `ngayso report build PLAN` writes one.",
    ),
    "report-not-continued": (
        "Tệp {path} của kế hoạch {plan!r}; kế hoạch này chỉ nối tiếp (same_as): {known}.",
        "{path} is of plan {plan!r}; the indicators of this plan continue (same_as): {known}.",
    ),
    "not-units": (
        "Tệp {path} không phải danh sách đơn vị.",
        "{path} is not a list of units.",
    ),
    "not-contacts": (
        "Tệp {path} không phải danh sách đầu mối liên hệ.",
        "{path} is not a list of contacts.",
    ),
    # plans
    "plan-clean": (
        "Kế hoạch {plan}: không có phát hiện nào.",
        "Plan {plan}: no findings.",
    ),
    "plan-findings": (
        "Kế hoạch {plan}: {errors} lỗi, {warnings} lưu ý.",
        "Plan {plan}: {errors} errors, {warnings} warnings.",
    ),
    "plan-broken": (
        "Kế hoạch trong {path} sai hợp đồng dữ liệu; hãy chạy: ngayso plan check.",
        "The plan in {path} breaks its contract; run: ngayso plan check.",
    ),
    "amending-wanted": (
        'Sửa kế hoạch cần --amend, --reason "…", --document SỐ, --day NGÀY, --signer "…".',
        'To amend give --amend, --reason "…", --document NUMBER, --day DAY, --signer "…".',
    ),
    "yes-wanted": (
        "Không có ai để hỏi lại; xem trước rồi thêm --yes để gửi.",
        "There is nobody to ask; look at what it will do, then give --yes to send it.",
    ),
    "plan-unsound": (
        "Kế hoạch {plan} còn lỗi, chưa gửi; hãy sửa rồi chạy: ngayso plan check.",
        "Plan {plan} has errors and was not sent; correct it, then run: ngayso plan check.",
    ),
    "plan-not-sent": (
        "Chưa gửi gì.",
        "Nothing was sent.",
    ),
    "people-unknown": (
        "Không hỏi được đầu mối liên hệ nên chưa tính được sẽ nhắc ai; notifier có chạy không?",
        "The notifier does not answer, so whom this will remind cannot be told; is it running?",
    ),
    "rungs-lapsed": (
        "{count} lần nhắc đã qua thời điểm, không gửi; chỉ lần gần nhất được gửi ngay.",
        "{count} reminders are past and will not be sent; only the latest goes out at once.",
    ),
    "amending-silent": (
        "Đơn vị nào đã thực hiện thì không được nhắc nữa.",
        "Units that have done their part are not reminded.",
    ),
    # rehearsing
    "rehearsed": (
        (
            "Tất cả: {mails} thư, {sms} SMS ({segments} đoạn, {cost} đồng) đến {people} người; "
            "nhiều nhất {most} tin một ngày qua một kênh cho một người."
        ),
        (
            "{mails} mails, {sms} SMS ({segments} segments, {cost} đồng) to {people} people; "
            "at most {most} a day to one person by one channel."
        ),
    ),
    "rehearsal-unfinished": (
        "Còn {count} tin chưa ngã ngũ 120 ngày sau thời hạn cuối.",
        "{count} messages had come to no end 120 days after the last deadline.",
    ),
    "rehearsal-refused": (
        "{count} bản tin đơn vị gửi bị từ chối; xem lý do bằng: ngayso conform.",
        "{count} of what units send would be refused; ngayso conform says why.",
    ),
    "rehearsal-saved": ("Đã ghi mọi tin vào {path}.", "All messages are in {path}."),
    "days-more": ("… và {count} ngày nữa.", "… and {count} more days."),
    "messages-more": ("… và {count} tin nữa.", "… and {count} more messages."),
    "units-more": ("… và {count} đơn vị nữa.", "… and {count} more units."),
    "rehearsing-registry": ("Đang lập nội dung phải thực hiện", "working out who owes what"),
    "rehearsing": ("Đang diễn tập từng ngày", "rehearsing day by day"),
    "outage-half": (
        "Hãy nêu cả --outage-from và --outage-to, lúc sau muộn hơn lúc trước.",
        "Give both --outage-from and --outage-to, the second one later.",
    ),
    "assumed-twice": (
        "Chỉ dùng một trong hai: --last-day hoặc --submissions.",
        "Give --last-day or --submissions, not both.",
    ),
    "not-xlsx-name": ("Tên tệp {path} phải có đuôi .xlsx.", "{path} must end in .xlsx."),
    "not-a-timeline": (
        "{path} không phải là danh sách bản tin đơn vị gửi: mục {where}.",
        "{path} is no list of what units send: see {where}.",
    ),
    "contacts-with-errors": (
        "Đầu mối có lỗi; hãy chạy: ngayso contacts import --preview.",
        "The contacts have errors; run: ngayso contacts import --preview.",
    ),
    "template-wrong": (
        "Mẫu thư trong {folder} có lỗi: {detail}",
        "A mail template in {folder} has an error: {detail}",
    ),
    "gateways-wrong": (
        "Tệp cổng SMS có lỗi: {detail}",
        "The file of gateways has an error: {detail}",
    ),
    "hold-shown": (
        "Sẽ tạm dừng {rungs} lượt nhắc đang chờ, gửi {units} đơn vị, {people} người ({which}).",
        "{rungs} reminders that wait will be held back, to {units} units, {people} people.",
    ),
    "cancel-shown": (
        "Sẽ hủy {rungs} lượt nhắc, gửi {units} đơn vị, {people} người ({which}); không gửi lại.",
        "{rungs} reminders will never be sent, to {units} units, {people} people.",
    ),
    "resume-shown": (
        "{count} lượt nhắc của kế hoạch đã tới giờ mà chưa gửi; chỉ bậc mới nhất còn đúng sẽ gửi.",
        "{count} reminders of the plan are due and not sent; only the latest still true will be.",
    ),
    "first-waiting": (
        "Lượt sớm nhất: {at}; {due} lượt đã tới giờ.",
        "The first one is due at {at}; {due} are due already.",
    ),
    "order-held": (
        "Đang tạm dừng nhắc việc ({order}) từ {since}, {by}: {which}. Lý do: {reason}",
        "Messages are held back ({order}) since {since} by {by}: {reason}",
    ),
    "order-cancelled": (
        "Không gửi nhắc việc ({order}) đến hết {until}, {by} từ {since}: {which}. Lý do: {reason}",
        "Messages are called off ({order}) until {until}, by {by} since {since}: {reason}",
    ),
    "filter-wrong": (
        "Không hiểu bộ lọc: {words}. Kênh là email hoặc sms; mã viết thường, không dấu.",
        "These words choose nothing: {words}. A channel is email or sms; ids are lower case.",
    ),
    "units-with-errors": (
        "Danh bạ có lỗi; hãy chạy: ngayso units import --preview.",
        "The units have errors; run: ngayso units import --preview.",
    ),
    # what an import says
    "column-unknown": (
        "Không biết cột {column}; bỏ qua.",
        "Column {column} is not known and is left out.",
    ),
    "wrong-too-many": (
        "Đã có {limit} mục sai; không đọc tiếp.",
        "{limit} records are wrong; the rest was not read.",
    ),
    "cells-without-heading": (
        "Cột thứ {column} không có tiêu đề; bỏ qua các ô ở dòng {rows}.",
        "Column {column} has no heading; its cells in rows {rows} are left out.",
    ),
    "column-twice": (
        "Hai cột cùng nghĩa, một là “{column}”; hãy bỏ bớt một cột.",
        "Two columns mean the same, one of them {column!r}; leave one out.",
    ),
    "cell-missing": ("Thiếu ô {column}.", "Cell {column} is missing."),
    "cell-failed": (
        "Ô “{column}” là công thức bị lỗi; hãy gõ thẳng giá trị.",
        "Cell {column!r} holds a formula that has failed.",
    ),
    "cell-unfinished": (
        "Ô “{column}” là công thức chưa có kết quả; hãy mở bằng Excel rồi lưu lại.",
        "Cell {column!r} holds a formula without a stored result; save the file in Excel.",
    ),
    "cell-is-day": (
        "Ô “{column}” đã bị Excel đổi thành ngày; hãy định dạng ô là Text rồi gõ lại.",
        "Cell {column!r} was turned into a date by Excel; format it as text and type it again.",
    ),
    "cell-is-fraction": (
        "Ô “{column}” là số lẻ, có thể đã mất số 0 ở cuối; hãy định dạng ô là Text rồi gõ lại.",
        "Cell {column!r} is a fraction that may have lost zeros; format it as text, type it again.",
    ),
    "cell-not-day": (
        "Ô “{column}” không phải ngày; gõ ngày/tháng/năm, ví dụ 01/07/2025.",
        "Cell {column!r} is not a day; write day/month/year.",
    ),
    "rows-disagree": (
        (
            "Đơn vị {unit!r} có ở dòng {other} với nội dung khác: {disputed}. Nếu là hai đơn vị, "
            "đặt hai mã; nếu là một, ghi từ ngày – đến ngày của từng dòng."
        ),
        (
            "Unit {unit!r} stands otherwise in row {other}: {disputed}. Give two units two ids; "
            "date the rows of one."
        ),
    ),
    "row-repeated": (
        "Dòng này lặp lại đơn vị {unit!r} ở dòng {other}, không thêm gì.",
        "This row repeats unit {unit!r} of row {other} and adds nothing.",
    ),
    "sheet-hidden": ("Trang này bị ẩn; bỏ qua.", "This sheet is hidden and passed over."),
    "sheet-without-headings": (
        "Trang này không có dòng tiêu đề nhận ra được; bỏ qua.",
        "This sheet has no headings that are known and is passed over.",
    ),
    "rows-above": (
        "Dòng {first} đến {last} là phần tên bảng, phía trên tiêu đề ở dòng {heading}; bỏ qua.",
        "Rows {first} to {last} are a title above the headings in row {heading}; passed over.",
    ),
    "row-title": (
        "Dòng này là tên nhóm, nằm ngang nhiều cột; bỏ qua.",
        "This row is a caption across several columns and is passed over.",
    ),
    "row-headings": (
        "Dòng này lặp lại tiêu đề; bỏ qua.",
        "This row repeats the headings and is passed over.",
    ),
    "row-numbering": (
        "Dòng này chỉ đánh số cột; bỏ qua.",
        "This row only numbers the columns and is passed over.",
    ),
    "cells-merged": (
        "Cột “{column}” có ô gộp: giá trị dùng cho từng dòng {rows}.",
        "Column {column!r} has merged cells: their value is that of each of the rows {rows}.",
    ),
    "cells-with-zeros": (
        "Cột “{column}”: giữ các số 0 ở đầu như ô hiển thị (dòng {rows}).",
        "Column {column!r}: leading zeros are kept as the cells show them (rows {rows}).",
    ),
    "day-read": ("Đọc ngày ở cột {column} (dòng {rows}).", "A day: {column} (rows {rows})."),
    "unit-twice": (
        "Đơn vị {unit!r} đã có ({file}).",
        "Unit {unit!r} was given already ({file}).",
    ),
    "normalised-nfc": (
        "Đã chuyển {before!r} sang Unicode dựng sẵn (NFC).",
        "{before!r} was brought to NFC.",
    ),
    "normalised-spaces": (
        "Đã bỏ khoảng trắng thừa: {before!r} thành {after!r}.",
        "Extra spaces were removed: {before!r} is now {after!r}.",
    ),
    "normalised-tone": (
        "Đã đặt lại dấu thanh: {before!r} thành {after!r}.",
        "The tone mark was moved: {before!r} is now {after!r}.",
    ),
    "same-name": (
        "Đơn vị {unit!r} cùng tên {name!r} và cùng cấp trên với {other!r}: có thể là một.",
        "Unit {unit!r} has the name {name!r} and the parent of {other!r}: maybe the same.",
    ),
    "same-name-apart": (
        "Đơn vị {unit!r} (thuộc {parent}) cùng tên {name!r} với {other!r} (thuộc {other_parent}).",
        (
            "Unit {unit!r} (under {parent}) has the name {name!r}, as has {other!r} "
            "(under {other_parent})."
        ),
    ),
    "code-shared": (
        "Mã {scheme} {value!r} đang dùng cho cả {other!r} và {unit!r}.",
        "Code {scheme} {value!r} is held by {other!r} and {unit!r} at once.",
    ),
    "code-reused": (
        "Mã {scheme} {value!r} được cấp lại: {other!r} và {unit!r}, khác thời gian.",
        "Code {scheme} {value!r} is re-used: {other!r} and {unit!r}, at different times.",
    ),
    "link-unknown": (
        "Đơn vị {unit!r} dẫn tới {other!r}, không có trong các tệp này và trong danh bạ.",
        "Unit {unit!r} points to {other!r}, which is neither in these files nor in the directory.",
    ),
    "link-elsewhere": (
        "Đơn vị {unit!r} dẫn tới {other!r} ở tệp khác; chưa so được với danh bạ hiện có.",
        "Unit {unit!r} points to {other!r} of another file; the directory could not be asked.",
    ),
    "parent-circle": (
        "Đơn vị {unit!r} là cấp trên của chính mình.",
        "Unit {unit!r} is above itself.",
    ),
    "unit-split": (
        "Đơn vị {unit!r} kết thúc từ {day}, chia cho: {heirs}.",
        "Unit {unit!r} ends on {day}, split among: {heirs}.",
    ),
    "unit-merged": (
        "Đơn vị {unit!r} kết thúc từ {day}, nhập vào: {heirs}.",
        "Unit {unit!r} ends on {day}, merged into: {heirs}.",
    ),
    "unit-replaced": (
        "Đơn vị {unit!r} kết thúc từ {day}, thay bằng: {heirs}.",
        "Unit {unit!r} ends on {day}, replaced by: {heirs}.",
    ),
    "unit-ended": (
        "Đơn vị {unit!r} kết thúc từ {day}, không có đơn vị kế thừa.",
        "Unit {unit!r} ends on {day} without a successor.",
    ),
    "unit-renamed": (
        "Đơn vị {unit!r} đổi tên từ {day}: {before} → {after}.",
        "Unit {unit!r} has a new name from {day}: {before} → {after}.",
    ),
    "unit-level": (
        "Đơn vị {unit!r} đổi cấp từ {day}: {before} → {after}.",
        "Unit {unit!r} has another level from {day}: {before} → {after}.",
    ),
    "unit-moved": (
        "Đơn vị {unit!r} đổi cấp trên từ {day}: {before} → {after}.",
        "Unit {unit!r} has another parent from {day}: {before} → {after}.",
    ),
    "unit-changed": (
        "Đơn vị {unit!r} thay đổi: {fields}.",
        "Unit {unit!r} changes: {fields}.",
    ),
    "compared": (
        "So với danh bạ hiện có: {new} đơn vị mới, {changed} thay đổi, {unchanged} giữ nguyên.",
        "Beside the present directory: {new} new, {changed} changed, {unchanged} as they are.",
    ),
    "not-compared": (
        "Chưa so với danh bạ hiện có; để so, thêm --nats hoặc NGAYSO_NATS_URL.",
        "Not compared with the present directory; give --nats or NGAYSO_NATS_URL to do so.",
    ),
    "units-read": (
        "Đọc được {units} đơn vị; {errors} lỗi, {warnings} lưu ý, {changed} chỗ đã chuẩn hóa.",
        "{units} units read; {errors} errors, {warnings} warnings, {changed} spellings changed.",
    ),
    "preview-only": (
        "Mới xem trước, chưa gửi gì.",
        "A preview: nothing was sent.",
    ),
    "nothing-sent": (
        "Có lỗi nên chưa gửi gì; sửa tệp rồi chạy lại.",
        "Nothing was sent because of the errors; correct the file and run again.",
    ),
    "units-sent": (
        "Đã gửi {sent}: {accepted} đơn vị ghi nhận, {unchanged} không đổi, {refused} bị từ chối.",
        "{sent} sent: {accepted} accepted, {unchanged} unchanged, {refused} refused.",
    ),
    "not-a-calendar": (
        "Tệp {path} không phải danh sách ngày nghỉ, ngày làm bù.",
        "{path} is not a list of decreed days.",
    ),
    "day-twice": ("Ngày {day} đã có ở trên.", "{day} was given already."),
    "day-decreed": ("Ngày {day}: {after} (mới).", "{day}: new: {after}."),
    "day-changed": ("Ngày {day}: {before} → {after}.", "{day}: {before} → {after}."),
    "day-dropped": (
        "Ngày {day}: bỏ “{before}”, trở lại theo luật.",
        "{day}: {before!r} is dropped; the day is as the law has it.",
    ),
    "days-read": (
        "Đọc được {days} ngày; {changed} ngày khác với lịch đang dùng.",
        "{days} days read; {changed} differ from the calendar in force.",
    ),
    "contact-twice": (
        "Đầu mối {contact!r} của đơn vị {unit!r} đã có ở trên.",
        "Contact {contact!r} of unit {unit!r} was given already.",
    ),
    "contacts-too-many": (
        "Đơn vị {unit!r} có quá {limit} đầu mối.",
        "Unit {unit!r} has more than {limit} contacts.",
    ),
    "phone-form": (
        "Đầu mối {contact!r} của {unit!r}: không phải một số điện thoại Việt Nam.",
        "Contact {contact!r} of {unit!r}: not one phone number of Viet Nam.",
    ),
    "phone-with-zero": (
        "Đầu mối {contact!r} của {unit!r}: đã thêm số 0 ở đầu mà bảng tính bỏ mất.",
        "Contact {contact!r} of {unit!r}: the leading 0 that a spreadsheet took was put back.",
    ),
    "phone-landline": (
        "Đầu mối {contact!r} của {unit!r}: số máy bàn, không nhận SMS; chỉ nhắc qua thư.",
        "Contact {contact!r} of {unit!r}: a landline gets no SMS; reminders go by e-mail alone.",
    ),
    "landline-only": (
        "Đầu mối {contact!r} của {unit!r} chỉ có số máy bàn, SMS không đến được.",
        "Contact {contact!r} of {unit!r} has a landline only, which no SMS reaches.",
    ),
    "email-form": (
        (
            "Đầu mối {contact!r} của {unit!r}: không máy chủ thư nào nhận địa chỉ này (trước @ chỉ "
            "chữ không dấu; sau @ là tên miền đầy đủ)."
        ),
        (
            "Contact {contact!r} of {unit!r}: no relay takes this e-mail address (ASCII before "
            "the @, a whole domain behind it)."
        ),
    ),
    "deputy-unknown": (
        "Người thay {deputy!r} của đầu mối {contact!r} không phải đầu mối khác của {unit!r}.",
        "Deputy {deputy!r} of contact {contact!r} is no other contact of {unit!r}.",
    ),
    "address-shared": (
        "Đầu mối {contact!r} và {other!r} của {unit!r} chung {shared}: chỉ nhắc một lần.",
        "Contacts {contact!r} and {other!r} of {unit!r} are one address and get one message.",
    ),
    "address-of-two-units": (
        "Đầu mối {contact!r} của {unit!r} cùng {shared} với {other!r} của {other_unit!r}.",
        "Contact {contact!r} of {unit!r} has an address of {other!r} of {other_unit!r}.",
    ),
    "contact-unit-unknown": (
        "Danh bạ không có đơn vị {unit!r}.",
        "There is no unit {unit!r} in the directory.",
    ),
    "role-unasked": (
        (
            "Đầu mối {contact!r} của {unit!r} có vai trò {role!r}, không bậc nhắc nào của kế hoạch "
            "{plan!r} gửi tới (các vai trò: {asked})."
        ),
        (
            "Contact {contact!r} of {unit!r} has role {role!r}, which no rung of plan {plan!r} "
            "asks for (roles: {asked})."
        ),
    ),
    "contacts-without-directory": (
        "Chưa so với danh bạ đơn vị; để so, thêm --units hoặc --nats.",
        "Not compared with the directory of units; give --units or --nats to do so.",
    ),
    "contacts-without-plan": (
        "Chưa so vai trò với kế hoạch; để so, thêm --plan.",
        "Roles were not compared with a plan's ladder; give --plan to do so.",
    ),
    "no-address": (
        "Đầu mối {contact!r} của {unit!r} không có thư điện tử lẫn điện thoại.",
        "Contact {contact!r} of {unit!r} has neither e-mail nor phone.",
    ),
    "contacts-read": (
        (
            "Đọc được {contacts} đầu mối của {units} đơn vị ({emails} thư, {phones} điện thoại); "
            "{errors} lỗi, {warnings} lưu ý."
        ),
        (
            "{contacts} contacts of {units} units read ({emails} e-mail, {phones} phone); "
            "{errors} errors, {warnings} warnings."
        ),
    ),
    "contacts-kept": (
        "Danh bạ liên hệ: {written} đơn vị ghi mới, {unchanged} không đổi.",
        "Contacts: {written} units written, {unchanged} unchanged.",
    ),
    "contacts-erased": (
        "Đã xóa {count} đầu mối của {unit!r}.",
        "{count} contacts of {unit!r} erased.",
    ),
    "opted-out": (
        "Đã ghi nhận cho đầu mối {contact!r} của {unit!r}.",
        "Noted for contact {contact!r} of {unit!r}.",
    ),
    "opted-out-before": (
        "Đầu mối {contact!r} của {unit!r} đã như vậy từ trước.",
        "Contact {contact!r} of {unit!r} was so before.",
    ),
    "contact-corrected": (
        "Đã sửa đầu mối {contact!r} của {unit!r}.",
        "Contact {contact!r} of {unit!r} put right.",
    ),
    "nothing-to-correct": (
        "Hãy nêu điều cần sửa: --email, --phone hoặc --works.",
        "Say what to put right: --email, --phone or --works.",
    ),
    "address-form": (
        "Địa chỉ thư hoặc số điện thoại ghi sai; hãy ghi đủ, ví dụ 0912 345 678.",
        "The e-mail address or number is none; write it in full.",
    ),
    "contact-unchanged": (
        "Đầu mối {contact!r} của {unit!r} vốn đã như vậy.",
        "Contact {contact!r} of {unit!r} was so already.",
    ),
    "contacts-refused": ("{vi}", "{en}"),
    "contacts-none": (
        "Không có đầu mối nào như vậy của {unit!r}.",
        "There is no such contact of {unit!r}.",
    ),
    # access
    "access-made": (
        (
            "Khóa ở {folder}: máy chủ NATS đọc servers.conf, mỗi dịch vụ một tệp trong creds/; "
            "cất operator.nk ở nơi khác."
        ),
        (
            "Keys in {folder}: the NATS servers read servers.conf, each service its file in "
            "creds/; keep operator.nk elsewhere."
        ),
    ),
    "access-granted": ("Đã cấp cho {name}: {file}", "Granted."),
    "access-changed": (
        "{name}: đã đổi quyền nói thay (xem access list); tệp .creds giữ nguyên.",
        "What it speaks for was changed (see access list); its credentials stay.",
    ),
    "access-rotated": (
        (
            "Tệp mới của {name}: {file}. Khi hệ thống đã dùng tệp mới: "
            "access rotate {name} --end-former."
        ),
        "Issued anew; once the system uses it: access rotate {name} --end-former.",
    ),
    "access-former-ended": (
        "{name}: các tệp cũ hết giá trị.",
        "The newest credentials alone are valid.",
    ),
    "access-revoked": ("Đã chấm dứt quyền kết nối của {name}, ngắt mọi kết nối.", "Revoked."),
    "access-unchanged": (
        "{name} đã được cấp như vậy; cần tệp mới thì dùng access rotate.",
        "Granted already; for a new file use access rotate.",
    ),
    "access-pushed": (
        "Đã báo {count} tài khoản cho: {servers}.",
        "{count} accounts told to: {servers}.",
    ),
    "access-keys-wanted": (
        "Chưa biết thư mục khóa: nêu --keys hoặc NGAYSO_ACCESS_KEYS; lập bằng access init.",
        "Give the folder of keys by --keys or NGAYSO_ACCESS_KEYS; access init makes one.",
    ),
    "access-no-keys": (
        "Thư mục {folder} không có khóa đọc được; lập bằng access init.",
        "No keys can be read in {folder}; access init makes them.",
    ),
    "access-whom": (
        "Nêu mã đơn vị hoặc tên hệ thống; grant còn nhận --units.",
        "Name units or a system; grant takes --units too.",
    ),
    "access-one-system": (
        "--for cần đúng một tên hệ thống, không kèm --units.",
        "--for wants the name of one system, and no --units.",
    ),
    "access-other-kind": (
        "{name} đã là tên khác loại (đơn vị hoặc hệ thống); chọn tên khác.",
        "{name} is taken, as a unit or as a system; choose another name.",
    ),
    "access-none": (
        "{name} không có tệp .creds nào còn giá trị; xem access list.",
        "{name} has no valid credentials; see access list.",
    ),
    "access-not-for": ("{name} không nói thay {unit}.", "{name} does not speak for {unit}."),
    "access-twice": ("{path} nêu {unit} hai lần.", "{path} names {unit} twice."),
    "access-nobody": ("{path} không nêu đơn vị nào.", "{path} names no unit."),
    "access-unit-files": (
        "Sửa tệp đơn vị rồi chạy lại; chưa cấp gì.",
        "Mend the files of units and try again; nothing was granted.",
    ),
    "access-raced": (
        "Có người vừa đổi quyền của {name}; xem access list rồi làm lại.",
        "Somebody changed {name} meanwhile; look at access list and try again.",
    ),
    "access-untrusted": (
        "Không báo cho máy chủ: quyền ghi của {name} không do khóa này ký hoặc đã cũ.",
        "Not told to the servers: the record of {name} is old, or signed by another ({detail}).",
    ),
    "access-not-taken": (
        "Đã ghi nhưng máy chủ NATS chưa nhận quyền của {name}; chạy lại: access push.",
        "Recorded, but the servers did not take it for {name} ({detail}); run: access push.",
    ),
    "access-not-let-in": (
        "Máy chủ chưa cho {file} kết nối; chạy access push rồi thử lại.",
        "The servers do not let {file} in ({detail}); run access push and try again.",
    ),
    # servers
    "access-networks": (
        "{file}: mỗi dòng một mạng theo CIDR, như 10.244.0.0/16 ({detail}).",
        "{file}: one network a line, as CIDR, like 10.244.0.0/16 ({detail}).",
    ),
    "settings-wrong": (
        "Biến môi trường NGAYSO_* không hợp lệ: {detail_vi}.",
        "The NGAYSO_* environment is not valid: {detail}.",
    ),
    "nats-wanted": (
        (
            "Chưa biết máy chủ NATS nào: nêu --nats nats://…, đặt NGAYSO_NATS_URL, "
            "hoặc chạy trong thư mục dự án sau khi make up."
        ),
        (
            "No NATS server was named: give --nats nats://…, set NGAYSO_NATS_URL, "
            "or run in the project's folder after make up."
        ),
    ),
    "nats-away": (
        (
            "Không kết nối được NATS tại {url}. Kiểm tra máy chủ (make up, kubectl get pods), "
            "địa chỉ trong --nats hoặc NGAYSO_NATS_URL, và tài khoản."
        ),
        (
            "NATS does not answer at {url} ({detail}). Check the server, the address in --nats "
            "or NGAYSO_NATS_URL, and the account."
        ),
    ),
    "notifier-away": (
        (
            "Dịch vụ notifier không trả lời; chỉ nó giữ khóa của danh bạ liên hệ. Hãy xem "
            "/readyz và nhật ký của nó, rồi chạy lại."
        ),
        (
            "The notifier does not answer; it alone has the keys of contacts. See its /readyz "
            "and log, then run this again."
        ),
    ),
    "nats-not-let-in": (
        (
            "NATS tại {url} không nhận tài khoản này: sai, hết hạn hoặc đã chấm dứt. Kiểm tra "
            "NGAYSO_NATS_CREDENTIALS_FILE, hoặc NGAYSO_NATS_USER và mật khẩu."
        ),
        (
            "NATS at {url} does not let this account in ({detail}): it is wrong, has expired or "
            "was ended. Check NGAYSO_NATS_CREDENTIALS_FILE, or NGAYSO_NATS_USER and its password."
        ),
    ),
    "nats-denied": (
        (
            "Tài khoản đang dùng không được NATS cho làm việc này; việc này dành cho tài khoản "
            "{user}. Hãy đặt tài khoản đó vào NGAYSO_NATS_CREDENTIALS_FILE, hoặc NGAYSO_NATS_USER "
            "và mật khẩu."
        ),
        (
            "This account may not do that on NATS ({detail}); the account {user} may. Name it in "
            "NGAYSO_NATS_CREDENTIALS_FILE, or in NGAYSO_NATS_USER with its password."
        ),
    ),
    "no-streams": (
        (
            "NATS chưa có các luồng của ngayso; hãy chạy: ngayso topology apply. Nếu đã từng có, "
            "kho bị mất: ngayso restore."
        ),
        (
            "NATS has no ngayso streams; run: ngayso topology apply. If it had them before, they "
            "were lost: ngayso restore."
        ),
    ),
    "nats-old": (
        "NATS đang chạy bản {found}; ngayso cần bản {lowest} trở lên. Hãy nâng cấp nats-server.",
        "NATS runs version {found}; ngayso needs {lowest} or later. Upgrade nats-server.",
    ),
    "refused-by-nats": (
        "NATS không thực hiện yêu cầu (mã {number}).",
        "NATS refused: {detail} ({number}).",
    ),
    "too-large": (
        "Bản tin {size} byte, quá giới hạn {limit} byte của máy chủ NATS.",
        "The message has {size} bytes; the NATS server takes {limit}.",
    ),
    "no-verdict": (
        (
            "Lệnh số {sequence} đã được lưu nhưng sau {seconds:g} giây chưa có trả lời. Không mất: "
            "xem ngayso status, kiểm tra dịch vụ registry."
        ),
        (
            "Command {sequence} is stored, yet has no verdict after {seconds:g} s. It is not lost: "
            "see ngayso status, and look at the registry."
        ),
    ),
    "verb-wanted": (
        "Tệp chỉ có dữ liệu, hãy nêu lệnh: --verb submit-report. Các lệnh: {known}.",
        "The file holds bare data; name the command with --verb. Known: {known}.",
    ),
    "verb-unknown": (
        "Không có lệnh {verb!r}. Các lệnh: {known}.",
        "There is no command {verb!r}. Known: {known}.",
    ),
    "sender-form": (
        "Mã đơn vị {unit!r} không hợp lệ.",
        "{unit!r} cannot be a unit's id.",
    ),
    "api-wanted": (
        "Cần địa chỉ dịch vụ reporting: --reporting hoặc NGAYSO_REPORTING_URL.",
        "Give the reporting service's address: --reporting or NGAYSO_REPORTING_URL.",
    ),
    "api-away": (
        "Không gọi được dịch vụ reporting tại {url}; kiểm tra địa chỉ và dịch vụ.",
        "The reporting service does not answer at {url}: {detail}.",
    ),
    "api-refused": (
        "Dịch vụ reporting trả lời {status} cho {url}: {detail_vi}",
        "The reporting service answered {status} for {url}: {detail}",
    ),
    "api-token": (
        (
            "Dịch vụ reporting không nhận mã truy cập ({detail_vi}) Hãy đặt mã vào "
            "NGAYSO_REPORTING_TOKEN, hoặc vào tệp nêu ở NGAYSO_REPORTING_TOKEN_FILE."
        ),
        (
            "The reporting service at {url} takes no such token ({detail}) Put one into "
            "NGAYSO_REPORTING_TOKEN, or into the file named by NGAYSO_REPORTING_TOKEN_FILE."
        ),
    ),
    "api-token-file": (
        "Không đọc được tệp mã truy cập {file}.",
        "The file of the token, {file}, cannot be read: {detail}.",
    ),
    "format-unknown": (
        "Không có dạng {format!r}. Các dạng: {known}.",
        "There is no format {format!r}. Known: {known}.",
    ),
    "moment-form": (
        "Thời điểm {given!r} phải có múi giờ, ví dụ 2022-10-21T00:00:00+07:00.",
        "{given!r} must be a moment with a zone, such as 2022-10-21T00:00:00+07:00.",
    ),
    "system-refused": (
        "Máy này từ chối: {detail_vi}.",
        "This machine refused: {detail}.",
    ),
    "out-unwritable": ("Không ghi được {path}: {detail_vi}.", "Cannot write {path}: {detail}."),
    "covering-unit": (
        "Công văn gửi báo cáo là của một đơn vị; hãy ghi --unit.",
        "A covering letter is one unit's; give --unit.",
    ),
    "report-written": ("Đã ghi {path} ({size} byte).", "{path} written ({size} bytes)."),
    "report-frozen": (
        "Đã chốt số liệu lần {number}, mã {mark}, đến bản ghi số {position} của nhật ký.",
        "Frozen as snapshot {number}, code {mark}, up to record {position} of the log.",
    ),
    "report-file": ("  {path}  SHA-256 {sha256}", ""),
    "report-frozen-next": (
        "Số và ngày văn bản để trống. Tiếp theo: ngayso report publish {plan} {number}",
        "Number and day are blank. Next: ngayso report publish {plan} {number}",
    ),
    "report-none-frozen": (
        "Kế hoạch {plan} chưa chốt số liệu lần nào. Hãy chạy: ngayso report freeze {plan}",
        "Nothing of {plan} was frozen yet. Run: ngayso report freeze {plan}",
    ),
    "changes-none": (
        "Số liệu hiện nay đúng như bản chốt {mark}.",
        "Every figure is as {mark} has it.",
    ),
    "changes-recounted": (
        (
            "Bản chốt {mark} tính lại không ra đúng từng byte (bản phần mềm khác, hoặc đoạn chữ đã "
            "che từ đó): một phần chênh lệch có thể do việc ấy."
        ),
        "{mark} could not be had again to the byte; part of this may come from that.",
    ),
    "file-unknown": (
        "Không lần chốt, báo cáo đã ký nào có tệp {file} (SHA-256 {sha256}); sửa một chữ là khác.",
        "Nothing is known of {file} (SHA-256 {sha256}); a file that was changed is not known.",
    ),
    "code-unknown": (
        "Không có lần chốt nào mang mã {mark}; hãy xem lại từng chữ ở chân trang.",
        "No snapshot has the code {mark}; look at the foot of the page again.",
    ),
    "which-report": (
        "Hãy cho một tệp, hoặc --code với mã in ở chân trang (dạng KH/01/3F9A-2C1B).",
        "Give one file, or --code with what is printed at the foot of its pages.",
    ),
    "file-frozen": (
        "{file}: tệp .{form} của báo cáo kế hoạch {number}, {title}.",
        "{file}: the .{form} of a report of plan {number}.",
    ),
    "file-signed": (
        "{file}: tệp đã ký của báo cáo kế hoạch {number}, {title}.",
        "{file}: the signed file of a report of plan {number}.",
    ),
    "words-wrong": (
        "Không nhận được: {words}. Hãy xem lại các tham số (--help).",
        "These cannot be right: {words}. Look at --help.",
    ),
    "views-rebuilt": (
        "Đang dựng lại bảng dữ liệu bên cạnh bảng đang xem; xong khi {watch} báo filling là false.",
        "The views are filled beside those that are read; done when {watch} says not filling.",
    ),
    # lists
    "plan-none": (
        "Chưa có kế hoạch {plan!r} nào được ban hành; xem: ngayso plan list.",
        "No plan {plan!r} has been published; see: ngayso plan list.",
    ),
    "plans-none": (
        "Không có kế hoạch nào như vậy.",
        "There is no such plan.",
    ),
    "units-none": (
        "Ngày {day} danh bạ không có đơn vị nào như vậy.",
        "There is no such unit in the directory on {day}.",
    ),
    "day-form": (
        "Ngày {given!r} phải có dạng năm-tháng-ngày, ví dụ 2025-07-01.",
        "{given!r} must be a day such as 2025-07-01.",
    ),
    "owing-counts": (
        "{total} việc còn nợ ở {units} đơn vị; {overdue} việc đã quá hạn.",
        "{total} duties owing in {units} units; {overdue} are overdue.",
    ),
    "unreachable-counts": (
        "{units} đơn vị có kênh không nhắc được.",
        "{units} units cannot be reached on some channel.",
    ),
    "readiness-counts": (
        "{ready}/{units} đơn vị nhận được mọi lời nhắc ngày {on}; bắt đầu hoạt động {opens}.",
        "{ready} of {units} units get every reminder on {on}; the window opens on {opens}.",
    ),
    "late-counts": (
        "{total} nội dung trễ hạn; {silent} chưa nhận được lời nhắc nào.",
        "{total} duties are late; no reminder reached {silent} of them.",
    ),
    "unready": (
        "{plan}: {lacking} đơn vị chưa nhận được đủ lời nhắc (contacts readiness): {some}.",
        "Plan {plan}: reminders do not reach {lacking} units; see ngayso contacts readiness.",
    ),
    # what takes its time
    "talking-to-nats": ("Đang làm việc với NATS", "talking to NATS"),
    "talking-to-reporting": ("Đang hỏi dịch vụ reporting", "asking the reporting service"),
    "making-report": ("Đang lập báo cáo", "making the report"),
    "reading-files": ("Đang đọc tệp", "reading files"),
    "sending-units": ("Đang gửi đơn vị", "sending units"),
    "keeping-contacts": ("Đang ghi đầu mối", "keeping contacts"),
    "making-workbooks": ("Đang lập biểu", "making workbooks"),
    "writing-dossier": ("Đang ghi hồ sơ", "writing the file"),
    "sending-register": ("Đang ghi số đến", "recording incoming numbers"),
    "reading-workbooks": ("Đang đọc biểu", "reading workbooks"),
    "sending-workbooks": ("Đang gửi biểu", "sending workbooks"),
    # dead letters
    "need": (
        "Cần làm ({what}): {next}",
        "{said}",
    ),
    "record-none": (
        "Nhật ký không có bản ghi số {sequence}; xem ngayso status.",
        "There is no record {sequence} in the log; see `ngayso status`.",
    ),
    "record-readable": (
        "Bản ghi số {sequence} ({subject}) đọc được, nên không để riêng.",
        "Record {sequence} ({subject}) can be read, so it stays.",
    ),
    "record-unreadable": (
        (
            "Bản ghi số {sequence} ({subject}) không đọc được: ngayso log quarantine {sequence} "
            "--reason …"
        ),
        "It cannot be read. If a newer version wrote it, start that one instead.",
    ),
    "reason-wanted": (
        "Nêu lý do bằng một dòng, không quá 500 ký tự: --reason …",
        "Give the reason in one line of at most 500 characters.",
    ),
    "quarantined": (
        "Đã để riêng bản ghi số {sequence} ({subject}); các dịch vụ bỏ qua và làm tiếp.",
        "Record {sequence} ({subject}) is in quarantine: everybody passes over it and goes on.",
    ),
    "quarantined-before": (
        "Bản ghi số {sequence} ({subject}) đã được {by} để riêng: {reason}",
        "Record {sequence} ({subject}) was put into quarantine by {by} before.",
    ),
    "dead-none": ("Không có bản tin lỗi nào.", "There are no dead letters."),
    "dead-unknown": ("Không có bản tin lỗi số {id}.", "There is no dead letter {id}."),
    "dead-which": (
        "Nêu số của bản tin lỗi, hoặc --all.",
        "Name the dead letters, or give --all.",
    ),
    "replayed": (
        "Bản tin lỗi {id}: đã gửi lại trên {subject}, số mới {sequence}.",
        "Dead letter {id}: sent again on {subject}, new sequence {sequence}.",
    ),
    "replayed-log": (
        "Bản tin lỗi {id}: {durable} đọc lại nhật ký từ số {sequence}.",
        "Dead letter {id}: {durable} reads the log again from {sequence}.",
    ),
    "replay-receipt": (
        "Lệnh gửi lại được tính theo thời điểm gửi lại; nếu vì thế mà trễ hạn, dùng extend-duty.",
        "A command sent again is received now; where that makes it late, use extend-duty.",
    ),
    # integration
    "no-messages": (
        "Thư mục {path} không có tệp .json, .jsonl hay .ndjson nào.",
        "Folder {path} holds no .json, .jsonl or .ndjson file.",
    ),
    "subject-form": (
        "{path}: chủ đề {subject!r} phải có dạng cmd.<đơn vị gửi>.<lệnh>.<về ai>.",
        "{path}: the subject {subject!r} must read cmd.<sender>.<verb>.<about>.",
    ),
    "part-wanted": (
        "Nêu --plan và --units, hoặc --part, hoặc --as để hỏi máy chủ.",
        "Give --plan and --units, or --part, or --as to ask the server.",
    ),
    "part-broken": (
        "Tệp {path} không phải câu trả lời của ask.<đơn vị>.part: {detail_vi}",
        "{path} is no answer of ask.<unit>.part: {detail}",
    ),
    "part-refused": (
        "Hệ thống trả lời: {detail_vi}",
        "The system answered: {detail}",
    ),
    "no-part": (
        "Chưa kế hoạch nào giao việc cho đơn vị {unit!r}.",
        "No plan gives unit {unit!r} anything to do yet.",
    ),
    "nobody-answers": (
        "Chưa có ai trả lời; dịch vụ registry có thể đang tạm ngừng, hãy thử lại sau.",
        "Nobody answers; the service registry may be away, try again.",
    ),
    "plan-refused": (
        "Kế hoạch trong {path} chưa công bố được với danh bạ này: {detail_vi}",
        "The plan in {path} cannot be published with these units: {detail}",
    ),
    "schema-disagrees": (
        "  LỖI CỦA NGAYSO: lược đồ JSON và chương trình không khớp; hãy báo chúng tôi.",
        "A fault of ours, please report it: {detail}.",
    ),
    "conform-counts": (
        (
            "{messages} bản tin: {accepted} ghi nhận, {unchanged} không đổi, {refused} bị từ chối; "
            "{disagreements} chỗ lược đồ và chương trình không khớp."
        ),
        (
            "{messages} messages: {accepted} accepted, {unchanged} unchanged, {refused} refused; "
            "schema and code disagree on {disagreements}."
        ),
    ),
    "history-none": (
        (
            "Không biết gì về đơn vị {unit!r}: không có trong danh bạ, chưa có lệnh "
            "hay nội dung phải thực hiện nào."
        ),
        "Nothing is known of unit {unit!r}: no record, no command, no duty.",
    ),
    # backup
    "backing-up": ("Đang sao lưu nhật ký", "Backing up the log"),
    "verifying": ("Đang kiểm chứng nhật ký", "Verifying the log"),
    "restoring": ("Đang khôi phục nhật ký", "Restoring the log"),
    "backup-place": (
        "Không dùng được nơi sao lưu {place}: {detail_vi}.",
        "Cannot use {place} for backups: {detail}.",
    ),
    "backup-none": (
        "{place} không có bản sao lưu nào; hãy nêu đúng thư mục hoặc kho.",
        "There is no backup in {place}; name the folder or store that has one.",
    ),
    "backup-elsewhere": (
        "{place} đã có thứ khác; hãy nêu một thư mục trống hoặc một bản sao lưu đã có.",
        "Something else lies in {place}; name an empty folder or a backup.",
    ),
    "backup-damaged": (
        (
            "Bản sao lưu {place} thiếu hoặc hỏng tệp {name}; hãy lấy tệp này từ bản chép khác, "
            "hoặc sao lưu lại từ đầu vào nơi mới."
        ),
        (
            "In {place} the file {name} is missing or damaged; take it from another copy, "
            "or make a new backup elsewhere."
        ),
    ),
    "backup-twice": (
        "Có một lần sao lưu khác đang ghi vào {place}; hãy chạy lại.",
        "Another backup is writing to {place}; run this again.",
    ),
    "backup-other-log": (
        (
            "Nhật ký này không nối tiếp bản sao lưu {place}: bản tin số {sequence} không còn như "
            "trước. Hãy chạy ngayso log verify {place}; nếu là nhật ký khác, sao lưu vào nơi mới."
        ),
        (
            "This log does not continue {place}: record {sequence} is not as it was. "
            "Run ngayso log verify {place}; back another log up elsewhere."
        ),
    ),
    "backed-up": (
        (
            "Đã sao lưu vào {place}, lần {run}: thêm {log} bản tin nhật ký (đến số {last}) "
            "và {others} bản tin khác."
        ),
        "Run {run} in {place}: {log} records of the log (up to {last}) and {others} others.",
    ),
    "backup-missing": (
        "Không máy chủ nào đọc được bản tin số {numbers}; hãy chạy ngayso log verify.",
        "No server has records {numbers}; run ngayso log verify.",
    ),
    "copy-away": (
        "Không đọc được bản trên máy chủ {server}; hãy xem máy chủ đó có chạy không.",
        "The copy on server {server} cannot be read; see whether it is up.",
    ),
    "copy-read": (
        "Máy chủ {server}: đọc được {count} bản tin, nhật ký đến số {last}.",
        "Server {server}: {count} records, the log ends at {last}.",
    ),
    "copy-not-read": (
        "Máy chủ {server} không trả lời nên chưa kiểm chứng; hãy chạy lại khi máy chủ đã lên.",
        "Server {server} is away and was not verified; run this again when it is up.",
    ),
    "compared-with": (
        "Đã đối chiếu với bản sao lưu {place} lúc {at}.",
        "Compared with the backup in {place}, last added to at {at}.",
    ),
    "log-sound": ("Nhật ký nguyên vẹn.", "The log is sound."),
    "log-missing": (
        "Máy chủ {server}: không đọc được bản tin số {numbers}{on}.",
        "Server {server}: records {numbers}{on} are missing.",
    ),
    "log-changed": (
        "Máy chủ {server}: bản tin số {numbers}{on} khác bản sao lưu.",
        "Server {server}: records {numbers}{on} differ from the backup.",
    ),
    "log-added": (
        "Máy chủ {server}: bản tin số {numbers}{on} không có trong bản sao lưu.",
        "Server {server}: records {numbers}{on} are not in the backup.",
    ),
    "log-unlinked": (
        "Máy chủ {server}: bản tin số {numbers}{on} không nối tiếp bản tin trước.",
        "Server {server}: records {numbers}{on} do not follow the one before.",
    ),
    "log-set-aside": (
        "Bản ghi số {numbers} không nối tiếp bản ghi trước và đã được để riêng.",
        "Records {numbers} do not follow the one before, and are in quarantine: no fault.",
    ),
    "log-more": ("… và {more} chỗ nữa.", "… and {more} more."),
    "log-mend": (
        (
            "Hãy sao lưu ngay (ngayso backup), dừng các dịch vụ, rồi chạy ngayso restore "
            "--replace; xem docs/backup.md."
        ),
        "Back up now, stop the services, then run ngayso restore --replace; see docs/backup.md.",
    ),
    "restore-not-empty": (
        (
            "Nhật ký ở đây đã có {messages} bản tin nên không khôi phục đè lên. Nếu nhật ký bị "
            "hỏng: ngayso backup {place}, dừng các dịch vụ, rồi thêm --replace."
        ),
        (
            "The log here has {messages} records and is left as it is. Where it is damaged: "
            "ngayso backup {place}, stop the services, then add --replace."
        ),
    ),
    "restore-running": (
        "Dịch vụ {what} đang chạy; hãy dừng mọi dịch vụ rồi chạy lại sau vài giây.",
        "The service {what} runs; stop every service and run this again in a few seconds.",
    ),
    "restore-still-removing": (
        "NATS chưa xóa xong nhật ký cũ; hãy chạy lại sau một phút.",
        "NATS has not removed the log that was here yet; run this again in a minute.",
    ),
    "restore-loses": (
        (
            "Nhật ký ở đây có bản tin số {sequence} mà bản sao lưu {place} không có. Hãy chạy "
            "ngayso backup {place}; nếu vẫn vậy, sao lưu vào nơi mới rồi xem docs/backup.md."
        ),
        (
            "The log here has record {sequence}, which {place} has not. Run ngayso backup {place}; "
            "if that does not help, back up elsewhere first and see docs/backup.md."
        ),
    ),
    "restore-refused": (
        "NATS không nhận lại bản tin số {sequence}; hãy dừng mọi dịch vụ rồi chạy lại --replace.",
        "NATS refused record {sequence}: {detail}. Stop every service, run again with --replace.",
    ),
    "restore-moved": (
        "Bản tin số {sequence} nằm ở số {stored}; hãy dừng mọi dịch vụ rồi chạy lại --replace.",
        (
            "Record {sequence} was stored as {stored}: somebody else writes. Stop every service, "
            "run again with --replace."
        ),
    ),
    "restore-differs": (
        (
            "Sau khi khôi phục, bản tin số {sequence} trên máy chủ {server} khác bản sao lưu; "
            "hãy kiểm tra đĩa của máy chủ này rồi chạy lại --replace."
        ),
        (
            "After the restore record {sequence} on server {server} differs from the backup; "
            "check that server's disk and run again with --replace."
        ),
    ),
    "restored": (
        (
            "Đã khôi phục từ {place} (sao lưu lúc {at}): {records} bản tin nhật ký, {parts} phần "
            "việc của đơn vị, {contacts} đầu mối, {access} bản ghi quyền kết nối, {files} phần của "
            "tệp báo cáo đã chốt. Khởi động dịch vụ được rồi; nơi nào MongoDB còn bảng dữ liệu cũ "
            "thì chạy ngayso views rebuild."
        ),
        (
            "Restored from {place} (backed up at {at}): {records} records, {parts} parts, "
            "{contacts} contacts, {access} records of access, {files} pieces of reports. Services "
            "may start; where MongoDB still has views, run ngayso views rebuild."
        ),
    ),
}
