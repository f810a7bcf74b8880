"""Contracts, findings: what a verdict says about a command, in Vietnamese and in English."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import assert_never

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from contracts.translate import detail_vi
from contracts.values import Value
from contracts.words import Severity


class Finding(Value):
    """One remark: a stable code, where (a JSON pointer into the message), and two sentences."""

    code: str
    severity: Severity = "error"
    pointer: str = ""
    vi: str
    en: str


def severity_word(severity: Severity) -> str:
    """How staff read a severity, wherever a finding is told."""
    match severity:
        case "error":
            return "LỖI"
        case "warning":
            return "LƯU Ý"
        case _:
            assert_never(severity)


def has_error(findings: Iterable[Finding]) -> bool:
    """Whether one of them stands against what it is about."""
    return any(finding.severity == "error" for finding in findings)


SENTENCES: dict[str, tuple[str, str]] = {
    # the envelope
    "not-json": (
        "Nội dung không phải JSON ({detail_vi}). Hãy gửi một CloudEvent dạng JSON, mã UTF-8.",
        "The body is not valid JSON ({detail}). Send one CloudEvent as JSON in UTF-8.",
    ),
    "too-large": (
        "Bản tin dài {size} byte, quá giới hạn {limit} byte. Hãy gửi tệp lớn bằng liên kết.",
        "The message has {size} bytes, more than {limit}. Send large files as links.",
    ),
    "unknown-type": (
        "Không có loại bản tin {type!r}. Các loại nhận được: {known}.",
        "There is no message type {type!r}. Known types: {known}.",
    ),
    "verb-mismatch": (
        "Chủ đề ghi {verb!r} nhưng bản tin là {type!r}. Chủ đề và bản tin phải cùng một lệnh.",
        "The subject says {verb!r} but the message is {type!r}. Both must name one command.",
    ),
    "about-mismatch": (
        "Chủ đề ghi về {about!r} nhưng bản tin nói về {named!r}; từ cuối chủ đề phải là {named!r}.",
        "The subject is about {about!r} but the message is about {named!r}, its last word.",
    ),
    "door-unknown": (
        "Không có lối vào {door!r}. Các lối vào: {known}.",
        "There is no door {door!r}. Known doors: {known}.",
    ),
    "decision-too-large": (
        "Bản tin này tạo ra {size} byte dữ liệu, quá giới hạn {limit} byte. Hãy chia nhỏ bản tin.",
        "This message leads to {size} bytes of facts, more than {limit}. Split it.",
    ),
    # fields
    "field-missing": ("Thiếu trường này.", "This field is missing."),
    "field-unknown": (
        "Trường này không có trong hợp đồng dữ liệu; hãy bỏ hoặc sửa tên.",
        "The contract has no such field; remove it or correct its name.",
    ),
    "wrong-type": ("Sai kiểu dữ liệu: {detail_vi}.", "Wrong type: {detail}"),
    "wrong-form": ("Sai dạng: {detail_vi}.", "Wrong form: {detail}"),
    "out-of-range": ("Ngoài khoảng cho phép: {detail_vi}.", "Out of range: {detail}"),
    "invalid": ("Không hợp lệ: {detail_vi}.", "Invalid: {detail}"),
    "too-many-faults": (
        "Bản tin có {count} lỗi; hãy sửa cấu trúc theo lược đồ JSON rồi gửi lại.",
        "The message has {count} faults; correct its structure by the JSON Schema and send again.",
    ),
    "personal-data": (
        (
            "Trường này có {kind_vi}. Bản tin được lưu lâu dài, không ghi dữ liệu cá nhân: hãy bỏ "
            "đi (ghi tên bộ phận thay cho người) rồi gửi lại; đầu mối liên hệ được giữ riêng."
        ),
        (
            "This field holds {kind}. What is sent is kept for ever, without any person's data: "
            "take it out (name the office, not the person) and send again; contacts are kept apart."
        ),
    ),
    # who and what
    "unknown-unit": (
        "Không có đơn vị {unit!r} trong danh bạ. Các mã gần giống: {known}.",
        "There is no unit {unit!r} in the directory. Ids like it: {known}.",
    ),
    "unknown-plan": (
        "Chưa có kế hoạch {plan!r} được công bố. Các kế hoạch: {known}.",
        "No plan {plan!r} has been published. Known: {known}.",
    ),
    "ask-again": (
        "Chưa trả lời được lúc này; hãy hỏi lại sau ít phút.",
        "This cannot be answered yet; ask again in a minute.",
    ),
    "not-your-unit": (
        "Đơn vị {sender!r} không được gửi thay đơn vị {unit!r}.",
        "Unit {sender!r} may not send this on behalf of unit {unit!r}.",
    ),
    "not-allowed": (
        "Đơn vị {sender!r} không có quyền dùng lệnh {verb}; quyền này thuộc về {who_vi}.",
        "Unit {sender!r} may not {verb}; that right belongs to {who}.",
    ),
    "not-a-participant": (
        "Kế hoạch {plan!r} không giao việc cho đơn vị {unit!r}.",
        "Plan {plan!r} gives unit {unit!r} nothing to do.",
    ),
    "plan-closed": (
        "Kế hoạch {plan!r} đã đóng từ {closed}; hãy liên hệ cơ quan tổng hợp.",
        "Plan {plan!r} closed at {closed}; ask the collecting office.",
    ),
    "plan-exists": (
        "Kế hoạch {plan!r} đã công bố với nội dung khác; hãy dùng lệnh amend-plan.",
        "Plan {plan!r} is already published with other content; use amend-plan.",
    ),
    "issuer-changed": (
        "Kế hoạch do {issuer!r} ban hành; bản sửa đổi không được đổi cơ quan ban hành.",
        "The plan was issued by {issuer!r}; an amendment may not change the issuer.",
    ),
    "id-repeated": (
        "Mã {id!r} được dùng hai lần.",
        "The id {id!r} is used twice.",
    ),
    # units of the directory
    "link-unknown": (
        "Chưa có đơn vị {unit!r} trong danh bạ.",
        "Unit {unit!r} is not in the directory yet.",
    ),
    "parent-circle": (
        "Đơn vị {unit!r} thành cấp trên của chính mình vào ngày {day}.",
        "Unit {unit!r} would be above itself on {day}.",
    ),
    "succession-circle": (
        "Đơn vị {unit!r} thành đơn vị kế thừa của chính mình.",
        "Unit {unit!r} would be its own successor.",
    ),
    "outside-parent": (
        "Đơn vị cấp trên {parent!r} không tồn tại suốt thời gian {first} đến {last}.",
        "The parent {parent!r} does not exist all the time from {first} to {last}.",
    ),
    "code-shared": (
        "Mã {scheme} {value!r} cùng lúc là của đơn vị {other!r}.",
        "Code {scheme} {value!r} is held by unit {other!r} at the same time.",
    ),
    "name-shared": (
        "Đơn vị {other!r} cùng lúc có tên {name!r} và cùng cấp trên.",
        "Unit {other!r} has the name {name!r} and the same parent at the same time.",
    ),
    # records
    "unknown-kind": (
        "Loại hoạt động {kind!r} không có trong kế hoạch. Các loại: {known}.",
        "The plan has no activity kind {kind!r}. Known: {known}.",
    ),
    "unknown-indicator": (
        "Chỉ tiêu báo cáo {indicator!r} không có trong biểu này. Có: {known}.",
        "The form does not ask for indicator {indicator!r}. It asks for: {known}.",
    ),
    "indicator-repeated": (
        "Chỉ tiêu báo cáo {indicator!r} được ghi nhiều lần.",
        "Indicator {indicator!r} is given more than once.",
    ),
    "indicator-missing": (
        "Thiếu chỉ tiêu báo cáo bắt buộc {indicator!r}.",
        "The required indicator {indicator!r} is missing.",
    ),
    "indicator-shape": (
        "Chỉ tiêu báo cáo {indicator!r} cần {wanted_vi}.",
        "Indicator {indicator!r} wants {wanted}.",
    ),
    "value-range": (
        "Giá trị {value} của {indicator!r} nằm ngoài khoảng {low} đến {high}.",
        "Value {value} of {indicator!r} is outside {low} to {high}.",
    ),
    "rule-sum": (
        "Quy tắc {rule!r}: {left} phải bằng tổng {right} ({total}), hiện là {value}.",
        "Rule {rule!r}: {left} must equal the sum of {right} ({total}), it is {value}.",
    ),
    "rule-at-most": (
        "Quy tắc {rule!r}: {left} không được vượt tổng {right} ({total}), hiện là {value}.",
        "Rule {rule!r}: {left} must be at most the sum of {right} ({total}), it is {value}.",
    ),
    "rule-not-below-last": (
        "Quy tắc {rule!r}: {left} là {value}, thấp hơn lần báo cáo trước ({last}).",
        "Rule {rule!r}: {left} is {value}, below the version before ({last}).",
    ),
    "rule-sum-so-far": (
        "Quy tắc {rule!r}: {left} là {value}, khác tổng {right} các kỳ ({total}); hãy ghi lý do.",
        "Rule {rule!r}: {left} is {value}, not the sum of {right} so far ({total}); say why.",
    ),
    "unknown-budget-source": (
        "Nguồn kinh phí {source!r} không có trong kế hoạch. Các nguồn: {known}.",
        "The plan has no budget source {source!r}. Known: {known}.",
    ),
    "money-does-not-add-up": (
        "Các nguồn cộng lại là {parts} đồng, khác tổng {total} đồng.",
        "The sources add up to {parts} dong, not to the total of {total}.",
    ),
    "unknown-activity": (
        "Không có hoạt động {activity!r} của đơn vị này. Các hoạt động: {known}.",
        "This unit has no activity {activity!r}. Known: {known}.",
    ),
    "unknown-partner": (
        "Danh bạ không có đơn vị {unit!r} (gần giống: {known}); tên ngoài ghi ở other_partners.",
        "The directory has no {unit!r} (ids like it: {known}); put outsiders into other_partners.",
    ),
    "joint-with-itself": (
        "Hoạt động chung phải trỏ đến hồ sơ của đơn vị chủ trì khác.",
        "A joint activity must point to the record of another unit, its lead.",
    ),
    "unknown-assignment": (
        "Kế hoạch không giao nhiệm vụ {assignment!r} cho đơn vị này. Các nhiệm vụ: {known}.",
        "The plan does not give assignment {assignment!r} to this unit. It gives: {known}.",
    ),
    "unknown-duty": (
        "Đơn vị không có nội dung phải thực hiện {duty!r} trong kế hoạch này. Các mục: {known}.",
        "The unit has no duty {duty!r} in this plan. Known: {known}.",
    ),
    "unknown-version": (
        "Không có báo cáo phiên bản {version}. Các phiên bản: {known}.",
        "There is no report version {version}. Known: {known}.",
    ),
    "unknown-report": (
        "Đơn vị không phải gửi báo cáo {owed!r} theo kế hoạch này. Các báo cáo: {known}.",
        "The unit owes no report {owed!r} in this plan. Known: {known}.",
    ),
    "which-report": (
        "Hãy ghi rõ báo cáo nào (trường owed), một trong: {known}.",
        "Say which report is meant (owed), one of: {known}.",
    ),
    "no-report": (
        "Đơn vị chưa gửi báo cáo này.",
        "The unit has not submitted this report.",
    ),
    "version-voided": (
        "Phiên bản {version} đã bị hủy ghi nhận.",
        "Version {version} was voided.",
    ),
    "still-returned": (
        "Vẫn như phiên bản {version}, còn phải chỉnh lý: {reasons}. Nếu đúng, hãy giải trình.",
        "The same as version {version}, returned: {reasons}. If right, give an explanation.",
    ),
    "secret": (
        "Văn bản đóng dấu {mark} không được gửi qua hệ thống này.",
        "A document marked {mark} may not be sent through this system.",
    ),
    "nil-with-figures": (
        "Báo cáo “không phát sinh” không kèm số liệu.",
        "A nil report has no figures.",
    ),
    "indicator-untold": (
        "Chỉ tiêu báo cáo bắt buộc {indicator!r} còn ghi “chưa có số liệu”.",
        "The required indicator {indicator!r} is still said to be unknown.",
    ),
    "span-outside": (
        "Mục {field!r} có {length} ký tự; đoạn cần che phải nằm trong đó.",
        "The text {field!r} has {length} characters; the span has to lie within.",
    ),
    "narrative-missing": (
        "Thiếu phần thuyết minh bắt buộc {part!r}.",
        "The required part {part!r} of the narrative is empty.",
    ),
    "too-many-decimals": (
        "Giá trị {value} của {indicator!r} chưa đúng: chỉ tiêu báo cáo này chỉ nhận {wanted_vi}.",
        "Value {value} of {indicator!r}: this indicator takes {wanted}.",
    ),
    "signed-in-future": (
        "Ngày ký {day} sau ngày nhận {received}.",
        "It is signed on {day}, after it was received on {received}.",
    ),
    "registered-in-future": (
        "Ngày trong sổ đến {day} sau ngày nhận lệnh {received}.",
        "The day in the register, {day}, is after the command was received on {received}.",
    ),
    "signed-other-figures": (
        "Số liệu khác văn bản đã ký số {number}.",
        "The figures differ from those of the signed document {number}.",
    ),
    "cumulative-falls": (
        "Lũy kế {indicator!r} là {value}, thấp hơn kỳ trước ({last}); hãy ghi lý do.",
        "The cumulative {indicator!r} is {value}, below the period before ({last}); say why.",
    ),
    "assignment-left-out": (
        "Hoạt động chưa ghi nhiệm vụ nên chưa tính cho: {duties}. Các nhiệm vụ: {known}.",
        "The activity names no assignment, so it does not meet: {duties}. Assignments: {known}.",
    ),
    "has-activities": (
        "Đơn vị còn hoạt động đã đăng ký cho {duty!r}; hãy rút các hoạt động đó trước.",
        "The unit still has declared activities for {duty!r}; withdraw them first.",
    ),
    "area-unknown": (
        "Không có đơn vị nào của kế hoạch thuộc {word!r}. Các mã gần giống: {known}.",
        "No unit of the plan is {word!r}. Words like it: {known}.",
    ),
    "unknown-contact": (
        "Đơn vị không có đầu mối {contact!r}. Các đầu mối: {known}.",
        "The unit has no contact {contact!r}. Known: {known}.",
    ),
    "leaves-nobody": (
        "Không còn ai ở vai trò {role!r} nhận được tin. Nhập đầu mối khác, hoặc --leave-nobody.",
        "Nobody of role {role!r} would be reached. Import another first, or give --leave-nobody.",
    ),
    "filter-unknown": (
        "Kế hoạch không có {word!r} để chọn tin nhắc. Các mã gần giống: {known}.",
        "The plan has no {word!r} by which messages could be chosen. Ids like it: {known}.",
    ),
    "order-exists": (
        "Mã {order!r} đã dùng cho một lệnh khác về tin nhắc; hãy đặt mã khác.",
        "Another order about messages is named {order!r}; give this one another name.",
    ),
    "unknown-order": (
        "Không có lệnh {order!r} về tin nhắc của kế hoạch này. Các lệnh: {known}.",
        "There is no order {order!r} about this plan's messages. Known: {known}.",
    ),
    "frozen-already": (
        "Lần chốt số {snapshot} đã ghi số liệu khác; lần chốt tiếp theo mang số {next}.",
        "Snapshot {snapshot} was made of other figures; the next one is number {next}.",
    ),
    "snapshot-number": (
        "Lần chốt số liệu tiếp theo của kế hoạch này phải mang số {next}.",
        "The next snapshot of this plan is number {next}.",
    ),
    "frozen-ahead": (
        "Chưa chốt được số liệu đến {as_of}: lệnh nhận lúc {received}. Hãy chọn thời điểm đã qua.",
        "A snapshot as of {as_of} was asked for at {received}; choose a moment that is over.",
    ),
    "frozen-before-plan": (
        "Thời điểm {as_of} trước khi kế hoạch được công bố ({published}); hãy chọn sau lúc đó.",
        "The plan was published at {published}, after {as_of}; choose a later moment.",
    ),
    "unknown-snapshot": (
        "Kế hoạch này không có lần chốt số {snapshot}. Các lần chốt: {known}.",
        "This plan has no snapshot {snapshot}. Known: {known}.",
    ),
    "file-not-known": (
        "Không có lần chốt nào có tệp này ({sha256}).",
        "No snapshot has this file ({sha256}).",
    ),
    "snapshot-unpublished": (
        "Lần chốt số {snapshot} chưa phát hành; hãy chạy ngayso report publish {plan} {snapshot}",
        "Snapshot {snapshot} is not published; first: ngayso report publish {plan} {snapshot}.",
    ),
    "snapshot-unsigned": (
        "Lần chốt số {snapshot} chưa ghi chữ ký; hãy chạy ngayso report signed {plan} {snapshot}",
        "Snapshot {snapshot} is not signed; first: ngayso report signed {plan} {snapshot}.",
    ),
    "snapshot-superseded": (
        "Lần chốt số {snapshot} đã có báo cáo thay thế, lần chốt số {by}; hãy dùng số đó.",
        "Snapshot {snapshot} was replaced by {by}; do it with that one.",
    ),
    "snapshot-withdrawn": (
        "Báo cáo của lần chốt số {snapshot}: đã thu hồi văn bản; hãy chốt số liệu lần khác.",
        "Snapshot {snapshot} was withdrawn; freeze another one.",
    ),
    "signed-already": (
        "Đã ký số {signed} ngày {day}. Ghi nhầm: ghi lại kèm lý do; sai nội dung: thay báo cáo.",
        "It was signed as {signed} on {day}; say it again with a reason, or replace the report.",
    ),
    "signed-before-frozen": (
        "Ngày ký {day} trước ngày chốt số liệu {frozen}; hãy xem lại ngày ký hoặc số lần chốt.",
        "It is signed on {day}, before its figures were frozen on {frozen}.",
    ),
    "signed-elsewhere": (
        "Số, ngày ký hoặc tệp này đã ghi cho lần chốt số {other}; hãy xem lại.",
        "This number and day, or this file, is that of snapshot {other}; look again.",
    ),
    "replaced-by-earlier": (
        "Báo cáo thay thế phải chốt sau: {by} không sau {snapshot}.",
        "A replacing report is frozen later: {by} is not after {snapshot}.",
    ),
    "document-before-signed": (
        "Văn bản ngày {day} trước ngày ký báo cáo {signed}; hãy xem lại ngày.",
        "The document is of {day}, before the report was signed on {signed}.",
    ),
    "held-in-future": (
        "Hoạt động ghi là đã tổ chức, nhưng ngày kết thúc {day} chưa đến.",
        "The activity is said to have been held, but its last day, {day}, is still to come.",
    ),
    "activity-twin": (
        "Giống hoạt động {activity!r}: cùng loại, tên, ngày. Nếu ghi trùng, hãy rút một hoạt động.",
        "The same kind, title and days as activity {activity!r}; if it is double, withdraw one.",
    ),
    "joint-not-carried": (
        (
            "{units} ghi đơn vị chủ trì hoạt động {activity!r}; bản ghi của đơn vị chưa thể hiện. "
            "Hãy đăng ký, hoặc ghi đã tổ chức; nếu đơn vị không chủ trì, hãy báo {units}."
        ),
        (
            "{units} name you as the lead of activity {activity!r}; your own record does not carry "
            "it. Declare it, or record it as held; if you do not lead it, tell {units}."
        ),
    ),
    "joint-counts-here": (
        (
            "Hoạt động {activity!r} tính ở đơn vị phối hợp đến khi có bản ghi {record!r} của chủ "
            "trì {unit!r}. Nếu ghi nhầm chủ trì, hãy sửa bản ghi của đơn vị."
        ),
        (
            "Activity {activity!r} counts with its partners until record {record!r} of its lead "
            "{unit!r} carries it. If you named the wrong lead, correct your record."
        ),
    ),
    "replaces-predecessors": (
        "Báo cáo này thay cho báo cáo của đơn vị trước khi sắp xếp: {units}.",
        "This report takes the place of those of the units before it: {units}.",
    ),
    "not-spoken-for": (
        "Đơn vị không được báo cáo gộp cho {unit!r}. Được gộp: {known}.",
        "The unit may not report for {unit!r} too. It may for: {known}.",
    ),
    "later-period": (
        "Báo cáo gộp nhiều kỳ gửi cho kỳ sau cùng, số liệu tính vào kỳ đó: {owed!r} là kỳ sau.",
        "A report for several periods is sent for the last, where it counts: {owed!r} is later.",
    ),
    "period-reported": (
        "Kỳ {owed!r} đã có báo cáo riêng, gộp vào thì số liệu tính hai lần: để riêng kỳ này.",
        "{owed!r} has a report of its own and would count twice: leave it out of this report.",
    ),
    "period-gathered": (
        "Kỳ này đã gộp trong báo cáo {owed!r}, gửi riêng thì số liệu tính hai lần: sửa báo cáo đó.",
        "This period is in the report for {owed!r} and would count twice: correct that one.",
    ),
    "typed-without-paper": (
        "Cơ quan nhập thay đơn vị phải ghi mã băm của văn bản giấy (typed_from).",
        "An office that types for a unit gives the hash of the paper (typed_from).",
    ),
    "typed-by-office": (
        "Cơ quan {sender!r} nhập thay đơn vị {unit!r} từ văn bản giấy.",
        "The office {sender!r} typed this from paper for unit {unit!r}.",
    ),
    "not-excused": (
        "Đơn vị không được miễn {duty!r}.",
        "The unit is not excused from {duty!r}.",
    ),
    "duty-met-already": (
        "Nội dung này đã hoàn thành; hạn không rút ngắn được thành {due}.",
        "This was met already; its deadline cannot become {due}.",
    ),
    "deadline-too-soon": (
        "Hạn {due} quá sớm; sớm nhất là {soonest}.",
        "The deadline {due} is too soon; the earliest is {soonest}.",
    ),
    "version-outdated": (
        "Phiên bản {version} đã được thay bằng phiên bản {current}; hãy xem bản mới.",
        "Version {version} was replaced by version {current}; look at the new one.",
    ),
    "already-returned": (
        "Phiên bản {version} đã được đề nghị bổ sung, chỉnh lý; hãy chờ bản mới hoặc gia hạn.",
        "Version {version} was returned already; wait for a new one or extend the deadline.",
    ),
    "not-approved-yet": (
        "Phiên bản {version} chưa được cấp trên xác nhận; cần {who} xác nhận (accept-report).",
        "Version {version} is not approved yet; {who} must accept it first (accept-report).",
    ),
    "duty-excused": (
        "Đơn vị đã được miễn nội dung phải thực hiện {duty!r}.",
        "The unit is excused from duty {duty!r}.",
    ),
    "deadline-passed": (
        "Hạn {due} đã qua khi nhận lệnh ({received}).",
        "The deadline {due} had passed when the command was received ({received}).",
    ),
    # warnings
    "spoken-for": (
        "Đơn vị {unit!r} đã kết thúc; {sender!r} gửi thay với tư cách đơn vị kế thừa.",
        "Unit {unit!r} has ended; {sender!r} spoke for it as a successor.",
    ),
    "unit-ended": (
        "Đơn vị {unit!r} đã kết thúc; đơn vị kế thừa: {heirs}. Bản ghi này vẫn được nhận.",
        "Unit {unit!r} has ended; its successors: {heirs}. This record is still accepted.",
    ),
    "outside-window": (
        "Ngày {day} nằm ngoài thời gian tổ chức {first} đến {last}.",
        "Day {day} is outside the activity window {first} to {last}.",
    ),
    "late": (
        "Nhận lúc {received}, sau hạn {due}: ghi nhận là trễ hạn.",
        "Received at {received}, after the deadline {due}: recorded as late.",
    ),
    "evidence-repeated": (
        "Minh chứng này đã được ghi cho hoạt động {activity!r}.",
        "This evidence was already given for activity {activity!r}.",
    ),
}


def finding(code: str, pointer: str = "", severity: Severity = "error", **words: object) -> Finding:
    """The finding `code` with its sentences filled in; raises KeyError for an unlisted code."""
    return worded(SENTENCES, code, pointer, severity, **words)


def worded(
    sentences: Mapping[str, tuple[str, str]],
    code: str,
    pointer: str = "",
    severity: Severity = "error",
    **words: object,
) -> Finding:
    """As finding, from a catalogue of somebody's own."""
    vi, en = sentences[code]
    return Finding(
        code=code,
        severity=severity,
        pointer=pointer,
        vi=vi.format(**{name: _as_written(word) for name, word in words.items()}),
        en=en.format(**words),
    )


