"""Cli, table: every command of `ngayso`: where it is, and what it is for.

Nothing is imported for the words: a command's module is loaded when the command is run.
"""

from dataclasses import dataclass

GROUPS = {
    "plan": "Kế hoạch: soát, ban hành, tạm dừng nhắc. / Plans: check, publish, hold.",
    "units": "Danh bạ đơn vị. / The directory of units.",
    "contacts": "Đầu mối liên hệ, không vào nhật ký. / Contacts, kept off the log.",
    "calendar": "Lịch ngày làm việc, ngày nghỉ. / Working days and days off.",
    "workbook": "Biểu Excel cho đơn vị chưa có hệ thống. / Workbooks for units without a system.",
    "register": "Sổ công văn đến của văn thư. / The register of incoming documents.",
    "report": "Báo cáo tổng hợp. / The consolidated report.",
    "views": "Bảng dữ liệu, dựng lại được từ nhật ký. / Views of the log.",
    "dead": "Bản tin lỗi. / Dead letters.",
    "access": "Ai được kết nối thay đơn vị nào. / Who may connect for which unit.",
    "log": "Nhật ký gốc: kiểm chứng, để riêng. / The log: verify, quarantine.",
    "topology": "Luồng, bộ nhớ và bên nhận trên NATS. / Streams, bucket and durables.",
}


@dataclass(frozen=True)
class CommandEntry:
    """A command: `module:function`, and its sentence in both languages."""

    where: str
    help: str


