"""What a gateway tells is believed of what we signed, and said once."""

import asyncio
from dataclasses import replace

import httpx
import pytest

from contracts import topology
from contracts.facts import MessageAttempted, MessageBounced, MessageComposed, MessageDelivered
from runtime.clock import SystemClock
from services.notifier.application.memory import Memory
from services.notifier.inbound.callbacks import MOST_BYTES, callbacks
from services.notifier.outbound.gateways.callback import CallbackUrl
from services.notifier.outbound.gateways.pool import Pool
from tests.notifier.application.told.hearing import hearing
from tests.notifier.application.trial import PLAN, UNIT, Trial
from tests.notifier.campaign import DUE, OPENED
from tests.notifier.gateways.terms import contract, esms, letter, plain

MINE = replace(letter(), plan=PLAN, unit=UNIT)
SIGNED = CallbackUrl("http://notifier/", lambda: "new\nold\n")
DONE = {"SMSID": "1", "SendStatus": "5", "SendSuccess": "1", "SendFailed": "0"}
LOST = DONE | {"SendSuccess": "0", "SendFailed": "1"}
ABOUT = {"plan": PLAN, "unit": UNIT, "at": OPENED, "message": MINE.id}


def tell(folder, *calls):
    """The answers to these calls, of a notifier that has sent one SMS, and what it said then."""

    async def go():
        trial = Trial()
        await trial.publish()
        rung = {"duty": "bao-cao", "due": DUE, "rung": "b3"}
        whom = {"channel": "sms", "recipient": "c-1", "person": "p-1", "leaves_at": OPENED}
        composed = MessageComposed(**ABOUT, **rung, **whom)
        attempted = MessageAttempted(**ABOUT, attempt=1, provider="esms")
        await trial.append(topology.message_facts(PLAN, UNIT), composed, attempted)
        pool = Pool.of(contract(esms(folder), plain(folder)), None, None)
        memory = Memory(trial.log, trial.clock, "")
        listening = hearing(trial.server, trial.log, memory, SystemClock())
        reads = {name: one.told for name, one in pool.gateways.items()}
        app = callbacks(listening, SIGNED.believes, reads)
        answers = []
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as client:
            for url, more in calls:
                method = "GET" if "params" in more else "POST"
                where = url.replace("/callbacks", "")
                answers.append((await client.request(method, where, **more)).status_code)
        return answers, (await trial.said())[2:]

    return asyncio.run(go())


def esms_says(words, leg="sms", url=SIGNED):
    return url.of("esms", MINE, leg), {"params": words}


def plain_says(state):
    return SIGNED.of("plain", MINE), {"json": {"state": state}}


@pytest.mark.parametrize("call", [esms_says(DONE), plain_says("arrived")])
def test_what_arrived_is_said_once_however_often_it_is_told(tmp_path, call):
    """Each call is answered well, so that the gateway stops."""
    answers, said = tell(tmp_path, call, call, call)
    assert answers == [204] * 3
    assert [type(fact) for fact in said] == [MessageDelivered]
    assert said[0].message == MINE.id


@pytest.mark.parametrize("call", [esms_says(LOST), plain_says("failed")])
def test_what_did_not_arrive_is_said_with_a_code(tmp_path, call):
    """And nothing of what the gateway says besides: it repeats the number."""
    _, (bounced,) = tell(tmp_path, call)
    assert isinstance(bounced, MessageBounced)
    assert bounced.reason == "sms-undelivered"


@pytest.mark.parametrize(
    "call",
    [
        *(esms_says(DONE | {"SendStatus": status}) for status in ("1", "2", "7", "")),
        esms_says({}),
        plain_says("on-its-way"),
        esms_says(LOST, leg="zalo"),
    ],
)
def test_what_is_no_end_says_nothing(tmp_path, call):
    """Accepted is not delivered; where Zalo failed, the SMS is still under way."""
    assert tell(tmp_path, call) == ([204], [])


def test_only_what_we_signed_is_believed(tmp_path):
    """Another message, another unit, another key: each is answered as if there were nothing."""
    url, words = esms_says(DONE)
    forged = [
        (url.replace(MINE.id, "m-2"), words),
        (url.replace(UNIT, "ba-to"), words),
        (url.replace("/esms/", "/plain/"), words),
        (url.replace("/sms/", "/zalo/"), words),
        (url[:-1] + ("0" if url[-1] != "0" else "1"), words),
        esms_says(DONE, url=CallbackUrl("http://notifier", lambda: "another")),
    ]
    assert tell(tmp_path, *forged) == ([404] * len(forged), [])


def test_a_key_that_was_replaced_is_believed_while_it_is_in_the_file(tmp_path):
    """Callbacks of messages sent before still come."""
    before = CallbackUrl("http://notifier", lambda: "old")
    assert tell(tmp_path, esms_says(DONE, url=before))[0] == [204]


def test_a_body_that_is_too_long_is_not_read_to_its_end(tmp_path):
    """Nobody fills our memory."""
    url, _ = plain_says("arrived")
    assert tell(tmp_path, (url, {"content": b"x" * (MOST_BYTES + 1)})) == ([413], [])
