"""Cli, sentences: what the command says to staff, in Vietnamese and in English, in one place."""

SENTENCES: dict[str, tuple[str, str]] = {
    # the command line
    "option-unknown": ("Không có tùy chọn {option}; xem: {help}.", "{detail} See: {help}."),
    "value-missing": ("Thiếu {what}; xem: {help}.", "{detail} See: {help}."),
    "value-wrong": ("Giá trị của {what} không dùng được; xem: {help}.", "{detail} See: {help}."),
    "command-unknown": ("Không có lệnh như vậy. Các lệnh: {known}.", "{detail} See: {help}."),
    "misused": ("Lệnh thừa hoặc thiếu tham số; xem: {help}.", "{detail} See: {help}."),
    "stopped": ("Đã dừng theo yêu cầu.", "Stopped on request."),
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
    "not-xlsx": ("Tệp {path} không phải .xlsx hợp lệ.", "{path} is not a valid .xlsx."),
    "table-empty": (
        "Tệp {path} không có dòng tiêu đề nào nhận ra được.",
        "{path} has no heading that is known.",
    ),
    "not-a-plan": (
        "Tệp {path} không phải một kế hoạch.",
        "{path} is not a plan: most required fields are missing.",
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
    "reason-wanted": (
        'Khi sửa kế hoạch cần nêu lý do: --amend --reason "…".',
        'An amendment needs a reason: --amend --reason "…".',
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
    "cell-missing": ("Thiếu ô {column}.", "Cell {column} is missing."),
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
        "Đơn vị {unit!r} dẫn tới {other!r}, không có trong các tệp này.",
        "Unit {unit!r} points to {other!r}, which is not in these files.",
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
    "contact-twice": (
        "Đầu mối {contact!r} của đơn vị {unit!r} đã có ở trên.",
        "Contact {contact!r} of unit {unit!r} was given already.",
    ),
    "phone-form": (
        "Đầu mối {contact!r} của {unit!r}: số điện thoại sai dạng.",
        "Contact {contact!r} of {unit!r}: the phone number has a wrong form.",
    ),
    "email-form": (
        "Đầu mối {contact!r} của {unit!r}: địa chỉ thư sai dạng.",
        "Contact {contact!r} of {unit!r}: the e-mail address has a wrong form.",
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
    "contacts-none": (
        "Không có đầu mối nào như vậy của {unit!r}.",
        "There is no such contact of {unit!r}.",
    ),
    # servers
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
    "no-streams": (
        "NATS chưa có các luồng của ngayso; hãy chạy: ngayso topology apply.",
        "NATS has no ngayso streams yet; run: ngayso topology apply.",
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
    "report-written": ("Đã ghi {path} ({size} byte).", "{path} written ({size} bytes)."),
    "views-rebuilt": (
        "Đang dựng lại các bảng dữ liệu từ nhật ký; xong khi {watch} trả lời ready.",
        "The views are being rebuilt from the log; done when {watch} is ready.",
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
    # what takes its time
    "talking-to-nats": ("Đang làm việc với NATS", "talking to NATS"),
    "talking-to-reporting": ("Đang hỏi dịch vụ reporting", "asking the reporting service"),
    "making-report": ("Đang lập báo cáo", "making the report"),
    "reading-files": ("Đang đọc tệp", "reading files"),
    "sending-units": ("Đang gửi đơn vị", "sending units"),
    "keeping-contacts": ("Đang ghi đầu mối", "keeping contacts"),
    "making-workbooks": ("Đang lập biểu", "making workbooks"),
    "reading-workbooks": ("Đang đọc biểu", "reading workbooks"),
    "sending-workbooks": ("Đang gửi biểu", "sending workbooks"),
    # dead letters
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
        "{path}: chủ đề {subject!r} phải có dạng cmd.<đơn vị gửi>.<lối vào>.<lệnh>.<về ai>.",
        "{path}: the subject {subject!r} must read cmd.<sender>.<door>.<verb>.<about>.",
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
}
