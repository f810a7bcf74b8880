"""Notifier, domain: the words of what happened to a unit: a heading and what is said of it."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple, assert_never

from contracts.facts import (
    ActivityVoided,
    DutyChanged,
    DutyExcused,
    DutyExtended,
    DutyOpened,
    DutyReopened,
    ReportAccepted,
    ReportReturned,
    ReportVoided,
)
from services.notifier.domain.rungs import NoticeKey
from services.notifier.domain.standing import Situation
from services.notifier.domain.texts import wording
from services.notifier.domain.texts.compose import (
    document_of,
    kind_of_document,
    until_of,
    words_of,
)
from services.notifier.domain.texts.tone import tone
from services.notifier.domain.told.happened import Change, Occasion
from services.notifier.domain.told.truth import standing

ANSWER = (
    "bổ sung, chỉnh lý theo các nội dung trên và gửi lại báo cáo; nội dung nào đã đúng, xin gửi "
    "lại kèm giải trình"
)
KEPT = (
    "Bản đã tiếp nhận trước đó vẫn có hiệu lực và vẫn ở trong số liệu tổng hợp; {you} "
    "không phải làm gì thêm."
)
NOT_OWED = "{you} không phải thực hiện nội dung này nữa."
AWAITED = (
    "Hệ thống đã nhận biểu số liệu ngày {day}, chưa nhận văn bản đã ký (số, ngày ký, người ký)."
)
SEND_DOCUMENT = "gửi văn bản đã ký của báo cáo này"


class News(NamedTuple):
    """A heading, which is a subject too, and the lines below it, behind the points that
    `points_head` announces.
    """

    heading: str
    lines: tuple[str, ...]
    points_head: str = ""
    points: tuple[str, ...] = ()


def news(situation: Situation, key: NoticeKey) -> News:
    """What a mail says of one thing that happened, by where things stand as it leaves."""
    occasion = situation.happened.occasions[key]
    title = title_of(situation, key)
    match key.kind:
        case "returned":
            head = f"Các nội dung đề nghị bổ sung, chỉnh lý{_version(occasion)}:"
            lines = (*_returned(situation, key),)
            points = (*_reasons(occasion),)
            return News(f"Đề nghị bổ sung, chỉnh lý: {title}", lines, head, points)
        case "not-taken":
            head, points = "Bản sửa chưa được tiếp nhận, vì:", (*_reasons(occasion),)
            return News(
                f"Chưa tiếp nhận bản sửa: {title}",
                (KEPT.format(you=_you(situation, key)),),
                head,
                points,
            )
        case "accepted":
            day = wording.day(_day(situation, key.happened_at))
            line = f"{situation.office} đã tiếp nhận báo cáo{_version(occasion)} ngày {day}."
            return News(f"Đã tiếp nhận, đưa vào tổng hợp: {title}", (line,))
        case "extended" | "excused" | "reopened":
            heading = f"{_word(situation, key, occasion)}: {title}"
            return News(heading, (*_changes(situation, key, occasion),))
        case "amended":
            return News(f"Văn bản được sửa đổi: {title}", (*_amended(situation, key, occasion),))
        case "voided":
            lines = (f"Lý do: {_void_reason(occasion)}",)
            return News(f"Hủy ghi nhận{_version(occasion)}: {title}", lines)
        case "document-awaited":
            day = wording.day(_day(situation, key.happened_at))
            until, asked = _until(situation, key), _asked(situation, key, SEND_DOCUMENT)
            lines = (AWAITED.format(day=day), f"Thời hạn: {until}", asked)
            return News(f"Chờ văn bản đã ký: {title}", lines)
        case "unreached":
            raise ValueError("of this the office hears, and in words of its own")
        case _:
            assert_never(key.kind)


def _word(situation: Situation, key: NoticeKey, occasion: Occasion) -> str:
    """What became of a duty; one that is due earlier again was not extended."""
    if key.kind != "extended":
        return "Cho miễn" if key.kind == "excused" else "Cần thực hiện lại"
    later = occasion.was is None or situation.duties[key.about].due > occasion.was
    return "Gia hạn" if later else "Thay đổi thời hạn"


def title_of(situation: Situation, key: NoticeKey) -> str:
    """What the duty is called, with whose report it is; of an activity its title."""
    if key.about not in situation.duties:
        return wording.one_line(situation.happened.titles.get(key.about, key.about))
    title = wording.one_line(situation.duties[key.about].duty.title)
    if situation.bearer(key.about) == situation.unit:
        return title
    return f"{title} – {wording.one_line(situation.names[situation.unit].name)}"


def asks(situation: Situation, key: NoticeKey) -> str:
    """What is asked for, where something is, in an SMS that goes on with the title."""
    match key.kind:
        case "returned":
            return "bổ sung, chỉnh lý, gửi lại"
        case "reopened":
            duty = situation.duties[key.about]
            return words_of(duty).sms if duty.duty.kind == "approve" else "thực hiện lại"
        case "document-awaited":
            return "gửi văn bản đã ký của"
        case "not-taken" | "accepted" | "extended" | "excused" | "amended" | "voided" | "unreached":
            raise ValueError(f"of {key.kind} no SMS goes out")
        case _:
            assert_never(key.kind)


def _day(situation: Situation, moment: datetime) -> datetime:
    return moment.astimezone(situation.plan.zone)


def _until(situation: Situation, key: NoticeKey, due: datetime | None = None) -> str:
    return until_of(situation, key.about, due or situation.duties[key.about].due)


def _asked(situation: Situation, key: NoticeKey, what: str) -> str:
    return f"{tone(situation, situation.bearer(key.about)).asks}: {what}."


def _you(situation: Situation, key: NoticeKey) -> str:
    return tone(situation, situation.bearer(key.about)).you


def _reasons(occasion: Occasion) -> Iterator[str]:
    """As whoever returned it wrote them; a code where there is nothing else."""
    for cause in occasion.causes:
        if isinstance(cause, ReportReturned):
            for reason in cause.reasons:
                yield wording.one_line(reason.note) or reason.code


def _version(occasion: Occasion) -> str:
    """Which version it is about; the first one needs no number where it is the only one."""
    for cause in occasion.causes:
        if isinstance(cause, ReportAccepted | ReportVoided | ReportReturned):
            return f" (bản gửi lần {cause.version})" if cause.version > 1 else ""
    return ""


def _void_reason(occasion: Occasion) -> str:
    causes = (one for one in occasion.causes if isinstance(one, ReportVoided | ActivityVoided))
    return wording.one_line(next(causes).reason)


def _returned(situation: Situation, key: NoticeKey) -> Iterator[str]:
    yield f"Thời hạn gửi lại: {_until(situation, key)}"
    yield _asked(situation, key, ANSWER)
    if how := situation.plan.reporting.how.strip():
        yield f"Cách thức gửi: {wording.one_line(how)}"


def _amended(situation: Situation, key: NoticeKey, occasion: Occasion) -> Iterator[str]:
    kind, number = document_of(situation.plan)[0], situation.plan.number
    by = situation.amended.get(occasion.revision or 0)
    document = (
        f" theo {kind_of_document(by.number)} số {by.number} ngày {wording.day(by.day)}"
        if by
        else ""
    )
    yield f"{kind} số {number} được sửa đổi, bổ sung{document}."
    yield from _changes(situation, key, occasion)


def _changes(situation: Situation, key: NoticeKey, occasion: Occasion) -> Iterator[str]:
    """What changed and still holds, and why."""
    changes = standing(occasion, situation.duties.get(key.about))
    lines = (line for one in changes for line in _change(situation, key, one, occasion.was))
    yield from dict.fromkeys(lines)
    if changes and all(isinstance(one, DutyChanged) for one in changes):
        yield f"Thời hạn: {_until(situation, key)}"
    for reason in dict.fromkeys(one.reason for one in changes if not isinstance(one, DutyOpened)):
        yield f"Lý do: {wording.one_line(reason)}"


def _change(
    situation: Situation, key: NoticeKey, change: Change, was: datetime | None
) -> Iterator[str]:
    match change:
        case DutyOpened():
            yield f"{_you(situation, key).capitalize()} có thêm nội dung này."
            yield f"Thời hạn: {_until(situation, key)}"
        case DutyChanged():
            yield "Nội dung này đã được sửa đổi."
        case DutyExtended():
            if was:
                yield f"Thời hạn cũ: {_until(situation, key, was)}"
            yield f"Thời hạn mới: {_until(situation, key, change.due)}"
        case DutyExcused():
            yield NOT_OWED.format(you=_you(situation, key).capitalize())
        case DutyReopened():
            request = words_of(situation.duties[key.about]).request
            reporter = wording.one_line(situation.names[situation.unit].name)
            yield f"Thời hạn: {_until(situation, key)}"
            yield _asked(situation, key, request.format(reporter=reporter))
        case _:
            assert_never(change)
