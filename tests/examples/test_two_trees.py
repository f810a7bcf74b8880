"""The directory of 2025 holds both trees: a campaign in each, from one set of records."""

from datetime import date, datetime

from cli.directory.apart import Placed, tell_apart
from cli.files.documents import as_json, read
from cli.findings import Place
from cli.notes import Note
from contracts.commands import AmendPlan, OpenDuties, PublishPlan, RecordUnit, SubmitReport
from contracts.facts import DutyExcused, UnitRecorded
from contracts.plan import Amending, Plan
from contracts.records import Report
from contracts.topology import OPERATOR, REGISTRY
from contracts.unit import Unit
from contracts.values import Deadline, Receipt
from services.registry.domain.case import Case
from services.registry.domain.decide import decide_part, decide_plan, decide_record
from services.registry.domain.history import directory as directories
from services.registry.domain.history import participation, plan_history
from services.registry.domain.history.directory import Directory
from services.registry.domain.history.participation import Participation
from services.registry.domain.history.plan_history import PlanHistory, PlanInForce
from services.registry.domain.participants import list_participants
from tests.examples.tally import FOLDER, example
from tests.examples.test_units import DISTRICTS
from tests.registry.plans import door_of

NEW = FOLDER.parent / "quang-ngai-2025"
UNITS = [Unit.model_validate_json(as_json(one)) for one in read(NEW / "units.yaml").data]
BY_ID = {unit.id: unit for unit in UNITS}
PLAN = Plan.model_validate_json(as_json(read(NEW / "plan.yaml").data))
OLD = example()
THEN, TURN, NOW = OLD.plan.issued_on, date(2025, 7, 1), PLAN.issued_on
LAST = date(2025, 6, 30)
AMENDING = Amending(number="1/QĐ-UBND", day=TURN, signer="Trần Quang Mẫu")


def receipt(at: datetime, sender: str = "ubnd-tinh") -> Receipt:
    return Receipt(at=at, sequence=1, command="c", sender=sender, door=door_of(sender))


def midday(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=PLAN.zone)


DIRECTORY = directories.evolve(
    Directory(),
    [UnitRecorded(record=unit, receipt=receipt(midday(THEN), OPERATOR)) for unit in UNITS],
)


def follow(
    command: PublishPlan | AmendPlan, by: Receipt, history: PlanHistory | None = None
) -> PlanHistory:
    """The plan's history once the command was accepted."""
    history = PlanHistory() if history is None else history
    decision = decide_plan(command, history, Case(by, DIRECTORY))
    assert decision.outcome == "accepted", decision.findings
    return plan_history.evolve(history, decision.facts)  # type: ignore[arg-type]


def publish(plan: Plan) -> PlanInForce:
    by = receipt(midday(plan.issued_on))
    return follow(PublishPlan(plan=plan), by).revisions[0]


def at_level(level: str, day: date, under: str = "ubnd-tinh") -> set[str]:
    return {
        unit.id
        for unit in UNITS
        if unit.exists(day) and unit.level(day) == level and DIRECTORY.is_under(unit.id, under, day)
    }


def test_the_plan_of_2022_goes_to_the_units_of_2022_by_their_names_of_2022() -> None:
    """Exactly as with the directory of its own day."""
    of_its_day = directories.evolve(
        Directory(),
        [UnitRecorded(record=unit, receipt=receipt(midday(THEN), OPERATOR)) for unit in OLD.units],
    )
    now = list_participants(OLD.plan, DIRECTORY)
    assert now == list_participants(OLD.plan, of_its_day)
    assert publish(OLD.plan).participants["ly-son"].name == "Ủy ban nhân dân huyện Lý Sơn"


def test_the_plan_of_2025_goes_to_96_communes_with_a_deadline_of_their_own() -> None:
    participants = publish(PLAN).participants.values()
    communes = [one for one in participants if one.level == "commune"]
    assert len(communes) == 96
    assert {tuple(one.owes) for one in communes} == {("dang-ky", "bao-cao-xa")}
    others = [one for one in participants if one.level != "commune"]
    assert {tuple(one.owes) for one in others} == {("bao-cao-so",)}
    assert {one.parent for one in participants} == {"ubnd-tinh"}


def test_the_level_of_districts_disappears_and_communes_begin_the_same_day() -> None:
    assert at_level("district", LAST) == set(DISTRICTS)
    assert len(at_level("district", LAST, "kon-tum")) == 10
    assert at_level("district", TURN) == set()
    assert len(at_level("commune", TURN)) == 96
    names = [BY_ID[unit].name(TURN) for unit in at_level("commune", TURN)]
    kinds = [name.split()[4] for name in names]
    assert {kind: kinds.count(kind) for kind in kinds} == {"xã": 86, "phường": 9, "đặc": 1}
    assert len(set(names)) == 96


