"""Tests, pods: a pod's spec as Docker runs it: its users, rights, mounts, limits and probes."""

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docker
import httpx
from docker.models.containers import Container
from docker.models.networks import Network
from docker.types import EndpointConfig, Mount

from deploy.local.process import accepts
from tests.deploy.manifests import Json, Manifests, Pod

PAUSE = "standin/debian-python:bookworm"
POLL_SECONDS = 0.3


class PodFailed(Exception):
    """A pod that did not become ready, or a job that failed; with the end of what it said."""


@dataclass
class Running:
    """A pod: what holds its network, and its containers by name."""

    name: str
    pod: Pod
    pause: Container
    containers: dict[str, Container]
    address: str
    probed: str = ""
    """What the last probe over HTTP answered."""

    def specs(self) -> Iterator[tuple[Json, Container]]:
        for spec in self.pod.spec["containers"]:
            yield spec, self.containers[spec["name"]]

    def ready(self) -> bool:
        """Whether every readiness probe succeeds."""
        return all(self._probed(spec, container) for spec, container in self.specs())

    def _probed(self, spec: Json, container: Container) -> bool:
        probe = spec.get("readinessProbe")
        container.reload()
        if container.status != "running" or probe is None:
            return container.status == "running"
        if "exec" in probe:
            return bool(container.exec_run(probe["exec"]["command"]).exit_code == 0)
        there = probe.get("httpGet") or probe["tcpSocket"]
        port = there["port"] if isinstance(there["port"], int) else self.pod.ports[there["port"]]
        if "tcpSocket" in probe:
            return accepts(port, host=self.address)
        try:
            answer = httpx.get(f"http://{self.address}:{port}{there['path']}", timeout=5)
        except httpx.HTTPError as error:
            self.probed = repr(error)
            return False
        self.probed = answer.text
        return answer.is_success

    def restarts(self) -> int:
        for container in self.containers.values():
            container.reload()
        return sum(one.attrs["RestartCount"] for one in self.containers.values())

    def said(self) -> str:
        """The end of each container's log, and what the last probe answered."""
        logs = (
            f"--- {self.name} {name}: {one.status}\n{one.logs(tail=15).decode(errors='replace')}"
            for name, one in self.containers.items()
        )
        return "\n".join((*logs, self.probed))

    def stop(self) -> None:
        """preStop, SIGTERM, and after the grace period SIGKILL; then it is gone."""
        grace = self.pod.spec.get("terminationGracePeriodSeconds", 30)
        with ThreadPoolExecutor() as at_once:
            for spec, container in self.specs():
                at_once.submit(_stop, spec, container, grace)
        for one in (*self.containers.values(), self.pause):
            one.remove(force=True)


def _stop(spec: Json, container: Container, grace: int) -> None:
    hook = spec.get("lifecycle", {}).get("preStop", {})
    if "exec" in hook:
        container.exec_run(hook["exec"]["command"])
    threading.Event().wait(hook.get("sleep", {}).get("seconds", 0))
    container.stop(timeout=grace)


@dataclass(frozen=True)
class Node:
    """Starts pods in one network; `images` gives for an image of a spec the one that there is."""

    client: docker.DockerClient
    network: Network
    images: dict[str, str]
    objects: Manifests
    label: dict[str, str]

    def start(self, pod: Pod, name: str, aliases: list[str], volumes: dict[str, Path]) -> Running:
        """Runs init containers to their end, and starts the others; raises PodFailed."""
        pause = self.client.containers.create(
            PAUSE, ["sleep", "infinity"], name=f"{self.network.name}-{name}", labels=self.label,
            network=self.network.name, hostname=name,
            networking_config={self.network.name: EndpointConfig("1.41", aliases=[name, *aliases])},
        )  # fmt: skip
        pause.start()
        pause.reload()
        address = pause.attrs["NetworkSettings"]["Networks"][self.network.name]["IPAddress"]
        running = Running(name, pod, pause, {}, address)
        for spec in pod.spec.get("initContainers", []):
            beside = spec.get("restartPolicy") == "Always"
            container = self._create(spec, running, volumes, again=beside)
            if beside:
                _until_started(spec, container)
            elif code := container.wait()["StatusCode"]:
                raise PodFailed(f"{spec['name']} ended with {code}\n{running.said()}")
        again = pod.kind not in ("Job", "CronJob")
        for spec in pod.spec["containers"]:
            self._create(spec, running, volumes, again=again)
        return running

    def _create(
        self, spec: Json, running: Running, volumes: dict[str, Path], *, again: bool
    ) -> Container:
        whole, own = running.pod.spec["securityContext"], spec["securityContext"]
        container = self.client.containers.create(
            self.images[spec["image"]],
            entrypoint=spec.get("command"),
            command=spec.get("args"),
            name=f"{running.pause.name}-{spec['name']}",
            labels=self.label,
            environment=self._environment(spec, running),
            user=f"{whole['runAsUser']}:{whole['runAsGroup']}",
            group_add=[whole["fsGroup"]],
            read_only=own["readOnlyRootFilesystem"],
            cap_drop=own["capabilities"]["drop"],
            security_opt=[] if own["allowPrivilegeEscalation"] else ["no-new-privileges"],
            mem_limit=spec["resources"]["limits"]["memory"].replace("i", "").lower(),
            working_dir=spec.get("workingDir"),
            network_mode=f"container:{running.pause.id}",
            mounts=[
                Mount(at["mountPath"], str(volumes[at["name"]]), "bind", at.get("readOnly", False))
                for at in spec.get("volumeMounts", [])
            ],
            restart_policy={"Name": "always"} if again else None,
        )
        running.containers[spec["name"]] = container
        container.start()
        return container

    def _environment(self, spec: Json, running: Running) -> dict[str, str]:
        """ConfigMaps and values; by reference only the pod's own name."""
        found = {key: value for key, value in self.objects.environment(spec) if value is not None}
        for item in spec.get("env", []):
            if reference := item.get("valueFrom"):
                if reference != {"fieldRef": {"fieldPath": "metadata.name"}}:
                    raise NotImplementedError(f"{item['name']}: {reference}")
                found[item["name"]] = running.name
        return found


def _until_started(spec: Json, container: Container, seconds: float = 60) -> None:
    """The startup probe of a container that stays beside the others."""
    deadline = time.monotonic() + seconds
    while container.exec_run(spec["startupProbe"]["exec"]["command"]).exit_code:
        if time.monotonic() > deadline:
            raise PodFailed(f"{spec['name']} did not start")
        time.sleep(POLL_SECONDS)


def until(ready: Any, seconds: float, told: Any) -> float:
    """Wait for something; returns how long it took, and raises PodFailed with what `told` says."""
    began = time.monotonic()
    while not ready():
        if time.monotonic() - began > seconds:
            raise PodFailed(told())
        time.sleep(POLL_SECONDS)
    return time.monotonic() - began
