"""A unit's system in Python: reads missed verdicts, declares an activity, waits for its verdict.

Usage: python client.py [ACTIVITY.json]      Needs: pip install nats-py
Environment: NATS_URL, UNIT, PLAN; NATS_USER and NATS_PASSWORD where the server asks for them.
Exit code: 0, or 1 when the activity was refused or had no verdict within a minute.
"""

import asyncio
import json
import os
import sys
import uuid
from pathlib import Path

import nats
from nats.errors import TimeoutError as NothingMore

UNIT = os.environ["UNIT"]


async def open_verdicts(js):
    """The unit's own place in the verdicts: the server remembers what was acknowledged.

    The office has made the consumer where the unit may not; one process reads it at a time.
    """
    return await js.pull_subscribe(f"verdict.{UNIT}", durable=f"unit-{UNIT}", stream="VERDICTS")


async def next_verdict(verdicts, seconds):
    """The next verdict that was not read yet; None when there is none for so long."""
    try:
        (message,) = await verdicts.fetch(1, timeout=seconds)
    except NothingMore:
        return None
    verdict = json.loads(message.data)["data"]
    tell(verdict)  # keep it in your database instead, and acknowledge it after that
    await message.ack()
    return verdict


def tell(verdict):
    command = verdict["command"]
    print(command["sequence"], verdict["outcome"], command.get("type"), command.get("id"))
    for finding in verdict["findings"]:
        print("  ", finding["severity"], finding["code"], finding["pointer"], finding["vi"])
    for duty in verdict["duties"]:
        print("  ", duty["duty"], duty["status"], duty["due"])


async def declare(js, activity):
    """Publishes the whole record; returns its number in the queue, once the server has it."""
    event = {
        "specversion": "1.0",
        "id": str(uuid.uuid4()),
        "source": f"urn:unit:{UNIT}",
        "type": "ngayso.declare-activity.v1",
        "data": {"plan": os.environ["PLAN"], "unit": UNIT, "activity": activity},
    }
    body = json.dumps(event, ensure_ascii=False).encode()
    ack = await js.publish(f"cmd.{UNIT}.system.declare-activity.{UNIT}", body, timeout=10)
    return ack.seq


async def main(activity):
    nc = await nats.connect(
        os.environ["NATS_URL"], user=os.getenv("NATS_USER"), password=os.getenv("NATS_PASSWORD")
    )
    js = nc.jetstream()
    verdicts = await open_verdicts(js)
    while await next_verdict(verdicts, seconds=2):
        pass  # what was missed since the last run
    verdict = {"outcome": "nothing sent"}
    if activity:
        sequence = await declare(js, activity)
        verdict = await next_verdict(verdicts, seconds=60)
        while verdict and verdict["command"]["sequence"] != sequence:
            verdict = await next_verdict(verdicts, seconds=60)
    await nc.close()
    return 0 if verdict and verdict["outcome"] != "refused" else 1


record = json.loads(Path(sys.argv[1]).read_text("utf-8")) if len(sys.argv) > 1 else None
sys.exit(asyncio.run(main(record)))
