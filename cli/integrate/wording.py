"""Cli, integrate: says one fact of a unit's history in Vietnamese."""

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, tzinfo
from typing import assert_never

from cli.plans.look import written, written_day
from contracts.facts import (
    ActivityChanged,
    ActivityDeclared,
    ActivityFact,
    ActivityHeld,
    ActivityWithdrawn,
    DutyExcused,
    DutyExtended,
    DutyFact,
    DutyMet,
    DutyOpened,
    DutyReopened,
    MessageAccepted,
    MessageAttempted,
    MessageComposed,
    MessageFailed,
    MessageSilenced,
    PlanApplied,
    ReminderFact,
    ReportAccepted,
    ReportCorrected,
    ReportFact,
    ReportReturned,
    ReportSubmitted,
    RungCancelled,
    RungFailed,
    RungLapsed,
    RungScheduled,
    RungSent,
    UnitHistoryFact,
)
from contracts.records import Activity
from contracts.values import FieldChange
from contracts.words import CancelReason

CHANNELS = {"email": "thư điện tử", "sms": "SMS"}
FIELDS = {
    "actual": "thực tế",
    "amount": "số tiền",
    "assignment": "nhiệm vụ",
    "budget": "kinh phí",
    "causes": "nguyên nhân",
    "codes": "mã",
    "denominator": "mẫu số",
    "difficulties": "khó khăn",
    "ends_on": "ngày kết thúc",
    "evidence": "minh chứng",
    "figures": "chỉ tiêu báo cáo",
    "groups": "nhóm",
    "joint_with": "phối hợp chung",
    "kind": "loại",
    "levels": "cấp",
    "link": "liên kết",
    "names": "tên",
    "numerator": "tử số",
    "other_partners": "đơn vị ngoài danh bạ",
    "parents": "cấp trên",
    "partners": "đơn vị phối hợp",
    "place": "địa điểm",
    "planned": "dự kiến",
    "qualifier": "mức độ",
    "recommendations": "kiến nghị",
    "roles": "vai trò",
    "short_names": "tên ngắn",
    "signed": "văn bản ký",
    "sources": "nguồn",
    "spending": "chi",
    "starts_on": "ngày bắt đầu",
    "status": "tình trạng",
    "summary": "tóm tắt",
    "title": "tên",
    "total": "tổng",
    "value": "giá trị",
}
CONFIRMED, TAKEN_IN = "Cấp trên xác nhận", "Tiếp nhận, đưa vào tổng hợp"
MAX_SHOWN = 200
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _cancelled(reason: CancelReason) -> str:
    match reason:
        case "met":
            return "đã thực hiện"
        case "excused":
            return "được miễn"
        case "moved":
            return "đã gia hạn"
        case _:
            assert_never(reason)


