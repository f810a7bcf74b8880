"""Tests, pods: what an image weighs beside its base, and how soon a service is ready, against what
deploy/k8s/README.md says.
"""

import re
from collections.abc import Iterator

import docker

from tests.deploy.manifests import K8S
from tests.pods.node import PAUSE

README = K8S / "README.md"
ROW = re.compile(r"^\| `(\w+)` \| (\d+) MB \|$", re.MULTILINE)
READY = re.compile(r"ready within (\d+) s of its start")
MEGABYTE = 1_000_000
LEAST = 0.9
"""Of what is told: below it the page makes an image heavier than it is."""


def heavier(client: docker.DockerClient, tag: str) -> Iterator[str]:
    """Images that do not weigh what is told."""
    base = client.images.get(PAUSE).attrs["Size"]
    rows = ROW.findall(README.read_text())
    if not rows:
        yield "nothing is told of what images weigh"
    for name, told in rows:
        weighs = (client.images.get(f"ngayso/{name}:{tag}").attrs["Size"] - base) / MEGABYTE
        if not LEAST * int(told) <= weighs <= int(told):
            yield f"{name} weighs {weighs:.0f} MB beside its base, not {told}"


def slower(service: str, seconds: float) -> Iterator[str]:
    """A service that was not ready as soon as is told."""
    told = int(READY.findall(README.read_text())[0])
    if seconds > told:
        yield f"{service} was ready after {seconds:.1f} s, not {told}"
