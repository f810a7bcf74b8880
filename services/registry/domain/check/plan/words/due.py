"""Registry, domain: words of the rules about days and deadlines."""

from services.registry.domain.check.plan.rule import REPORTING_LAW, PlanRule

RULES: dict[str, PlanRule] = {
    "window-backwards": PlanRule(
        "error",
        "Thời gian tổ chức kết thúc ({last}) trước khi bắt đầu ({first}).",
        "The activity window ends ({last}) before it begins ({first}).",
        "Đổi lại window.first và window.last.",
        "Correct window.first and window.last.",
    ),
    "event-outside-plan": PlanRule(
        "warning",
        "Sự kiện {event!r} ngày {day} nằm ngoài kế hoạch, từ ngày ban hành {first} đến {last}.",
        "The central event {event!r} on {day} is outside the plan, issued {first}, up to {last}.",
        "Sửa ngày của sự kiện.",
        "Correct the event's day.",
    ),
    "event-on-holiday": PlanRule(
        "warning",
        "Sự kiện {event!r} rơi vào ngày nghỉ lễ {day} ({why}).",
        "The central event {event!r} falls on a holiday, {day} ({why}).",
        "Xem lại ngày tổ chức.",
        "Look at the event's day again.",
    ),
    "recurrence-empty": PlanRule(
        "error",
        "{owed!r} không có kỳ nào từ {first} đến {last}.",
        "{owed!r} never falls due from {first} to {last}.",
        "Sửa recurring: first, last, without, hoặc thứ và ngày.",
        "Correct recurring: first, last, without, or the day.",
    ),
    "recurrence-endless": PlanRule(
        "error",
        "{owed!r} lặp lại từ {first} đến {last}, quá ba năm.",
        "{owed!r} recurs from {first} to {last}, more than three years.",
        "Sửa recurring.last.",
        "Correct recurring.last.",
    ),
    "moves-until-before-deadline": PlanRule(
        "error",
        "{owed!r} cho lùi đến {moves_until}, trước cả hạn ({last}).",
        "{owed!r} may move until {moves_until}, which is before its deadline ({last}).",
        "Ghi moves_until vào ngày hạn hoặc sau đó.",
        "Set moves_until on or after the day of the deadline.",
    ),
    "issued-after-deadlines": PlanRule(
        "error",
        "Kế hoạch ban hành ngày {issued_on}, sau tất cả các hạn (hạn muộn nhất: {last}).",
        "The plan is issued on {issued_on}, after all its deadlines (the last: {last}).",
        "Sửa ngày ban hành, hoặc sửa các hạn.",
        "Correct the day of issue, or the deadlines.",
    ),
    "deadline-past": PlanRule(
        "warning",
        "Hạn của {owed!r} ({last}) đã qua khi nhận kế hoạch: được tính đến hết {soonest}.",
        "The deadline of {owed!r} ({last}) had passed when the plan was received: it is owed until "
        "{soonest}.",
        "Lùi hạn; nếu để nguyên thì đơn vị có thêm một ngày làm việc.",
        "Move the deadline later; left as it is, units have one working day.",
    ),
    "instances-past": PlanRule(
        "warning",
        "{count} kỳ của {owed!r} đã qua khi nhận kế hoạch, không phải thực hiện: {periods}.",
        "{count} instances of {owed!r} had passed when the plan was received, not owed: {periods}.",
        "Ghi recurring.first vào ngày của kỳ đầu tiên còn phải thực hiện.",
        "Set recurring.first to the first instance that is to be owed.",
    ),
    "deadline-day-off": PlanRule(
        "warning",
        "Hạn của {owed!r} rơi vào ngày nghỉ {day} ({why}).",
        "The deadline of {owed!r} falls on a day off, {day} ({why}).",
        "Chuyển hạn sang một ngày làm việc.",
        "Move the deadline to a working day.",
    ),
    "deadline-before-window-end": PlanRule(
        "warning",
        "Không báo cáo nào có hạn từ ngày cuối của thời gian tổ chức ({window_end}) trở đi; "
        "hạn muộn nhất là {last}.",
        "No report is due on or after the last day of the window ({window_end}); the last is "
        "{last}.",
        "Lùi hạn báo cáo, hoặc thêm báo cáo sau khi hết thời gian tổ chức.",
        "Move a report's deadline later, or add a report after the window.",
    ),
    "deadline-after-close": PlanRule(
        "error",
        "Kế hoạch đóng ({closes}) trước hạn của: {owed}.",
        "The plan closes ({closes}) before the deadline of: {owed}.",
        "Lùi ngày đóng kế hoạch (closes), hoặc bỏ trường này.",
        "Move `closes` later, or leave it out.",
    ),
    "through-before-due": PlanRule(
        "error",
        "Hạn xác nhận của {owed!r} ({approval}) không sau hạn gửi báo cáo ({last}).",
        "The approval of {owed!r} is due ({approval}) no later than the report itself ({last}).",
        "Đặt through.deadline sau hạn gửi báo cáo, hoặc dùng through.working_days.",
        "Set through.deadline after the report's, or give through.working_days.",
        REPORTING_LAW,
    ),
    "cut-off-missing": PlanRule(
        "warning",
        "Chưa có ngày chốt số liệu cho: {owed}.",
        "No data cut-off is given for: {owed}.",
        "Ghi reporting.cut_off, trước hạn gửi báo cáo ít nhất một ngày làm việc.",
        "Give reporting.cut_off, at least one working day before the deadline.",
        REPORTING_LAW,
    ),
    "cut-off-too-close": PlanRule(
        "error",
        "Từ ngày chốt số liệu {cut_off} đến hạn của {owed!r} ({last}) không đủ một ngày làm việc.",
        "From the cut-off {cut_off} to the deadline of {owed!r} ({last}): under one working day.",
        "Chốt số liệu sớm hơn, hoặc lùi hạn gửi báo cáo.",
        "Move the cut-off earlier, or the deadline later.",
        REPORTING_LAW,
    ),
    "child-not-before-parent": PlanRule(
        "warning",
        "Hạn của {child!r} ({child_last}) không trước hạn của {parent!r} ({parent_last}), "
        "trong khi {child_unit!r} là cấp dưới của {parent_unit!r}.",
        "The deadline of {child!r} ({child_last}) is not before {parent!r} ({parent_last}), "
        "while {child_unit!r} is below {parent_unit!r}.",
        "Đặt hạn của cấp dưới trước hạn của cấp trên.",
        "Set the lower level's deadline before the upper level's.",
        REPORTING_LAW,
    ),
}
