"""`ngayso history` tells what happened to one unit, in order and in Vietnamese."""

import asyncio
import json

import pytest

from cli.operate.quarantine import set_aside
from cli.servers.connect import session
from contracts import topology
from contracts.envelope import encode_batch, wrap
from contracts.facts import MessageAccepted, MessageComposed, RungFailed, RungSent
from tests.cli.given import run
from tests.registry.plans import BA_TO, OFFICE, REPORT_DUE, START
from tests.registry.service.client import Client
from tests.registry.service.conftest import replica, set_up

ABOUT = {"plan": "cds-2022", "unit": BA_TO}
ACTOR = "p-7f3a"
ACTIVITY = {
    "id": "ht-1",
    "kind": "hoi-thao",
    "title": "Hội thảo",
    "starts_on": "2022-10-05",
    "ends_on": "2022-10-05",
}


@pytest.fixture
def history(settings, capsys):
    """Runs the command beside the test's event loop; gives the exit code and what it says."""

    async def go(*arguments: str) -> tuple[int, str]:
        asked = ("history", *arguments, "--nats", settings.nats_url)
        code, out, err = await asyncio.to_thread(run, capsys, *asked)
        assert not err
        return code, out

    return go


async def opened(client: Client) -> None:
    """Waits until the unit's duties stand in the log."""
    facts = await client.js.subscribe(
        topology.unit_facts("cds-2022", BA_TO), stream="EVENTS", ordered_consumer=True
    )
    await facts.next_msg(30)
    await facts.unsubscribe()


async def remind(client: Client) -> None:
    """What the notifier would say after it sent a mail and failed with an SMS."""
    said = {**ABOUT, "at": START}
    rung = {**said, "duty": "bao-cao", "due": REPORT_DUE, "rung": "som"}
    facts = [
        MessageComposed(
            **rung,
            message="m1",
            channel="email",
            recipient="nguoi-nhan-bi-mat",
            person="p1",
            leaves_at=START,
        ),
        MessageAccepted(**said, message="m1", channel="email"),
        RungSent(**rung),
        RungFailed(**rung, reason="no contact"),
    ]
    batch = encode_batch(wrap(f, id=str(i), source="urn:test") for i, f in enumerate(facts))
    await client.js.publish(topology.message_facts("cds-2022", BA_TO), batch)


async def test_a_unit_s_campaign_is_told_in_order(settings, client, history):
    """Who sent what and when, what changed, what was decided, which reminders went out."""
    async with replica(settings):
        await set_up(client)
        await opened(client)
        await client.ask(BA_TO, "declare-activity", {**ABOUT, "activity": ACTIVITY})
        moved = {**ACTIVITY, "starts_on": "2022-10-06", "ends_on": "2022-10-07"}
        await client.ask(BA_TO, "declare-activity", {**ABOUT, "activity": moved})
        await client.ask(BA_TO, "declare-activity", {**ABOUT, "activity": moved})
        bad = {**ABOUT, "activity": {**ACTIVITY, "kind": "le-hoi"}}
        await client.ask(BA_TO, "declare-activity", bad)
        extension = {"deadline": {"day": "2022-10-25"}, "reason": "Bão số 4"}
        await client.ask(OFFICE, "extend-duty", {**ABOUT, "duty": "bao-cao", **extension})
        await remind(client)

    code, out = await history(BA_TO)

    assert code == 0
    order = [
        "Ghi đơn vị vào danh bạ",
        "Phải thực hiện “Báo cáo kết quả” (bao-cao), hạn 00:00 20/10/2022",
        "Đăng ký hoạt động “Hội thảo” (ht-1), ngày 05/10/2022",
        "Hoàn thành “Đăng ký hoạt động” (dang-ky) lúc",
        "Sửa hoạt động “Hội thảo” (ht-1)",
        "ngày bắt đầu: 05/10/2022 → 06/10/2022",
        "KHÔNG THAY ĐỔI",
        "BỊ TỪ CHỐI",
        "LỖI [unknown-kind] tại /data/activity/kind",
        "(so-tttt) gửi",
        "Gia hạn “Báo cáo kết quả” (bao-cao) đến 00:00 25/10/2022: Bão số 4",
    ]
    places = [out.find(words) for words in order]
    assert places == sorted(places)
    assert -1 not in places
    # The reminder's own moment is the campaign's first, so it stands elsewhere in the order.
    assert "Đã chuyển đi một thư điện tử" in out
    assert "Đã nhắc (bậc som) về “Báo cáo kết quả” (bao-cao)" in out
    assert "nguoi-nhan-bi-mat" not in out


