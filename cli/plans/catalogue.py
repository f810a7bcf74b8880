"""Cli, plans: every rule of the plan checker, its law or reason, its words, and how to mend it."""

from dataclasses import dataclass
from typing import get_args

from contracts.findings import Finding, worded
from contracts.plan import Arithmetic
from contracts.words import Severity


@dataclass(frozen=True)
class CheckerRule:
    """`error`: the campaign would go wrong; `warning`: somebody should look before signing."""

    severity: Severity
    vi: str
    en: str
    mend_vi: str
    mend_en: str
    source: str = ""


LAW = "Nghị định 09/2019/NĐ-CP, điều 8"

RULES: dict[str, CheckerRule] = {
    "contract": CheckerRule(
        "error",
        "Không đúng hợp đồng dữ liệu của kế hoạch: {vi}",
        "Not as the contract of a plan wants it: {en}",
        "Sửa trường này theo lược đồ JSON của kế hoạch.",
        "Correct this field by the JSON Schema of a plan.",
    ),
    "duplicate-id": CheckerRule(
        "error",
        "Mã {id!r} đã dùng cho một mục khác cùng danh sách ({first}).",
        "The id {id!r} is already used by another entry of the list ({first}).",
        "Đặt cho mỗi mục một mã riêng.",
        "Give each entry an id of its own.",
    ),
    "cut-off-missing": CheckerRule(
        "warning",
        "Chế độ báo cáo chưa nêu ngày chốt số liệu.",
        "The reporting regime names no data cut-off.",
        "Ghi reporting.cut_off, trước hạn gửi báo cáo ít nhất một ngày làm việc.",
        "Give reporting.cut_off, at least one working day before the deadline.",
        LAW,
    ),
    "cut-off-too-close": CheckerRule(
        "error",
        "Từ ngày chốt số liệu {cut_off} đến hạn của {owed!r} ({last}) không đủ một ngày làm việc.",
        "From the cut-off {cut_off} to the deadline of {owed!r} ({last}): under one working day.",
        "Chốt số liệu sớm hơn, hoặc lùi hạn gửi báo cáo.",
        "Move the cut-off earlier, or the deadline later.",
        LAW,
    ),
    "child-not-before-parent": CheckerRule(
        "error",
        "Hạn của {child!r} ({child_last}) không trước hạn của {parent!r} ({parent_last}), "
        "trong khi {child_unit!r} báo cáo qua {parent_unit!r}.",
        "The deadline of {child!r} ({child_last}) is not before {parent!r} ({parent_last}), "
        "while {child_unit!r} reports through {parent_unit!r}.",
        "Đặt hạn của cấp dưới trước hạn của cấp trên.",
        "Set the lower level's deadline before the upper level's.",
        LAW,
    ),
    "deadline-day-off": CheckerRule(
        "warning",
        "Hạn của {owed!r} rơi vào ngày nghỉ {day} ({why}).",
        "The deadline of {owed!r} falls on a day off, {day} ({why}).",
        "Chuyển hạn sang một ngày làm việc.",
        "Move the deadline to a working day.",
    ),
    "deadline-before-issue": CheckerRule(
        "error",
        "Hạn của {owed!r} ({last}) trước cả ngày ban hành kế hoạch {issued_on}.",
        "The deadline of {owed!r} ({last}) is before the day the plan is issued, {issued_on}.",
        "Sửa hạn, hoặc sửa ngày ban hành.",
        "Correct the deadline or the day of issue.",
    ),
    "deadline-before-window-end": CheckerRule(
        "error",
        "Hạn báo cáo {owed!r} ({last}) trước khi hết thời gian tổ chức ({window_end}).",
        "The report {owed!r} is due ({last}) before the activity window ends ({window_end}).",
        "Lùi hạn báo cáo sau ngày cuối của thời gian tổ chức.",
        "Move the report's deadline after the last day of the window.",
    ),
    "deadline-after-close": CheckerRule(
        "error",
        "Hạn của {owed!r} ({last}) sau khi kế hoạch đóng ({closes}): gửi đúng hạn vẫn bị từ chối.",
        "The deadline of {owed!r} ({last}) is after the plan closes ({closes}).",
        "Lùi ngày đóng kế hoạch (closes), hoặc bỏ trường này.",
        "Move `closes` later, or leave it out.",
    ),
    "window-backwards": CheckerRule(
        "error",
        "Thời gian tổ chức kết thúc ({last}) trước khi bắt đầu ({first}).",
        "The activity window ends ({last}) before it begins ({first}).",
        "Đổi lại window.first và window.last.",
        "Correct window.first and window.last.",
    ),
    "event-outside-window": CheckerRule(
        "error",
        "Sự kiện {event!r} ngày {day} nằm ngoài thời gian tổ chức {first} đến {last}.",
        "The central event {event!r} on {day} is outside the window {first} to {last}.",
        "Sửa ngày của sự kiện, hoặc nới thời gian tổ chức.",
        "Correct the event's day, or widen the window.",
    ),
    "unit-unknown": CheckerRule(
        "error",
        "Không có đơn vị {unit!r} trong danh bạ vào ngày {day}{hint_vi}.",
        "There is no unit {unit!r} in the directory on {day}{hint}.",
        "Sửa mã đơn vị, hoặc bổ sung đơn vị vào danh bạ.",
        "Correct the unit's id, or record the unit in the directory.",
    ),
    "group-empty": CheckerRule(
        "error",
        "Nhóm {group!r} không có đơn vị nào vào ngày {day}.",
        "Group {group!r} has no unit on {day}.",
        "Sửa tên nhóm, hoặc ghi nhóm cho các đơn vị trong danh bạ.",
        "Correct the group, or give units that group in the directory.",
    ),
    "kind-unassigned": CheckerRule(
        "warning",
        "Loại hoạt động {kind!r} không được giao cho ai.",
        "Nobody is assigned the kind of activity {kind!r}.",
        "Thêm loại này vào kinds của một nhiệm vụ, hoặc bỏ khỏi danh mục.",
        "Add the kind to an assignment's kinds, or remove it.",
    ),
    "kind-unknown": CheckerRule(
        "error",
        "Nhiệm vụ {assignment!r} nêu loại hoạt động {kind!r} không có trong danh mục kinds.",
        "Assignment {assignment!r} names the kind {kind!r}, which the plan does not define.",
        "Sửa mã loại hoạt động, hoặc bổ sung vào kinds.",
        "Correct the kind, or add it to the plan's kinds.",
    ),
    "owed-assignment-unknown": CheckerRule(
        "error",
        "{owed!r} nêu nhiệm vụ {assignment!r} không có trong kế hoạch.",
        "{owed!r} names the assignment {assignment!r}, which the plan does not have.",
        "Sửa mã nhiệm vụ.",
        "Correct the assignment's id.",
    ),
    "owed-by-nobody": CheckerRule(
        "error",
        "Không đơn vị nào phải thực hiện {owed!r} (cấp: {levels_vi}; nhiệm vụ: {assignments_vi}).",
        "No unit owes {owed!r} (levels: {levels}; assignments: {assignments}).",
        "Sửa levels hoặc assignments của mục này.",
        "Correct the entry's levels or assignments.",
    ),
    "level-matches-nobody": CheckerRule(
        "error",
        "Cấp {level!r} trong {owed!r} không có đơn vị nào được giao việc vào ngày {day}.",
        "Level {level!r} of {owed!r} matches no assigned unit on {day}.",
        "Sửa tên cấp, hoặc ghi cấp cho các đơn vị trong danh bạ.",
        "Correct the level, or give units that level in the directory.",
    ),
    "through-nobody": CheckerRule(
        "warning",
        "{owed!r} cần cấp trên xác nhận, nhưng vào ngày {day} các đơn vị này không có cấp trên: "
        "{units}.",
        "{owed!r} passes through the parent, but on {day} these units have none: {units}.",
        "Ghi cấp trên (parents) của đơn vị trong danh bạ, hoặc bỏ through.",
        "Record the units' parents in the directory, or leave out `through`.",
        LAW,
    ),
    "rung-owed-unknown": CheckerRule(
        "error",
        "Bậc nhắc {rung!r} nêu nội dung {owed!r} không có trong kế hoạch.",
        "Rung {rung!r} names {owed!r}, which the plan does not owe.",
        "Sửa mã nội dung phải thực hiện trong bậc nhắc.",
        "Correct the id in the rung's owed.",
    ),
    "rung-before-issue": CheckerRule(
        "error",
        "Bậc nhắc {rung!r} cho {owed!r} rơi vào {moment}, trước ngày ban hành {issued_on}.",
        "Rung {rung!r} for {owed!r} is due {moment}, before the plan is issued on {issued_on}.",
        "Giảm số ngày nhắc trước (working_days).",
        "Bring working_days closer to the deadline.",
    ),
    "rung-after-close": CheckerRule(
        "error",
        "Bậc nhắc {rung!r} cho {owed!r} rơi vào {moment}, sau khi kế hoạch đóng ({closes}).",
        "Rung {rung!r} for {owed!r} is due {moment}, after the plan closes ({closes}).",
        "Giảm số ngày nhắc sau, hoặc lùi ngày đóng.",
        "Lower working_days, or close the plan later.",
    ),
    "rung-after-deadline": CheckerRule(
        "error",
        "Bậc nhắc {rung!r} là nhắc trước hạn, nhưng {moment} đã quá hạn của {owed!r} ({last}).",
        "Rung {rung!r} is meant before the deadline, yet {moment} is past {owed!r} ({last}).",
        "Nhắc sớm hơn; nếu muốn đôn đốc sau hạn thì đặt working_days lớn hơn 0.",
        "Remind earlier; to escalate after the deadline give working_days above 0.",
    ),
    "rung-outside-hours": CheckerRule(
        "error",
        "Bậc nhắc {rung!r} gửi SMS lúc {at}, ngoài khung giờ 07:00 đến 21:00.",
        "Rung {rung!r} sends SMS at {at}, outside 07:00 to 21:00.",
        "Đổi giờ nhắc, hoặc bỏ kênh sms.",
        "Change the hour, or drop the sms channel.",
    ),
    "rung-day-off": CheckerRule(
        "warning",
        "Bậc nhắc {rung!r} cho {owed!r} rơi vào ngày nghỉ {day} ({why}).",
        "Rung {rung!r} for {owed!r} falls on a day off, {day} ({why}).",
        "Nhắc vào một ngày làm việc trước đó.",
        "Remind on a working day before it.",
    ),
    "indicator-without-arithmetic": CheckerRule(
        "error",
        "Chỉ tiêu báo cáo {indicator!r} chưa có cách tính: không biết cộng thế nào.",
        "Indicator {indicator!r} has no arithmetic: nobody knows how to add it up.",
        f"Ghi arithmetic, một trong: {', '.join(get_args(Arithmetic))}.",
        f"Give arithmetic, one of: {', '.join(get_args(Arithmetic))}.",
    ),
    "rule-indicator-unknown": CheckerRule(
        "error",
        "Quy tắc {check!r} nêu chỉ tiêu báo cáo {indicator!r} không có trong kế hoạch.",
        "Rule {check!r} names the indicator {indicator!r}, which the plan does not have.",
        "Sửa mã chỉ tiêu báo cáo trong quy tắc.",
        "Correct the indicator's id in the rule.",
    ),
    "budget-sources-missing": CheckerRule(
        "warning",
        "Kế hoạch không nêu nguồn kinh phí nào.",
        "The plan names no source of money.",
        "Liệt kê các nguồn trong budget_sources.",
        "List the sources under budget_sources.",
    ),
    "budget-source-unnamed": CheckerRule(
        "error",
        "Nguồn kinh phí thứ {number} chưa có tên gọi.",
        "Budget source number {number} has no name.",
        "Ghi tên nguồn như trong văn bản, ví dụ “Ngân sách nhà nước”.",
        "Give the source's name as the document has it.",
    ),
}
_SENTENCES = {code: (rule.vi, rule.en) for code, rule in RULES.items()}


def remark(code: str, pointer: str, **words: object) -> Finding:
    """What a rule finds at a JSON pointer into the plan; raises KeyError for an unlisted rule."""
    return worded(_SENTENCES, code, pointer, RULES[code].severity, **words)
