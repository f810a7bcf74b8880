"""A unit's system in Python: reads missed verdicts, declares an activity, waits for its verdict.

Usage: python client.py [ACTIVITY.json]      Needs: pip install "nats-py[nkeys]"
Environment: NATS_URL, UNIT, PLAN; NATS_CREDS, the credentials file from the office; NATS_CA, the
file of its certificate authority, where the address begins with tls://.
Exit code: 0; 1 when the activity was refused or had no verdict within a minute; 3 when the server
ended the connection for good: the credentials hold no more, so ask the office.
"""

import asyncio
import contextlib
import json
import os
import ssl
import sys
import uuid
from pathlib import Path

import nats
from nats.errors import TimeoutError as NothingCame

UNIT = os.environ["UNIT"]
PLACE = Path(f"{UNIT}.read")  # how far the verdicts were read; keep it in your database instead


def place_read():
    return int(PLACE.read_text()) if PLACE.exists() else 0


async def read(nc):
    """The verdicts that were not read yet, oldest first."""
    more, found, place = True, [], place_read()
    while more:
        question = json.dumps({"after": place}).encode()
        answer = await nc.request(f"ask.{UNIT}.verdicts", question, timeout=10)
        told = json.loads(answer.data)["data"]
        for kept in told["verdicts"]:
            tell(kept["verdict"])  # keep it in your database, and then its place
            place = kept["sequence"]
            found.append(kept["verdict"])
        keep(place)
        more = told["more"]
    return found


def keep(place):
    PLACE.write_text(str(place))


def tell(verdict):
    command = verdict["command"]
    print(command["sequence"], verdict["outcome"], command.get("type"), command.get("id"))
    for finding in verdict["findings"]:
        print("  ", finding["severity"], finding["code"], finding["pointer"], finding["vi"])
    for duty in verdict["duties"]:
        print("  ", duty["duty"], duty["status"], duty["due"])


async def declare(nc, activity):
    """Publishes the whole record; returns its number in the queue, once the server has it."""
    event = {
        "specversion": "1.0",
        "id": str(uuid.uuid4()),
        "source": f"urn:unit:{UNIT}",
        "type": "ngayso.declare-activity.v1",
        "data": {"plan": os.environ["PLAN"], "unit": UNIT, "activity": activity},
    }
    body = json.dumps(event, ensure_ascii=False).encode()
    subject = f"cmd.{UNIT}.declare-activity.{UNIT}"
    while True:
        ack = await nc.jetstream().publish(subject, body, timeout=10)
        if not ack.duplicate:
            return ack.seq
        await asyncio.sleep(1)  # not stored: another message had its id; ours are sent without


async def main(activity):
    done = False

    async def closed():
        """The client tries no more: a process that went on would send and hear nothing."""
        if not done:
            print("the server ended the connection for good; ask the office", file=sys.stderr)
            os._exit(3)

    async def failed(error):
        """Tells what went wrong; with credentials that hold no more nats-py would try for ever."""
        print(error, file=sys.stderr)
        if "authorization" in str(error).lower():
            await closed()

    authority = os.getenv("NATS_CA")
    nc = await nats.connect(
        os.environ["NATS_URL"],
        user_credentials=os.environ["NATS_CREDS"],
        tls=ssl.create_default_context(cafile=authority) if authority else None,
        max_reconnect_attempts=-1,
        closed_cb=closed,
        error_cb=failed,
    )
    news = await nc.subscribe(f"verdict.{UNIT}")  # first listen, then speak
    await read(nc)  # what was missed since the last run
    outcome = "refused" if activity else "nothing sent"
    sequence = await declare(nc, activity) if activity else None
    mine = []
    with contextlib.suppress(NothingCame):
        while activity and not mine:
            await news.next_msg(timeout=60)
            mine = [one for one in await read(nc) if one["command"]["sequence"] == sequence]
            outcome = mine[0]["outcome"] if mine else outcome
    done = True
    await nc.close()
    return 1 if outcome == "refused" else 0


record = json.loads(Path(sys.argv[1]).read_text("utf-8")) if len(sys.argv) > 1 else None
sys.exit(asyncio.run(main(record)))
