"""Each kind of gateway against a simulator of its interface: what each answer means, and none."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from deploy.local import parts
from services.notifier.domain.handover import Accepted, Deferred, Refused, Uncertain
from services.notifier.outbound.gateways.esms import Esms
from services.notifier.outbound.gateways.line import Busy
from services.notifier.outbound.gateways.plain import Plain
from services.notifier.outbound.gateways.pool import Pool
from tests.notifier.conftest import sms_fault, sms_sent
from tests.notifier.gateways.terms import contract, esms, letter, plain

pytestmark = pytest.mark.servers
PHONE = "0914000009"
TEXT = "148/KH-UBND, Sở TTTT: kính đề nghị UBND huyện Ba Tơ gửi báo cáo"
ZALO = {
    "account": "579745863508352884",
    "templates": [{"id": "205644", "text": "{plan}, Sở TTTT: kính đề nghị {unit} gửi {what}"}],
}
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """One simulator of each kind for all tests here."""
    folder = tmp_path_factory.mktemp("gateways")
    with (
        parts.sms_gateway(folder / "esms.jsonl", api_key="any", secret_key="any") as one,
        parts.plain_gateway(folder / "plain.jsonl") as other,
    ):
        yield {"esms": one, "plain": other}


@pytest.fixture
async def gateway(both, tmp_path, request):
    """A gateway of the kind that the test asks for, which waits half a second."""
    kind, more = request.param if isinstance(request.param, tuple) else (request.param, {})
    terms = (esms if kind == "esms" else plain)(tmp_path, both[kind].url, **more)
    (said,) = contract(terms).gateways
    one = (Esms if kind == "esms" else Plain)(said, None)
    one.client.timeout = httpx.Timeout(0.5)
    one.simulator = both[kind]
    async with one.client:
        yield one


@pytest.fixture
def mine(request):
    """A letter of this test alone."""
    return letter(f"m-{abs(hash(request.node.name)) % 10**9}", TEXT)


def copies(gateway, mine):
    return [one for one in sms_sent(gateway.simulator) if one["RequestId"] == mine.id]


@pytest.mark.parametrize("gateway", ["esms", "plain"], indirect=True)
@pytest.mark.parametrize("fault", ["drop", "error", "hang"])
async def test_what_became_of_it_is_asked_where_no_answer_came(gateway, mine, fault):
    """Taken and cut off, failed before, never answered: in the end there is one."""
    sms_fault(gateway.simulator, fault)
    assert isinstance(await gateway.send(mine, PHONE), Uncertain)
    gateway.client.timeout = httpx.Timeout(30)  # this answer comes, also on a busy machine
    end = await gateway.ask(mine, PHONE, datetime.now(UTC))
    if end == Deferred("not-taken"):
        end = await gateway.send(mine, PHONE)
    assert isinstance(end, Accepted)
    assert len(copies(gateway, mine)) == 1


@pytest.mark.parametrize("gateway", ["esms", "plain"], indirect=True)
async def test_who_has_too_much_says_for_how_long(gateway, mine):
    """429 with Retry-After: nothing was taken."""
    sms_fault(gateway.simulator, "busy", seconds=7)
    assert await gateway.send(mine, PHONE) == Busy("http-429", pause=7.0)
    assert copies(gateway, mine) == []


@pytest.mark.parametrize("gateway", ["esms"], indirect=True)
@pytest.mark.parametrize("fault", ["drop", "error"])
async def test_the_next_day_esms_is_asked_by_its_list(gateway, mine, fault):
    """It takes a request id of yesterday as a new one: sending it again would send it twice."""
    yesterday = datetime.now(UTC) - timedelta(days=1)
    sms_fault(gateway.simulator, fault)
    assert isinstance(await gateway.send(mine, PHONE), Uncertain)
    sms_fault(gateway.simulator, "midnight")
    gateway.client.timeout = httpx.Timeout(30)  # as above
    end = await gateway.ask(mine, PHONE, yesterday)
    assert isinstance(end, Accepted) if fault == "drop" else end == Deferred("not-taken")
    assert len(copies(gateway, mine)) == (fault == "drop")


@pytest.mark.parametrize("gateway", [("esms", {"zalo": ZALO})], indirect=True)
@pytest.mark.parametrize(("phone", "by_zalo"), [(PHONE, True), ("0914009995", False)])
async def test_who_is_on_zalo_hears_there_and_the_others_by_sms(gateway, mine, phone, by_zalo):
    """One of the two, under one request."""
    assert isinstance(await gateway.send(mine, phone), Accepted)
    (sent,) = [one for one in sms_sent(gateway.simulator) if one["campaignid"] == mine.id]
    if by_zalo:
        assert sent["Params"] == ["148/KH-UBND", "UBND huyện Ba Tơ", "báo cáo"]
    else:
        assert sent["Content"] == "148/KH-UBND, So TTTT: kinh de nghi UBND huyen Ba To gui bao cao"
    assert isinstance(await gateway.send(mine, phone), Accepted)
    assert len([one for one in sms_sent(gateway.simulator) if one["campaignid"] == mine.id]) == 1


@pytest.mark.parametrize(
    ("gateway", "content"),
    [
        (("esms", {"accents": True}), TEXT),
        ("esms", "148/KH-UBND, So TTTT: kinh de nghi UBND huyen Ba To gui bao cao"),
        (("plain", {"accents": True}), TEXT),
    ],
    indirect=["gateway"],
)
async def test_accents_go_out_where_the_terms_say_so(gateway, mine, content):
    """The message itself has them."""
    await gateway.send(mine, PHONE)
    assert copies(gateway, mine)[0]["Content"] == content


@pytest.mark.parametrize("gateway", ["esms", "plain"], indirect=True)
async def test_a_blocked_number_is_refused_for_good(gateway, mine):
    """By the number itself."""
    assert isinstance(await gateway.send(mine, "0914009994"), Refused)


@pytest.mark.parametrize(
    "gateway",
    [("esms", {"registered": ["Moi {x}"]}), ("plain", {"registered": ["Moi {x}"]})],
    indirect=True,
)
async def test_a_text_that_is_not_registered_never_leaves(gateway, mine):
    """The gateway would refuse it, or block us."""
    assert await gateway.send(mine, PHONE) == Refused("unregistered-text")
    assert copies(gateway, mine) == []


@pytest.mark.parametrize("gateway", ["esms"], indirect=True)
async def test_credentials_are_looked_at_without_sending_and_read_anew(gateway, tmp_path):
    """A key that is replaced needs no restart."""
    before = len(sms_sent(gateway.simulator))
    (tmp_path / "key").write_text("expired")
    assert await gateway.check() == "sms-101"
    (tmp_path / "key").write_text("any")
    assert await gateway.check() is None
    assert len(sms_sent(gateway.simulator)) == before


@pytest.mark.parametrize("gateway", ["plain"], indirect=True)
async def test_a_gateway_that_does_not_know_us_has_taken_nothing(gateway, mine, tmp_path):
    """401 is the account's: another gateway may take it meanwhile."""
    (tmp_path / "plain").write_text("wrong")
    assert isinstance(await gateway.send(mine, PHONE), Deferred)
    (tmp_path / "plain").write_text("plain-key")
    assert isinstance(await gateway.send(mine, PHONE), Accepted)


async def test_a_gateway_that_is_not_there_has_taken_nothing(tmp_path, mine):
    """No connection was made."""
    one = Plain(contract(plain(tmp_path)).gateways[0], None)
    assert await one.send(mine, PHONE) == Deferred("gateway-away")


@pytest.mark.parametrize("kind", ["esms", "plain"])
@pytest.mark.parametrize("fault", ["busy", "code", "error"])
async def test_who_is_asked_and_does_not_say_leaves_it_unknown(both, tmp_path, mine, kind, fault):
    """It has the message: an answer that is about the asking sends nobody to another gateway."""
    two = (esms(tmp_path, both["esms"].url), plain(tmp_path, both["plain"].url))
    pool = Pool.of(contract(*two), None, None)
    there = replace(mine, via=kind)
    async with pool.running():
        sms_fault(both[kind], "drop")
        assert isinstance(await pool.hand_over(there, PHONE, NOW), Uncertain)
        sms_fault(both[kind], fault)
        asked = replace(there, asked_since=datetime.now(UTC))
        assert isinstance(await pool.hand_over(asked, PHONE, NOW), Uncertain)
        assert isinstance(await pool.hand_over(asked, PHONE, NOW), Accepted)
