"""Tests, API server: what the runbook has an operator do, on the objects of `overlays/prod`."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.apiserver.plane import Kubectl
from tests.apiserver.variants import WITHIN, Variant, drift, refused, removed
from tests.deploy.manifests import ROOT, documented_secrets
from tests.pods.node import until

PROD = "deploy/k8s/overlays/prod"
WHERE = "--namespace=ngayso"
SERVICES = ("registry", "notifier", "reporting")
FORMER = "0.0.9"
"""Tag of the images of the version before."""
KEDA, SCALED = Variant("prod", ("keda",)), 5


def operated(kubectl: Kubectl, folder: Path) -> Iterator[str]:
    """Install, upgrade, roll back, restore, rotate and scale; yields what did not go as it should.
    Whatever the server refuses raises Refused.
    """
    before = folder / "before"
    commit = (ROOT / ".ci/upgrade-from").read_text().strip()
    _unpack(commit, before)
    kubectl("apply", "--server-side", "--kustomize", str(before / PROD / "kept"))
    for name, keys in documented_secrets().items():
        words = [f"--from-literal={key}=any" for key in sorted(keys)]
        kubectl(WHERE, "create", "secret", "generic", name, *words)
    kubectl("apply", "--server-side", "--kustomize", str(before / PROD))
    _declared(kubectl, "topology-1")
    kubectl("apply", "--server-side", "--kustomize", f"{PROD}/kept")
    kubectl("apply", "--server-side", "--kustomize", PROD)
    _declared(kubectl, "topology-2")
    yield from drift(kubectl, "--kustomize", PROD)
    yield from _rolled_back(kubectl, before)
    yield from _by_hand(kubectl)
    yield from _scaled(kubectl)
    yield from removed(kubectl, KEDA)
    secrets = {one["metadata"]["name"] for one in kubectl.items(WHERE, "secret")}
    yield from (f"the Secret {one} goes along" for one in documented_secrets().keys() - secrets)


def _unpack(commit: str, before: Path) -> None:
    """deploy/k8s of a commit, with images of its own."""
    packed = subprocess.run(
        ("git", "archive", commit, "deploy/k8s"), cwd=ROOT, check=True, capture_output=True
    )
    before.mkdir()
    subprocess.run(("tar", "-x", "-C", str(before)), input=packed.stdout, check=True)
    overlay = before / PROD / "kustomization.yaml"
    tags = "".join(f"  - {{name: ngayso/{one}, newTag: {FORMER}}}\n" for one in SERVICES)
    overlay.write_text(f"{overlay.read_text()}images:\n{tags}")


def _declared(kubectl: Kubectl, job: str) -> None:
    kubectl(WHERE, "create", "job", job, "--from=cronjob/topology")
    until(
        lambda: kubectl.items(WHERE, "pods", f"--selector=job-name={job}"), WITHIN,
        lambda: f"no pod of {job}: {refused(kubectl)}",
    )  # fmt: skip


def _image(kubectl: Kubectl, service: str) -> str:
    (one,) = kubectl.items(WHERE, "deployment", service)
    image: str = one["spec"]["template"]["spec"]["containers"][0]["image"]
    return image


def _rolled_back(kubectl: Kubectl, before: Path) -> Iterator[str]:
    """By `rollout undo`, then the newer version again; then by the former overlay, and again."""
    newer = _image(kubectl, "registry")
    kubectl(WHERE, "rollout", "undo", "deploy/registry")
    if (image := _image(kubectl, "registry")) != f"ngayso/registry:{FORMER}":
        yield f"rollout undo leaves {image}"
    kubectl("apply", "--server-side", "--force-conflicts", "--kustomize", PROD)
    if (image := _image(kubectl, "registry")) != newer:
        yield f"after rollout undo an apply leaves {image}"
    for overlay in (str(before / PROD), PROD):
        kubectl("apply", "--server-side", "--kustomize", overlay)
        yield from drift(kubectl, "--kustomize", overlay)


def _by_hand(kubectl: Kubectl) -> Iterator[str]:
    """As the runbook restores and rotates: the next apply meets no conflict and changes nothing."""
    deployments = [f"deploy/{one}" for one in SERVICES]
    kubectl(WHERE, "scale", *deployments, "--replicas=0")
    kubectl(WHERE, "scale", "statefulset/nats", "--replicas=0")
    kubectl(WHERE, "delete", "pvc", "data-nats-0", "data-nats-1", "data-nats-2", "--wait=false")
    kubectl(WHERE, "scale", "statefulset/nats", "--replicas=3")
    kubectl(WHERE, "scale", *deployments, "--replicas=2")
    made = kubectl(
        WHERE, "create", "secret", "generic", "smtp", "--from-literal=password=new",
        "--dry-run=client", "--output=json",
    )  # fmt: skip
    kubectl(WHERE, "replace", "--filename=-", given=json.loads(made))
    kubectl(WHERE, "rollout", "restart", "statefulset/nats")
    yield from drift(kubectl, "--kustomize", PROD)
    kubectl("apply", "--server-side", "--kustomize", PROD)


def _scaled(kubectl: Kubectl) -> Iterator[str]:
    """What the autoscaler says stays said."""
    kubectl("apply", "--server-side", "--kustomize", KEDA.folder)
    kubectl(WHERE, "scale", "deploy/registry", f"--replicas={SCALED}")
    kubectl("apply", "--server-side", "--kustomize", KEDA.folder)
    (one,) = kubectl.items(WHERE, "deployment", "registry")
    if one["spec"]["replicas"] != SCALED:
        yield f"an apply sets {one['spec']['replicas']} where the autoscaler said {SCALED}"
