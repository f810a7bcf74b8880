"""Tests, pods: the demo's campaign on pods: the operator is at `deploy/ops`, units at the door."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from deploy.local.access import Operator
from deploy.local.issuer.people import OPERATING
from deploy.local.process import ProcessFailed
from deploy.local.stack import Stack
from tests.pods.cluster import Cluster
from tests.pods.province import ISSUER

ASK = "import sys; from deploy.local.issuer.tokens import token; print(token(*sys.argv[1:]))"
REPORTING_PORT = 8000


@dataclass(frozen=True)
class AtOps:
    """The operator at `kubectl exec -i deploy/ops`."""

    cluster: Cluster

    def run(self, *words: str) -> str:
        """A file goes in by standard input; raises ProcessFailed."""
        given, said = b"", []
        for word in words:
            path = Path(word)
            is_file = path.is_absolute() and path.is_file()
            if is_file:
                given = path.read_bytes()
            said.append("-" if is_file else word)
        done = self.cluster.command("ops", "ops", "ngayso", *said, given=given)
        if done.code:
            raise ProcessFailed(f"{' '.join(said)} ended with {done.code}:\n{done.out}{done.err}")
        return done.out


@dataclass(frozen=True)
class Served:
    """A service as the demo asks it; not the demo, the cluster starts its pods again."""

    url: str
    name: str = "reporting"
    restarts: int = 0


@dataclass
class Pods(Stack):
    """The demo's stack, where it runs as pods."""

    cluster: Cluster = field(kw_only=True)

    @property
    def nats(self) -> str:
        """The units' door."""
        return ",".join(f"tls://{pod.address}:4222" for pod in self.cluster.running["nats-units"])

    def operator(self, user: str = "") -> Any:
        return AtOps(self.cluster)

    def at_the_keys(self) -> Operator:
        """Who issues credentials has the keys, and is nowhere in the cluster."""
        return Operator(self.nats, self.keys)

    def token(self) -> str:
        """The issuer names itself as it is asked, so it is asked where its name is known."""
        asked = self.cluster.command("outside", "issuer", "python", "-c", ASK, ISSUER, OPERATING)
        return asked.out.strip()

    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token()}"}

    def relaunch_dead(self) -> list[str]:
        """Nothing: Docker starts again what ends, and that is counted."""
        address = self.cluster.address("reporting")
        self.services = {"reporting": Served(f"http://{address}:{REPORTING_PORT}")}  # type: ignore[dict-item]
        return []
