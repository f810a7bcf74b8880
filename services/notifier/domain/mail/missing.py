"""Notifier, domain: what of a duty has not come yet, item by item, as the unit's own facts say it.

Each item goes on with "Hệ thống chưa ghi nhận". Where the facts do not tell, there is one item in
general words: nothing is guessed.
"""

from collections.abc import Iterator, Sequence

from contracts.forms import form_of
from contracts.owed import Narrative
from services.notifier.domain.mail.filed import Declared, Filed
from services.notifier.domain.standing import Situation
from services.notifier.domain.texts import wording
from services.notifier.domain.texts.compose import words_of
from services.notifier.domain.texts.tone import tone
from services.notifier.domain.told.duty import Standing

MOST = 10
"""Items that are listed; of more the rest is counted."""
MOST_NAMED = 5
"""Indicators that are named in one item."""
NARRATIVE: dict[Narrative, str] = {
    "summary": "kết quả nổi bật",
    "difficulties": "khó khăn, vướng mắc",
    "causes": "nguyên nhân",
    "recommendations": "đề xuất, kiến nghị",
}


def missing(situation: Situation, duty: str) -> tuple[str, ...]:
    """What has not come; one item at least."""
    standing, you = situation.duties[duty], tone(situation, situation.bearer(duty)).you
    found: list[str] = []
    match standing.duty.kind:
        case "declare":
            found = list(_undeclared(standing, situation.filed))
        case "hold":
            found = list(_unheld(standing, situation.filed))
        case "report":
            found = list(_unreported(situation, standing))
        case "approve":
            pass
    if not found:
        reporter = wording.one_line(situation.names[situation.unit].name)
        found = [words_of(standing).missing.format(reporter=reporter, you=you)]
    left = len(found) - MOST
    return tuple(found) if left <= 0 else (*found[:MOST], f"và {left} nội dung khác")


def request(situation: Situation, duty: str) -> str:
    """What is asked for; of activities of which none is declared yet, that too."""
    standing = situation.duties[duty]
    if standing.duty.kind == "hold" and not situation.filed.of(standing.duty.met_by):
        return "đăng ký, tổ chức hoạt động theo nội dung được giao và cập nhật kết quả thực hiện"
    reporter = wording.one_line(situation.names[situation.unit].name)
    return words_of(standing).request.format(reporter=reporter)


def _undeclared(standing: Standing, filed: Filed) -> Iterator[str]:
    number, declared = standing.duty.met_by.number, len(filed.of(standing.duty.met_by))
    if declared and declared < number:
        yield (f"thêm {number - declared} hoạt động (đã đăng ký {declared}, cần ít nhất {number})")


def _unheld(standing: Standing, filed: Filed) -> Iterator[str]:
    met_by, known = standing.duty.met_by, filed.of(standing.duty.met_by)
    if not known:
        yield "hoạt động nào được đăng ký để tổ chức"
        return
    waiting = [one for one in known if not one.held]
    held, lacking = len(known) - len(waiting), met_by.number - (len(known) - len(waiting))
    if met_by.measure == "at-least" and lacking > 0 and waiting:
        listed = "; ".join(_activity(one) for one in waiting[:MOST])
        yield (
            f"kết quả của {lacking} hoạt động (đã tổ chức {held}, cần ít nhất {met_by.number}); "
            f"đã đăng ký mà chưa có kết quả: {listed}"
        )
        return
    yield from (f"kết quả của hoạt động {_activity(one)}" for one in waiting)
    if (more := met_by.number - len(known)) > 0:
        yield f"thêm {more} hoạt động (đã đăng ký {len(known)}, cần ít nhất {met_by.number})"


def _activity(one: Declared) -> str:
    return f"“{wording.one_line(one.title)}” (ngày {wording.day(one.ends_on)})"


def _unreported(situation: Situation, standing: Standing) -> Iterator[str]:
    duty, filed = standing.duty, situation.filed
    if standing.round > 0:
        for note in filed.paper(duty.id).returned:
            yield f"phần bổ sung, chỉnh lý theo ý kiến: “{wording.one_line(note)}”"
    if duty.wants != "document" and not filed.has_figures(duty.id):
        if standing.round == 0:
            yield _figures(situation, duty.owed)
            yield from _narrative(situation, duty.owed)
        elif not filed.paper(duty.id).returned:
            yield words_of(standing).missing.format(you=tone(situation, situation.unit).you)
    if duty.wants != "data" and not filed.has_document(duty.id):
        yield "văn bản đã ký (số, ngày ký)"


def _figures(situation: Situation, owed: str) -> str:
    form = form_of(situation.plan, owed, situation.participant)
    required = [wording.one_line(indicator.name) for indicator, wanted in form if wanted]
    said = f"biểu số liệu ({len(form)} chỉ tiêu báo cáo" if form else "biểu số liệu"
    if required:
        said += f", bắt buộc: {_named(required)}"
    return f"{said})" if form else said


def _named(names: Sequence[str]) -> str:
    left = len(names) - MOST_NAMED
    listed = "; ".join(names[:MOST_NAMED])
    return f"{listed} và {left} chỉ tiêu báo cáo khác" if left > 0 else listed


def _narrative(situation: Situation, owed: str) -> Iterator[str]:
    entry = next((one for one in situation.plan.owed if one.id == owed), None)
    if parts := [NARRATIVE[part] for part in (entry.form.narrative if entry else [])]:
        yield f"phần thuyết minh: {', '.join(parts)}"
