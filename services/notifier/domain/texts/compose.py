"""Notifier, domain: the words of a reminder, as e-mail and as SMS."""

from datetime import datetime
from typing import NamedTuple, assert_never

from contracts.plan import Channel, Plan
from services.notifier.domain.rungs import RungKey
from services.notifier.domain.standing import Situation, Standing
from services.notifier.domain.texts import wording
from services.notifier.domain.texts.brief import one_sms


class Words(NamedTuple):
    """What is asked for, in a mail; what is missing, in a mail; what is asked for, in an SMS that
    goes on with the title. `{reporter}`: the unit whose report is approved.
    """

    request: str
    missing: str
    sms: str


DECLARE = Words(
    "đăng ký các hoạt động hưởng ứng của đơn vị (tên hoạt động, thời gian, địa điểm, "
    "kinh phí dự kiến)",
    "đăng ký hoạt động của quý đơn vị",
    "đăng ký",
)
HOLD = Words(
    "tổ chức các hoạt động đã đăng ký, cập nhật kết quả thực hiện; hoạt động nào không tổ chức "
    "được thì rút đăng ký",
    "đầy đủ kết quả các hoạt động đã đăng ký của quý đơn vị",
    "cập nhật kết quả",
)
REPORT = Words(
    "gửi báo cáo kết quả thực hiện, kèm số và ngày ký của văn bản",
    "báo cáo của quý đơn vị",
    "gửi báo cáo",
)
RETURNED = Words(
    "bổ sung, chỉnh lý theo các ý kiến đã nêu và gửi lại báo cáo",
    "báo cáo đã bổ sung, chỉnh lý của quý đơn vị",
    "gửi lại báo cáo đã chỉnh lý",
)
APPROVE = Words(
    "xác nhận báo cáo của {reporter}, hoặc đề nghị đơn vị đó bổ sung, chỉnh lý",
    "ý kiến xác nhận của quý đơn vị đối với báo cáo của {reporter}",
    "xác nhận báo cáo của {reporter}",
)
EMAIL = """\
Kính gửi: {unit}

Thực hiện {kind} số {number} ngày {issued_on} ({plan}), {opening}

- Nội dung: {duty}
- Thời hạn: {deadline}

Đến thời điểm gửi thư này, hệ thống chưa ghi nhận {missing}. {request}
{how}
Trường hợp quý đơn vị vừa thực hiện xong, xin vui lòng bỏ qua thư này.{help}

Trân trọng cảm ơn.

{office}
"""
DOCUMENTS = {"KH": "Kế hoạch", "QĐ": "Quyết định", "CT": "Chỉ thị", "CTr": "Chương trình"}
"""Kinds of documents by the sign in their number (NĐ 30/2020, PL III)."""
SUBJECT_ROOM = 200


class Composed(NamedTuple):
    """The words of a message; an SMS has no subject."""

    category: str
    subject: str
    text: str


OVERDUE, TO_COME = "qua-han", "nhac-han"


def compose(situation: Situation, key: RungKey, channel: Channel, now: datetime) -> Composed:
    """The words about one rung's duty; they name the unit, never the person."""
    overdue = now >= key.due
    return Composed(
        category=OVERDUE if overdue else TO_COME,
        subject=_subject(situation, key, overdue) if channel == "email" else "",
        text=_text(situation, key, channel, overdue),
    )


def words_of(standing: Standing) -> Words:
    """By the kind of duty; a report that was returned is asked for in words of its own."""
    match standing.duty.kind:
        case "declare":
            return DECLARE
        case "hold":
            return HOLD
        case "report":
            return RETURNED if standing.round > 0 else REPORT
        case "approve":
            return APPROVE
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
    """The deadline as the plan writes it where it is the plan's, else read off the moment.

    An amendment that only moves it is in the plan, and not in the duty.
    """
    zone, duty = situation.plan.zone, situation.duties[key.duty].duty
    entries = (entry.deadline for entry in situation.plan.owed if entry.id == duty.owed)
    written = (one for one in (duty.deadline, *entries) if one and one.cut(zone) == key.due)
    return wording.deadline(next(written, None) or wording.as_written(key.due, zone))


def _subject(situation: Situation, key: RungKey, overdue: bool) -> str:
    title = _within(wording.one_line(situation.duties[key.duty].duty.title))
    of, start = _within(whose(situation, key)), "Quá hạn" if overdue else "Nhắc việc"
    return f"{start}: {title}{of}, {deadline_of(situation, key)}"


def _within(text: str) -> str:
    """The text where it fits into a subject, else as many of its words as do."""
    return text if len(text) <= SUBJECT_ROOM else text[:SUBJECT_ROOM].rsplit(" ", 1)[0] + "…"


def whose(situation: Situation, key: RungKey) -> str:
    """Whose report an approval is asked for."""
    if situation.bearer(key.duty) == situation.unit:
        return ""
    return f" – {wording.one_line(situation.names[situation.unit].name)}"


def _email(situation: Situation, key: RungKey, overdue: bool) -> str:
    standing = situation.duties[key.duty]
    words = words_of(standing)
    reporter = wording.one_line(situation.names[situation.unit].name)
    request = words.request.format(reporter=reporter)
    how = situation.plan.reporting.how if standing.duty.kind == "report" else ""
    kind, title = document_of(situation.plan)
    return EMAIL.format(
        unit=wording.one_line(situation.names[situation.bearer(key.duty)].name),
        number=situation.plan.number,
        issued_on=wording.day(situation.plan.issued_on),
        kind=kind,
        plan=title,
        opening=(
            f"{situation.office} xin thông báo quý đơn vị còn nội dung sau đã quá thời hạn:"
            if overdue
            else f"{situation.office} trân trọng nhắc quý đơn vị nội dung sau:"
        ),
        duty=wording.one_line(standing.duty.title) + whose(situation, key),
        deadline=deadline_of(situation, key),
        missing=words.missing.format(reporter=reporter),
        request=(
            f"Kính đề nghị quý đơn vị quan tâm thực hiện: {request}."
            if overdue
            else f"Kính đề nghị quý đơn vị quan tâm thực hiện đúng thời hạn nêu trên: {request}."
        ),
        how=f"\nCách thức gửi: {how.strip()}\n" if how.strip() else "",
        help=f" {situation.help_line}" if situation.help_line else "",
        office=situation.office,
    )


def document_of(plan: Plan) -> tuple[str, str]:
    """What the plan's document is called, and its title without that word."""
    sign = plan.number.partition("/")[2].partition("-")[0]
    kind = DOCUMENTS.get(sign, "văn bản")
    title = wording.one_line(plan.title)
    if title.casefold().startswith(kind.casefold() + " "):
        title = title[len(kind) + 1 :]
    return kind, title


def _sms(situation: Situation, key: RungKey, overdue: bool) -> str:
    step, until = words_of(situation.duties[key.duty]).sms, deadline_of(situation, key)
    # Which day was the last one is moot once it is over.
    by = f", đã quá hạn: {until.partition(' (')[0]}" if overdue else f" {until}"
    return one_sms(situation, key.duty, f"{step} “{{title}}”{by}", document_of(situation.plan)[0])
