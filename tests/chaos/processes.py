"""Chaos: servers, sinks and two replicas of each service, each a process that may die or stall."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from deploy.local import parts
from deploy.local.process import Process, stop_all
from deploy.local.stack import SERVICES

START = datetime.fromisoformat("2022-10-12T05:00:00+07:00")
"""The campaign's moment when the processes start."""
SCALE = 5_400
"""Campaign seconds per real one: forty seconds are two and a half days, with their reminders."""
REPLICAS = 2
THREE = 3


@dataclass(frozen=True)
class Processes:
    """All that may be killed or stopped; `folder` holds data, mails and logs."""

    folder: Path
    stores: dict[str, Process]
    sinks: dict[str, Process]
    services: dict[str, Process]

    @property
    def nats_url(self) -> str:
        return ",".join(one.url for name, one in self.stores.items() if name != "mongodb")

    @property
    def mails(self) -> Path:
        return self.folder / "mails"

    @property
    def victims(self) -> dict[str, Process]:
        """What a fault may hit. The sinks are the world outside, and stand for what was sent."""
        return self.stores | self.services

    @property
    def reporting(self) -> str:
        """The address of the API."""
        return self.services["reporting-0"].url

    def heal(self) -> None:
        """Everything runs again and says that it is ready."""
        for one in self.victims.values():
            if one.alive:
                proceed(one)
            else:
                one.launch()
        for one in self.victims.values():
            one.wait_ready()


def stall(one: Process) -> None:
    """SIGSTOP: it holds what it holds, and does nothing."""
    os.kill(one.process.pid, signal.SIGSTOP)


def proceed(one: Process) -> None:
    os.kill(one.process.pid, signal.SIGCONT)


@contextmanager
def running(folder: Path, servers: int, stores: Path | None = None) -> Iterator[Processes]:
    """Everything started, the topology declared; `servers` is 1, or 3 with R3 and every
    acknowledgement on disk. `stores`: where the NATS servers keep theirs, if not in the folder.
    """
    clock = {
        "NGAYSO_CLOCK_ANCHOR": datetime.now(UTC).isoformat(),
        "NGAYSO_CLOCK_START": START.isoformat(),
        "NGAYSO_CLOCK_SCALE": str(SCALE),
    }
    with ExitStack() as stack:
        sinks = {
            "smtp": stack.enter_context(parts.smtp_sink(folder / "mails")),
            "sms": stack.enter_context(parts.sms_gateway(folder / "sms.jsonl")),
        }
        mongodb = stack.enter_context(parts.mongodb(folder / "mongodb"))
        if servers == THREE:
            cluster = parts.nats_cluster(stores or folder / "nats", sync_always=True)
            members = stack.enter_context(cluster).members
        else:
            members = (stack.enter_context(parts.nats_server(stores or folder / "nats")),)
        nats = {one.name: one for one in members}
        env = {
            "NGAYSO_NATS_URL": ",".join(one.url for one in members),
            "NGAYSO_NATS_REPLICAS": str(servers),
            "NGAYSO_MONGODB_URI": mongodb.url,
            "NGAYSO_SMTP_PORT": sinks["smtp"].url.rsplit(":", 1)[1],
            "NGAYSO_SMS_URL": sinks["sms"].url,
            **clock,
        }
        services = {
            f"{name}-{number}": parts.service(name, env, log=folder / f"{name}-{number}.log")
            for name in SERVICES
            for number in range(REPLICAS)
        }
        stack.callback(stop_all, services.values())
        yield Processes(folder, {**nats, "mongodb": mongodb}, sinks, services)
