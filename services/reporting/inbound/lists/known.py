"""Reporting, inbound: refuses a filter that names what there is not, and a cursor of elsewhere.

An empty list would say that nobody owes anything, or that all was read.
"""

from collections.abc import Collection, Mapping

from fastapi.exceptions import RequestValidationError

from contracts.known import known
from services.reporting.application.ports import Answers
from services.reporting.application.reading import Reading
from services.reporting.domain.counting.counts import DueCount
from services.reporting.inbound.answering.asked import of_known_unit

NAMED = ("owed", "duty", "level", "group")
"""The filters whose words are those of the plan."""


async def of_known(
    read: Reading, answers: Answers, plan: str, wanted: Mapping[str, str | bool | None]
) -> None:
    """Raises Unknown where no directory has the unit, and RequestValidationError where the plan has
    no such entry, duty, level or group.
    """
    await of_known_unit(read, wanted)
    asked = {name: word for name in NAMED if isinstance(word := wanted.get(name), str)}
    if not asked:
        return
    document, _ = await read.document(plan)
    due = [one for one in (await answers.counts(plan)).counts if isinstance(one, DueCount)]
    entries = {one.id for one in document.plan.owed}
    words: dict[str, set[str]] = {
        "owed": entries | {one.owed for one in due},
        "duty": entries | {one.duty for one in due},
        "level": {one.level for one in document.participants if one.level},
        "group": {group for one in document.participants for group in one.groups},
    }
    for name, word in asked.items():
        in_words(name, word, words[name])


def in_words(name: str, word: str | None, words: Collection[str]) -> None:
    """Raises RequestValidationError where a parameter's word is given and none of these."""
    if word is not None and word not in words:
        there = known(word, sorted(words))
        wrong = {"type": "literal_error", "msg": f"There is: {there}", "ctx": {"expected": there}}
        raise RequestValidationError([{**wrong, "loc": ("query", name)}])


def foreign_cursor() -> RequestValidationError:
    """Of an `after` that no page of the list gave."""
    said = "Not the `after` of a page of this list"
    wrong = {"type": "literal_error", "msg": said, "ctx": {"expected": "after của trang trước"}}
    return RequestValidationError([{**wrong, "loc": ("query", "after")}])
