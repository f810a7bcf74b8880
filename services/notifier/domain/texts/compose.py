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
    "bổ sung, chỉnh lý theo các ý kiến đã nêu và gửi lại báo cáo",
    "báo cáo đã bổ sung, chỉnh lý",
    "gửi lại báo cáo đã chỉnh lý",
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
    return f"{'Quá hạn' if overdue else 'Nhắc việc'}: {title}, {deadline_of(situation, key)}"


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
            f"Kính đề nghị quý đơn vị quan tâm thực hiện: {words.request}."
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
    """One SMS: the plan and who sends it come first, then what is asked, with courtesies as fit.

    Names give way last of all, the longest first.
    """
    step = _words(situation.duties[key.duty]).sms
    until = deadline_of(situation, key)
    by = f", nay đã quá thời hạn: {until}" if overdue else f" {until}"
    asked = f"kính đề nghị {{unit}} {step}{by}."
    names = {
        "unit": wording.one_line(situation.addressed),
        "sender": wording.one_line(situation.sender),
        "number": f"{_document(situation.plan)[0]} {situation.plan.number}",
    }
    brief = {**names, "number": situation.plan.number}
    polite = f"{{number}}, {{sender}}: {asked} Nếu đã gửi, xin bỏ qua tin này. Trân trọng!"
    plain = f"{{number}}, {{sender}}: {asked} Trân trọng!"
    wordings = ((polite, names), (polite, brief), (plain, names), (plain, brief))
    texts = (wording.sms(template.format(**said)) for template, said in wordings)
    fitting = (text for text in texts if wording.segments(text) == 1)
    return next(fitting, None) or _shortened(plain, brief)


def _shortened(template: str, names: dict[str, str]) -> str:
    """One SMS whatever the length of the names; a name that was cut ends in dots."""
    kept = names
    while True:
        cut = {name: said if said == names[name] else f"{said}..." for name, said in kept.items()}
        text = wording.sms(template.format(**cut))
        if wording.segments(text) == 1 or not any(kept.values()):
            return text
        longest = max(kept, key=lambda name: len(kept[name]))
        kept = {**kept, longest: kept[longest][:-1].rstrip()}
