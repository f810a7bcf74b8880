"""Which snapshots a plan has, and of which of them a file is, for whoever has a part in it."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from contracts import topology
from contracts.facts import SnapshotFrozen, SnapshotReplaced, SnapshotSigned
from runtime.clock import ScaledClock
from services.reporting.application.frozen.looking import FileAnswer, Looking, told
from services.reporting.application.readers.eyes import Eyes
from services.reporting.application.unknown import Unknown
from services.reporting.domain.readers.reader import Reader
from tests.reporting.answers import MemoryAnswers, projected
from tests.reporting.given.facts import Campaign
from tests.reporting.given.records import PLAN, plan

NOW = datetime(2022, 10, 31, tzinfo=UTC)
SIGNED = "e" * 64


def made(number: int) -> dict[str, object]:
    forms = {"json": str(number), "docx": str(number + 4)}
    return {"files": [{"form": f, "sha256": c * 64, "size": 1} for f, c in forms.items()]}


async def looking(unit: str = "so-tttt", replaced: Sequence[tuple[int, int]] = ()) -> Looking:
    """Two snapshots or more, of which the first was signed, and some were replaced; seen by the
    collecting office, or another.
    """
    campaign = Campaign().begin()
    about = {"plan": PLAN, "receipt": campaign.receipt("so-tttt")}
    for number in range(1, 1 + max([2, *(by for _, by in replaced)])):
        said = {"snapshot": number, "as_of": NOW, "position": number, "made": made(number)}
        campaign.say(topology.plan_facts(PLAN), SnapshotFrozen.model_validate({**about, **said}))
    signer = {"signer": "Mẫu", "capacity": "Giám đốc"}
    signed = {"snapshot": 1, "signed": {"number": "9/BC", "day": NOW, "sha256": SIGNED, **signer}}
    campaign.say(topology.plan_facts(PLAN), SnapshotSigned.model_validate({**about, **signed}))
    for number, by in replaced:
        said = {"snapshot": number, "by": by, "reason": "sai số liệu"}
        campaign.say(topology.plan_facts(PLAN), SnapshotReplaced.model_validate({**about, **said}))
    reader = Reader(subject="ai-do", roles=frozenset({"collector"}), unit=unit)
    answers = MemoryAnswers(await projected(campaign.log))
    return Looking(Eyes(reader, answers, ScaledClock(datetime.now(UTC), NOW, 1)))


async def test_a_snapshot_is_had_by_its_number_and_others_are_named_where_it_is_not_there() -> None:
    there = await looking()
    assert [one.number for one in await there.all(PLAN)] == [1, 2]
    assert (await there.one(PLAN, 2)).position == 2
    with pytest.raises(Unknown) as refused:
        await there.one(PLAN, 3)
    found = refused.value.finding
    assert (found.code, found.pointer, found.severity) == ("unknown-snapshot", "", "error")
    assert found.en == "This plan has no snapshot 3. Known: 1, 2."


async def test_a_plan_that_is_not_there_has_none() -> None:
    there = await looking()
    assert await there.all("khac") == ()
    with pytest.raises(Unknown, match="Known: ∅"):
        await there.one("khac", 1)


@pytest.mark.parametrize(
    ("sha256", "number", "form"),
    [("1" * 64, 1, "json"), ("6" * 64, 2, "docx"), (SIGNED, 1, None)],
)
async def test_a_file_is_told_by_its_hash(sha256: str, number: int, form: str | None) -> None:
    there = await looking()
    one = await there.one(PLAN, number)
    found = await there.file(sha256)
    known = plan()
    assert found == FileAnswer(
        plan=PLAN, plan_number=known.number, title=known.title, form=form, told=told(one)
    )
    assert told(one).status == ("signed" if number == 1 else "frozen")
    assert told(one).code == one.code


async def test_of_a_file_that_holds_no_more_what_took_its_place_is_told() -> None:
    """The last of several; whoever holds the first looks for that one."""
    there = await looking(replaced=((1, 2), (2, 3)))
    for sha256, number in (("1" * 64, 1), (SIGNED, 1), ("2" * 64, 2)):
        found = await there.file(sha256)
        assert (found.told.snapshot.number, found.told.status) == (number, "superseded")
        assert found.instead is not None
        assert found.instead.snapshot.number == 3
    assert (await there.file("3" * 64)).instead is None


@pytest.mark.parametrize(("unit", "sha256"), [("so-tttt", "f" * 64), ("so-noi-vu", "1" * 64)])
async def test_a_file_of_no_plan_that_one_has_a_part_in_is_unknown(unit: str, sha256: str) -> None:
    with pytest.raises(Unknown, match=sha256):
        await (await looking(unit)).file(sha256)
