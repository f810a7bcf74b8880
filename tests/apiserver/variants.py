"""Tests, API server: each variant is taken, twice, and its pods are let in."""

import json
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import yaml

from tests.apiserver.plane import Kubectl, Refused
from tests.deploy.manifests import COMPONENTS, ROOT, Json, Manifests, selects
from tests.pods.node import until

WITHIN = 120.0
"""Seconds until the controllers have done what an object asks for."""
OURS = "kubectl"
"""Who applies, as the server writes it down."""


@dataclass(frozen=True)
class Variant:
    """An overlay with components, as an operator adds them to it."""

    overlay: str
    components: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.overlay} with {', '.join(self.components) or 'no component'}"

    @property
    def kept(self) -> str:
        return f"deploy/k8s/overlays/{self.overlay}/kept"

    @cached_property
    def folder(self) -> str:
        """Of its kustomization."""
        there = ROOT / "build" / "apiserver" / "-".join((self.overlay, *self.components))
        there.mkdir(parents=True, exist_ok=True)
        up = "../../../deploy/k8s"
        overlay = (ROOT / "deploy/k8s/overlays" / self.overlay / "kustomization.yaml").read_text()
        (there / "kustomization.yaml").write_text(
            f"namespace: {yaml.safe_load(overlay)['namespace']}\n"
            f"resources: [{up}/overlays/{self.overlay}]\n"
            f"components: {[f'{up}/components/{one}' for one in self.components]}\n"
        )
        return str(there)

    @cached_property
    def objects(self) -> Manifests:
        words = ("kubectl", "kustomize", self.folder)
        done = subprocess.run(words, capture_output=True, check=True)
        return Manifests([item for item in yaml.safe_load_all(done.stdout) if item])

    @property
    def space(self) -> str:
        (name,) = {one["metadata"]["namespace"] for one in self.objects.objects}
        return str(name)


ALL = tuple(COMPONENTS)
VARIANTS = [Variant("prod"), Variant("prod", ALL), Variant("dev"), Variant("dev", ALL)]


def applied(kubectl: Kubectl, variant: Variant) -> Iterator[str]:
    """Apply it twice; yields what the second time changed, and what would be changed again."""
    what = ("--kustomize", variant.folder)
    kubectl("apply", "--server-side", "--kustomize", variant.kept)
    kubectl("apply", "--server-side", *what)
    before = _taken(kubectl, what)
    kubectl("apply", "--server-side", *what)
    for name, one in _taken(kubectl, what).items():
        if one != before[name]:
            yield f"{variant}: {name} was changed by the second apply"
    yield from drift(kubectl, *what)


def drift(kubectl: Kubectl, *what: str) -> Iterator[str]:
    """What one more apply would change."""
    if said := kubectl("diff", "--server-side", *what, ends=(0, 1)):
        yield f"drift:\n{said}"


def _taken(kubectl: Kubectl, what: tuple[str, ...]) -> dict[str, str]:
    """What was asked for of each object and who asked, without what controllers write."""
    found = {}
    for one in kubectl.items(*what):
        meta = one["metadata"]
        meta["managedFields"] = [own for own in meta["managedFields"] if own["manager"] == OURS]
        del meta["resourceVersion"]
        one.pop("status", None)
        found[f"{one['kind']} {meta['name']}"] = json.dumps(one, sort_keys=True)
    return found


def let_in(kubectl: Kubectl, variant: Variant) -> int:
    """How many pods its controllers made, of every workload one at least; raises PodFailed where
    one is not let in.
    """
    m, where = variant.objects, f"--namespace={variant.space}"
    for cron in m.names("CronJob"):
        kubectl(where, "create", "job", f"{cron}-tried", f"--from=cronjob/{cron}")
    wanted = {pod.name: pod.labels for pod in m.pods()}

    def left() -> list[str]:
        there = [one["metadata"]["labels"] for one in kubectl.items(where, "pods")]
        return [
            name for name, labels in wanted.items()
            if not any(selects({"matchLabels": labels}, one) for one in there)
        ]  # fmt: skip

    until(lambda: not left(), WITHIN, lambda: f"{variant}: no pod of {left()}: {refused(kubectl)}")
    return len(kubectl.items(where, "pods"))


def refused(kubectl: Kubectl) -> list[str]:
    """What controllers were not allowed to make."""
    events = kubectl.items("events", "--all-namespaces", "--field-selector=reason=FailedCreate")
    return [one["message"] for one in events]


def removed(kubectl: Kubectl, variant: Variant) -> Iterator[str]:
    """`kubectl delete -k`, as the runbook has it; yields what is gone and should have stayed."""
    where = f"--namespace={variant.space}"
    claims = {one["metadata"]["name"] for one in kubectl.items(where, "pvc")}
    kubectl(where, "delete", "job", "--all")
    kubectl("delete", "--kustomize", variant.folder)
    until(
        lambda: not kubectl.items(where, "pods"), WITHIN,
        lambda: f"{variant}: pods outlive what made them",
    )  # fmt: skip
    (there,) = kubectl.items("namespace", variant.space)
    if there["status"]["phase"] != "Active":
        yield f"{variant}: the namespace is {there['status']['phase']}"
    kept = {
        one["metadata"]["name"]
        for one in kubectl.items(where, "pvc")
        if "deletionTimestamp" not in one["metadata"]
    }
    yield from (f"{variant}: the claim {one} goes along" for one in sorted(claims - kept))
    for one in kubectl.items("--kustomize", variant.folder, "--ignore-not-found"):
        yield f"{variant}: {one['kind']} {one['metadata']['name']} stays"


def planted(kubectl: Kubectl) -> Iterator[str]:
    """Pods of the registry with one thing wrong; yields which are let in."""
    prod = Variant("prod")
    pod = prod.objects.pod("registry")
    meta = {"name": "planted", "namespace": prod.space, "labels": pod.labels}
    spec = {**pod.spec, "serviceAccountName": "default"}  # which each namespace has
    right: Json = {"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": spec}
    kubectl("create", "--dry-run=server", "--filename=-", given=right)
    for what, spoil in WRONG.items():
        wrong = json.loads(json.dumps(right))
        spoil(wrong["spec"])
        try:
            kubectl("create", "--dry-run=server", "--filename=-", given=wrong)
        except Refused as why:
            if 'violates PodSecurity "restricted' in str(why):
                continue
        yield f"a pod is let in where {what}"


def _own(spec: Json) -> Json:
    own: Json = spec["containers"][0]["securityContext"]
    return own


WRONG: dict[str, Callable[[Json], object]] = {
    "it may be root": lambda spec: spec["securityContext"].pop("runAsNonRoot"),
    "it is root": lambda spec: spec["securityContext"].update(runAsUser=0),
    "no seccomp profile is named": lambda spec: spec["securityContext"].pop("seccompProfile"),
    "it may gain rights": lambda spec: _own(spec).pop("allowPrivilegeEscalation"),
    "it keeps its capabilities": lambda spec: _own(spec).pop("capabilities"),
    "it is on the node's network": lambda spec: spec.update(hostNetwork=True),
    "it mounts a folder of the node": lambda spec: spec["volumes"].append(
        {"name": "node", "hostPath": {"path": "/"}}
    ),
}
"""Each is against the restricted standard."""
