"""A joint activity counts exactly once (obligations, sections 3 and 6)."""

from typing import Any

from tests.reporting.given.joint import OUTSIDE, Told, lead

HERE = {"title": "Ảnh", "link": "https://cds.example/anh", "sha256": "a" * 64}


def both(**lead_: Any) -> Told:
    """B's activity is led by A."""
    told = Told()
    told.declare("a", people=300, **lead_)
    told.declare("b", people=110, joint=lead("a"))
    return told


def test_the_leads_record_counts_and_the_partners_is_shown_as_joint() -> None:
    told = both()
    assert (told.total().total, told.total().joint, told.people()) == (1, 1, (300, None))
    assert told.loose() == []


def test_while_the_leads_record_is_missing_the_partners_counts_and_once_it_comes_the_leads() -> (
    None
):
    told = Told()
    told.declare("b", people=110, joint=lead("a"))
    told.declare("c", people=100, joint=lead("a"))
    assert (told.total().total, told.total().joint, told.people()) == (1, 1, (110, None))
    assert told.loose() == [("b", "missing", True), ("c", "missing", False)]
    told.declare("a", people=300)
    assert (told.total().total, told.total().joint, told.people()) == (1, 2, (300, None))
    assert told.loose() == []


def test_a_lead_that_was_withdrawn_or_voided_is_replaced_by_its_partner() -> None:
    for gone in ("withdrawn", "voided"):
        told = both()
        (told.withdraw if gone == "withdrawn" else told.void)("a")
        assert (told.total().total, told.total().joint, told.people()) == (1, 0, (110, None))
        assert getattr(told.total(), gone) == 1
        assert told.loose() == [("b", gone, True)]
        told.withdraw("b")
        assert (told.total().total, told.total().joint, told.loose()) == (0, 0, [])


def test_a_lead_left_planned_while_its_partner_held_it_is_joint() -> None:
    told = both()
    told.declare("b", people=120, joint=lead("a"), status="held")
    assert (told.total().held, told.total().planned, told.total().joint) == (1, 0, 1)
    assert told.people() == (120, 120)
    assert told.loose() == [("b", "planned", True)]
    told.declare("a", people=310, status="held")
    assert (told.total().held, told.total().joint, told.people()) == (1, 1, (310, 310))


def test_a_chain_and_a_circle_are_one_activity() -> None:
    told = both()
    told.declare("c", people=100, joint=lead("b"))
    assert (told.total().total, told.total().joint, told.people()) == (1, 2, (300, None))
    told.declare("a", people=300, joint=lead("c"))
    assert (told.total().total, told.total().joint, told.people()) == (1, 2, (300, None))
    assert {state for _, state, _ in told.loose()} == {"circle"}
    told.withdraw("b")
    assert (told.total().total, told.total().joint) == (1, 1)


def test_an_activity_led_outside_the_directory_counts_once_by_its_key() -> None:
    told = Told()
    told.declare("a", people=500, joint=OUTSIDE)
    told.declare("b", people=480, joint=OUTSIDE)
    told.declare("c", people=70, joint={"outside": "ngay-khac"})
    assert (told.total().total, told.total().joint, told.people()) == (2, 1, (570, None))
    assert told.loose() == [("a", "outside", True), ("b", "outside", False), ("c", "outside", True)]


def test_evidence_of_one_joint_activity_is_not_repeated_whoever_carries_it() -> None:
    """Through a chain, too; a voided record claims nothing."""
    told = both(evidence=[HERE])
    told.declare("b", joint=lead("a"), evidence=[HERE])
    told.declare("c", joint=lead("b"), evidence=[HERE])
    assert told.consolidated().repeated_evidence == ()
    told.withdraw("a")
    assert told.consolidated().repeated_evidence == ()
    told.declare("c", "y", evidence=[HERE])
    [piece] = told.consolidated().repeated_evidence
    assert [(one.unit, one.activity) for one in piece.claims] == [
        ("b", "x"),
        ("c", "x"),
        ("c", "y"),
    ]
    told.void("c", "y")
    assert told.consolidated().repeated_evidence == ()
