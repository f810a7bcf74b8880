"""Holding, resuming and calling off a plan's messages: it records, it refuses, it stays quiet."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from contracts.brake import Which
from contracts.commands import CancelMessages, HoldMessages, OrderCommand, ResumeMessages
from services.registry.domain.case import Case
from services.registry.domain.decide import decide_plan
from services.registry.domain.decision import Decision
from services.registry.domain.history import plan_history
from services.registry.domain.history.plan_history import PlanHistory
from tests.registry.given import DIRECTORY, codes, facts, published, recorded
from tests.registry.plans import BA_TO, DOCUMENT, OFFICE, PROVINCE, START, ZONE, receipt


class Orders:
    """The plan's history, fed with orders."""

    def __init__(self) -> None:
        self.history = published()

    def give(
        self, command: type[OrderCommand], at: float = 1, by: str = OFFICE, **fields: Any
    ) -> Decision:
        said = command.model_validate({"plan": "cds-2022", "reason": "Sai ngày", **fields})
        decision = decide_plan(said, self.history, Case(receipt(at, by), DIRECTORY))
        self.history = plan_history.evolve(self.history, decision.facts)  # type: ignore[arg-type]
        return decision

    def standing(self) -> list[str]:
        return [name for name, order in self.history.orders.items() if not order.ended]


EVERY: list[tuple[type[OrderCommand], dict[str, Any]]] = [
    (HoldMessages, {"order": "dung-1"}),
    (ResumeMessages, {}),
    (CancelMessages, {"order": "huy-1"}),
]


def test_an_order_says_what_it_is_about_and_by_which_document() -> None:
    orders, which = Orders(), {"owed": ["bao-cao"], "areas": [PROVINCE], "channels": ["sms"]}
    held = orders.give(HoldMessages, order="dung-1", which=which, document=DOCUMENT)
    assert facts(held) == ["messages-held"]
    said: Any = held.facts[0]
    assert (said.order, said.reason, said.document) == ("dung-1", "Sai ngày", DOCUMENT)
    assert said.which.model_dump(exclude_defaults=True) == which


def test_holds_stand_beside_each_other_until_each_is_resumed() -> None:
    orders = Orders()
    for name in ("dung-1", "dung-2", "dung-3"):
        orders.give(HoldMessages, order=name, which={"units": [BA_TO]})
    assert facts(orders.give(ResumeMessages, order="dung-2")) == ["messages-resumed"]
    assert orders.standing() == ["dung-1", "dung-3"]
    rest: Any = orders.give(ResumeMessages).facts[0]
    assert rest.orders == ["dung-1", "dung-3"]
    assert not orders.standing()


def test_without_a_moment_what_waits_now_is_called_off_and_nothing_later() -> None:
    orders = Orders()
    called_off = orders.give(CancelMessages, at=5, order="huy-1")
    assert facts(called_off) == ["messages-cancelled"]
    now: Any = called_off.facts[0]
    assert now.until == START + timedelta(hours=5)
    until = {"day": "2022-10-20", "hour": "08:00"}
    later: Any = orders.give(CancelMessages, order="huy-2", until=until).facts[0]
    assert later.until == datetime(2022, 10, 20, 8, tzinfo=ZONE)


def test_what_is_called_off_is_resumed_by_name_alone() -> None:
    """Whoever resumes all holds does not mean what was called off for good."""
    orders = Orders()
    orders.give(CancelMessages, order="huy-1")
    assert orders.give(ResumeMessages).outcome == "unchanged"
    assert facts(orders.give(ResumeMessages, order="huy-1")) == ["messages-resumed"]


@pytest.mark.parametrize(("command", "fields"), EVERY)
def test_a_unit_may_not_stop_the_office_s_messages(
    command: type[OrderCommand], fields: dict[str, Any]
) -> None:
    found = Orders().give(command, by=BA_TO, **fields)
    assert codes(found) == [("not-allowed", "/data/plan/issuer")]
    assert Orders().give(command, by=PROVINCE, **fields).outcome != "refused"


@pytest.mark.parametrize(("command", "fields"), EVERY)
def test_an_order_about_a_plan_that_nobody_published_is_refused(
    command: type[OrderCommand], fields: dict[str, Any]
) -> None:
    orders = Orders()
    orders.history = PlanHistory()
    found = orders.give(command, **fields)
    assert codes(found) == [("unknown-plan", "/data/plan")]
    assert found.unseen


@pytest.mark.parametrize(
    "which",
    [{"owed": ["la"]}, {"levels": ["la"]}, {"units": [BA_TO, "la"]}, {"areas": ["la"]}],
)
def test_a_word_that_names_nothing_of_the_plan_is_refused(which: dict[str, Any]) -> None:
    """An order with a slip in it would stop nothing, and nobody would know."""
    name, words = next(iter(which.items()))
    found = Orders().give(HoldMessages, order="dung-1", which=which)
    assert codes(found) == [("filter-unknown", f"/data/which/{name}/{words.index('la')}")]


def test_an_order_that_is_not_there_cannot_be_resumed_and_those_that_are_are_named() -> None:
    orders = Orders()
    orders.give(HoldMessages, order="dung-1")
    found = orders.give(ResumeMessages, order="dung-2")
    assert codes(found) == [("unknown-order", "/data/order")]
    assert "dung-1" in found.findings[0].vi


def test_the_same_order_again_changes_nothing_and_another_of_its_name_is_refused() -> None:
    orders = Orders()
    for command, name in ((HoldMessages, "dung-1"), (CancelMessages, "huy-1")):
        orders.give(command, order=name)
        assert orders.give(command, at=2, order=name).outcome == "unchanged"
        other = orders.give(command, at=3, order=name, which={"units": [BA_TO]})
        assert codes(other) == [("order-exists", "/data/order")]
    assert codes(orders.give(HoldMessages, order="huy-1")) == [("order-exists", "/data/order")]


def test_an_order_makes_no_revision_of_the_plan() -> None:
    """So that no unit's duties are opened anew for it."""
    orders = Orders()
    orders.give(HoldMessages, order="dung-1")
    assert len(orders.history.revisions) == 1


def test_who_stands_in_for_a_unit_that_ended_may_be_named() -> None:
    """Its messages are read there, and the plan need not be amended first."""
    ended = DIRECTORY.units()[BA_TO].model_copy(update={"valid_to": START.date()})
    heir = ended.model_copy(
        update={"id": "moi", "valid_from": START.date(), "valid_to": None, "predecessors": [BA_TO]}
    )
    case = Case(receipt(1, OFFICE), recorded(ended, heir))
    said = HoldMessages(plan="cds-2022", reason="Bão", order="dung-1", which=Which(units=["moi"]))
    assert facts(decide_plan(said, published(), case)) == ["messages-held"]
