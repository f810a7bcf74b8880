"""Notifier, domain: what is asked for, in words; and the SMS about one duty."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple, assert_never

from contracts.plan import Plan
from services.notifier.domain.rungs import RungKey
from services.notifier.domain.standing import Situation
from services.notifier.domain.texts import wording
from services.notifier.domain.texts.brief import one_sms, parts, title_of
from services.notifier.domain.texts.tone import tone
from services.notifier.domain.told.duty import Standing


class Words(NamedTuple):
    """What is asked for, in a mail; what is missing, in a mail; what is asked for, in an SMS that
    goes on with the title; what a leader has others do, in an SMS. `{reporter}`: the unit whose
    report is approved, `{you}`: how whoever is asked is called. `short`: how the SMS asks where the
    title begins with `said` and so says it itself.
    """

    request: str
    missing: str
    sms: str
    leads: str
    said: str = ""
    short: str = ""

    def step(self, title: str) -> str:
        """What an SMS asks for, before this title."""
        return self.short if self.said and title.startswith(self.said) else self.sms


DECLARE = Words(
    "đăng ký các hoạt động hưởng ứng (tên hoạt động, thời gian, địa điểm, kinh phí dự kiến)",
    "đăng ký hoạt động của {you}",
    "đăng ký",
    "thực hiện",
    "Đăng ký ",
    "thực hiện",
)
HOLD = Words(
    "tổ chức các hoạt động đã đăng ký, cập nhật kết quả thực hiện; hoạt động nào không tổ chức "
    "được thì rút đăng ký",
    "đầy đủ kết quả các hoạt động đã đăng ký của {you}",
    "cập nhật kết quả",
    "thực hiện",
)
REPORT = Words(
    "gửi báo cáo kết quả thực hiện, kèm số và ngày ký của văn bản",
    "báo cáo của {you}",
    "gửi báo cáo",
    "gửi",
    "Báo ",
    "gửi",
)
RETURNED = Words(
    "bổ sung, chỉnh lý theo các ý kiến đã nêu và gửi lại báo cáo",
    "báo cáo đã bổ sung, chỉnh lý của {you}",
    "gửi lại bản chỉnh lý",
    "chỉnh lý",
)
APPROVE = Words(
    "xác nhận báo cáo của {reporter}, hoặc đề nghị đơn vị đó bổ sung, chỉnh lý",
    "ý kiến xác nhận của {you} đối với báo cáo của {reporter}",
    "xác nhận báo cáo của {reporter}",
    "xác nhận báo cáo của {reporter}",
)
DOCUMENTS = {"KH": "Kế hoạch", "QĐ": "Quyết định", "CT": "Chỉ thị", "CTr": "Chương trình"}
"""Kinds of documents by the sign in their number: 148/KH-UBND (NĐ 30/2020, PL III), and 31-KH/TĐTN
as the Party and the unions write it.
"""


CHIEFLY = "chỉ đạo "
"""What a leader does about what is asked for."""
YEAR = re.compile(r"/20\d\d\b")
HOW = re.compile(r"^(?:chậm nhất |trước (?=\d))")
"""Before an hour, or a day that counts; "trước ngày" says that the day does not."""


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


def deadline_of(situation: Situation, key: RungKey) -> str:
    return until_of(situation, key.duty, key.due)


def until_of(situation: Situation, duty: str, due: datetime) -> str:
    """The deadline as the plan writes it where it is the plan's, else read off the moment.

    An amendment that only moves it is in the plan, and not in the duty.
    """
    zone, asked = situation.plan.zone, situation.duties[duty].duty
    entries = (entry.deadline for entry in situation.plan.owed if entry.id == asked.owed)
    written = (one for one in (asked.deadline, *entries) if one and one.cut(zone) == due)
    return wording.deadline(next(written, None) or wording.as_written(due, zone))


def whose(situation: Situation, key: RungKey) -> str:
    """Whose report an approval is asked for."""
    if situation.bearer(key.duty) == situation.unit:
        return ""
    return f" – {wording.one_line(situation.names[situation.unit].name)}"


def document_of(plan: Plan) -> tuple[str, str]:
    """What the plan's document is called, and its title without that word."""
    kind = kind_of_document(plan.number)
    title = wording.one_line(plan.title)
    if title.casefold().startswith(kind.casefold() + " "):
        title = title[len(kind) + 1 :]
    return kind, title


def kind_of_document(number: str) -> str:
    signs = re.split(r"[/-]", number)
    return next((DOCUMENTS[sign] for sign in signs if sign in DOCUMENTS), "văn bản")


def sms(situation: Situation, key: RungKey, now: datetime, leader: bool = False) -> str:
    """The words about one rung's duty; they name the unit, never the person."""
    words, title = words_of(situation.duties[key.duty]), title_of(situation, key.duty)
    steps = [f"{CHIEFLY}{words.leads} ", CHIEFLY] if leader else [f"{words.step(title)} "]
    asks = asks_of(tone(situation, situation.bearer(key.duty)).briefly, leader)
    texts = []
    for by, step in _shorter(deadline_of(situation, key), now >= key.due, steps):
        asked = f"{asks} {{unit}} {step}“{{title}}”{by}"
        texts.append(one_sms(situation, key.duty, asked, document_of(situation.plan)[0]))
        if parts(texts[-1]) == 1:
            return texts[-1]
    return texts[0]


def _shorter(until: str, overdue: bool, steps: Sequence[str]) -> Iterator[tuple[str, str]]:
    """By when, and what to do, in ever fewer words: of what is over it is moot which day was the
    last one, and how that was said; then the year goes, then what a leader reads in the title.
    """
    by = [f" {until}"]
    if overdue:
        late = until.partition(" (")[0]
        by = [f", đã quá hạn: {late}", f", đã quá hạn: {HOW.sub('', late)}"]
    by.append(YEAR.sub("", by[-1]))
    yield from ((one, steps[0]) for one in by)
    yield from ((by[-1], step) for step in steps[1:])


def asks_of(asks: str, leader: bool) -> str:
    """How an SMS asks, before the unit's name."""
    return f"{asks} lãnh đạo" if leader else asks
