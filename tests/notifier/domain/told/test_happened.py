"""What happened to a unit, by its history, and whether it still is to be told."""

from typing import get_args

import pytest

from contracts.facts import (
    ActivityDeclared,
    ActivityVoided,
    DocumentAttached,
    DutyChanged,
    DutyExcused,
    DutyExtended,
    DutyReopened,
    PlanApplied,
    ReportCorrected,
    ReportSubmitted,
    ReportVoided,
)
from contracts.records import Activity, Report, Signed
from contracts.words import NoticeKind
from tests.notifier.campaign import (
    ABOUT,
    DUE,
    LATER,
    accepted,
    approves,
    at,
    duty,
    excused,
    extended,
    met,
    opened,
    receipt,
    reopened,
    returned,
    situation,
)

PAPER = Signed(number="15/BC-UBND", day=DUE.date())
WANTS_BOTH = opened(of=None).model_copy(
    update={"duty": duty(DUE, None).model_copy(update={"wants": "both"})}
)


def submitted(moment, version=1, signed=None):
    about = {**ABOUT, "receipt": receipt(moment), "owed": "bao-cao", "version": version}
    report = Report(signed=signed)
    if version == 1:
        return ReportSubmitted(**about, report=report)
    return ReportCorrected(**about, report=report, changes=[])


def voided(moment):
    about = {**ABOUT, "receipt": receipt(moment), "owed": "bao-cao"}
    return ReportVoided(**about, version=1, reason="ghi nhầm đơn vị")


def activity(moment):
    one = Activity(
        id="a-1",
        kind="hoi-thao",
        title="Hội thảo",
        starts_on=at(10, 1).date(),
        ends_on=at(10, 1).date(),
    )
    return ActivityDeclared(**ABOUT, receipt=receipt(moment), activity=one)


def voided_activity(moment):
    return ActivityVoided(**ABOUT, receipt=receipt(moment), activity="a-1", reason="trùng")


def by_plan(moment, *facts):
    """A revision of the plan, and what it does to the duty, in one decision."""
    applied = PlanApplied(**ABOUT, receipt=receipt(moment), revision=2)
    return [applied, *(one.model_copy(update={"receipt": receipt(moment)}) for one in facts)]


def happens(*facts):
    """What there is to tell, in order; of each whether it still is true."""
    known = situation(*facts)
    return [(key.kind, known.still_true(key)) for key in known.happened.occasions]


MET = (opened(), met(at(10, 12)))
RETURNED = (*MET, returned(at(10, 14)), reopened(at(10, 14), LATER, 1))
LIFTED = (opened(), excused(at(10, 12)), reopened(at(10, 13)))
MOVED = DutyExtended(
    **ABOUT,
    receipt=receipt(at(10, 1)),
    duty="bao-cao",
    round=0,
    due=LATER,
    reason="sửa",
    planned=LATER,
)
CLOSED = DutyExcused(
    **ABOUT, receipt=receipt(at(10, 1)), duty="bao-cao", reason="sửa", cause="plan"
)
CHANGED = DutyChanged(**ABOUT, receipt=receipt(at(10, 1)), duty=duty(DUE, None), reason="sửa")
ELSEWHERE = at(10, 15)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ((*RETURNED,), [("returned", True)]),
        ((*RETURNED, submitted(ELSEWHERE, 2)), [("returned", False)]),
        ((*RETURNED, excused(ELSEWHERE)), [("returned", False), ("excused", True)]),
        ((*MET, accepted(at(10, 13))), [("accepted", True)]),
        (
            (*MET, accepted(at(10, 13)), *RETURNED[2:]),
            [("accepted", False), ("returned", True)],
        ),
        ((*MET, returned(at(10, 14), 2, None)), [("not-taken", True)]),
        ((*MET, returned(at(10, 14), 2, None), submitted(ELSEWHERE, 3)), [("not-taken", False)]),
        ((opened(), extended(at(10, 12), LATER)), [("extended", True)]),
        ((opened(), extended(at(10, 12), LATER), met(at(10, 13))), [("extended", False)]),
        (
            (opened(), extended(at(10, 12), LATER), extended(at(10, 13), DUE)),
            [("extended", False), ("extended", True)],
        ),
        ((*LIFTED,), [("excused", False), ("reopened", True)]),
        ((*LIFTED, met(at(10, 14))), [("excused", False), ("reopened", False)]),
        ((*MET, voided(at(10, 14))), [("voided", True)]),
        ((*MET, voided(at(10, 14)), submitted(ELSEWHERE, 2)), [("voided", False)]),
        ((activity(at(10, 1)), voided_activity(at(10, 2))), [("voided", True)]),
        ((voided_activity(at(10, 2)), activity(at(10, 3))), [("voided", False)]),
        ((opened(), *by_plan(at(10, 1), MOVED)), [("amended", True)]),
        ((opened(), *by_plan(at(10, 1), MOVED, CHANGED)), [("amended", True)]),
        ((opened(), *by_plan(at(10, 1), CLOSED)), [("amended", True)]),
        ((*MET, *by_plan(at(10, 13), CHANGED)), [("amended", False)]),
        ((*by_plan(at(10, 1), opened()),), [("amended", True)]),
        ((WANTS_BOTH, submitted(at(10, 12))), [("document-awaited", True)]),
    ],
)
def test_what_happened_is_to_be_told_as_long_as_it_is_true(facts, told):
    assert happens(*facts) == told