class Wording:
    """The words of one unit's part in one plan; learns titles from the facts as they come."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._duties: dict[str, str] = {}
        self._activities: dict[str, str] = {}

    def moment(self, moment: datetime) -> str:
        return written(moment.astimezone(self._zone))

    def history(self, fact: UnitHistoryFact) -> list[str]:
        """What happened, in a line, and below it what changed."""
        if isinstance(fact, ActivityFact):
            return self._activity(fact)
        if isinstance(fact, ReportFact):
            return self._report(fact)
        if isinstance(fact, DutyFact):
            return [self._duty(fact)]
        match fact:
            case PlanApplied():
                return [f"Theo kế hoạch, bản thứ {fact.revision}"]
            case _:
                assert_never(fact)

    def _activity(self, fact: ActivityFact) -> list[str]:
        match fact:
            case ActivityDeclared():
                self._activities[fact.activity.id] = fact.activity.title
                days = _days(fact.activity)
                return [f"Đăng ký hoạt động {self._named(fact.activity.id)}, {days}"]
            case ActivityChanged():
                self._activities[fact.activity.id] = fact.activity.title
                first = f"Sửa hoạt động {self._named(fact.activity.id)}"
                return [first, *changes(fact.changes)]
            case ActivityHeld():
                return [f"Đã tổ chức hoạt động {self._named(fact.activity)}"]
            case ActivityWithdrawn():
                reason = f": {fact.reason}" if fact.reason else ""
                return [f"Rút hoạt động {self._named(fact.activity)}{reason}"]
            case _:
                assert_never(fact)

    def _report(self, fact: ReportFact) -> list[str]:
        match fact:
            case ReportSubmitted():
                signed = f", văn bản {fact.report.signed.number}" if fact.report.signed else ""
                return [f"Gửi báo cáo, phiên bản {fact.version}{signed}{_awaits(fact)}"]
            case ReportCorrected():
                first = f"Sửa báo cáo thành phiên bản {fact.version}{_awaits(fact)}"
                return [first, *changes(fact.changes)]
            case ReportReturned():
                first = f"Đề nghị bổ sung, chỉnh lý báo cáo phiên bản {fact.version}, gửi lại trước"
                reasons = (f"  {reason.code}: {reason.note}" for reason in fact.reasons)
                return [f"{first} {self.moment(fact.due)}", *reasons]
            case ReportAccepted():
                word = CONFIRMED if fact.level == "parent" else TAKEN_IN
                return [f"{word} báo cáo phiên bản {fact.version}"]
            case _:
                assert_never(fact)

    def _duty(self, fact: DutyFact) -> str:
        if isinstance(fact, DutyOpened):
            self._duties[fact.duty.id] = fact.duty.title
            return f"Phải thực hiện {self._owed(fact.duty.id)}, hạn {self.moment(fact.duty.due)}"
        owed = self._owed(fact.duty)
        match fact:
            case DutyMet():
                how = "đúng hạn" if fact.on_time else f"TRỄ HẠN (hạn {self.moment(fact.due)})"
                return f"Hoàn thành {owed} lúc {self.moment(fact.met_at)}, {how}"
            case DutyExtended():
                return f"Gia hạn {owed} đến {self.moment(fact.due)}: {fact.reason}"
            case DutyExcused():
                return f"Được miễn {owed}: {fact.reason}"
            case DutyReopened():
                return f"Lại phải thực hiện {owed}, hạn {self.moment(fact.due)}: {fact.reason}"
            case _:
                assert_never(fact)

    def reminder(self, fact: ReminderFact) -> list[str]:
        """What went out or did not, never to whom; preparations are passed over."""
        match fact:
            case RungSent():
                said = f"Đã nhắc (bậc {fact.rung}) về {self._owed(fact.duty)}"
            case RungCancelled():
                why = _cancelled(fact.reason)
                said = f"Thôi nhắc (bậc {fact.rung}) về {self._owed(fact.duty)}: {why}"
            case RungLapsed():
                said = f"Bỏ bậc nhắc {fact.rung} về {self._owed(fact.duty)}: đã tới bậc sau"
            case RungFailed():
                said = f"Không nhắc được (bậc {fact.rung}): {fact.reason}"
            case MessageAccepted():
                doubt = ", có thể trùng" if fact.uncertain else ""
                said = f"Đã chuyển đi một {CHANNELS[fact.channel]}{doubt}"
            case MessageFailed():
                said = f"Không chuyển được {CHANNELS[fact.channel]}: {fact.reason}"
            case MessageSilenced():
                said = "Một tin nhắc không gửi nữa vì nội dung đã thực hiện xong"
            case RungScheduled() | MessageComposed() | MessageAttempted():
                said = ""
            case _:
                assert_never(fact)
        return [said] if said else []

    def _named(self, activity: str) -> str:
        return _titled(activity, self._activities)

    def _owed(self, duty: str) -> str:
        return _titled(duty, self._duties)


def _awaits(fact: ReportSubmitted | ReportCorrected) -> str:
    return ", chờ cấp trên xác nhận" if fact.through else ""


def _titled(name: str, titles: Mapping[str, str]) -> str:
    return f"“{titles[name]}” ({name})" if name in titles else name


def _days(record: Activity) -> str:
    if record.starts_on == record.ends_on:
        return f"ngày {written_day(record.starts_on)}"
    return f"{written_day(record.starts_on)} – {written_day(record.ends_on)}"


def changes(found: Iterable[FieldChange]) -> list[str]:
    """Each difference: the field, before, after."""
    return [f"  {field(one.pointer)}: {_shown(one.before)} → {_shown(one.after)}" for one in found]


def field(pointer: str) -> str:
    """A JSON pointer as staff read it; positions count from 1."""
    words = pointer.split("/")[1:]
    return " › ".join(str(int(w) + 1) if w.isdigit() else FIELDS.get(w, w) for w in words)


def _shown(written_json: str | None) -> str:
    if written_json is None:
        return "(trống)"
    value = json.loads(written_json)
    text = value if isinstance(value, str) else written_json
    if isinstance(value, str) and _DAY.fullmatch(value):
        with suppress(ValueError):  # a title that only looks like a day
            text = written_day(date.fromisoformat(value))
    return text if len(text) <= MAX_SHOWN else text[:MAX_SHOWN] + "…"
