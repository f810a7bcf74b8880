"""Notifier, domain: the words of a reminder, as e-mail and as SMS."""

import hashlib
from datetime import UTC, datetime
from typing import NamedTuple, assert_never

from contracts.outgoing import OutgoingMessage
from contracts.plan import Channel, Plan
from services.notifier.domain.rungs import RungKey
from services.notifier.domain.standing import Situation, Standing
from services.notifier.domain.texts import wording


class Words(NamedTuple):
    """What is asked for, in a mail; what is missing, in a mail; what is asked for, in an SMS."""

    request: str
    missing: str
    sms: str


DECLARE = Words(
    "đăng ký các hoạt động hưởng ứng của đơn vị (tên hoạt động, thời gian, địa điểm, "
    "kinh phí dự kiến)",
    "đăng ký hoạt động",
    "đăng ký hoạt động",
)
HOLD = Words(
    "tổ chức các hoạt động đã đăng ký, cập nhật kết quả thực hiện; hoạt động nào không tổ chức "
    "được thì rút đăng ký",
    "đầy đủ kết quả các hoạt động đã đăng ký",
    "cập nhật kết quả hoạt động",
)
REPORT = Words(
    "gửi báo cáo kết quả thực hiện, kèm số và ngày ký của văn bản",
    "báo cáo",
    "gửi báo cáo kết quả",
)
RETURNED = Words(
    "chỉnh sửa theo các ý kiến đã nêu và gửi lại báo cáo",
    "báo cáo đã chỉnh sửa",
    "gửi lại báo cáo đã chỉnh sửa",
)
EMAIL = """\
Kính gửi: {unit}

Thực hiện {kind} số {number} ngày {issued_on} ({plan}), {opening}

- Nội dung: {duty}
- Thời hạn: {deadline}

Đến thời điểm gửi thư này, hệ thống chưa ghi nhận {missing} của quý đơn vị. {request}
{how}
Trường hợp quý đơn vị vừa thực hiện xong, xin vui lòng bỏ qua thư này.{help}

Trân trọng cảm ơn.

{office}
"""
DOCUMENTS = {"KH": "Kế hoạch", "QĐ": "Quyết định", "CT": "Chỉ thị", "CTr": "Chương trình"}
"""Kinds of documents by the sign in their number (NĐ 30/2020, PL III)."""
SUBJECT_ROOM = 200


def message_id(plan: str, unit: str, key: RungKey, channel: Channel, recipient: str) -> str:
    """One message's identity, from the rung to the gateway: the same however often it is made."""
    due = key.due.astimezone(UTC).isoformat()
    words = (plan, unit, key.duty, due, key.rung, channel, recipient)
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:32]


def compose(
    situation: Situation, key: RungKey, channel: Channel, recipient: str, now: datetime
) -> OutgoingMessage:
    """The message of one rung for one recipient; it names the unit, never the person."""
    overdue = now >= key.due
    return OutgoingMessage(
        message=message_id(situation.plan.id, situation.unit, key, channel, recipient),
        plan=situation.plan.id,
        unit=situation.unit,
        duty=key.duty,
        due=key.due,
        rung=key.rung,
        channel=channel,
        recipient=recipient,
        category="qua-han" if overdue else "nhac-han",
        subject=_subject(situation, key, overdue),
        text=_text(situation, key, channel, overdue),
    )


def _words(standing: Standing) -> Words:
    """By the kind of duty; a report that was returned is asked for in words of its own."""
    match standing.duty.kind:
        case "declare":
            return DECLARE
        case "hold":
            return HOLD
        case "report":
            return RETURNED if standing.round > 0 else REPORT
        case _:
            assert_never(standing.duty.kind)


def _text(situation: Situation, key: RungKey, channel: Channel, overdue: bool) -> str:
    match channel:
        case "email":
            return _email(situation, key, overdue)
        case "sms":
            return _sms(situation, key, overdue)
        case _:
            assert_never(channel)


