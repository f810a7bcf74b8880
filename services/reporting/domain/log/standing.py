"""Reporting, domain: how views and log may have come apart, and what is to be done then."""

from typing import Literal, NamedTuple

Apart = Literal["view-empty", "view-older", "log-empty", "log-older", "log-other", "interrupted"]


class Advice(NamedTuple):
    """What is wrong, as staff and operator read it, and the next step."""

    vi: str
    en: str
    next: str


REBUILD = "ngayso views rebuild"
RESTORE = f"restore the log; or, to go on with the log as it is, {REBUILD}"
ADVICE: dict[Apart, Advice] = {
    "view-empty": Advice(
        "Bảng dữ liệu trống, cần dựng lại từ nhật ký.",
        "the views are empty, and the log was delivered to others before",
        REBUILD,
    ),
    "view-older": Advice(
        "Bảng dữ liệu cũ hơn nhật ký, cần dựng lại.",
        "the views lack what was delivered to them: were they restored?",
        REBUILD,
    ),
    "log-empty": Advice(
        "Nhật ký trống, số liệu ở đây là của lần lưu trước.",
        "the log is empty, and the views are not",
        RESTORE,
    ),
    "log-older": Advice(
        "Nhật ký cũ hơn số liệu ở đây.",
        "the log ends before what the views hold of it: was it restored?",
        RESTORE,
    ),
    "log-other": Advice(
        "Số liệu ở đây là của một nhật ký khác.",
        "the views are of another log",
        RESTORE,
    ),
    "interrupted": Advice(
        "Việc dựng lại bảng dữ liệu bị dừng giữa chừng.",
        "the views are shut for the end of a rebuild, or it was interrupted there",
        REBUILD,
    ),
}
