"""Registry, domain: words of the rules about who is given what, and what meets it."""

from services.registry.domain.check.plan.rule import REPORTING_LAW, PlanRule

RULES: dict[str, PlanRule] = {
    "unit-unknown": PlanRule(
        "error",
        "Không có đơn vị {unit!r} trong danh bạ vào ngày {day}{hint_vi}. Gần giống: {known}.",
        "There is no unit {unit!r} in the directory on {day}{hint_en}. Ids like it: {known}.",
        "Sửa mã đơn vị, hoặc bổ sung đơn vị vào danh bạ.",
        "Correct the unit's id, or record the unit in the directory.",
    ),
    "unit-succeeded": PlanRule(
        "warning",
        "Đơn vị {unit!r} đã kết thúc trước ngày {day}; đơn vị kế thừa: {heirs}.",
        "Unit {unit!r} had ended by {day}; its successors: {heirs}.",
        "Ghi đơn vị kế thừa, nếu muốn nêu đích danh.",
        "Name the successor, if it is meant.",
    ),
    "group-empty": PlanRule(
        "error",
        "Nhóm {group!r} không có đơn vị nào vào ngày {day}.",
        "Group {group!r} has no unit on {day}.",
        "Sửa tên nhóm, hoặc ghi nhóm cho các đơn vị trong danh bạ.",
        "Correct the group, or give units that group in the directory.",
    ),
    "level-matches-nobody": PlanRule(
        "error",
        "Cấp {level!r} ghi cho {named!r} không có đơn vị nào được giao việc vào ngày {day}.",
        "Level {level!r}, given for {named!r}, matches no assigned unit on {day}.",
        "Sửa tên cấp, hoặc ghi cấp cho các đơn vị trong danh bạ.",
        "Correct the level, or give units that level in the directory.",
    ),
    "names-missing": PlanRule(
        "warning",
        "Chưa ghi tên của {ids}: bảng, biểu đồ và văn bản sẽ hiện mã.",
        "No name is given for {ids}: tables, charts and documents will show the ids.",
        "Ghi tên vào levels hoặc groups của kế hoạch.",
        "Give the names under the plan's levels or groups.",
    ),
    "outside-issuer": PlanRule(
        "error",
        "Đơn vị không trực thuộc cơ quan ban hành {issuer!r} vào ngày {day}: {units}.",
        "Units that are not under the issuer {issuer!r} on {day}: {units}.",
        "Bỏ các đơn vị này, hoặc sửa cấp trên (parents) trong danh bạ.",
        "Leave them out, or correct their parents in the directory.",
    ),
    "participants-ended": PlanRule(
        "warning",
        "{count} đơn vị được giao đã kết thúc khi kế hoạch được nhận ({units}).",
        "{count} assigned units had ended when the plan was received ({units}).",
        "Để giao cho đơn vị kế thừa, ghi issued_on vào ngày sau đó.",
        "A later issued_on gives it to their successors.",
    ),
    "kind-unassigned": PlanRule(
        "warning",
        "Loại hoạt động {kind!r} không được giao cho ai.",
        "Nobody is assigned the kind of activity {kind!r}.",
        "Thêm loại này vào kinds của một nhiệm vụ, hoặc bỏ khỏi danh mục.",
        "Add the kind to an assignment's kinds, or remove it.",
    ),
    "kind-unknown": PlanRule(
        "error",
        "{named!r} nêu loại hoạt động {kind!r} không có trong kế hoạch. Các loại: {known}.",
        "{named!r} names the kind {kind!r}, which the plan does not have. Known: {known}.",
        "Sửa mã loại hoạt động, hoặc bổ sung vào kinds.",
        "Correct the kind, or add it to the plan's kinds.",
    ),
    "owed-assignment-unknown": PlanRule(
        "error",
        "{owed!r} nêu nhiệm vụ {assignment!r} không có trong kế hoạch. Các nhiệm vụ: {known}.",
        "{owed!r} names the assignment {assignment!r}, which is not in the plan. Known: {known}.",
        "Sửa mã nhiệm vụ.",
        "Correct the assignment's id.",
    ),
    "owed-by-nobody": PlanRule(
        "error",
        "Không đơn vị nào phải thực hiện {owed!r}.",
        "No unit owes {owed!r}.",
        "Sửa levels, assignments hoặc roles của mục này.",
        "Correct the entry's levels, assignments or roles.",
    ),
    "met-twice": PlanRule(
        "warning",
        "Một hoạt động của {units} đáp ứng cả {owed!r} lẫn {other}.",
        "One activity of {units} would meet both {owed!r} and {other}.",
        "Ghi met_by của mỗi mục: nhiệm vụ (assignments) hoặc loại hoạt động (kinds) riêng.",
        "Give each entry its own met_by: assignments or kinds.",
    ),
    "hold-before-declare": PlanRule(
        "error",
        "Hạn tổ chức {hold!r} ({hold_last}) trước hạn đăng ký {declare!r} ({declare_last}).",
        "{hold!r} is to be held ({hold_last}) before it is to be declared, {declare!r} "
        "({declare_last}).",
        "Đặt hạn đăng ký trước hạn tổ chức.",
        "Set the deadline to declare before the one to hold.",
    ),
    "own-deadlines-overlap": PlanRule(
        "warning",
        "{owed!r} có nhiều hạn riêng khác nhau cho {units}: hạn muộn nhất ({last}) được áp dụng.",
        "{owed!r} has several own deadlines for {units}: the latest, {last}, holds.",
        "Nêu đích danh đơn vị (units) trong một hạn riêng nếu muốn khác.",
        "Name the unit in one of own_deadlines to have it otherwise.",
    ),
    "through-nobody": PlanRule(
        "warning",
        "{owed!r} phải qua cấp trên xác nhận, nhưng vào ngày {day} các đơn vị này không có cấp "
        "trên: {units}.",
        "{owed!r} passes through the parent, but on {day} these units have none: {units}.",
        "Ghi cấp trên (parents) của đơn vị trong danh bạ, hoặc bỏ through.",
        "Record the units' parents in the directory, or leave out `through`.",
        REPORTING_LAW,
    ),
    "through-below": PlanRule(
        "error",
        "{owed!r} phải qua {through!r} xác nhận, nhưng đơn vị này là cấp dưới của {units}.",
        "{owed!r} passes through {through!r}, which is below {units}.",
        "Ghi ở through.unit một đơn vị không phải cấp dưới của đơn vị báo cáo.",
        "Name in through.unit a unit that is not below the reporting one.",
        REPORTING_LAW,
    ),
}