async def test_a_program_reads_the_same_as_json(settings, client, history):
    """Moments are in the plan's zone; a change has its pointer; a refusal its findings."""
    async with replica(settings):
        await set_up(client)
        await client.ask(BA_TO, "declare-activity", {**ABOUT, "activity": ACTIVITY})
        moved = {**ACTIVITY, "title": "Hội thảo lớn"}
        await client.ask(BA_TO, "declare-activity", {**ABOUT, "activity": moved})
        await client.send_raw(BA_TO, "submit-report", b"{", BA_TO)
        await client.hear(1)

    code, out = await history(BA_TO, "--plan", "cds-2022", "--json")

    said = json.loads(out)
    changed = next(entry for entry in said["entries"] if entry["changes"])
    (refused,) = [entry for entry in said["entries"] if entry["outcome"] == "refused"]
    assert (code, said["unit"]) == (0, BA_TO)
    assert changed["changes"] == [
        {"pointer": "/title", "before": '"Hội thảo"', "after": '"Hội thảo lớn"'}
    ]
    assert (changed["sender"], changed["at"][-6:]) == (BA_TO, "+07:00")
    assert [found["code"] for found in refused["findings"]] == ["not-json"]


async def test_who_spoke_and_what_was_set_aside_is_told(settings, client, history):
    """A system that speaks for several units, a person at the desk, and a record of ours that
    nobody can read, put into quarantine by somebody. What is no verdict is passed over.
    """
    log = topology.unit_facts("cds-2022", BA_TO)
    async with replica(settings):
        await set_up(client)
        await opened(client)
        for door, person in (("system-ioffice", {}), ("desk", {"actor": ACTOR})):
            event = {"specversion": "1.0", "id": door, "source": "s", **person}
            event |= {"type": "ngayso.declare-activity.v1"}
            record = {**ABOUT, "activity": {**ACTIVITY, "title": f"Của {door}"}}
            subject = topology.command(BA_TO, door, "declare-activity", BA_TO)
            await client.js.publish(subject, json.dumps({**event, "data": record}).encode())
            assert [one["outcome"] for one in await client.hear(1)] == ["accepted"]
        garbage = (await client.js.publish(log, b"?")).seq
        await client.js.publish(topology.verdicts(BA_TO), b"?")
    async with session(settings.nats_url) as connected:
        await set_aside(connected, garbage, "Hỏng đĩa", "van-hanh")

    code, out = await history(BA_TO)
    assert code == 0
    assert "(ba-to) qua hệ thống ioffice gửi lệnh số" in out
    assert f"(ba-to), người thực hiện {ACTOR}, gửi lệnh số" in out
    assert f"Bản ghi số {garbage} ({log}) không đọc được, không tính vào đâu: Hỏng đĩa" in out

    code, out = await history(BA_TO, "--json")
    entries = json.loads(out)["entries"]
    told = [(one["system"], one["actor"]) for one in entries if one["system"] or one["actor"]]
    assert told == [("ioffice", None), (None, ACTOR)]
    assert [one["set_aside"] for one in entries if one["set_aside"]] == [garbage]


async def test_of_an_unknown_unit_nothing_is_known(settings, client, history):
    """Said clearly, with exit code 1; a unit's id that cannot be one is misuse."""
    code, out = await history("khong-co")
    assert code == 1
    assert "Không biết gì về đơn vị 'khong-co'" in out

    code, out = await history("khong-co", "--json")
    assert (code, json.loads(out)["entries"]) == (1, [])
