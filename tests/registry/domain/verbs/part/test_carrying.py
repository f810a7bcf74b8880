"""What another unit's record of a joint activity means for a unit: kept, told, or nothing new."""

from typing import Any

from contracts.commands import DeclareActivity, ShareActivity, WithdrawActivity
from contracts.topology import REGISTRY
from services.registry.domain.decision import Decision
from services.registry.domain.verbs.part.carrying import shared_by, shared_with
from tests.registry.given import Part, codes, facts
from tests.registry.plans import BA_TO, LY_SON, OFFICE, activity, receipt

LEAD = {"unit": LY_SON, "activity": "a"}


def share(part: Part, at: float, sender: str = REGISTRY, **fields: Any) -> Decision:
    told = {
        "plan": "cds-2022",
        "unit": part.unit,
        "activity": "hd-1",
        "by": LY_SON,
        "record": "a",
        "names": True,
        "status": "planned",
    }
    return part.take(ShareActivity.model_validate({**told, **fields}), receipt(at, sender))


def test_how_another_record_stands_is_kept_once() -> None:
    part = Part()
    assert facts(share(part, 1)) == ["activity-shared"]
    assert share(part, 2).outcome == "unchanged"
    assert facts(share(part, 3, status="held")) == ["activity-shared"]
    assert part.state.shared["hd-1"][LY_SON, "a"].status == "held"
    assert shared_with("hd-1", part.state) == {(LY_SON, "a")}  # before it is declared itself


def test_only_the_registry_says_how_another_record_stands() -> None:
    for sender in (BA_TO, LY_SON, OFFICE):
        assert codes(share(Part(), 1, sender)) == [("not-allowed", "/data/unit")]


def test_a_partner_that_withdrew_is_nobody_to_hear_of() -> None:
    part = Part()
    assert codes(share(part, 1)) == [("joint-not-carried", "")]
    assert codes(share(part, 2, status="withdrawn")) == []


def test_a_record_tells_every_lead_that_it_ever_named_whether_it_still_does() -> None:
    part = Part()
    for at, joint in enumerate((LEAD, {**LEAD, "activity": "b"}, None), 1):
        part.send(DeclareActivity, at, activity=activity("hd-1", joint_with=joint))
    part.send(WithdrawActivity, 4, activity="hd-1")
    others = shared_with("hd-1", part.state)
    assert others == {(LY_SON, "a"), (LY_SON, "b")}
    told = shared_by("cds-2022", part.unit, "hd-1", sorted(others), part.state)
    assert [(one.activity, one.names, one.status) for one in told] == [
        ("a", False, "withdrawn"),
        ("b", False, "withdrawn"),
    ]
    part.send(DeclareActivity, 5, activity=activity("hd-1", joint_with=LEAD))
    told = shared_by("cds-2022", part.unit, "hd-1", sorted(others), part.state)
    assert [(one.activity, one.names, one.status) for one in told] == [
        ("a", True, "planned"),
        ("b", False, "planned"),
    ]
