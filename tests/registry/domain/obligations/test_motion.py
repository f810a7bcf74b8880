"""Units in motion (obligations, section 6): what was met is the successor's, nothing owed twice."""

from typing import Any

from contracts.commands import (
    DeclareActivity,
    ExcuseDuty,
    OpenDuties,
    ReturnReport,
    SubmitReport,
    VoidReport,
)
from contracts.topology import REGISTRY
from services.registry.domain.case import Case
from services.registry.domain.decide import decide_part
from services.registry.domain.history import participation
from services.registry.domain.succession import predecessors
from tests.registry.domain.obligations.owed import report_entry
from tests.registry.given import Part, codes, facts
from tests.registry.plans import PLAN, activity, receipt, report
from tests.registry.reorganised import DIRECTORY

AFTER = 24 * 21
"""Hours: 6 October, the day after the districts ended."""
ENTRIES = [report_entry(deadline={"day": "2022-10-05"}), *PLAN["owed"][:2]]
TO: dict[str, Any] = {
    group: {
        "assignments": [
            {"id": "viec-1", "number": "1", "text": "", "assignees": [{"group": group}]}
        ],
        "owed": ENTRIES,
        "ladder": [],
    }
    for group in ("huyen", "xa")
}


class Province:
    """All parts of one plan: districts, and from the amendment on the communes after them."""

    def __init__(self) -> None:
        self.parts: dict[str, Part] = {}
        for name in ("ba-to", "son-ha", "son-tay"):
            self.parts[name] = Part(name, directory=DIRECTORY, **TO["huyen"])

    def amend(self) -> None:
        """The plan names the communes; the districts follow it first, then their successors."""
        changes = {"issued_on": "2022-10-06", **TO["xa"]}
        for part in self.parts.values():
            part.amend(AFTER, **changes)
        for name in ("xa-ba-dong", "xa-ba-vi", "xa-son"):
            part = Part(name, directory=DIRECTORY, opened=False, **TO["huyen"])
            part.plans = self.parts["ba-to"].plans
            self.parts[name] = part
            self.follow(part)

    def follow(self, part: Part) -> None:
        revision = part.newest.revision
        before = predecessors(part.unit, part.newest, DIRECTORY)
        inherited = {name: self.parts[name].state for name in before}
        case = Case(receipt(AFTER + 1, REGISTRY), DIRECTORY, part.unit, part.newest, inherited)
        command = OpenDuties(plan="cds-2022", unit=part.unit, revision=revision)
        decision = decide_part(command, part.state, case)
        part.state = participation.evolve(part.state, decision.facts)  # type: ignore[arg-type]

    def __getitem__(self, name: str) -> Part:
        return self.parts[name]


def reported(*names: str) -> Province:
    province = Province()
    for name in names:
        province[name].send(SubmitReport, 1, report=report())
    return province


def test_what_both_met_is_met_for_the_one_that_came() -> None:
    province = reported("son-ha", "son-tay")
    province.amend()
    assert province["xa-son"].duty("bao-cao") == ("met", True)
    assert province["xa-son"].state.duties["bao-cao"].present.inherited == ("son-ha", "son-tay")
    assert province["son-ha"].duty("bao-cao") == ("met", True)


def test_what_both_met_was_met_when_the_last_of_them_did() -> None:
    province = Province()
    province["son-ha"].send(SubmitReport, 1, report=report())
    province["son-tay"].send(SubmitReport, 2, report=report())
    province.amend()
    assert province["xa-son"].state.duties["bao-cao"].present.met_at == receipt(2).at


def test_what_only_one_of_them_met_is_owed_once_by_the_one_that_came() -> None:
    province = reported("son-ha")
    province.amend()
    owing = [name for name, part in province.parts.items() if part.duty("bao-cao")[0] == "owing"]
    assert owing == ["xa-ba-dong", "xa-ba-vi", "xa-son"]
    assert province["son-tay"].state.duties["bao-cao"].excused == "plan"


def test_what_a_split_unit_met_is_met_for_each_part_of_it() -> None:
    province = reported("ba-to")
    province.amend()
    for name in ("xa-ba-dong", "xa-ba-vi"):
        assert province[name].duty("bao-cao") == ("met", True)


def test_who_was_late_stays_late_in_the_one_that_came() -> None:
    province = Province()
    province["son-ha"].send(SubmitReport, 1, report=report())
    province["son-tay"].send(SubmitReport, AFTER - 1, report=report())
    assert province["son-tay"].duty("bao-cao") == ("met", False)
    province.amend()
    assert province["xa-son"].duty("bao-cao") == ("met", False)


def test_what_the_office_excused_all_of_them_from_is_excused() -> None:
    province = Province()
    for name in ("son-ha", "son-tay"):
        province[name].office(ExcuseDuty, 1, duty="bao-cao", reason="Lũ")
    province.amend()
    assert province["xa-son"].duty("bao-cao")[0] == "excused"


def test_the_successors_own_report_says_whose_it_replaces() -> None:
    province = reported("son-ha", "son-tay")
    province.amend()
    decision = province["xa-son"].send(SubmitReport, AFTER + 2, report=report(9))
    assert facts(decision) == ["report-submitted"]
    assert codes(decision) == [("replaces-predecessors", "/data/report")]
    assert "son-ha, son-tay" in decision.findings[0].vi


def test_the_successor_corrects_a_predecessor_before_and_after_the_amendment() -> None:
    province = reported("son-ha")
    son_ha = province["son-ha"]
    before = son_ha.send(SubmitReport, AFTER - 1, by="xa-son", report=report(6))
    assert facts(before) == ["report-corrected"]
    province.amend()
    after = son_ha.send(SubmitReport, AFTER + 2, by="xa-son", report=report(7))
    assert facts(after) == ["report-corrected"]
    assert codes(after) == [("spoken-for", "/data/unit")]


def test_a_unit_that_left_declares_no_more_activities() -> None:
    province = reported("son-ha")
    province.amend()
    decision = province["son-ha"].send(DeclareActivity, AFTER + 2, by="xa-son", activity=activity())
    assert "not-a-participant" in decision.refused_for


def test_a_returned_report_of_a_predecessor_is_answered_by_its_successor() -> None:
    province = reported("son-ha")
    province.amend()
    son_ha = province["son-ha"]
    back: dict[str, Any] = {"reasons": [{"code": "x"}], "deadline": {"day": "2022-10-25"}}
    son_ha.office(ReturnReport, AFTER + 2, version=1, **back)
    assert son_ha.duty("bao-cao")[0] == "owing"
    answer = son_ha.send(SubmitReport, AFTER + 3, by="xa-son", report=report(7))
    assert facts(answer) == ["report-corrected", "duty-met"]


def test_voiding_the_successors_own_report_leaves_what_it_inherited() -> None:
    province = reported("son-ha", "son-tay")
    province.amend()
    province["xa-son"].send(SubmitReport, AFTER + 2, report=report(9))
    decision = province["xa-son"].office(VoidReport, AFTER + 3, version=1, reason="Nhầm")
    assert facts(decision) == ["report-voided"]
    assert province["xa-son"].duty("bao-cao") == ("met", True)