def test_every_district_has_successors_and_every_commune_a_predecessor() -> None:
    """Lý Sơn is promoted: it has neither, it goes on."""
    ended = (at_level("district", LAST) | at_level("district", LAST, "kon-tum")) - {"ly-son"}
    heirs = {unit: DIRECTORY.successors(unit, TURN) for unit in ended}
    assert sorted(heir for found in heirs.values() for heir in found) == sorted(
        at_level("commune", TURN) - {"ly-son"}
    )
    assert all(heirs.values())
    assert DIRECTORY.successors("ly-son", TURN) == []
    assert BY_ID["ly-son"].level(LAST) == "district"
    assert BY_ID["ly-son"].level(TURN) == "commune"


def test_the_focal_point_moves_with_its_office() -> None:
    def focal(day: date) -> list[str]:
        return [unit.id for unit in UNITS if unit.has_role("focal-point", day)]

    assert (focal(THEN), focal(NOW)) == (["so-tttt"], ["so-khcn"])
    assert DIRECTORY.successors("so-tttt", NOW) == ["so-khcn"]
    assert DIRECTORY.successors("so-tnmt", NOW) == ["so-nnmt"]
    assert DIRECTORY.successors("kon-tum", NOW) == ["ubnd-tinh"]


def test_codes_given_again_and_equal_names_are_told_apart() -> None:
    said = tell_apart([Placed(unit, Place(NEW / "units.yaml")) for unit in UNITS])
    notes = [one for one in said if isinstance(one, Note)]
    assert notes == said
    reused = {note.words["value"] for note in notes if note.code == "code-reused"}
    assert reused == {"21025", "21040", "21061", "21439"}
    apart = [note.words["name"] for note in notes if note.code == "same-name-apart"]
    assert apart == ["Ủy ban nhân dân phường Nguyễn Nghiêm"]


def test_the_registry_has_nothing_to_say_against_a_record() -> None:
    for unit in UNITS:
        others = directories.evolve(
            Directory(),
            [fact for name, fact in DIRECTORY.recorded.items() if name != unit.id],
        )
        case = Case(receipt(midday(NOW), OPERATOR), others)
        decision = decide_record(RecordUnit(record=unit), others, case)
        assert (decision.outcome, decision.findings) == ("accepted", ()), unit.id


def open_ended(**changes: object) -> Plan:
    """The plan of 2022 as if it had never closed: a reorganisation in the middle of it."""
    return OLD.plan.model_copy(update={"closes": None, **changes})


def test_a_plan_of_2022_still_open_hears_the_communes_for_their_district() -> None:
    in_force = publish(open_ended())
    figures = [{"indicator": i.id, "value": 1} for i in OLD.plan.indicators if i.required]
    report = Report.model_validate({"figures": figures})
    command = SubmitReport(plan=in_force.plan.id, unit="binh-son", report=report)
    for sender, outcome in (("xa-van-tuong", "accepted"), ("xa-tinh-khe", "refused")):
        case = Case(receipt(midday(TURN), sender), DIRECTORY, "binh-son", in_force)
        decision = decide_part(command, Participation(), case)
        assert decision.outcome == outcome, decision.findings


def test_an_amendment_after_the_reorganisation_moves_duties_to_the_communes() -> None:
    published = open_ended()
    history = follow(PublishPlan(plan=published), receipt(midday(THEN)))
    to_communes = [
        assignment.model_copy(
            update={"assignees": [who.model_copy(update={"group": "ubnd-xa"}) for who in groups]}
        )
        for assignment in OLD.plan.assignments
        if (groups := [who for who in assignment.assignees if who.group == "ubnd-huyen"])
    ]
    later = [
        entry.model_copy(update={"deadline": Deadline(day=date(2025, 7, 20))})
        for entry in OLD.plan.owed
    ]
    changed = open_ended(
        issued_on=TURN, assignments=to_communes, owed=later, collecting_office="so-khcn"
    )
    command = AmendPlan(plan=changed, reason="Bỏ cấp huyện", document=AMENDING)
    history = follow(command, receipt(midday(TURN), "so-khcn"), history)
    before, after = history.revisions
    assert len(after.participants) == 96
    state, reasons = Participation(), set()
    for in_force in (before, after):
        opening = OpenDuties(plan=published.id, unit="minh-long", revision=in_force.revision)
        case = Case(receipt(midday(TURN), REGISTRY), DIRECTORY, "minh-long", in_force)
        said = decide_part(opening, state, case).facts
        state = participation.evolve(state, said)  # type: ignore[arg-type]
        reasons |= {fact.reason for fact in said if isinstance(fact, DutyExcused)}
    (reason,) = reasons
    assert reason.endswith("ngày 01/07/2025; đơn vị kế thừa: UBND xã Minh Long, UBND xã Sơn Mai)")
