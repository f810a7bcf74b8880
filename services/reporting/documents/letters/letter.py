"""Reporting, documents: drafts of the office's letters: đôn đốc, gia hạn, thông báo tình hình."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from docx.document import Document as Docx

from services.reporting.documents.letters.lists import Chosen, EntryLists, lists, tables
from services.reporting.documents.paper import frame
from services.reporting.documents.paper.annexes import roman
from services.reporting.documents.paper.signer import TO_FILL_IN, Sender, office, words
from services.reporting.documents.paper.style import SMALL, described
from services.reporting.documents.paper.zipped import saved
from services.reporting.documents.templates.template import Templates
from services.reporting.documents.wording import short_day
from services.reporting.domain.consolidated import Consolidated

Kind = Literal["reminder", "extension", "situation"]

ABOUT: dict[Kind, str] = {
    "reminder": "đôn đốc thực hiện, gửi báo cáo",
    "extension": "gia hạn thời gian thực hiện, gửi báo cáo",
    "situation": "thông báo tình hình thực hiện, gửi báo cáo",
}
MOST_ADDRESSED = 3
"""Units that are addressed by name; more stand in the annex."""


def letter(
    report: Consolidated,
    kind: Kind,
    chosen: Chosen,
    templates: Templates,
    until: date | None = None,
    code: str = "",
) -> bytes:
    """A draft about the units chosen, with an annex for each entry that it is about.

    đôn đốc and gia hạn are about what is still to come, the situation also about what came late.
    `until`: the last day of an extension; left open where nobody told.
    """
    every = lists(report, chosen)
    situation = kind == "situation"
    about = [one for one in every if one.open or (situation and one.late)]
    sender = _sender(report, about, everybody=situation and chosen == Chosen())
    said = words(report, sender, ABOUT[kind], code)
    said |= {
        "entries": [one.words() for one in (every if situation else about)],
        "units": len(_behind(about)),
        "annex": "Phụ lục" if len(about) <= 1 else f"Phụ lục I đến Phụ lục {roman(len(about))}",
        "recipients": [
            "Như trên",
            f"{report.issuer.name} (để báo cáo)",
            f"Lưu: VT, {sender.keeps or TO_FILL_IN}",
        ],
    }
    if kind == "extension":
        said["until"] = f"hết ngày {short_day(until) if until else TO_FILL_IN * 2}"
    doc = templates.fill(kind, said)
    described(doc, ABOUT[kind], sender.name, report.as_of)
    for at, one in enumerate(about, 1):
        number = "" if len(about) == 1 else roman(at)
        _annex(doc, number, one, report, said, late=situation)
    return saved(doc)


def _behind(about: Sequence[EntryLists]) -> dict[str, str]:
    """Those of whom anything is still to come, by name, each once."""
    members = (member for one in about for member in (*one.missing, *one.returned, *one.unsigned))
    return {row.unit.id: row.unit.name for row, _ in members}


def _sender(report: Consolidated, about: Sequence[EntryLists], *, everybody: bool) -> Sender:
    """The collecting office, to whoever is behind; an office writes to itself about nothing."""
    behind = _behind(about)
    behind.pop(report.collecting_office.id, None)
    to: Sequence[str] = list(behind.values())
    if everybody:
        to = ["Các cơ quan, đơn vị thực hiện kế hoạch"]
    elif len(to) > MOST_ADDRESSED:
        to = ["Các cơ quan, đơn vị có tên tại Phụ lục"]
    return office(report, to or [TO_FILL_IN * 4])


def _annex(
    doc: Docx,
    number: str,
    entry: EntryLists,
    report: Consolidated,
    said: dict[str, object],
    *,
    late: bool,
) -> None:
    day = str(said["place_and_day"]).removeprefix(f"{report.plan.place}, ")
    to_which = f"Công văn số        /{said['symbol']} {day} của {report.collecting_office.name}"
    frame.annex(doc, number, entry.entry.title, to_which)
    frame.centred(doc, f"Số liệu tính đến {said['as_of']}", SMALL, italic=True)
    for table in tables(entry, report.plan, late=late):
        frame.grid(doc, table, SMALL)
