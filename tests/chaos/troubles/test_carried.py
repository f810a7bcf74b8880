"""What the chaos of carriers looks for is found where it is."""

import json
from datetime import UTC, datetime

import pytest

from tests.chaos.troubles.carried import Carried

AT, LATER = "2022-10-13T01:00:00Z", datetime(2022, 10, 14, tzinfo=UTC)
RUNG = {"unit": "xa", "duty": "d", "due": "2022-10-15T00:00:00Z", "rung": "r"}
MESSAGE = {"unit": "xa", "message": "m"}
SCHEDULED = ("rung-scheduled", {**RUNG, "fires_at": AT})
COMPOSED = ("message-composed", {**RUNG, **MESSAGE, "channel": "sms", "leaves_at": AT})
ATTEMPTED = ("message-attempted", MESSAGE)
ACCEPTED, SENT = ("message-accepted", MESSAGE), ("rung-sent", RUNG)
WHOLE = [SCHEDULED, COMPOSED, ATTEMPTED, ACCEPTED, SENT]


@pytest.mark.parametrize(
    ("said", "sent", "wrong"),
    [
        (WHOLE, ["m"], None),
        ([], [], "nothing was due"),
        ([SCHEDULED, COMPOSED, ATTEMPTED, SENT], ["m"], "without an end"),
        ([*WHOLE, ("message-failed", MESSAGE)], ["m"], "more than once"),
        (WHOLE[:-1], ["m"], "no fate"),
        ([*WHOLE, SCHEDULED], ["m"], "no fate"),
        (WHOLE, [], "not there"),
        (WHOLE, ["m", "m"], "went out again"),
        (WHOLE, ["m", "other"], "nobody said to send"),
    ],
)
def test_what_is_lost_or_doubled_is_named(tmp_path, said, sent, wrong):
    carried, sms = Carried(), tmp_path / "sms.jsonl"
    sms.write_text("".join(json.dumps({"RequestId": name}) + "\n" for name in sent))
    for kind, fact in said:
        carried.tell(kind, fact)
    if wrong is None:
        carried.check(LATER, sms)
    else:
        with pytest.raises(AssertionError, match=wrong):
            carried.check(LATER, sms)


def test_what_is_not_due_yet_may_wait(tmp_path):
    carried, (kind, fact) = Carried(), SCHEDULED
    for one in WHOLE:
        carried.tell(*one)
    carried.tell(kind, {**fact, "rung": "later", "fires_at": "2022-10-15T00:00:00Z"})
    (tmp_path / "sms.jsonl").write_text(json.dumps({"RequestId": "m"}) + "\n")
    carried.check(LATER, tmp_path / "sms.jsonl")
