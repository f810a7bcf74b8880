"""Tests, deploy: renders overlays with kubectl and reads the objects that come out."""

import pickle
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
K8S = ROOT / "deploy" / "k8s"
COMPONENTS = sorted(path.name for path in (K8S / "components").iterdir() if path.is_dir())
ALL = len(COMPONENTS)
SIZES = {"prod": (0, 1, 2, ALL - 1, ALL), "dev": (0, 1, ALL)}
VARIANTS = [
    "+".join((overlay, *chosen))
    for overlay, sizes in SIZES.items()
    for size in sizes
    for chosen in combinations(COMPONENTS, size)
]
"""Each overlay with so many components: `prod`, `prod+monitoring`, …"""

HAS_KUBECTL = shutil.which("kubectl") is not None
NAMED_BY_POD_SPEC = ("Deployment", "StatefulSet", "Job", "CronJob")
Json = dict[str, Any]


@cache
def rendered() -> Path:
    """The folder of rendered variants, written anew by deploy/k8s/check."""
    subprocess.run([K8S / "check", "render"], check=True)
    return ROOT / "build" / "k8s"


def load(variant: str) -> "Manifests":
    """The objects of one variant; yours to change."""
    return Manifests(pickle.loads(_parsed(variant)))


@cache
def _parsed(variant: str) -> bytes:
    """Pickled, since the objects are then copied in a fifth of the time."""
    text = (rendered() / f"{variant}.yaml").read_text()
    return pickle.dumps([item for item in yaml.load_all(text, Loader=yaml.CSafeLoader) if item])


@dataclass(frozen=True)
class Pod:
    """What a workload makes: the owner's kind and name, the pod's labels and its spec."""

    kind: str
    name: str
    labels: dict[str, str]
    spec: Json

    @property
    def containers(self) -> list[Json]:
        return [*self.spec.get("initContainers", []), *self.spec["containers"]]

    @property
    def ports(self) -> dict[str, int]:
        return {
            port["name"]: port["containerPort"]
            for container in self.containers
            for port in container.get("ports", [])
        }


@dataclass(frozen=True)
class Manifests:
    """The objects of one rendered variant."""

    objects: list[Json]

    def of(self, *kinds: str) -> list[Json]:
        return [item for item in self.objects if item["kind"] in kinds]

    def names(self, *kinds: str) -> set[str]:
        return {item["metadata"]["name"] for item in self.of(*kinds)}

    def one(self, kind: str, name: str) -> Json:
        """The object called `name`, or `name-<hash>` where a generator made it."""
        generated = re.compile(re.escape(name) + r"(-[a-z0-9]{10})?")
        return next(i for i in self.of(kind) if generated.fullmatch(i["metadata"]["name"]))

    def pods(self) -> list[Pod]:
        return [_pod(item) for item in self.of(*NAMED_BY_POD_SPEC)]

    def pod(self, name: str) -> Pod:
        return next(pod for pod in self.pods() if pod.name == name)

    def container(self, name: str) -> Json:
        return next(c for pod in self.pods() for c in pod.containers if c["name"] == name)

    def environment(self, container: Json) -> list[tuple[str, str | None]]:
        """Name and value of every variable, in order, repeats included; no value: by reference."""
        return [
            *(
                pair
                for source in container.get("envFrom", [])
                for pair in self.one("ConfigMap", source["configMapRef"]["name"])["data"].items()
            ),
            *((item["name"], item.get("value")) for item in container.get("env", [])),
        ]


def _pod(item: Json) -> Pod:
    maker = item["spec"].get("jobTemplate", item)["spec"]
    labels = maker["template"]["metadata"].get("labels", {})
    return Pod(item["kind"], item["metadata"]["name"], labels, maker["template"]["spec"])


def selects(selector: Json | None, labels: dict[str, str]) -> bool:
    """Whether a label selector (matchLabels only, as we write them) picks these labels."""
    assert set(selector or {}) <= {"matchLabels"}, "only matchLabels is understood here"
    wanted = (selector or {}).get("matchLabels", {})
    return all(labels.get(key) == value for key, value in wanted.items())


def strings(value: Any) -> Iterator[str]:
    """Every key and text inside an object."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value


@cache
def documented_secrets() -> dict[str, set[str]]:
    """Secrets that an operator makes, with their keys, from the table in the README."""
    rows = re.findall(r"^\| `([a-z-]+)` \| ((?:`[A-Za-z.-]+`(?:, )?)+) \|", _readme(), re.MULTILINE)
    return {name: set(re.findall(r"`([^`]+)`", keys)) for name, keys in rows}


def _readme() -> str:
    return (K8S / "README.md").read_text()
