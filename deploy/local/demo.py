"""Deployment, local: `make demo` runs a campaign from the plan to the report in minutes."""

import argparse
import asyncio
import shutil
import signal
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Literal

import httpx

from deploy.local import counted, summary
from deploy.local.campaign import EXAMPLES, Campaign, Example
from deploy.local.command import LOCK, claim, run
from deploy.local.issuer.people import Person, people
from deploy.local.process import ProcessFailed, stop_all
from deploy.local.stack import Stack
from runtime.clock import ScaledClock

EXAMPLE = EXAMPLES / "quang-ngai-2022"
OUT = Path("out")
FASTEST = 14_400
"""Times real time: an hour of the campaign takes a quarter of a second, or longer."""
LEAST = timedelta(seconds=90)
"""Real time that even the shortest campaign gets."""
LEADS = (timedelta(seconds=15), timedelta(seconds=35))
"""Real time for the services to come up before the campaign's first morning; a slow machine gets
a second, longer one."""
SETTLE_SECONDS = 60
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def say(text: str) -> None:
    print(text, flush=True)


def operator(stack: Stack, *words: str) -> timedelta:
    """Run the operator's command; returns how long it took, and raises ProcessFailed."""
    began = time.monotonic()
    stack.operator().run(*words)
    return timedelta(seconds=time.monotonic() - began)


def stack_in(
    out: Path,
    who: tuple[Person, ...],
    clock: dict[str, str] | None = None,
    members: Literal[1, 3] = 1,
) -> Stack:
    """A campaign's stack, all of it under one folder; `who` can sign in. With three NATS servers
    there are two replicas of each service.
    """
    data = out / "data"
    return Stack(
        data=data,
        mail=out / "mails",
        sms=out / "sms.jsonl",
        logs=out / "logs",
        keys=data / "auth",
        access=data / "access",
        clock=clock or {},
        people=who,
        members=members,
        replicas=1 if members == 1 else 2,
    )


def begin(stack: Stack, example: Example) -> tuple[ScaledClock, timedelta]:
    """Start the services and import what an office imports, all before the first moment; also
    returns how long a command of the operator takes here.
    """
    imports, took = ["units", "contacts"], timedelta()
    for lead in LEADS:
        clock, stack.clock = rehearsal(example, datetime.now(UTC) + lead)
        stack.start_services()
        while imports:
            what = imports.pop(0)
            took = operator(stack, what, "import", str(example.folder / f"{what}.yaml"))
        if datetime.now(UTC) + took < clock.anchor:
            return clock, took
        stop_all(stack.services.values())
    raise ProcessFailed(f"this machine needs more than {LEADS[-1]} to start three services")


def rehearsal(example: Example, anchor: datetime) -> tuple[ScaledClock, dict[str, str]]:
    """The campaign's clock, and how the processes are told of it."""
    scale = min(FASTEST, (example.end - example.start) / LEAST)
    env = {
        "NGAYSO_CLOCK_ANCHOR": anchor.isoformat(),
        "NGAYSO_CLOCK_START": example.start.isoformat(),
        "NGAYSO_CLOCK_SCALE": repr(scale),
    }
    return ScaledClock(anchor, example.start, scale), env


async def settled(stack: Stack, example: Example) -> dict[str, Any]:
    """Wait until nothing is under way; returns the view's totals and the commands' ends."""
    plan, url, headers = example.plan.id, stack.services["reporting"].url, stack.bearer()
    reporting = httpx.AsyncClient(base_url=url, headers=headers)
    deadline = time.monotonic() + SETTLE_SECONDS
    async with reporting, stack.jetstream() as js:
        while time.monotonic() < deadline:
            stack.relaunch_dead()
            if not await counted.under_way(js):
                answer = await reporting.get(f"/api/plans/{plan}/totals")
                totals: dict[str, Any] = answer.raise_for_status().json()
                ended = await counted.commands(js, example.entered)
                return totals | {"commands": ended, "told": await counted.told(reporting, plan)}
            await asyncio.sleep(0.25)
    raise ProcessFailed("the campaign did not come to rest; look into the logs")


