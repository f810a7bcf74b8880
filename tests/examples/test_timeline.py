"""The timeline of the example: valid where it should be, wrong where it says so, well spaced."""

import json
from collections import Counter
from datetime import timedelta

import pytest

from contracts.commands import COMMANDS, DeclareActivity, SubmitReport
from contracts.envelope import decode, wrap
from contracts.findings import SENTENCES, Malformed
from contracts.records import Account, Budget
from tests.examples.expect import outcome
from tests.examples.tally import END, START, Entry, example, load, moment, rung_moment

TALLY = example()
PLAN = TALLY.plan
MODELS = {wire.split(".")[1]: model for wire, model in COMMANDS.items()}
OF_THE_FORM = {
    "wrong-form", "unknown-type", "field-missing", "field-unknown", "wrong-type", "out-of-range",
}  # fmt: skip
CLEAR_OF_DEADLINE = timedelta(hours=14)
CLEAR_OF_RUNG = timedelta(hours=36)
"""More than three real seconds of the demo, in which a killed process is back."""


def body(entry: Entry) -> bytes:
    """The event as the demo sends it."""
    if "raw" in entry:
        return str(entry["raw"]).encode()
    event = {
        "specversion": "1.0",
        "id": entry["id"],
        "source": f"urn:ngayso:{entry['unit']}",
        "type": f"ngayso.{entry['verb']}.v1",
        "data": entry["data"],
    } | entry.get("event", {})
    return json.dumps(event, ensure_ascii=False).encode()


def test_every_wanted_entry_is_a_valid_command_of_its_verb() -> None:
    """Read strictly, as from the wire; nothing is lost on the way through the contract."""
    for entry in TALLY.accepted:
        event = decode(body(entry), COMMANDS)
        assert type(event.data) is MODELS[entry["verb"]]
        again = wrap(event.data, id="x", source="y").data.model_dump(
            mode="json", exclude_unset=True
        )
        assert again == entry["data"], entry["at"]


@pytest.mark.parametrize(
    "entry",
    [e for e in TALLY.timeline if e.get("finding") in OF_THE_FORM | {"not-json"}],
    ids=lambda entry: entry["finding"],
)
def test_what_is_marked_malformed_breaks_the_contract(entry: Entry) -> None:
    """With the finding that the entry names."""
    with pytest.raises(Malformed) as caught:
        decode(body(entry), COMMANDS)
    assert entry["finding"] in {found.code for found in caught.value.findings}


def test_every_case_of_bad_input_is_there() -> None:
    """Each refusal names a finding that exists, and none is missing from the list."""
    refused = Counter(e["finding"] for e in TALLY.timeline if e.get("expect") == "refused")
    assert set(refused) <= set(SENTENCES)
    assert set(refused) >= OF_THE_FORM | {
        "not-json", "too-large", "unknown-unit", "not-your-unit", "unknown-kind",
        "money-does-not-add-up", "unknown-plan", "not-a-participant", "indicator-missing",
    }  # fmt: skip
    assert sorted(e["size"] for e in TALLY.timeline if "size" in e) == [300_000, 500_000]
    assert sum(e.get("nfd", False) for e in TALLY.timeline) > 0


def test_a_resend_is_the_same_event_again() -> None:
    """Three times, with the same id and data, after the first."""
    resent = [entry for entry in TALLY.timeline if entry.get("resend")]
    assert len(resent) == 3
    for entry in resent:
        first = next(e for e in TALLY.timeline if e.get("id") == entry["id"])
        assert first is not entry
        assert (first["data"], first["verb"]) == (entry["data"], entry["verb"])
        assert entry["expect"] == "unchanged"


def test_ids_are_unique_but_for_resends() -> None:
    """A sender's event ids."""
    ids = [e["id"] for e in TALLY.timeline if "id" in e and not e.get("resend")]
    assert len(ids) == len(set(ids))