@pytest.mark.parametrize(
    "facts",
    [
        (opened(), submitted(at(10, 12)), met(at(10, 12))),
        (*MET, accepted(at(10, 13), level="through")),
        (
            *MET,
            accepted(
                at(10, 13), receipt=receipt(at(10, 13)).model_copy(update={"sender": "binh-son"})
            ),
        ),
        (opened(), excused(at(10, 12)).model_copy(update={"cause": "no-activity"})),
        (opened(), PlanApplied(**ABOUT, receipt=receipt(at(10, 1)), revision=2)),
        (PlanApplied(**ABOUT, receipt=receipt(at(9, 15)), revision=1), opened()),
        (opened(), extended(at(10, 12), DUE)),
        (opened(), approves()),
    ],
)
def test_what_a_unit_did_itself_or_what_changes_nothing_is_not_told(facts):
    assert happens(*facts) == []


def test_the_paper_of_an_excuse_that_was_granted_before_is_no_second_excuse():
    assert happens(opened(), excused(at(10, 12)), excused(at(10, 13))) == [("excused", True)]


def test_a_document_is_awaited_once_while_it_is_owed_and_until_it_is_there():
    """Whatever versions of the figures come; the next round awaits a document of its own."""
    twice = (WANTS_BOTH, submitted(at(10, 12)), submitted(at(10, 13), 2))
    assert happens(*twice) == [("document-awaited", True)]
    attached = DocumentAttached(**ABOUT, receipt=receipt(at(10, 14)), owed="bao-cao", signed=PAPER)
    assert happens(*twice, attached) == [("document-awaited", False)]
    assert happens(WANTS_BOTH, submitted(at(10, 12), 1, PAPER)) == []
    again = [returned(at(10, 16)), reopened(at(10, 16), LATER, 1), submitted(at(10, 17), 2)]
    kinds = [kind for kind, _ in happens(*twice, attached, met(at(10, 14)), *again)]
    assert kinds == ["document-awaited", "returned", "document-awaited"]


def test_a_decision_about_several_duties_is_told_duty_by_duty():
    """One of which was returned, and others that its report met too: the return says it for all."""
    other = DutyReopened(
        **ABOUT, receipt=receipt(at(10, 14)), duty="bao-cao", round=1, due=LATER, reason="chỉnh lý"
    )
    assert happens(*RETURNED, other) == [("returned", True)]


def test_every_kind_of_notice_happens_in_these_tests():
    seen = {kind for kind, _ in happens(*RETURNED, accepted(at(10, 13)), voided(at(10, 17)))}
    seen |= {kind for kind, _ in happens(*LIFTED, extended(ELSEWHERE, LATER))}
    seen |= {kind for kind, _ in happens(WANTS_BOTH, submitted(at(10, 12)), *by_plan(DUE, MOVED))}
    seen |= {kind for kind, _ in happens(*MET, returned(at(10, 14), 2, None))}
    assert seen == {*get_args(NoticeKind)} - {"unreached"}  # which no fact of the registry tells
