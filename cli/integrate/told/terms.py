"""Cli, integrate: the closed lists of words as staff read them."""

from typing import Literal, assert_never

from contracts.words import ActivityStatus, CancelReason, ExcuseCause, NilReason

Level = Literal["through", "office"]
CHANNELS = {"email": "thư điện tử", "sms": "SMS"}


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
