"""Notifier, domain: how an office speaks to those beside, below and above it.

No text is an order: the office that collects is the superior of few of those it writes to.
"""

from typing import Literal, NamedTuple

from services.notifier.domain.standing import Situation

Relation = Literal["subordinate", "peer", "superior", "party"]
"""What the addressee is to the office: cấp dưới, ngang cấp, cấp trên, Đảng và đoàn thể."""
PARTY_LEVELS = frozenset({"party", "mass-organisation"})
"""Levels of units that are no part of the administration, wherever they stand in the tree."""


class Tone(NamedTuple):
    """How the office calls whom it writes to (`you`); what it does when it reminds an officer of
    what is to come, and tells of what is overdue, and how it asks; the same two to a leader
    (`briefs`, `leads`); `briefly`: how an SMS asks; `informs`: how it tells what happened; `lists`,
    `attends`: how it sends a list of the late, and what it asks about it.
    """

    you: str
    reminds: str
    tells: str
    asks: str
    briefs: str
    leads: str
    briefly: str
    informs: str
    lists: str
    attends: str


TONES: dict[Relation, Tone] = {
    "subordinate": Tone(
        you="quý đơn vị",
        reminds="trân trọng nhắc quý đơn vị",
        tells="xin thông báo quý đơn vị còn",
        asks="Đề nghị quý đơn vị quan tâm thực hiện",
        briefs="xin báo để lãnh đạo đơn vị nắm tình hình",
        leads="Đề nghị lãnh đạo đơn vị quan tâm, chỉ đạo thực hiện.",
        briefly="đề nghị",
        informs="trân trọng thông báo quý đơn vị",
        lists="xin thông tin",
        attends="Đề nghị quý đơn vị quan tâm, đôn đốc các đơn vị nêu trên.",
    ),
    "peer": Tone(
        you="quý đơn vị",
        reminds="trân trọng nhắc quý đơn vị",
        tells="xin thông báo quý đơn vị còn",
        asks="Kính đề nghị quý đơn vị quan tâm thực hiện",
        briefs="kính báo để lãnh đạo đơn vị nắm tình hình",
        leads="Kính đề nghị lãnh đạo đơn vị quan tâm, chỉ đạo thực hiện.",
        briefly="kính đề nghị",
        informs="trân trọng thông báo quý đơn vị",
        lists="xin thông tin",
        attends="Kính đề nghị quý đơn vị quan tâm, đôn đốc các đơn vị nêu trên.",
    ),
    "superior": Tone(
        you="quý cơ quan",
        reminds="kính báo cáo quý cơ quan",
        tells="kính báo cáo quý cơ quan còn",
        asks="Kính mong quý cơ quan quan tâm, xem xét thực hiện",
        briefs="kính báo cáo để lãnh đạo cơ quan nắm tình hình",
        leads="Kính mong lãnh đạo cơ quan quan tâm, xem xét, cho ý kiến.",
        briefly="kính mong",
        informs="kính báo cáo quý cơ quan",
        lists="kính báo cáo",
        attends="Kính mong quý cơ quan xem xét, cho ý kiến.",
    ),
    "party": Tone(
        you="quý cơ quan",
        reminds="trân trọng thông tin đến quý cơ quan",
        tells="xin thông tin đến quý cơ quan còn",
        asks="Trân trọng đề nghị quý cơ quan quan tâm, phối hợp thực hiện",
        briefs="trân trọng thông tin để lãnh đạo cơ quan nắm tình hình",
        leads="Trân trọng đề nghị lãnh đạo cơ quan quan tâm, phối hợp.",
        briefly="trân trọng đề nghị",
        informs="trân trọng thông tin đến quý cơ quan",
        lists="trân trọng thông tin",
        attends="Trân trọng đề nghị quý cơ quan quan tâm, phối hợp đôn đốc các đơn vị nêu trên.",
    ),
}


def tone(situation: Situation, unit: str, late: str | None = None) -> Tone:
    return TONES[relation(situation, unit, late)]


def relation(situation: Situation, unit: str, late: str | None = None) -> Relation:
    """By the tree of the day; whoever has no place in it is a peer. Who reads of `late` as the
    secretariat of its superior is what that superior is.
    """
    there = situation.places.get(unit)
    office = situation.places.get(situation.plan.collecting_office)
    if there is None or office is None:
        return "peer"
    if there.level in PARTY_LEVELS:
        return "party"
    within = there.within
    below = situation.places.get(late or "")
    if late and below and unit not in below.within:
        reads_for = unit in situation.above.get((late, "superior"), ())
        within = within & below.within if reads_for else within
    if within <= office.within:
        return "superior"
    deeper = len(within) > len(office.within)
    return "subordinate" if deeper or office.unit in within else "peer"
