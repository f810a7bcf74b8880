"""Recording the decreed days: it records, it refuses, it stays quiet."""

from datetime import date

from contracts.calendar import CalendarRecord, DecreedDay
from contracts.commands import RecordCalendar
from contracts.topology import OPERATOR
from services.registry.domain.case import Case
from services.registry.domain.decide import decide_record
from services.registry.domain.decision import Decision
from services.registry.domain.history.directory import Directory, evolve
from tests.registry.given import DIRECTORY, codes, facts
from tests.registry.plans import BA_TO, PROVINCE, receipt

FRIDAY, SATURDAY = date(2026, 1, 2), date(2026, 1, 10)
SWAP = [
    DecreedDay(day=FRIDAY, working=False, name="Nghỉ hoán đổi"),
    DecreedDay(day=SATURDAY, working=True, name="Làm bù ngày 02/01/2026"),
]


def record(
    days: list[DecreedDay], directory: Directory = DIRECTORY, by: str = OPERATOR
) -> Decision:
    command = RecordCalendar(record=CalendarRecord(days=days))
    return decide_record(command, directory, Case(receipt(1, by), directory))


def after(decision: Decision, directory: Directory = DIRECTORY) -> Directory:
    return evolve(directory, decision.facts)  # type: ignore[arg-type]


def test_the_operator_records_the_days_and_the_same_table_again_stays_quiet() -> None:
    decision = record(SWAP)
    assert facts(decision) == ["calendar-recorded"]
    assert record([*reversed(SWAP)], after(decision)).outcome == "unchanged"


def test_an_empty_table_before_any_other_stays_quiet() -> None:
    assert record([]).outcome == "unchanged"


def test_nobody_else_records_the_days() -> None:
    assert codes(record(SWAP, by=PROVINCE)) == [("not-allowed", "/data")]


def test_the_newest_table_holds_whole_and_the_units_stay() -> None:
    first = after(record(SWAP))
    assert first.working_days.day_off(FRIDAY) == "Nghỉ hoán đổi"
    assert first.working_days.is_working(SATURDAY)
    second = after(record(SWAP[:1], first), first)
    assert not second.working_days.is_working(SATURDAY)
    assert BA_TO in second
