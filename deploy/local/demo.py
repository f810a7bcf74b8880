"""Deployment, local: `make demo` runs the 2022 campaign from the plan to the report in minutes."""

import argparse
import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import yaml

from contracts.plan import Plan
from deploy.local import summary
from deploy.local.campaign import Campaign, Entry, load
from deploy.local.command import LOCK, claim, run
from deploy.local.process import ProcessFailed, stop_all
from deploy.local.stack import Stack
from runtime.clock import ScaledClock

EXAMPLE = Path(__file__).parents[2] / "examples/quang-ngai-2022"
OUT = Path("out")
START = datetime.fromisoformat("2022-09-15T08:00:00+07:00")
END = datetime.fromisoformat("2022-10-25T18:00:00+07:00")
CAMPAIGN_SECONDS = 130
LEADS = (timedelta(seconds=15), timedelta(seconds=35))
"""Real time for the services to come up before the campaign's first morning; a slow machine gets
a second, longer one."""
SETTLE_SECONDS = 60
STEP = timedelta(days=1)


def say(text: str) -> None:
    print(text, flush=True)


def operator(stack: Stack, *words: str) -> None:
    """Run the operator's command as an operator would; raises ProcessFailed with its words."""
    command = [sys.executable, "-m", "cli.main", *words]
    env = os.environ | {"NGAYSO_NATS_URL": stack.nats}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stdout + done.stderr
        raise ProcessFailed(f"ngayso {' '.join(words)} ended with {done.returncode}:\n{said}")


def begin(stack: Stack) -> ScaledClock:
    """Start the services and import what an office imports, all before the first morning."""
    imports = ["units", "contacts"]
    for lead in LEADS:
        clock, stack.clock = rehearsal(datetime.now(UTC) + lead)
        stack.start_services()
        while imports:
            what = imports.pop(0)
            operator(stack, what, "import", str(EXAMPLE / f"{what}.yaml"))
        if datetime.now(UTC) < clock.anchor:
            return clock
        stop_all(stack.services.values())
    raise ProcessFailed(f"this machine needs more than {LEADS[-1]} to start three services")


def rehearsal(anchor: datetime) -> tuple[ScaledClock, dict[str, str]]:
    """The campaign's clock, and how the processes are told of it."""
    scale = (END - START).total_seconds() / CAMPAIGN_SECONDS
    env = {
        "NGAYSO_CLOCK_ANCHOR": anchor.isoformat(),
        "NGAYSO_CLOCK_START": START.isoformat(),
        "NGAYSO_CLOCK_SCALE": repr(scale),
    }
    return ScaledClock(anchor, START, scale), env


async def settled(stack: Stack, plan: str) -> dict[str, Any]:
    """Wait until nothing is under way; returns the view's totals and the commands' ends."""
    reporting = httpx.AsyncClient(base_url=stack.services["reporting"].url)
    deadline = time.monotonic() + SETTLE_SECONDS
    async with reporting, stack.jetstream() as js:
        while time.monotonic() < deadline:
            stack.relaunch_dead()
            if not await summary.under_way(js):
                answer = await reporting.get(f"/api/plans/{plan}/totals")
                totals: dict[str, Any] = answer.raise_for_status().json()
                return totals | {"commands": await summary.commands(js)}
            await asyncio.sleep(0.25)
    raise ProcessFailed("the campaign did not come to rest; look into the logs")


def follow(stack: Stack) -> Callable[[datetime], None]:
    """Say each day how far the campaign is, and start again whatever was killed."""
    next_day = START

    def tick(now: datetime) -> None:
        nonlocal next_day
        for name in stack.relaunch_dead():
            say(f"  {now:%d/%m}  {name} đã dừng và được khởi động lại / was started again")
        if now >= next_day:
            next_day = now + STEP
            done = min(1.0, (now - START) / (END - START))
            bar = "█" * round(20 * done)
            out = summary.sent_out(stack.mail, stack.sms)
            say(f"  {now:%d/%m}  {bar:░<20}  {out['mails']:>3} thư · {out['sms']:>3} SMS")

    return tick


async def play(stack: Stack, clock: ScaledClock, entries: list[Entry]) -> None:
    """The units' systems send; everything else answers by itself."""
    campaign = Campaign(stack.nats, clock)
    await campaign.connect(entry.unit for entry in entries)
    tick = follow(stack)
    await campaign.play(entries, tick)
    await campaign.until(END, tick)
    await campaign.close()


def clear(out: Path) -> None:
    """Remove what an earlier demo left, but not the lock of the folder."""
    for path in out.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name != LOCK:
            path.unlink()


def rehearse(out: Path) -> int:
    """The whole campaign; 0 when every sum holds."""
    with claim(out):
        clear(out)
        told = run_campaign(out)
        summary.save(told, out)
    say(summary.page(told, out))
    return 0 if all(one.holds for one in summary.identities(told)) else 1


def run_campaign(out: Path) -> dict[str, Any]:
    """From the plan to the report; returns the figures. The data stay for `make look`."""
    began = time.monotonic()
    plan = Plan.model_validate(yaml.safe_load((EXAMPLE / "plan.yaml").read_text()))
    entries = load(EXAMPLE / "submissions/timeline.yaml")
    with Stack(out / "data", out / "mails", out / "sms.jsonl", out / "logs") as stack:
        say(
            "Khởi động máy chủ, ba dịch vụ; nhập danh bạ… / Starting, importing units and contacts…"
        )
        stack.start_servers()
        clock = begin(stack)
        stack.write_endpoints(out / "endpoints.json")
        time.sleep(max(0.0, (clock.anchor - datetime.now(UTC)).total_seconds()))
        say(f"Công bố kế hoạch số {plan.number}… / Publishing the plan…")
        operator(stack, "plan", "publish", str(EXAMPLE / "plan.yaml"), "--yes")
        asyncio.run(play(stack, clock, entries))
        say("Chờ xử lý xong… / Waiting until nothing is under way…")
        totals = asyncio.run(settled(stack, plan.id))
        with httpx.Client(base_url=stack.services["reporting"].url, timeout=60) as client:
            summary.save_reports(client, plan.id, END, out)
        return summary.make(totals, plan, stack) | {
            "days": (END - START).days,
            "seconds": round(time.monotonic() - began),
        }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=OUT, help="folder of the results")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    return run(partial(rehearse, parser.parse_args().out))


if __name__ == "__main__":
    sys.exit(main())
