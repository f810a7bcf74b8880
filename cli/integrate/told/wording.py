"""Cli, integrate: says one fact of a unit's history in Vietnamese."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import assert_never

from cli.console import written, written_day
from cli.integrate.told import terms
from cli.integrate.told.differences import changes, field
from cli.integrate.told.message import afterwards, told
from contracts.facts import (
    ActivityChanged,
    ActivityDeclared,
    ActivityFact,
    ActivityHeld,
    ActivityShared,
    ActivityVoided,
    ActivityWithdrawn,
    DocumentAttached,
    DocumentRegistered,
    DutyChanged,
    DutyExcused,
    DutyExtended,
    DutyFact,
    DutyMet,
    DutyOpened,
    DutyReopened,
    MessageAttempted,
    MessageComposed,
    NothingDeclared,
    NoticeComposed,
    NoticeDropped,
    NoticeFailed,
    NoticeSent,
    PlanApplied,
    ReminderFact,
    ReportAccepted,
    ReportCarried,
    ReportCorrected,
    ReportFact,
    ReportRedacted,
    ReportReturned,
    ReportSubmitted,
    ReportVoided,
    RungCancelled,
    RungFailed,
    RungLapsed,
    RungScheduled,
    RungSent,
    UnitHistoryFact,
)
from contracts.records import Activity, Signed


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
            case ActivityShared():
                status = terms.activity(fact.status)
                role = "" if fact.names else "chủ trì "
                name = self._named(fact.activity)
                return [f"Hoạt động phối hợp {name}: bản ghi {role}của {fact.by} {status}"]
            case ReportCarried():
                report, by = self._owed(fact.owed), fact.by
                if fact.standing:
                    return [f"{report} gộp trong báo cáo của {by}, phiên bản {fact.version}"]
                return [f"Báo cáo của {by} không còn gộp {report}"]
            case NothingDeclared():
                note, why = f". {fact.note}" if fact.note else "", terms.nil(fact.reason)
                return [f"Không có hoạt động để đăng ký cho {self._owed(fact.duty)}: {why}{note}"]
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
            case ActivityVoided():
                return [f"Hủy ghi nhận hoạt động {self._named(fact.activity)}: {fact.reason}"]
            case _:
                assert_never(fact)

    def _report(self, fact: ReportFact) -> list[str]:
        report = self._owed(fact.owed)
        match fact:
            case ReportSubmitted():
                signed = f", văn bản {_paper(fact.report.signed)}" if fact.report.signed else ""
                return [f"Gửi {report}, phiên bản {fact.version}{signed}{_awaits(fact)}"]
            case ReportCorrected():
                first = f"Sửa {report} thành phiên bản {fact.version}{_awaits(fact)}"
                return [first, *changes(fact.changes)]
            case ReportReturned():
                reasons = (f"  {reason.code}: {reason.note}" for reason in fact.reasons)
                return [self._returned(fact), *reasons]
            case ReportAccepted():
                return [f"{terms.accepted(fact.level)} {report}, phiên bản {fact.version}"]
            case ReportVoided():
                return [f"Hủy ghi nhận {report}, phiên bản {fact.version}: {fact.reason}"]
            case ReportRedacted():
                place = f"{field(f'/{fact.field}')}, ký tự {fact.start + 1} đến {fact.end}"
                return [f"Che nội dung {report}, phiên bản {fact.version}: {place}; {fact.reason}"]
            case DocumentAttached():
                return [f"Văn bản đã ký của {report}: {_paper(fact.signed)}"]
            case DocumentRegistered():
                day = written_day(fact.incoming.day)
                signed = f", văn bản {_paper(fact.signed)}" if fact.signed else ""
                return [f"Vào sổ đến {report}: số {fact.incoming.number} ngày {day}{signed}"]
            case _:
                assert_never(fact)

    def _returned(self, fact: ReportReturned) -> str:
        report = f"{self._owed(fact.owed)}, phiên bản {fact.version}"
        if fact.due is None:
            return f"Không nhận bản sửa của {report}; bản đã tiếp nhận vẫn có hiệu lực"
        return f"Đề nghị bổ sung, chỉnh lý {report}, gửi lại trước {self.moment(fact.due)}"

    def _duty(self, fact: DutyFact) -> str:
        if isinstance(fact, DutyOpened | DutyChanged):
            self._duties[fact.duty.id] = fact.duty.title
        match fact:
            case DutyOpened():
                until = self.moment(fact.duty.due)
                return f"Phải thực hiện {self._owed(fact.duty.id)}, hạn {until}"
            case DutyChanged():
                return f"Đổi nội dung phải thực hiện {self._owed(fact.duty.id)}: {fact.reason}"
            case DutyMet():
                how = "đúng hạn" if fact.on_time else f"TRỄ HẠN (hạn {self.moment(fact.due)})"
                return f"Hoàn thành {self._owed(fact.duty)} lúc {self.moment(fact.met_at)}, {how}"
            case DutyExtended():
                return self._extended(fact)
            case DutyExcused():
                why = f"{fact.reason}{_granted(fact)}"
                return f"{terms.excused(fact.cause)} {self._owed(fact.duty)}: {why}"
            case DutyReopened():
                again, until = self._owed(fact.duty), self.moment(fact.due)
                return f"Lại phải thực hiện {again}, hạn {until}: {fact.reason}"
            case _:
                assert_never(fact)

    def _extended(self, fact: DutyExtended) -> str:
        owed, until = self._owed(fact.duty), self.moment(fact.due)
        if fact.planned is not None:
            return f"Kế hoạch đổi thời hạn {owed} thành {until}: {fact.reason}"
        quiet = f", chưa nhắc trước {self.moment(fact.quiet_until)}" if fact.quiet_until else ""
        return f"Gia hạn {owed} đến {until}: {fact.reason}{_granted(fact)}{quiet}"

    def reminder(self, fact: ReminderFact) -> list[str]:
        """What went out or did not, never to whom; preparations are passed over."""
        match fact:
            case RungSent():
                said = f"Đã nhắc (bậc {fact.rung}) về {self._owed(fact.duty)}"
            case RungCancelled():
                why = terms.cancelled(fact.reason)
                said = f"Thôi nhắc (bậc {fact.rung}) về {self._owed(fact.duty)}: {why}"
            case RungLapsed():
                said = f"Bỏ bậc nhắc {fact.rung} về {self._owed(fact.duty)}: đã tới bậc sau"
            case RungFailed():
                said = f"Không nhắc được (bậc {fact.rung}): {fact.reason}"
            case NoticeSent() | NoticeDropped() | NoticeFailed():
                known = fact.about in self._activities
                said = told(fact, (self._named if known else self._owed)(fact.about))
            case RungScheduled() | MessageComposed() | NoticeComposed() | MessageAttempted():
                said = ""
            case _:
                said = afterwards(fact)
        return [said] if said else []

    def _named(self, activity: str) -> str:
        return _titled(activity, self._activities)

    def _owed(self, duty: str) -> str:
        return _titled(duty, self._duties)


def _awaits(fact: ReportSubmitted | ReportCorrected) -> str:
    return ", chờ cấp trên xác nhận" if fact.through else ""


def _granted(fact: DutyExtended | DutyExcused) -> str:
    """Who allowed it by word of mouth, and the paper that followed."""
    if fact.granted is None:
        return ""
    one = fact.granted
    paper = f", văn bản {one.paper}" if one.paper else ""
    return f" ({one.by} đồng ý qua {one.how} ngày {written_day(one.day)}{paper})"


def _paper(signed: Signed) -> str:
    signer = f", {signed.signer} ký" if signed.signer else ""
    return f"số {signed.number} ngày {written_day(signed.day)}{signer}"


def _titled(name: str, titles: Mapping[str, str]) -> str:
    return f"“{titles[name]}” ({name})" if name in titles else name


def _days(record: Activity) -> str:
    if record.starts_on == record.ends_on:
        return f"ngày {written_day(record.starts_on)}"
    return f"{written_day(record.starts_on)} – {written_day(record.ends_on)}"