COMMANDS = {
    "plan check": CommandEntry(
        "cli.plans.commands:check",
        "Soát kế hoạch trước khi ký: 0 sạch, 1 có phát hiện, 2 không đọc được. "
        "/ Check a plan before it is signed.",
    ),
    "plan publish": CommandEntry(
        "cli.plans.publish:publish",
        "Ban hành hoặc sửa kế hoạch, chờ trả lời. / Publish or amend a plan.",
    ),
    "rehearse": CommandEntry(
        "cli.rehearse.commands:rehearse",
        "Diễn tập: kế hoạch sẽ gửi ai tin gì, lúc nào, tốn bao nhiêu. / What a plan will send.",
    ),
    "plan hold-messages": CommandEntry(
        "cli.plans.messages.commands:hold",
        "Tạm dừng nhắc việc của kế hoạch. / Hold a plan's messages back.",
    ),
    "plan resume-messages": CommandEntry(
        "cli.plans.messages.commands:resume",
        "Tiếp tục nhắc việc đã tạm dừng. / Let held messages go on.",
    ),
    "plan cancel-messages": CommandEntry(
        "cli.plans.messages.commands:cancel",
        "Hủy tin nhắc đang chờ, không gửi nữa. / Call messages off.",
    ),
    "plan list": CommandEntry(
        "cli.lists.plans:list_plans",
        "Liệt kê kế hoạch đã ban hành, đã thực hiện đến đâu. / List plans and how far they are.",
    ),
    "plan file": CommandEntry(
        "cli.dossier.commands:file_plan",
        "Lập hồ sơ lưu trữ của chiến dịch, đọc được không cần phần mềm. "
        "/ Write a campaign's file for the archive.",
    ),
    "units import": CommandEntry(
        "cli.directory.commands:import_units",
        "Nhập đơn vị; gửi lại không đổi gì. / Import units; importing again changes nothing.",
    ),
    "units list": CommandEntry(
        "cli.lists.units:list_units",
        "Liệt kê đơn vị trong danh bạ. / List the units of the directory.",
    ),
    "contacts import": CommandEntry(
        "cli.directory.people:import_contacts",
        "Nhập đầu mối; chỉ in số lượng. / Import contacts; prints counts, never values.",
    ),
    "contacts show": CommandEntry(
        "cli.directory.people:show",
        "Xem đầu mối đã che và các lần xóa. / See contacts, masked, and what was erased.",
    ),
    "contacts readiness": CommandEntry(
        "cli.lists.readiness:readiness",
        "Bao nhiêu đơn vị nhận được lời nhắc; đơn vị nào còn thiếu gì. / Whom reminders can reach.",
    ),
    "contacts correct": CommandEntry(
        "cli.directory.people:correct",
        "Sửa địa chỉ của một đầu mối, hoặc cho gửi lại. / Put one contact's address right.",
    ),
    "contacts erase": CommandEntry(
        "cli.directory.people:erase",
        "Xóa đầu mối liên hệ, không để lại bản cũ. / Erase contacts for good.",
    ),
    "contacts opt-out": CommandEntry(
        "cli.directory.people:opt_out_of",
        "Đầu mối từ chối, hoặc nhận lại, tin qua một kênh. / A contact opts out of a channel.",
    ),
    "calendar import": CommandEntry(
        "cli.calendar.commands:import_calendar",
        "Nhập ngày nghỉ, ngày làm bù theo văn bản; gửi lại không đổi gì. / Import decreed days.",
    ),
    "owing": CommandEntry(
        "cli.lists.owing:owing",
        "Ai còn nợ việc gì, quá hạn trước. / Who owes what, overdue first.",
    ),
    "late": CommandEntry(
        "cli.lists.late:late",
        "Nội dung trễ hạn đã được nhắc khi nào, qua kênh nào. / What is late, and how reminded.",
    ),
    "unreachable": CommandEntry(
        "cli.lists.unreachable:unreachable",
        "Đơn vị không nhắc được qua kênh nào. / Units that reminders cannot reach, by channel.",
    ),
    "history": CommandEntry(
        "cli.integrate.history:history",
        "Lịch sử một đơn vị: ai gửi gì, đổi gì, kết luận, nhắc việc. / A unit's history.",
    ),
    "status": CommandEntry(
        "cli.operate.status:status",
        "Tình hình kế hoạch, hàng đợi, dịch vụ. / Plans, queues, dead letters, services.",
    ),
    "send": CommandEntry(
        "cli.integrate.send:send",
        "Gửi một lệnh thay mặt đơn vị, chờ trả lời. / Send one command file as a unit.",
    ),
    "workbook make": CommandEntry(
        "cli.workbook.make:make",
        "Lập mỗi đơn vị một biểu .xlsx, điền sẵn nội dung phải thực hiện. / One workbook per unit.",
    ),
    "workbook submit": CommandEntry(
        "cli.workbook.submit:submit",
        "Đọc biểu, kiểm tra, gửi thay đơn vị và chờ trả lời. / Check workbooks and send them.",
    ),
    "register match": CommandEntry(
        "cli.register.commands:match_register",
        "Đối chiếu sổ công văn đến với số liệu đã nhận, ghi số đến. "
        "/ Compare the incoming register with the figures.",
    ),
    "conform": CommandEntry(
        "cli.integrate.conform:conform",
        "Thử bản tin ngoại tuyến: 0 đều nhận được, 1 có từ chối, 2 không đọc được. "
        "/ Try messages offline.",
    ),
    "report build": CommandEntry(
        "cli.operate.report:build",
        "Tải báo cáo tổng hợp. / Download the consolidated report.",
    ),
    "report draft": CommandEntry(
        "cli.operate.report:draft",
        "Tải dự thảo công văn, báo cáo cấp trên. / Download a draft letter or report.",
    ),
    "report freeze": CommandEntry(
        "cli.report.freeze:freeze",
        "Chốt số liệu: lập tệp để trình ký, có số lần chốt, mã băm và mã in trên mỗi trang. "
        "/ Freeze the figures, with files to be signed.",
    ),
    "report publish": CommandEntry(
        "cli.report.steps:publish",
        "Phát hành tệp của một lần chốt; từ đó không đổi nữa. / Publish what was frozen.",
    ),
    "report signed": CommandEntry(
        "cli.report.steps:signed",
        "Ghi số, ngày, người ký và mã băm của tệp đã ký. / Record number, day and signer.",
    ),
    "report replace": CommandEntry(
        "cli.report.steps:replace",
        "Báo cáo thay thế, khi sai nội dung. / A later signed report takes its place.",
    ),
    "report correct": CommandEntry(
        "cli.report.steps:correct",
        "Công văn đính chính, khi sai thể thức; số liệu giữ nguyên. / A letter corrects its form.",
    ),
    "report withdraw": CommandEntry(
        "cli.report.steps:withdraw",
        "Thu hồi văn bản báo cáo, theo một văn bản khác. / Withdraw a report by a document.",
    ),
    "report list": CommandEntry(
        "cli.report.freeze:list_snapshots",
        "Liệt kê các lần chốt số liệu, đang ở bước nào. / List what was frozen.",
    ),
    "report changes": CommandEntry(
        "cli.report.changes:changes",
        "Số liệu nào khác bản đã chốt, từng đơn vị, từ phiên bản nào: 0 không, 1 có. "
        "/ What changed since a snapshot.",
    ),
    "report verify": CommandEntry(
        "cli.report.verify:verify",
        "Tệp đang giữ là bản nào: 0 còn giá trị, 1 đã thay, đã thu hồi văn bản hoặc không biết. "
        "/ Which version a file is.",
    ),
    "views rebuild": CommandEntry(
        "cli.operate.report:rebuild",
        "Dựng lại bảng dữ liệu từ nhật ký, không gián đoạn. / Rebuild the views from the log.",
    ),
    "dead list": CommandEntry("cli.operate.dead:list_letters", "Liệt kê bản tin lỗi. / List them."),
    "dead show": CommandEntry(
        "cli.operate.dead:show", "Xem một bản tin lỗi, nguyên văn. / Show one, whole."
    ),
    "dead replay": CommandEntry(
        "cli.operate.dead:replay",
        "Gửi lại bản tin lỗi sau khi đã sửa nguyên nhân. / Send them again, the cause mended.",
    ),
    "access init": CommandEntry(
        "cli.access.giving:init",
        "Lập khóa, tài khoản của các dịch vụ; chạy lại giữ khóa cũ. / Make what keys are missing.",
    ),
    "access grant": CommandEntry(
        "cli.access.giving:give",
        "Cấp tệp .creds cho đơn vị, hoặc hệ thống nói thay nhiều đơn vị. / Issue credentials.",
    ),
    "access rotate": CommandEntry(
        "cli.access.giving:renew",
        "Cấp tệp .creds mới; tệp cũ còn dùng đến khi chấm dứt. / Issue them anew.",
    ),
    "access revoke": CommandEntry(
        "cli.access.ending:end",
        "Chấm dứt quyền kết nối, ngắt ngay. / Take them back; whoever is connected is cut.",
    ),
    "access list": CommandEntry(
        "cli.access.ending:show",
        "Ai được kết nối, do ai cấp. / Who may connect, and who gave it.",
    ),
    "access push": CommandEntry(
        "cli.access.ending:push",
        "Báo lại mọi quyền đã ghi cho máy chủ NATS. / Tell the servers again what is recorded.",
    ),
    "backup": CommandEntry(
        "cli.backup.commands:backup",
        "Sao lưu nhật ký, nối tiếp bản đã có. / Back up the log, adding to an earlier backup.",
    ),
    "restore": CommandEntry(
        "cli.backup.commands:restore",
        "Khôi phục vào cụm máy chủ trống từ bản sao lưu. / Restore a backup into an empty cluster.",
    ),
    "log verify": CommandEntry(
        "cli.backup.commands:verify",
        "Kiểm chứng nhật ký trên mọi máy chủ, đối chiếu bản sao lưu: 0 đúng, 1 có sai lệch. "
        "/ Verify the log on every server.",
    ),
    "log quarantine": CommandEntry(
        "cli.operate.quarantine:quarantine",
        "Để riêng một bản ghi không đọc được, có lý do. / Pass over a record that cannot be read.",
    ),
    "topology apply": CommandEntry(
        "cli.operate.topology:apply",
        "Tạo hoặc sửa luồng, bộ nhớ, bên nhận; chạy lại vô hại. / Make or change; safe to repeat.",
    ),
}