def deadline_of(situation: Situation, key: RungKey) -> str:
    """The deadline in the plan's own words where it is the plan's, else read off the moment."""
    zone = situation.plan.zone
    written = next((owed.deadline for owed in situation.plan.owed if owed.id == key.duty), None)
    if written is None or written.cut(zone) != key.due:
        written = wording.as_written(key.due, zone)
    return wording.deadline(written)


def _subject(situation: Situation, key: RungKey, overdue: bool) -> str:
    title = wording.one_line(situation.duties[key.duty].duty.title)
    if len(title) > SUBJECT_ROOM:
        title = title[:SUBJECT_ROOM].rsplit(" ", 1)[0] + "…"
    start, end = ("Quá hạn", "hạn ") if overdue else ("Nhắc việc", "")
    return f"{start}: {title} ({end}{deadline_of(situation, key)})"


def _email(situation: Situation, key: RungKey, overdue: bool) -> str:
    standing = situation.duties[key.duty]
    words = _words(standing)
    how = situation.plan.reporting.how if standing.duty.kind == "report" else ""
    kind, title = _document(situation.plan)
    return EMAIL.format(
        unit=wording.one_line(situation.addressed),
        number=situation.plan.number,
        issued_on=wording.day(situation.plan.issued_on),
        kind=kind,
        plan=title,
        opening=(
            f"{situation.office} xin thông báo quý đơn vị còn nội dung sau đã quá thời hạn:"
            if overdue
            else f"{situation.office} trân trọng nhắc quý đơn vị nội dung sau:"
        ),
        duty=wording.one_line(standing.duty.title),
        deadline=deadline_of(situation, key),
        missing=words.missing,
        request=(
            f"Kính đề nghị quý đơn vị khẩn trương thực hiện: {words.request}."
            if overdue
            else "Kính đề nghị quý đơn vị quan tâm thực hiện đúng thời hạn nêu trên: "
            f"{words.request}."
        ),
        how=f"\nCách thức gửi: {how.strip()}\n" if how.strip() else "",
        help=f" {situation.help_line}" if situation.help_line else "",
        office=situation.office,
    )


def _document(plan: Plan) -> tuple[str, str]:
    """What the plan's document is called, and its title without that word."""
    sign = plan.number.partition("/")[2].partition("-")[0]
    kind = DOCUMENTS.get(sign, "văn bản")
    title = wording.one_line(plan.title)
    if title.casefold().startswith(kind.casefold() + " "):
        title = title[len(kind) + 1 :]
    return kind, title


def _sms(situation: Situation, key: RungKey, overdue: bool) -> str:
    """The longest wording that still is one SMS, shortening the unit's name last of all."""
    step = _words(situation.duties[key.duty]).sms
    unit = wording.one_line(situation.addressed)
    until = deadline_of(situation, key)
    call = (
        f"đã quá thời hạn {step} ({until}){{number}}. Kính đề nghị quý đơn vị thực hiện ngay"
        if overdue
        else f"kính đề nghị quý đơn vị {step} {until}{{number}}"
    )
    numbered = call.format(number=f", VB số {situation.plan.number}")
    texts = [
        f"Kính gửi {unit}: {numbered}. Nếu đã gửi, xin bỏ qua tin này. Trân trọng!",
        f"Kính gửi {unit}: {numbered}. Trân trọng!",
        f"Kính gửi {unit}: {call.format(number='')}. Trân trọng!",
    ]
    fitting = (text for text in map(wording.sms, texts) if wording.segments(text) == 1)
    return next(fitting, None) or _shortened(unit, call.format(number=""))


def _shortened(unit: str, call: str) -> str:
    """One SMS whatever the length of the unit's name."""
    while wording.segments(text := wording.sms(f"Kính gửi {unit}...: {call}. Trân trọng!")) > 1:
        unit = unit[:-1].rstrip()
    return text
