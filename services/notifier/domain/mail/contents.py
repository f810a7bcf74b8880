"""Notifier, domain: what one mail says. Its text and its page are written of the same contents."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, assert_never

from contracts.words import Category
from services.notifier.domain.texts.tone import TONES, Tone

Reader = Literal["officer", "leader", "above"]
"""officer: who does the work, and gets all that it takes; leader: who answers for it, and gets what
is owed by when, and who was asked; above: who gets the list of the late below.
"""


@dataclass(frozen=True)
class Told:
    """One duty. `unit`: whose it is, where the mail is about several units'; `missing`: what has
    not come yet, item by item; `request`: what is asked for; `asked`: who is written to about it.
    """

    place: int
    title: str
    unit: str
    deadline: str
    overdue: bool
    missing: tuple[str, ...]
    request: str
    how: str = ""
    link: str = ""
    asked: tuple[str, ...] = ()


@dataclass(frozen=True)
class News:
    """Something that happened to a unit. `points` are what `points_head` announces: the reasons of
    a return, say; `unit` as in Told.
    """

    place: int
    heading: str
    unit: str
    lines: tuple[str, ...]
    points_head: str = ""
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """What one plan asks for, behind what happened by it; `document`: Kế hoạch số 148/KH-UBND ngày
    15/9/2022.
    """

    document: str
    title: str
    duties: tuple[Told, ...]
    news: tuple[News, ...] = ()


@dataclass(frozen=True)
class Contents:
    """A whole mail to one reader of one office. `help_line` and `help_phone`: where to ask;
    `unsubscribe`: the page to stop at; `workbook`: the name of the file beside it; `tone`: how the
    office speaks to the reader's unit; `late_units`: how many are in a list.
    """

    reader: Reader
    category: Category
    subject: str
    units: tuple[str, ...]
    office: str
    sections: tuple[Section, ...]
    help_line: str = ""
    help_phone: str = ""
    unsubscribe: str = ""
    workbook: str = ""
    tone: Tone = TONES["peer"]
    late_units: int = 0

    @property
    def duties(self) -> list[Told]:
        return [duty for section in self.sections for duty in section.duties]

    @property
    def news(self) -> list[News]:
        return [one for section in self.sections for one in section.news]

    @property
    def headline(self) -> str:
        """What stands first, in one line."""
        if self.news:
            return self.news[0].heading
        return f"{self.duties[0].title}, {self.duties[0].deadline}"

    @property
    def count(self) -> int:
        return len(self.duties) + len(self.news)

    @property
    def overdue(self) -> int:
        return sum(duty.overdue for duty in self.duties)

    def said(self) -> Iterator[str]:
        """Each thing that the reader has to find in the text and in the page alike."""
        yield from (*self.units, self.office, self.help_line, self.help_phone, self.unsubscribe)
        for section in self.sections:
            yield from (section.document, section.title)
        for one in self.news if self.reader == "officer" else ():
            yield from (one.heading, one.unit, one.points_head, *one.points, *one.lines)
        for duty in self.duties:
            yield from (duty.title, duty.unit, duty.deadline)
            match self.reader:
                case "officer":
                    yield from (*duty.missing, duty.request, duty.how, duty.link)
                case "leader":
                    yield from duty.asked
                case "above":
                    pass
                case _:
                    assert_never(self.reader)
        if self.reader == "officer":
            yield self.workbook