def follow(stack: Stack, example: Example) -> Callable[[datetime], None]:
    """Say each day how far the campaign is, of a short one each hour, and start again whatever was
    killed.
    """
    start, length = example.start, example.end - example.start
    step, shown = (DAY, "%d/%m") if length > 4 * DAY else (HOUR, "%d/%m %Hh")
    next_time = start

    def tick(now: datetime) -> None:
        nonlocal next_time
        for name in stack.relaunch_dead():
            say(f"  {now:{shown}}  {name} đã dừng và được khởi động lại / was started again")
        if now >= next_time:
            next_time = now + step
            bar = "█" * round(20 * min(1.0, (now - start) / length))
            out = summary.sent_out(stack.mail, stack.sms)
            say(f"  {now:{shown}}  {bar:░<20}  {out['mails']:>3} thư · {out['sms']:>3} SMS")

    return tick


async def play(stack: Stack, clock: ScaledClock, took: timedelta, example: Example) -> None:
    """The office publishes, its command ending as the campaign begins; the units' systems send;
    everything else answers by itself.
    """
    campaign = Campaign(stack.nats, stack.access, clock)
    await campaign.connect(entry.unit for entry in example.entries)
    await asyncio.sleep(max(timedelta(), clock.anchor - took - datetime.now(UTC)).total_seconds())
    say(f"Công bố kế hoạch số {example.plan.number}… / Publishing the plan…")
    await asyncio.to_thread(
        operator, stack, "plan", "publish", str(example.folder / "plan.yaml"), "--yes"
    )
    tick = follow(stack, example)
    await campaign.play(example.entries, tick)
    await campaign.until(example.end, tick)
    await campaign.close()


def clear(out: Path) -> None:
    """Remove what an earlier demo left, but not the lock of the folder."""
    for path in out.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != LOCK:
            path.unlink()


def rehearse(folder: Path, out: Path, members: Literal[1, 3]) -> int:
    """The whole campaign; 0 when every sum holds and comes to what was worked out beforehand."""
    example = Example(folder)
    with claim(out):
        clear(out)
        told = run_campaign(example, out, members)
        summary.save(told, out)
    wrong = summary.unexpected(told, example)
    say(summary.page(told, wrong, out))
    return 0 if not wrong and all(one.holds for one in summary.identities(told)) else 1


def run_campaign(example: Example, out: Path, members: Literal[1, 3]) -> dict[str, Any]:
    """From the plan to the report; returns the figures. The data stay for `make look`."""
    began = time.monotonic()
    length = example.end - example.start
    with stack_in(out, people(**example.people), members=members) as stack:
        say(
            "Khởi động máy chủ, ba dịch vụ; nhập danh bạ… / Starting, importing units and contacts…"
        )
        stack.start_servers()
        strangers = {entry.unit for entry in example.entries} - {unit.id for unit in example.units}
        stack.grant([example.folder / "units.yaml"], sorted(strangers))
        clock, took = begin(stack, example)
        stack.write_endpoints(out / "endpoints.json")
        asyncio.run(play(stack, clock, took, example))
        say("Chờ xử lý xong… / Waiting until nothing is under way…")
        totals = asyncio.run(settled(stack, example))
        url, headers = stack.services["reporting"].url, stack.bearer()
        with httpx.Client(base_url=url, headers=headers, timeout=60) as client:
            summary.save_reports(client, example.plan.id, example.end, out)
        return summary.make(totals, example, stack, out) | {
            "ended": example.end.isoformat(),
            "people": example.people,
            "servers": members,
            "days": -(-length // DAY),
            "seconds": round(time.monotonic() - began),
        }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plan", type=Path, default=EXAMPLE, help="folder of the example")
    parser.add_argument("--out", type=Path, default=OUT, help="folder of the results")
    parser.add_argument(
        "--servers",
        type=int,
        choices=(1, 3),
        default=1,
        help="of NATS; with three, two replicas of each service",
    )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    asked = parser.parse_args()
    return run(partial(rehearse, asked.plan, asked.out, asked.servers))


if __name__ == "__main__":
    sys.exit(main())
