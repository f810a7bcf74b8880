"""What an order about messages is about, before it is given; and what is refused at once."""

import io
import json
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cli.plans.check import look_at
from cli.plans.messages.waiting import Concerned, concerned, waiting
from contracts.brake import Which
from contracts.envelope import Message
from contracts.facts import RungCancelled, RungLapsed, RungScheduled, RungSent
from contracts.outgoing import Contacts, SeenContact
from contracts.plan import Plan
from contracts.values import Receipt
from services.notifier.domain.masking import seen
from services.registry.domain.history.plan_history import PlanInForce
from tests.cli.given import UNITS, plan_with, run, units_of, write

CAPSYS = pytest.CaptureFixture[str]
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
DUE = datetime(2022, 10, 20, tzinfo=ZONE)
NOON = datetime(2022, 10, 18, 12, tzinfo=ZONE)


def in_force() -> PlanInForce:
    look = look_at(Plan.model_validate(plan_with()), units_of(UNITS))
    receipt = Receipt(at=look.received, sequence=1, command="1", sender="so-a", door="operator")
    participants = {one.unit: one for one in look.participants}
    return PlanInForce(1, look.plan, participants, (), receipt, "", frozenset(participants))


def about(unit: str, duty: str, rung: str) -> dict[str, Any]:
    return {"plan": "ngay-cds", "unit": unit, "duty": duty, "due": DUE, "rung": rung, "at": NOON}


def scheduled(unit: str, duty: str, rung: str, hours: int) -> RungScheduled:
    return RungScheduled(**about(unit, duty, rung), fires_at=NOON + timedelta(hours=hours))


def people(unit: str, *found: dict[str, Any]) -> list[SeenContact]:
    return seen(Contacts.model_validate({"unit": unit, "contacts": list(found)}))


BOTH = {"id": "a", "role": "officer", "name": "A", "email": "a@x.example", "phone": "0914123456"}
MAIL = {"id": "b", "role": "officer", "name": "B", "email": "b@x.example"}
BOOK = {"huyen-1": people("huyen-1", BOTH, MAIL), "xa-1": people("xa-1", MAIL)}
SAID: list[Message] = [
    scheduled("huyen-1", "bc-tinh", "truoc", -1),
    scheduled("huyen-1", "bc-tinh", "sau", 48),
    scheduled("xa-1", "bc-xa", "truoc", 1),
    scheduled("so-a", "bc-tinh", "truoc", 1),
    RungSent(**about("so-a", "bc-tinh", "truoc")),
    scheduled("so-a", "bc-tinh", "sau", 1),
    RungCancelled(**about("so-a", "bc-tinh", "sau"), reason="met"),
]


def found(
    which: Which, until: datetime | None = None, said: list[Message] | None = None
) -> Concerned:
    units = units_of(UNITS)
    waits = waiting(in_force(), SAID if said is None else said)
    return concerned(waits, which, units, BOOK, NOON, NOON.date(), until)


@pytest.mark.parametrize(
    ("which", "rungs", "units", "reached"),
    [
        ({}, 3, 2, 3),
        ({"channels": ["sms"]}, 3, 2, 1),
        ({"owed": ["bc-xa"]}, 1, 1, 1),
        ({"units": ["huyen-1"]}, 2, 1, 2),
        ({"levels": ["xa"]}, 1, 1, 1),
        ({"areas": ["ubnd-tinh"]}, 3, 2, 3),
        ({"areas": ["huyen-1"], "owed": ["bc-tinh"]}, 2, 1, 2),
        ({"units": ["so-a"]}, 0, 0, 0),
    ],
)
def test_what_waits_and_fits_is_counted_by_rungs_units_and_people(
    which: dict[str, Any], rungs: int, units: int, reached: int
) -> None:
    """What was sent or called off does not wait any more."""
    one = found(Which.model_validate(which))
    assert (one.rungs, one.units, one.people) == (rungs, units, reached)


def test_what_is_called_off_is_what_has_come_due_by_then() -> None:
    assert found(Which(), NOON).rungs == 1
    assert found(Which(), NOON + timedelta(hours=1)).rungs == 2
    one = found(Which())
    assert (one.due, one.first) == (1, NOON - timedelta(hours=1))


def test_what_lapsed_waits_no_more() -> None:
    said = [*SAID, RungLapsed(**about("huyen-1", "bc-tinh", "truoc"))]
    assert found(Which(), said=said).rungs == 2


@pytest.mark.parametrize("verb", ["hold-messages", "cancel-messages", "resume-messages"])
def test_an_order_has_a_reason_and_a_program_says_yes(verb: str, capsys: CAPSYS) -> None:
    code, _, err = run(capsys, "plan", verb, "ngay-cds")
    assert (code, "--reason" in err) == (2, True)


def test_a_channel_that_is_none_is_told_before_anything_is_asked(capsys: CAPSYS) -> None:
    words = ("plan", "hold-messages", "ngay-cds", "--reason", "x", "--channel", "fax")
    code, _, err = run(capsys, *words)
    assert (code, "filter-wrong" in err, "fax" in err) == (2, True, True)


@pytest.mark.servers
def test_an_order_is_shown_given_seen_by_status_and_ended(
    registry: str, tmp_path: Path, capsys: CAPSYS, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is sent without a yes; the notifier, which is away, is not waited for."""
    assert registry
    units, plan = write(tmp_path / "units.yaml", UNITS), write(tmp_path / "p.yaml", plan_with())
    assert run(capsys, "units", "import", units)[0] == 0
    assert run(capsys, "plan", "publish", plan, "--yes")[0] == 0

    def order(verb: str, *words: str) -> tuple[int, str]:
        code, out, err = run(capsys, "plan", verb, "ngay-cds", "--reason", "Sai ngày", *words)
        return code, out + err

    def standing() -> list[str]:
        (told,) = json.loads(run(capsys, "status", "--json")[1])["plans"]
        return list(told["orders"])

    monkeypatch.setattr(sys, "stdin", io.StringIO())
    code, said = order("hold-messages", "--channel", "sms")
    assert (code, "kênh sms" in said, "--yes" in said) == (2, True, True)
    assert standing() == []

    assert order("hold-messages", "--channel", "sms", "--order", "dung-1", "--yes")[0] == 0
    (told,) = standing()
    assert "Đang tạm dừng nhắc việc (dung-1)" in told
    assert "so-a: kênh sms. Lý do: Sai ngày" in told
    code, said = order("hold-messages", "--unit", "khong-co", "--yes")
    assert (code, "filter-unknown" in said) == (1, True)
    assert (
        order("cancel-messages", "--until", "2999-10-20T08:00", "--order", "huy-1", "--yes")[0] == 0
    )
    assert len(standing()) == 2
    assert order("resume-messages", "--yes")[0] == 0
    assert order("resume-messages", "--order", "huy-1", "--yes")[0] == 0
    assert standing() == []
