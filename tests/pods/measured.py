"""Tests, pods: what an image weighs beside its base, and what a service's start costs, against what
deploy/k8s/README.md says of both.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import docker

from tests.deploy.manifests import K8S
from tests.pods.node import PAUSE, Running

ROW = re.compile(r"^\| `(\w+)` \| (\d+) MB \| (?:([\d.]+) s)? *\|$", re.MULTILINE)
MEGABYTE = 1_000_000
NANO = 1_000_000_000
MORE = 1.5
"""How much more processor a machine may need that others use too."""


class Told(NamedTuple):
    """megabytes: beside the base; seconds: of one processor, until it is ready."""

    megabytes: int
    seconds: float | None


def told() -> dict[str, Told]:
    rows = ROW.findall((K8S / "README.md").read_text())
    return {name: Told(int(size), float(cost) if cost else None) for name, size, cost in rows}


def heavier(client: docker.DockerClient, tag: str) -> Iterator[str]:
    """Images that weigh more than is told, or a tenth less."""
    base = client.images.get(PAUSE).attrs["Size"]
    for name, said in told().items():
        weighs = (client.images.get(f"ngayso/{name}:{tag}").attrs["Size"] - base) / MEGABYTE
        if not 0.9 * said.megabytes <= weighs <= said.megabytes:
            yield f"{name} weighs {weighs:.0f} MB beside its base, not {said.megabytes}"


def cost(pods: list[Running]) -> float:
    """Seconds of one processor that a pod of these has used until now, the dearest."""
    return (
        max(
            sum(
                one.stats(stream=False)["cpu_stats"]["cpu_usage"]["total_usage"]
                for one in pod.containers.values()
            )
            for pod in pods
        )
        / NANO
    )


def dearer(name: str, seconds: float) -> Iterator[str]:
    """Whether a start took much more than is told."""
    said = told().get(name)
    if said and said.seconds and seconds > MORE * said.seconds:
        yield f"{name} took {seconds:.1f} s of a processor to be ready, not {said.seconds}"
