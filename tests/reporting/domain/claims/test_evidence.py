"""Evidence claimed for several activities is shown, across units too."""

from datetime import UTC, datetime

from contracts.facts import ActivityChanged
from contracts.records import Joint
from services.reporting.documents.tables import report as tables
from services.reporting.domain.claims.documents import ActivityDocument
from services.reporting.domain.claims.evidence import MOST_CLAIMS, ClaimedEvidence, list_evidence
from services.reporting.domain.consolidate import consolidate
from services.reporting.domain.consolidated import Consolidated
from services.reporting.domain.document import Documents
from services.reporting.domain.documents import PlanDocument
from tests.reporting.documents.appendix import appendix
from tests.reporting.given.facts import Campaign
from tests.reporting.given.folded import fold_all
from tests.reporting.given.records import PLAN, activity

PHOTO, OTHER = "a" * 64, "b" * 64
HERE, THERE = "https://ba-to.example/anh.jpg", "https://ly-son.example/anh.jpg"


def consolidated(campaign: Campaign) -> Consolidated:
    documents = fold_all(campaign.facts, Documents())
    plan = documents.get(PlanDocument, PLAN)
    return consolidate(documents, plan, datetime(2022, 11, 1, tzinfo=UTC))


def repeated(campaign: Campaign) -> list[tuple[str, list[str]]]:
    lines = consolidated(campaign).repeated_evidence
    return [(line.link, [f"{one.unit}/{one.activity}" for one in line.claims]) for line in lines]


def test_the_same_file_or_the_same_link_in_two_units_is_repeated() -> None:
    """A file counts by its hash wherever it is kept; it is not told again for its link."""
    campaign = Campaign().begin()
    campaign.claim("ba-to", "hd-1", (HERE, PHOTO))
    assert repeated(campaign) == []
    campaign.claim("ly-son", "hd-1", (THERE, PHOTO))
    assert repeated(campaign) == [(HERE, ["ba-to/hd-1", "ly-son/hd-1"])]
    campaign.claim("binh-son", "hd-1", (THERE, OTHER))
    assert (THERE, ["binh-son/hd-1", "ly-son/hd-1"]) in repeated(campaign)


def test_the_same_file_and_link_is_one_line() -> None:
    campaign = Campaign().begin()
    for unit in ("ba-to", "ly-son"):
        campaign.claim(unit, "hd-1", (HERE, PHOTO), (HERE, PHOTO))
    assert repeated(campaign) == [(HERE, ["ba-to/hd-1", "ly-son/hd-1"])]


def test_records_of_one_joint_activity_share_their_evidence() -> None:
    """Only when an activity of its own claims it too is it repeated."""
    campaign = Campaign().begin()
    campaign.claim("ba-to", "hd-1", (HERE, PHOTO))
    joint = {"joint_with": Joint(unit="ba-to", activity="hd-1")}
    campaign.claim("ly-son", "hd-7", (HERE, PHOTO), **joint)
    campaign.claim("binh-son", "hd-7", (HERE, PHOTO), **joint)
    assert repeated(campaign) == []
    campaign.claim("binh-son", "hd-8", (HERE, PHOTO))
    assert [claims for _, claims in repeated(campaign)] == [
        ["ba-to/hd-1", "binh-son/hd-7", "binh-son/hd-8", "ly-son/hd-7"]
    ]


def test_what_is_withdrawn_or_taken_out_of_a_record_is_claimed_no_more() -> None:
    campaign = Campaign().begin()
    for unit in ("ba-to", "ly-son", "binh-son"):
        campaign.claim(unit, "hd-1", (HERE, PHOTO))
    campaign.withdraw("ba-to", "hd-1")
    assert [claims for _, claims in repeated(campaign)] == [["binh-son/hd-1", "ly-son/hd-1"]]
    bare = {"activity": activity("hd-1"), "changes": []}
    campaign.tell("ly-son", ActivityChanged.model_validate({**bare, **campaign.about("ly-son")}))
    assert repeated(campaign) == []
    documents = fold_all(campaign.facts, Documents())
    assert documents.get(ActivityDocument, f"{PLAN}/binh-son/hd-1").marks
    assert not documents.get(ActivityDocument, f"{PLAN}/ly-son/hd-1").marks


def test_a_piece_is_told_on_the_page_of_its_first_activity_only() -> None:
    """So that pages together tell each piece once, also what nobody else claims."""
    campaign = Campaign().begin()
    for unit in ("ba-to", "ly-son"):
        campaign.claim(unit, "hd-1", (HERE, PHOTO), (f"https://{unit}.example/rieng", None))
    every = fold_all(campaign.facts, Documents()).all(ActivityDocument)
    all_of_them = [one.claimant for one in every]

    def told(shown: list[ActivityDocument]) -> list[tuple[str, bool]]:
        return [(line.link, line.repeated) for line in list_evidence(shown, all_of_them)]

    assert told(every[:1]) == [(HERE, True), ("https://ba-to.example/rieng", False)]
    assert told(every[1:]) == [("https://ly-son.example/rieng", False)]


def test_many_claims_are_counted_and_the_first_are_told() -> None:
    campaign = Campaign().begin()
    for number in range(MOST_CLAIMS + 5):
        campaign.claim("ba-to", f"hd-{number}", (HERE, None))
    (line,) = consolidated(campaign).repeated_evidence
    assert isinstance(line, ClaimedEvidence)
    assert (line.claimed, len(line.claims)) == (MOST_CLAIMS + 5, MOST_CLAIMS)


def test_the_report_has_an_appendix_of_it_only_where_there_is_some() -> None:
    campaign = Campaign().begin()
    campaign.claim("ba-to", "hd-1", (HERE, PHOTO))
    assert list(tables.evidence(consolidated(campaign))) == []
    campaign.claim("ly-son", "hd-1", (HERE, PHOTO))
    (table,) = tables.evidence(consolidated(campaign))
    assert table in appendix(consolidated(campaign))
    assert table.rows == (("Ảnh", HERE, 2, "Huyện Ba Tơ, Huyện Lý Sơn"),)