def _as_written(word: object) -> object:
    """A number with decimals as Vietnamese offices write it: 12.5 → 12,5."""
    return f"{word:f}".replace(".", ",") if isinstance(word, Decimal) else word


def pointer(parts: Iterable[str | int]) -> str:
    """A JSON pointer (RFC 6901) from path parts."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


class Malformed(ValueError):
    """A message that does not keep its contract; `findings` say where and why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{f.pointer}: {f.en}" for f in self.findings))


MAX_FINDINGS = 20
MAX_FAULTS = 2000
"""More faults than this are counted, not listed: listing a million would stop everybody else."""
MAX_POINTER = 300

_CODES = {
    "missing": "field-missing",
    "extra_forbidden": "field-unknown",
    "string_pattern_mismatch": "wrong-form",
    "value_error": "invalid",
    "literal_error": "wrong-form",
    "timezone_aware": "wrong-form",
    "json_invalid": "not-json",
    "int_parsing_size": "out-of-range",
}


def _code(error_type: str) -> str:
    if error_type in _CODES:
        return _CODES[error_type]
    if error_type.endswith("_type"):
        return "wrong-type"
    if error_type.endswith("_parsing"):
        return "wrong-form"
    if error_type.startswith(("greater_", "less_", "too_", "string_too_")):
        return "out-of-range"
    return "invalid"


def _where(parts: Iterable[str | int]) -> str:
    """The pointer to the innermost part that can be named briefly: a sender chooses key names."""
    kept: list[str | int] = []
    for part in parts:
        if len(pointer([*kept, part])) > MAX_POINTER:
            break
        kept.append(part)
    return pointer(kept)


def from_validation(error: ValidationError, prefix: str = "") -> list[Finding]:
    """Pydantic's errors as findings, at most MAX_FINDINGS of them."""
    if (count := error.error_count()) > MAX_FAULTS:
        return [finding("too-many-faults", prefix, count=count)]
    details = error.errors(include_url=False, include_input=False)
    return from_details(details, prefix)


def from_details(details: Sequence[ErrorDetails], prefix: str = "") -> list[Finding]:
    """As from_validation, of errors that somebody else has taken apart."""

    def one(detail: ErrorDetails) -> Finding:
        where = prefix + _where(detail["loc"])
        said = detail_vi(detail)
        return finding(_code(detail["type"]), where, detail=detail["msg"], detail_vi=said)

    return [one(detail) for detail in details[:MAX_FINDINGS]]
