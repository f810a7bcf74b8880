"""Registry, domain: words of the rules about the reminder ladder."""

from services.registry.domain.check.plan.rule import PlanRule

RULES: dict[str, PlanRule] = {
    "rung-owed-unknown": PlanRule(
        "error",
        "Bậc nhắc {rung!r} nêu {owed!r}, kế hoạch không có mục này. Các mục: {known}.",
        "Rung {rung!r} names {owed!r}, which the plan does not owe. Known: {known}.",
        "Sửa owed của bậc nhắc.",
        "Correct the id in the rung's owed.",
    ),
    "rung-start-unknown": PlanRule(
        "error",
        "Bậc nhắc {rung!r} tính từ {start!r}, không có trong kế hoạch. Các mốc: {known}.",
        "Rung {rung!r} is counted from {start!r}, not in the plan. Known: {known}.",
        "Sửa counted_from: deadline, window-first, window-last hoặc mã một sự kiện.",
        "Correct counted_from: deadline, window-first, window-last, or a central event's id.",
    ),
    "audience-unknown": PlanRule(
        "warning",
        "Bậc nhắc {rung!r} gửi cho vai trò {audience!r}; đầu mối chỉ có: {known}.",
        "Rung {rung!r} is for the role {audience!r}; contacts have: {known}.",
        "Sửa audience của bậc nhắc.",
        "Correct the rung's audience.",
    ),
    "rung-before-issue": PlanRule(
        "warning",
        "Bậc nhắc {rung!r} cho {owed!r} rơi vào {moment}, trước ngày ban hành {issued_on}.",
        "Rung {rung!r} for {owed!r} is due {moment}, before the plan is issued on {issued_on}.",
        "Giảm số ngày hoặc giờ nhắc trước; nếu để nguyên thì bậc này không gửi.",
        "Remind fewer days or hours before; left as it is, nothing is sent.",
    ),
    "rung-after-close": PlanRule(
        "warning",
        "Bậc nhắc {rung!r} cho {owed!r} rơi vào {moment}, sau khi kế hoạch đóng ({closes}).",
        "Rung {rung!r} for {owed!r} is due {moment}, after the plan closes ({closes}).",
        "Giảm số ngày hoặc giờ nhắc sau, hoặc lùi ngày đóng.",
        "Remind fewer days or hours after, or close the plan later.",
    ),
    "rung-after-deadline": PlanRule(
        "error",
        "Bậc nhắc {rung!r} là nhắc trước hạn, nhưng {moment} đã quá hạn của {owed!r} ({last}).",
        "Rung {rung!r} is meant before the deadline, yet {moment} is past {owed!r} ({last}).",
        "Nhắc sớm hơn; nếu muốn đôn đốc sau hạn thì đặt số ngày hoặc giờ lớn hơn 0.",
        "Remind earlier; to escalate after the deadline give a number above 0.",
    ),
    "escalation-early": PlanRule(
        "error",
        "Bậc {rung!r} báo cấp trên về {owed!r} vào {moment}, khi còn trong hạn ({last}).",
        "Rung {rung!r} tells above of {owed!r} {moment}, which is still in time ({last}).",
        "Tính sau hạn: đặt số ngày hoặc giờ lớn hơn 0.",
        "Count it after the deadline: give a number of days or hours above 0.",
    ),
    "nobody-above": PlanRule(
        "warning",
        "Bậc {rung!r}: vào ngày {day} không có cấp trên nào để báo về các đơn vị: {units}.",
        "Rung {rung!r}: on {day} nobody sits above these units to be told: {units}.",
        "Ghi parents hoặc sectors trong danh bạ, hoặc báo người đứng đầu (to: head).",
        "Record `parents` or `sectors` in the directory, or tell the head (`to: head`).",
    ),
    "rung-outside-hours": PlanRule(
        "error",
        "Bậc nhắc {rung!r} gửi SMS lúc {at}, ngoài khung giờ 07:00 đến 21:00.",
        "Rung {rung!r} sends SMS at {at}, outside 07:00 to 21:00.",
        "Đổi giờ nhắc, hoặc bỏ kênh sms.",
        "Change the hour, or drop the sms channel.",
    ),
    "rung-day-off": PlanRule(
        "warning",
        "Bậc nhắc {rung!r} cho {owed!r} rơi vào ngày nghỉ {day} ({why}).",
        "Rung {rung!r} for {owed!r} falls on a day off, {day} ({why}).",
        "Nhắc vào một ngày làm việc trước đó.",
        "Remind on a working day before it.",
    ),
}
