"""Reporting, documents: who sends a document, to whom, and in which capacity its head signs
(NĐ 30/2020/NĐ-CP, Phụ lục I).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.reporting.documents.paper.style import halved
from services.reporting.documents.wording import dated, initials, moment, short_day
from services.reporting.domain.consolidated import Consolidated

TO_FILL_IN = "……"

COLLECTIVE = "Ủy ban nhân dân"
HEADS = {
    COLLECTIVE: ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    "Văn phòng": ("CHÁNH VĂN PHÒNG",),
    "Sở": ("GIÁM ĐỐC",),
    "Trung tâm": ("GIÁM ĐỐC",),
    "Công an": ("GIÁM ĐỐC",),
    "Phòng": ("TRƯỞNG PHÒNG",),
    "Ban": ("TRƯỞNG BAN",),
    "Chi cục": ("CHI CỤC TRƯỞNG",),
    "Cục": ("CỤC TRƯỞNG",),
    "Trường": ("HIỆU TRƯỞNG",),
    "Tỉnh đoàn": ("TM. BAN THƯỜNG VỤ", "BÍ THƯ"),
    "Đoàn": ("TM. BAN THƯỜNG VỤ", "BÍ THƯ"),
}
ONE_LINE = 22
"""Letters of a name that the head of a document has room for."""
OTHER = ("THỦ TRƯỞNG CƠ QUAN",)


def capacity(office: str) -> tuple[str, ...]:
    """What stands above the signature, by how the office's name begins; who signs for the head
    (KT., TL.) writes it there.
    """
    return next((head for name, head in HEADS.items() if office.startswith(f"{name} ")), OTHER)


@dataclass(frozen=True)
class Sender:
    """Whose document it is; what nobody told is left open."""

    name: str
    superior: str
    to: Sequence[str]
    keeps: str | None = None
    """The unit that drafted it, whose copy is kept (Lưu)."""
    symbol: str | None = None
    """None: as its name begins its words."""
    signer: str | None = None
    signs_as: Sequence[str] = ()

    @property
    def archived(self) -> str:
        """The last line of those who get it."""
        return f"Lưu: VT, {self.keeps or TO_FILL_IN}"


def office(report: Consolidated, to: Sequence[str] = ()) -> Sender:
    """The collecting office as the plan has it, to the issuer where nobody else is named."""
    issuer, told = report.issuer.name, report.plan.reporting
    return Sender(
        name=report.collecting_office.name,
        superior=issuer,
        to=to or (issuer,),
        keeps=told.drafts,
        symbol=told.symbol,
        signer=told.signer,
        signs_as=told.signs_as,
    )


def above(report: Consolidated) -> Sender:
    """The plan's issuer, to its own superior; the collecting office drafted that."""
    drafted = initials(report.collecting_office.name, report.plan.place)
    return Sender(report.issuer.name, "", (TO_FILL_IN * 4,), drafted)


def words(report: Consolidated, sender: Sender, about: str, code: str = "") -> dict[str, object]:
    """What every document says of itself and of the plan."""
    plan, place = report.plan, report.plan.place
    day: date = report.as_of.astimezone(plan.zone).date()
    issuer = sender.name
    if sender.superior:
        issuer = issuer.removesuffix(place).strip().removesuffix("tỉnh").strip()
    return {
        "superior": halved(sender.superior, ONE_LINE),
        "issuer": halved(issuer, ONE_LINE),
        "symbol": sender.symbol or initials(sender.name, place),
        "place_and_day": dated(place, day),
        "about": about,
        "addressed_to": list(sender.to),
        "recipients": ["Như trên", sender.archived],
        "capacity": list(sender.signs_as or capacity(sender.name)),
        "signer": sender.signer or TO_FILL_IN * 4,
        "code": code,
        "plan_number": plan.number,
        "plan_day": short_day(plan.issued_on),
        "plan_title": plan.title,
        "plan_issuer": report.issuer.name,
        "office": sender.name,
        "as_of": moment(report.as_of, plan.zone),
    }
