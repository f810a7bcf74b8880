"""The notifier as a process, with two gateways: each message goes out once, and is followed."""

import httpx
import pytest
import yaml

from contracts.facts import MessageAttempted, MessageBounced, MessageDelivered, RungSent
from deploy.local import parts
from tests.notifier.campaign import OFFICER, opened, participant
from tests.notifier.conftest import sms_fault, sms_sent
from tests.notifier.gateways.terms import esms, plain
from tests.notifier.looks import DUE, NOW_BY_SMS, has, ladder

pytestmark = pytest.mark.servers
UNITS = ["binh-son", *(f"xa-{n}" for n in range(7))]
PHONES = ["0914000009", "0914009993", *(f"09140001{n}0" for n in range(6))]


@pytest.fixture
def other(tmp_path):
    with parts.plain_gateway(tmp_path / "plain.jsonl") as part:
        yield part


def described(notifier, folder, *gateways):
    """Tell the notifier of these gateways, and them where to call."""
    (folder / "callback").write_text("secret")
    callbacks = {"url": notifier.url, "secret_file": str(folder / "callback")}
    said = {"gateways": list(gateways), "callbacks": callbacks}
    (folder / "gateways.yaml").write_text(yaml.safe_dump(said))


async def test_whatever_one_gateway_does_each_message_goes_out_once(
    office, notifier, sms, other, tmp_path
):
    """One of two fails in each way; what it did not take the other one takes, and no more."""
    described(notifier, tmp_path, esms(tmp_path, sms.url), plain(tmp_path, other.url))
    for fault in ("drop", "error", "busy", "code"):
        sms_fault(sms, fault)
    await office.publish(ladder(NOW_BY_SMS), [participant(unit) for unit in UNITS])
    for unit, phone in zip(UNITS, PHONES, strict=True):
        await office.know(OFFICER.model_copy(update={"phone": phone}), unit=unit)
        await office.unit_says(opened(DUE, unit=unit), unit=unit)
    notifier.start()
    told = {}
    for unit in UNITS:
        said = await office.said_until(
            lambda said: has(RungSent)(said) and has((MessageDelivered, MessageBounced))(said), unit
        )
        told[unit] = [type(f) for f in said if isinstance(f, MessageDelivered | MessageBounced)]
        tried = [f.provider for f in said if isinstance(f, MessageAttempted) and not f.refused]
        assert set(tried) <= {"esms", "plain"}
    sent = [one["RequestId"] for one in (*sms_sent(sms), *sms_sent(other))]
    assert len(sent) == len(set(sent)) == len(UNITS)
    assert told == {u: [MessageDelivered] for u in UNITS} | {UNITS[1]: [MessageBounced]}


async def test_a_gateway_that_is_away_is_told_and_makes_nobody_unready(
    office, notifier, sms, tmp_path
):
    """A person has to look; messages go by the other one, or wait."""
    described(notifier, tmp_path, esms(tmp_path), esms(tmp_path, sms.url, "spare"))
    await office.publish(ladder(NOW_BY_SMS), [participant()])
    await office.know(OFFICER)
    await office.unit_says(opened(DUE))
    notifier.start()
    await office.said_until(has(RungSent))
    ready = httpx.get(f"{notifier.url}/readyz")
    assert ready.status_code == 200
    assert ready.json()["gateway esms"] == "gateway-away"
    assert "gateway spare" not in ready.json()
