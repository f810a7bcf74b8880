"""Bench, reading: all that is asked of the API and the pages, by whom, and how soon it is owed."""

import shutil
from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple, get_args

from bench.campaign.given import PLAN
from bench.reading.told import UNITS
from contracts.frozen import FrozenFiles
from services.reporting.documents.papers import Draft
from services.reporting.documents.render import Format
from services.reporting.outbound.papers.printing import PROGRAM

API = f"/api/plans/{PLAN}"
OFFICE, UNIT, OPERATOR = "tong-hop", "don-vi", "van-hanh"
"""Who asks: the collecting office, a unit, whoever operates."""
Kind = Literal["answer", "page", "document", "printed", "freeze", "file"]
OWED_MS: dict[Kind, float] = {"answer": 50, "page": 100, "document": 5_000}
"""What 95 of 100 stay under: an answer, a page's first byte, a document; a .pdf where it is a
snapshot's, since that of this moment is printed anew from its .docx. To freeze is to make and keep
a document in each form; a file of a whole list is as long as the list.
"""
SOON: Collection[Kind] = ("answer", "page")
"""What is asked for again and again, and may not take longer the more activities there are."""


class Ask(NamedTuple):
    name: str
    kind: Kind
    who: str
    address: str


FREEZE = Ask("freeze", "freeze", OFFICE, f"{API}/snapshots")
"""It is asked for by POST."""


def asked(frozen: FrozenFiles) -> list[Ask]:
    """Each address once, and those that are answered otherwise to a unit once more; `frozen` are
    the files of the plan's first snapshot.
    """
    return [*_answers(frozen), *_pages(), *_documents(), *_frozen(frozen), FREEZE, *_files()]


def _answers(frozen: FrozenFiles) -> Iterator[Ask]:
    for name, address in {
        "plans": "/api/plans",
        "plan summary": API,
        "totals": f"{API}/totals",
        "charts": f"{API}/charts",
        "by successors": f"{API}/successors",
        "list of duties": f"{API}/duties",
        "list of duties owing": f"{API}/duties?status=owing",
        "list of duties in time": f"{API}/duties?on_time=true",
        "list of activities": f"{API}/activities",
        "list of activities held": f"{API}/activities?status=held",
        "a unit's activities": f"{API}/activities?unit={UNITS[-1]}",
        "evidence": f"{API}/evidence",
        "repeated evidence": f"{API}/evidence?repeated=true",
        "list of reports": f"{API}/reports",
        "reports to be judged": f"{API}/reports?waiting=new",
        "list of rungs": f"{API}/rungs",
        "list of messages": f"{API}/messages",
        "what is late": f"{API}/late",
        "snapshots": f"{API}/snapshots",
        "whose a file is": f"/api/files/{frozen.sha256}",
        "directory": "/api/units",
        "a unit": f"/api/units/{UNITS[0]}",
    }.items():
        yield Ask(name, "answer", OFFICE, address)
    for name, address in {
        "a unit's plans": "/api/plans",
        "a unit's summary": API,
        "a unit's charts": f"{API}/charts",
        "a unit's duties": f"{API}/duties",
        "its own activities": f"{API}/activities",
        "what of a unit is late": f"{API}/late",
    }.items():
        yield Ask(name, "answer", UNIT, address)
    yield Ask("unread records", "answer", OPERATOR, "/api/unread")
    yield Ask("state of the views", "answer", OPERATOR, "/api/views")


def _pages() -> Iterator[Ask]:
    yield Ask("index page", "page", OFFICE, "/")
    yield Ask("plan page", "page", OFFICE, f"/plans/{PLAN}")
    yield Ask("late page", "page", OFFICE, f"/plans/{PLAN}/late")
    yield Ask("a unit's page", "page", UNIT, f"/plans/{PLAN}")


def _documents() -> Iterator[Ask]:
    for form in get_args(Format):
        yield Ask(f"report .{form}", "document", OFFICE, f"{API}/report.{form}")
    if shutil.which(PROGRAM):
        yield Ask("report .pdf", "printed", OFFICE, f"{API}/report.pdf")
    for kind in get_args(Draft):
        yield Ask(f"draft {kind}", "document", OFFICE, f"{API}/drafts/{kind}.docx")
    covering = f"{API}/units/{UNITS[0]}/covering.docx"
    yield Ask("a unit's covering letter", "document", UNIT, covering)


def _frozen(frozen: FrozenFiles) -> Iterator[Ask]:
    yield Ask("changes since a freeze", "document", OFFICE, f"{API}/snapshots/1/changes")
    for one in frozen.files:
        address = f"{API}/files/{one.sha256}/report.{one.form}"
        yield Ask(f"frozen .{one.form}", "document", OFFICE, address)


def _files() -> Iterator[Ask]:
    for name in (
        "duties",
        "reports",
        "rungs",
        "messages",
        "late",
        "evidence",
        "activities",
        "snapshots",
    ):
        yield Ask(f"file {name}.csv", "file", OFFICE, f"{API}/{name}.csv")
