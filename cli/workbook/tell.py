"""Cli, workbook: what the two commands say to whoever runs them."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from cli.console import tell
from cli.exchange import outcome_word, status_word
from cli.findings import tell_finding
from cli.workbook.handed import Handed
from contracts.words import OUTCOMES
from workbook.answer import standing
from workbook.in_words import grouped, in_words
from workbook.read.draft import Draft


def no_duties(units: Sequence[str]) -> tuple[str, str]:
    names = ", ".join(units)
    return (f"Kế hoạch không giao việc cho: {names}.", f"The plan gives nothing to: {names}.")


def tell_made(out: Path, rows: Sequence[dict[str, object]]) -> None:
    made = [row for row in rows if not row["kept"]]
    tell(f"Đã lập {len(made)} biểu trong {out}.", f"{len(made)} workbooks written.", "bold")
    if kept := len(rows) - len(made):
        tell(
            f"{kept} biểu đã có được giữ nguyên, vì có thể đã điền; ghi đè: --force.",
            f"{kept} that were there are left alone; --force overwrites them.",
            "yellow",
        )


def tell_submitted(files: Sequence[Handed], *, preview: bool) -> None:
    for handed in files:
        _tell_one(handed, preview=preview)


def _tell_one(handed: Handed, *, preview: bool) -> None:
    submission, name = handed.submission, handed.path.name
    if submission.filled is not None:
        name += f" ({submission.filled.form.participant.short_name})"
    tell(name, style="bold")
    for fault in submission.faults:
        tell_finding(fault.finding, str(fault.place or ""), indent="  ")
    if handed.marked:
        tell(f"  Bản đánh dấu lỗi: {handed.marked}", "A copy with the errors marked.")
    if submission.filled is None:
        return
    _read_back(submission.filled.drafts)
    count = len(submission.filled.drafts)
    if not submission.answers:
        word = "chưa gửi gì vì có lỗi" if submission.wrong else "chưa gửi"
        sentence = f"  {count} lệnh trong biểu; {'mới xem trước' if preview else word}."
        tell(sentence, f"{count} commands; nothing was sent.")
        return
    outcomes = Counter(answer.outcome for answer in submission.answers)
    said = {outcome: outcome_word(outcome)[0] for outcome in OUTCOMES} | {"waiting": "CHƯA TRẢ LỜI"}
    parts = ", ".join(f"{number} {said[outcome].lower()}" for outcome, number in outcomes.items())
    tell(f"  Đã gửi {count} lệnh: {parts}.", f"{count} commands sent: {dict(outcomes)}.")
    for duty in standing(submission.answers):
        late = {True: ", đúng hạn", False: ", trễ hạn", None: ""}[duty.on_time]
        due = duty.due.isoformat(timespec="minutes")
        tell(f"  Nội dung phải thực hiện {duty.duty}: {status_word(duty.status)}{late} (hạn {due})")


def _read_back(drafts: Sequence[Draft]) -> None:
    """Money in words: a unit that was mistaken is heard before it is seen in the total."""
    for place, dong in (one for draft in drafts for one in draft.money):
        tell(f"  {place}: {grouped(dong)} đồng ({in_words(dong)} đồng)")
