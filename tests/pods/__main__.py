"""Tests, pods: plays the demo's campaign on the workloads of `overlays/prod`, each started from its
pod spec, while the services are upgraded and rolled back and NATS restarts; then works with them as
the docs say. As root, with Docker and the images that `.ci/run images` builds.

    python -m tests.pods
"""

import asyncio
import logging
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import trustme

from deploy.local import demo, summary
from deploy.local.access import grant
from deploy.local.campaign import EXAMPLES, Example
from deploy.local.issuer.people import people
from runtime.access import safe
from tests.pods.campaign import Pods
from tests.pods.cluster import Cluster
from tests.pods.documented import run_all
from tests.pods.measured import heavier, slower
from tests.pods.node import PodFailed
from tests.pods.province import BEFORE, RELEASE, SERVICES, Province, images, secret

EXAMPLE = Example(EXAMPLES / "quang-ngai-2022")
ROLLED = (
    ("upgraded", RELEASE, SERVICES),
    ("restarted", RELEASE, ("nats-units", "nats")),
    ("rolled back", BEFORE, SERVICES),
    ("upgraded again", RELEASE, SERVICES),
)
"""What happens to which workloads while the campaign goes on, and of which images they are then."""
LEAD = timedelta(seconds=120)
"""Real time for three services, twice each, to be ready, and the imports, before the campaign."""


def say(text: str) -> None:
    print(text, flush=True)


class Rehearsal:
    """One campaign on one cluster; raises PodFailed."""

    def __init__(self, folder: Path, cluster: Cluster, stack: Pods) -> None:
        self.folder, self.cluster, self.stack = folder, cluster, stack
        self.wrong = [*heavier(cluster.client, RELEASE)]
        self._began = time.monotonic()

    def tell(self, text: str) -> None:
        say(f"[{time.monotonic() - self._began:4.0f} s] {text}")

    def begin(self, *workloads: str) -> None:
        """Start workloads and wait until they are ready."""
        for name in workloads:
            self.cluster.begin(name)
        for name in workloads:
            self.cluster.wait(self.cluster.running[name])
            self.tell(f"{len(self.cluster.running[name])} × {name}: ready")

    def run(self) -> list[str]:
        """What did not come to what it should."""
        self.begin("outside", "nats", "nats-units")
        self.cluster.job("topology")
        self.tell("the streams are declared")
        strangers = {entry.unit for entry in EXAMPLE.entries} - {unit.id for unit in EXAMPLE.units}
        units = EXAMPLE.folder / "units.yaml"
        grant(self.stack.at_the_keys(), self.stack.access, [units], sorted(strangers))
        self.tell("units have their credentials")
        clock, env = demo.rehearsal(EXAMPLE, datetime.now(UTC) + LEAD)
        self.cluster.objects.one("ConfigMap", "settings")["data"] |= env
        token = secret("reporting-operator", {"token": self.stack.token().encode()})
        self.cluster.objects.objects.append(token)
        self.begin("ops", *SERVICES)
        took = timedelta()
        for what in ("units", "contacts"):
            took = demo.operator(self.stack, what, "import", str(EXAMPLE.folder / f"{what}.yaml"))
        self.tell("units and contacts are imported from the ops pod")
        if datetime.now(UTC) + took > clock.anchor:
            raise PodFailed(f"this machine needs more than {LEAD} to be ready")
        with ThreadPoolExecutor(1) as beside:
            rolled = beside.submit(self.roll, clock.anchor)
            asyncio.run(demo.play(self.stack, clock, took, EXAMPLE))
            rolled.result()
        return [*self.wrong, *self.counted(), *self.worked_with(), *self.restarted()]

    def roll(self, anchor: datetime) -> None:
        """Each workload once while the campaign goes on."""
        time.sleep(max(0.0, (anchor - datetime.now(UTC)).total_seconds()) + 5)
        for what, tag, workloads in ROLLED:
            self.cluster.images = images(self.cluster.objects, tag)
            for name in workloads:
                seconds = self.cluster.roll(name)
                self.tell(f"{name}: {what} under load, ready after {seconds:.1f} s")
                if name in SERVICES:
                    self.wrong += slower(name, seconds)

    def counted(self) -> list[str]:
        """What differs from expected.yaml, and sums that do not hold."""
        self.stack.relaunch_dead()
        totals = asyncio.run(demo.settled(self.stack, EXAMPLE))
        url, headers = self.stack.services["reporting"].url, self.stack.bearer()
        with httpx.Client(base_url=url, headers=headers, timeout=120) as client:
            summary.save_reports(client, EXAMPLE.plan.id, EXAMPLE.end, self.folder)
        told = summary.make(totals, EXAMPLE, self.stack, self.folder)
        told |= {"days": 0, "seconds": 0}
        # Of a message that is late until it is not true any more, nobody is told.
        wrong = [one for one in summary.unexpected(told, EXAMPLE) if not one.startswith("/told")]
        say(summary.page(told, wrong, self.folder))
        broken = [one.name for one in summary.identities(told) if not one.holds]
        return [*wrong, *broken]

    def worked_with(self) -> Iterator[str]:
        """Commands of the docs that could not be run; the jobs raise PodFailed."""
        yield from run_all(self.cluster, EXAMPLE, self.tell)
        for job in ("backup", "verify", "drill"):
            self.cluster.job(job)
            self.tell(f"the job {job} is complete")

    def restarted(self) -> list[str]:
        return [f"{name} ended {count} times" for name, count in self.cluster.restarts().items()]


def main() -> int:
    # Of TLS lines that the servers close, each says so.
    logging.getLogger("asyncio").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory(prefix="ngayso-pods-") as kept:
        folder = Path(kept)
        folder.chmod(0o755)  # pods are other users
        authority = trustme.CA()
        ca = folder / "ca.crt"
        authority.cert_pem.write_to_path(str(ca))
        os.environ |= {"SSL_CERT_FILE": str(ca), "NGAYSO_NATS_CA_FILE": str(ca)}
        who = people(**EXAMPLE.people)
        keys = safe.make(folder / "keys", "/data/accounts")
        objects = Province(keys, authority, who).objects()
        with Cluster("ngayso-pods", objects, folder, images(objects, BEFORE)) as cluster:
            taken = folder / "claims/outside"
            stack = Pods(
                data=folder, mail=taken / "mails", sms=taken / "sms.jsonl", logs=folder,
                keys=folder / "keys", access=folder / "access", people=who, cluster=cluster,
            )  # fmt: skip
            try:
                wrong = Rehearsal(folder, cluster, stack).run()
            except PodFailed as failed:
                wrong = [str(failed)]
    for one in wrong:
        say(f"✗ {one}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
