"""What examples/commune-hours/counted.md counts of its escalation is what a rehearsal shows."""

from datetime import date, datetime
from pathlib import Path

import yaml

from cli.directory.contacts import read_contacts, records_of
from cli.rehearse.assuming import Assumed, facts_of
from cli.rehearse.carrying import Carriers
from cli.rehearse.rehearsing import rehearsed
from cli.rehearse.submissions import read_entries
from contracts.plan import Plan
from tests.cli.given import units_of

EXAMPLE = Path("examples/commune-hours")
SUPERIOR, RUNG = "van-thu@ubnd-xa.example", "cham-1-gio"


def test_the_superior_gets_one_list_of_who_is_late_then() -> None:
    """Of the ten units three; the other seven had reported, and nothing is said of them."""
    plan = Plan.model_validate(yaml.safe_load((EXAMPLE / "plan.yaml").read_text("utf-8")))
    units = units_of(yaml.safe_load((EXAMPLE / "units.yaml").read_text("utf-8")))
    sent = [one.received() for one in read_entries(EXAMPLE / "submissions/timeline.yaml")]
    assumed = Assumed(datetime.fromisoformat("2025-10-09T17:00:00+07:00"), sent)
    book = records_of(read_contacts([EXAMPLE / "contacts.yaml"])[0])
    facts = facts_of(plan, units.values(), assumed)
    outcome = rehearsed(plan, facts, book, assumed, Carriers(), quiet=True)
    [letter] = [one for one in outcome.rows if one.address == SUPERIOR]
    assert {about.unit for about in letter.about} == {"thon-4", "thon-6", "tram-y-te"}
    assert letter.at.date() == date(2025, 10, 10)
    assert "kính báo cáo danh sách 3 đơn vị" in letter.text
    assert "quý đơn vị" not in letter.text
    fates = [one.fate for one in outcome.unsent if one.about.rung == RUNG]
    assert fates == ["cancelled"] * 7