def test_money_adds_up_and_everything_named_is_in_the_plan() -> None:
    """Kinds, indicators and sources of every accepted entry."""
    kinds = {kind.id for kind in PLAN.kinds}
    indicators = {indicator.id for indicator in PLAN.indicators}
    sources = {source.id for source in PLAN.budget_sources}
    for entry in TALLY.accepted:
        command = MODELS[entry["verb"]].model_validate(entry["data"])
        accounts = []
        if isinstance(command, SubmitReport):
            report = command.report
            accounts = [Account(figures=report.figures, budget=report.spending)]
        if isinstance(command, DeclareActivity):
            activity = command.activity
            assert activity.kind in kinds
            accounts = [account for account in (activity.planned, activity.actual) if account]
        for account in accounts:
            assert {figure.indicator for figure in account.figures} <= indicators
            _adds_up(account.budget, sources)


def _adds_up(budget: Budget | None, sources: set[str]) -> None:
    if budget is not None:
        assert sum(part.amount for part in budget.sources) == budget.total
        assert {part.source for part in budget.sources} <= sources


def test_the_timeline_is_in_order_inside_the_campaign_and_nowhere_crowded() -> None:
    """At most 40 commands in any nine hours, which are one real second of the demo."""
    moments = [moment(entry) for entry in TALLY.timeline]
    assert moments == sorted(moments)
    assert START < moments[0] < moments[-1] < END
    for start in moments:
        assert sum(start <= other < start + timedelta(hours=9) for other in moments) <= 40
    stamps = Counter((entry["unit"], entry["at"]) for entry in TALLY.timeline)
    assert max(stamps.values()) == 1


def test_nothing_is_sent_close_to_a_deadline() -> None:
    """On time and late cannot change places by any deadline: first, extended or a return's."""
    dues = {clock.due for part in TALLY.parts.values() for c in part.clocks.values() for clock in c}
    for entry in TALLY.timeline:
        for due in dues:
            assert abs(moment(entry) - due) >= CLEAR_OF_DEADLINE, entry["at"]


def test_nothing_ends_a_duty_close_to_one_of_its_rungs() -> None:
    """So that sent and cancelled cannot change places, whatever process is away for a while."""
    for unit, part in TALLY.parts.items():
        for duty, clocks in part.clocks.items():
            for clock in clocks:
                for rung in [rung for rung in PLAN.ladder if duty in rung.owed]:
                    fires = max(rung_moment(rung, clock.due), clock.opened)
                    apart = abs((clock.closed or END) - fires)
                    assert apart >= CLEAR_OF_RUNG or clock.closed is None, (unit, rung.id)


def test_expected_results_are_what_the_timeline_comes_to() -> None:
    """expected.yaml states the tally, and the tally is not empty where it matters."""
    found = outcome(TALLY)
    assert load("expected.yaml") == found
    duties, rungs = found["duties"], found["rungs"]
    assert duties["total"] == duties["met"] + duties["owing"] + duties["excused"]
    assert duties["met"] == duties["on_time"] + duties["late"]
    assert rungs["due"] == sum(count for fate, count in rungs.items() if fate != "due")
    assert all(found[part] for part in found)


def test_a_correction_after_the_deadline_leaves_the_report_on_time() -> None:
    """Bình Sơn reported in time and corrected on 24 October."""
    (clock,) = TALLY.parts["binh-son"].clocks["bao-cao"]
    assert len(TALLY.parts["binh-son"].versions) == 2
    assert clock.closed is not None
    assert clock.closed < clock.due


def test_one_workshop_is_shared_by_department_youth_union_and_city() -> None:
    """Three records, one lead."""
    sharing = [
        (unit, act["joint_with"]["unit"])
        for unit, part in TALLY.parts.items()
        for act in part.activities.values()
        if "joint_with" in act and act["joint_with"]["activity"] == "hoi-thao-10-10"
    ]
    assert sharing == [("tinh-doan", "so-tttt"), ("tp-quang-ngai", "so-tttt")]
