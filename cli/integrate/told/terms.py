"""Cli, integrate: the closed lists of words as staff read them."""

from collections.abc import Mapping
from typing import Literal, assert_never

from contracts.commands import COMMANDS, verb
from contracts.words import (
    ActivityStatus,
    CancelReason,
    DropReason,
    ExcuseCause,
    NilReason,
    NoticeKind,
)

Level = Literal["through", "office"]
CHANNELS = {"email": "thư điện tử", "sms": "SMS"}
SAID = {
    "record-unit": "Ghi hồ sơ đơn vị",
    "record-calendar": "Ghi ngày nghỉ, ngày làm bù",
    "publish-plan": "Công bố kế hoạch",
    "amend-plan": "Sửa đổi kế hoạch",
    "declare-force-majeure": "Công nhận bất khả kháng",
    "declare-activity": "Đăng ký hoạt động",
    "withdraw-activity": "Rút hoạt động",
    "declare-nothing": "Báo không có hoạt động",
    "submit-report": "Gửi báo cáo",
    "attach-document": "Báo văn bản đã ký của báo cáo",
    "register-document": "Ghi số đến của văn bản",
    "return-report": "Đề nghị bổ sung, chỉnh lý báo cáo",
    "accept-report": "Tiếp nhận hoặc xác nhận báo cáo",
    "extend-duty": "Gia hạn",
    "excuse-duty": "Cho miễn",
    "lift-excuse": "Bỏ việc cho miễn",
    "void-activity": "Hủy ghi nhận hoạt động",
    "void-report": "Hủy ghi nhận báo cáo",
    "redact-report": "Che một đoạn của báo cáo",
    "open-duties": "Giao nội dung phải thực hiện",
    "carry-report": "Chuyển báo cáo sang đơn vị kế thừa",
    "share-activity": "Đối chiếu hoạt động phối hợp",
    "hold-messages": "Tạm dừng nhắc việc",
    "resume-messages": "Tiếp tục nhắc việc",
    "cancel-messages": "Hủy tin nhắc đang chờ",
    "freeze-report": "Chốt số liệu",
    "publish-report": "Phát hành báo cáo",
    "sign-report": "Ghi chữ ký báo cáo",
    "replace-report": "Báo cáo thay thế",
    "correct-report-form": "Đính chính báo cáo",
    "withdraw-report": "Thu hồi văn bản báo cáo",
}
"""What each command asks for, by its verb."""
NOTICES: Mapping[NoticeKind, str] = {
    "returned": "đề nghị bổ sung, chỉnh lý",
    "not-taken": "chưa tiếp nhận bản sửa",
    "accepted": "đã tiếp nhận",
    "extended": "thay đổi thời hạn",
    "excused": "cho miễn",
    "amended": "văn bản được sửa đổi",
    "reopened": "cần thực hiện lại",
    "voided": "hủy ghi nhận",
    "document-awaited": "chờ văn bản đã ký",
    "unreached": "chưa liên hệ được với đơn vị",
}
"""What units are told of, as it happens."""
DROPPED: Mapping[DropReason, str] = {
    "untrue": "không còn đúng",
    "called-off": "cơ quan tổng hợp hủy tin nhắc",
    "held": "cơ quan tổng hợp tạm dừng, sẽ báo sau",
}


def command(wire: str | None) -> str:
    """The command of a message, as far as its type could be read."""
    model = COMMANDS.get(wire or "")
    return (
        SAID[verb(model)]
        if model
        else f"Lệnh không rõ loại: {wire}"
        if wire
        else "Lệnh không rõ loại"
    )


def nil(reason: NilReason) -> str:
    match reason:
        case "no-occurrence":
            return "không phát sinh"
        case "not-our-function":
            return "không thuộc chức năng"
        case _:
            assert_never(reason)


def cancelled(reason: CancelReason) -> str:
    match reason:
        case "met":
            return "đã thực hiện"
        case "excused":
            return "được miễn"
        case "moved":
            return "đã gia hạn"
        case "called-off":
            return "cơ quan tổng hợp hủy tin nhắc"
        case "nobody-above":
            return "không có cấp trên nào để báo"
        case _:
            assert_never(reason)


def accepted(level: Level) -> str:
    match level:
        case "through":
            return "Cấp trên xác nhận"
        case "office":
            return "Tiếp nhận, đưa vào tổng hợp"
        case _:
            assert_never(level)


def excused(cause: ExcuseCause) -> str:
    """By whose doing the unit is not asked any more."""
    match cause:
        case "office":
            return "Được miễn"
        case "plan":
            return "Kế hoạch không còn yêu cầu"
        case "no-activity" | "nothing-declared":
            return "Không còn hoạt động để thực hiện"
        case _:
            assert_never(cause)


def activity(status: ActivityStatus | None) -> str:
    """Where a record of an activity stands; none where it was never declared."""
    match status:
        case "planned":
            return "đã đăng ký"
        case "postponed":
            return "hoãn"
        case "held":
            return "đã tổ chức"
        case "withdrawn":
            return "đã rút"
        case "voided":
            return "đã hủy ghi nhận"
        case None:
            return "chưa có"
        case _:
            assert_never(status)
