"""Tests, pods: the workloads and Services of one rendered variant, on one machine."""

import subprocess
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from ipaddress import IPv4Network
from pathlib import Path
from typing import Self

import docker
from docker.errors import NotFound
from docker.models.containers import Container
from docker.types import EndpointConfig, IPAMConfig, IPAMPool, Mount

from tests.deploy.manifests import Json, Manifests, Pod, selects
from tests.pods.node import PAUSE, POLL_SECONDS, Node, PodFailed, Running, until
from tests.pods.volumes import Volumes

SUBNET = IPv4Network("172.29.77.0/25")
"""Of the pods; small, so that a certificate can name all of its addresses."""
READY_SECONDS = 180
JOB_SECONDS = 120
PROXY = Path(__file__).with_name("proxy.py")


@dataclass
class Cluster:
    """name: of its network and containers; folder: for volumes; images: what runs for which."""

    name: str
    objects: Manifests
    folder: Path
    images: dict[str, str]
    running: dict[str, list[Running]] = field(default_factory=dict)
    _rolled: int = 0
    _services: list[Container] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self.clear()
        pool = IPAMConfig(pool_configs=[IPAMPool(str(SUBNET))])
        self.client.networks.create(self.name, labels=self._label, ipam=pool)
        for service in self.objects.of("Service"):
            if service["spec"].get("clusterIP") != "None":
                self._services.append(self._proxy(service))
        threading.Thread(target=self._endpoints, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self.clear()

    def clear(self) -> None:
        """Remove what is left of it, an earlier run's included."""
        for one in self.client.containers.list(all=True, filters=self._mine):
            with suppress(NotFound):
                one.remove(force=True)
        for network in self.client.networks.list(filters=self._mine):
            network.remove()

    @cached_property
    def client(self) -> docker.DockerClient:
        return docker.from_env(timeout=120)

    @cached_property
    def _label(self) -> dict[str, str]:
        return {"ngayso-pods": self.name}

    @cached_property
    def _mine(self) -> dict[str, str]:
        return {"label": f"ngayso-pods={self.name}"}

    def node(self) -> Node:
        network = self.client.networks.get(self.name)
        return Node(self.client, network, self.images, self.objects, self._label)

    def begin(self, workload: str) -> None:
        """Start the pods of a Deployment or StatefulSet."""
        item = self._workload(workload)
        replicas = item["spec"].get("replicas", 1)
        self.running[workload] = [self.start(item, number) for number in range(replicas)]

    def _workload(self, name: str) -> Json:
        return next(
            one for one in self.objects.of("Deployment", "StatefulSet")
            if one["metadata"]["name"] == name
        )  # fmt: skip

    def wait(self, pods: list[Running]) -> float:
        """Until they are ready; returns after how many seconds."""
        return until(
            lambda: all(pod.ready() for pod in pods), READY_SECONDS,
            lambda: "\n".join(pod.said() for pod in pods),
        )  # fmt: skip

    def start(self, item: Json, number: int, suffix: str = "") -> Running:
        """One pod of a workload; those of a StatefulSet have their number for a name."""
        pod = next(one for one in self.objects.pods() if one.name == item["metadata"]["name"])
        name = f"{pod.name}-{number}{suffix}"
        templates = item["spec"].get("volumeClaimTemplates", [])
        volumes = Volumes(self.folder, self.objects).of(pod, name, templates)
        return self.node().start(pod, name, [*self._headless(pod, name)], volumes)

    def roll(self, workload: str) -> float:
        """As a rolling update: of a Deployment the new pod is ready before the old one is told to
        stop; of a StatefulSet the same pod comes back, the last first. Returns how many seconds
        the slowest needed to be ready.
        """
        item, pods = self._workload(workload), self.running[workload]
        took = [0.0]
        for number in reversed(range(len(pods))):
            old = pods[number]
            if item["kind"] == "StatefulSet":
                old.stop()
                pods[number] = self.start(item, number)
                took.append(self.wait([pods[number]]))
            else:
                self._rolled += 1
                new = self.start(item, number, f"-{self._rolled}")
                took.append(self.wait([new]))
                pods[number] = new
                old.stop()
        return max(took)

    def job(self, cronjob: str, run: str = "1") -> str:
        """Run what a CronJob makes to its end; returns what its containers said, and raises
        PodFailed.
        """
        pod = self.objects.pod(cronjob)
        name = f"{cronjob}-{run}"
        volumes = Volumes(self.folder, self.objects).of(pod, name, [])
        tries = 1 + next(
            one["spec"]["jobTemplate"]["spec"].get("backoffLimit", 6)
            for one in self.objects.of("CronJob") if one["metadata"]["name"] == cronjob
        )  # fmt: skip
        for _ in range(tries):
            running = self.node().start(pod, name, [], volumes)
            codes = [
                container.wait(timeout=JOB_SECONDS)["StatusCode"]
                for _, container in running.specs()
            ]
            said = running.said()
            running.stop()
            if not any(codes):
                return said
            time.sleep(POLL_SECONDS)
        raise PodFailed(f"the job {name} ended with {codes}\n{said}")

    def command(self, workload: str, container: str, *words: str, given: bytes = b"") -> "Said":
        """`kubectl exec -i`: what a command in a container ends with and says."""
        there = self.running[workload][0].containers[container].id
        done = subprocess.run(
            ["docker", "exec", "-i", str(there), *words], input=given, capture_output=True,
            timeout=JOB_SECONDS, check=False,
        )  # fmt: skip
        return Said(
            done.returncode, *(one.decode(errors="replace") for one in (done.stdout, done.stderr))
        )

    def address(self, workload: str, number: int = 0) -> str:
        return self.running[workload][number].address

    def restarts(self) -> dict[str, int]:
        return {
            pod.name: count
            for pods in self.running.values()
            for pod in pods
            if (count := pod.restarts())
        }

    def _headless(self, pod: Pod, name: str) -> list[str]:
        """The names of a pod's own behind Services that have no address."""
        found = []
        for service in self.objects.of("Service"):
            chosen = selects({"matchLabels": service["spec"]["selector"]}, pod.labels)
            if chosen and service["spec"].get("clusterIP") == "None":
                found += self._names(service) + [f"{name}.{one}" for one in self._names(service)]
        return found

    def _names(self, service: Json) -> list[str]:
        name, namespace = service["metadata"]["name"], service["metadata"]["namespace"]
        short = f"{name}.{namespace}"
        return [name, short, f"{short}.svc", f"{short}.svc.cluster.local"]

    def _proxy(self, service: Json) -> Container:
        """Ports of a Service may be below 1024, so it runs as root, which no pod does."""
        name = service["metadata"]["name"]
        folder = self.folder / "services" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "ready").write_text("")
        ports = [
            f"{port['port']}:{self._target(service, port)}" for port in service["spec"]["ports"]
        ]
        alias = EndpointConfig("1.41", aliases=self._names(service))
        container = self.client.containers.create(
            PAUSE, ["python3", "/proxy.py", "/service/ready", *ports], network=self.name,
            name=f"{self.name}-service-{name}", labels=self._label,
            networking_config={self.name: alias},
            mounts=[
                Mount("/proxy.py", str(PROXY), "bind", read_only=True),
                Mount("/service", str(folder), "bind", read_only=True),
            ],
        )  # fmt: skip
        container.start()
        return container

    def _chosen(self, service: Json) -> list[Pod]:
        selector = {"matchLabels": service["spec"]["selector"]}
        return [pod for pod in self.objects.pods() if selects(selector, pod.labels)]

    def _target(self, service: Json, port: Json) -> int:
        target = port.get("targetPort", port["port"])
        if isinstance(target, int):
            return target
        return self._chosen(service)[0].ports[target]

    def _endpoints(self) -> None:
        """Keeps telling each Service which of its pods are ready."""
        while not self._over.wait(POLL_SECONDS):
            for service in self.objects.of("Service"):
                file = self.folder / "services" / service["metadata"]["name"] / "ready"
                if not file.exists():
                    continue
                pods = [
                    pod
                    for chosen in self._chosen(service)
                    for pod in list(self.running.get(chosen.name, []))
                ]
                file.write_text("\n".join(pod.address for pod in pods if _still_ready(pod)))


def _still_ready(pod: Running) -> bool:
    try:
        return pod.ready()
    except docker.errors.DockerException:
        return False


@dataclass(frozen=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str
