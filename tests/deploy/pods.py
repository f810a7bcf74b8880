"""Tests, deploy: checks on each container: security, probes, images, environment, stopping."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator

from contracts.server import LOWEST_NATS
from runtime.jetstream.connection import GRACE_SECONDS
from tests.deploy.manifests import ROOT, Manifests, strings

LOWEST_USER = 10_000
LOCKED_DOWN = {
    "allowPrivilegeEscalation": False,
    "capabilities": {"drop": ["ALL"]},
    "readOnlyRootFilesystem": True,
}
IDLE = ["sleep", "infinity"]
AMBIGUOUS = re.compile(r"y|n|yes|no|on|off|true|false|null|~|[0-9.e_+-]+", re.IGNORECASE)


def restricted(m: Manifests) -> Iterator[str]:
    """Pods that Pod Security `restricted` admits: Deployments would only be warned about.

    Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/
    """
    for pod in m.pods():
        context = pod.spec.get("securityContext", {})
        if not context.get("runAsNonRoot") or context.get("runAsUser", 0) < LOWEST_USER:
            yield f"{pod.name}: must run as a numeric user of at least {LOWEST_USER}"
        if context.get("seccompProfile") != {"type": "RuntimeDefault"}:
            yield f"{pod.name}: no seccomp profile"
        if pod.spec.get("automountServiceAccountToken") is not False:
            yield f"{pod.name}: mounts a token that it never uses"
        if {"hostNetwork", "hostPID", "hostIPC", "hostPath"} & set(strings(pod.spec)):
            yield f"{pod.name}: shares something of the node"
        for container in pod.containers:
            own = container.get("securityContext")
            if own != LOCKED_DOWN:
                yield f"{container['name']}: its security context is {own}"


def probes(m: Manifests) -> Iterator[str]:
    """Every container that serves is probed, and liveness is not readiness."""
    for pod in m.pods():
        for container in pod.containers if "Job" not in pod.kind else []:
            if container.get("command") == IDLE:
                continue
            for kind in ("startupProbe", "livenessProbe", "readinessProbe"):
                if kind not in container:
                    yield f"{container['name']}: no {kind}"
            if container["image"].startswith("ngayso/") and "envFrom" in container:
                paths = [
                    container[f"{p}Probe"]["httpGet"]["path"] for p in ("liveness", "readiness")
                ]
                if paths != ["/livez", "/readyz"]:
                    yield f"{container['name']}: asks {paths}"


def images(m: Manifests) -> Iterator[str]:
    """Each image is pinned, ours and NATS to the versions in pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    version = project["version"]
    for pod in m.pods():
        for container in pod.containers:
            _, _, tag = container["image"].rpartition("/")[2].partition(":")
            if tag in ("", "latest"):
                yield f"{container['name']}: image {container['image']} is not pinned"
            elif container["image"].startswith("ngayso/") and tag != version:
                yield f"{container['name']}: {container['image']} is not version {version}"
            elif container["name"].startswith("nats") and tag != f"{LOWEST_NATS}-alpine":
                yield f"{container['name']}: tests run {LOWEST_NATS}, not {container['image']}"


def environment(m: Manifests) -> Iterator[str]:
    """No variable is set twice: which one wins depends on the order."""
    for pod in m.pods():
        for container in pod.containers:
            counts = Counter(name for name, _ in m.environment(container))
            yield from (f"{container['name']}: {n} set twice" for n, c in counts.items() if c > 1)


def resources(m: Manifests) -> Iterator[str]:
    """Requests always, a memory limit always, no CPU limit (throttled probes kill)."""
    for pod in m.pods():
        for container in pod.containers:
            given = container.get("resources", {})
            if set(given.get("requests", {})) != {"cpu", "memory"}:
                yield f"{container['name']}: requests {given.get('requests')}"
            if set(given.get("limits", {})) != {"memory"}:
                yield f"{container['name']}: limits {given.get('limits')}"


def stopping(m: Manifests) -> Iterator[str]:
    """A service is given longer to stop than its handlers in flight are."""
    for pod in m.pods():
        if pod.labels.get("app.kubernetes.io/component") == "service":
            seconds = pod.spec.get("terminationGracePeriodSeconds", 30)
            if seconds < 2 * GRACE_SECONDS:
                yield f"{pod.name}: {seconds} s to stop, handlers alone take {GRACE_SECONDS}"


def plain_names(m: Manifests) -> Iterator[str]:
    """No name or key that YAML 1.1 reads as something else than a text (y, no, on, 1e3)."""
    containers = [container for pod in m.pods() for container in pod.containers]
    named = [item["metadata"]["name"] for item in m.objects]
    named += [key for item in m.of("ConfigMap", "Secret") for key in item["data"]]
    named += [container["name"] for container in containers]
    named += [name for container in containers for name, _ in m.environment(container)]
    for name in named:
        if not isinstance(name, str) or AMBIGUOUS.fullmatch(name):
            yield f"the name {name!r} is not safe unquoted"
    for item in m.of("ConfigMap", "Secret"):
        for key, value in item["data"].items():
            if not isinstance(value, str):
                yield f"{item['kind']} {item['metadata']['name']}: {key} is not a text"


def secrets_are_files(m: Manifests) -> Iterator[str]:
    """No secret reaches a process by its environment, where a crash report would show it."""
    for pod in m.pods():
        if {"secretKeyRef", "secretRef"} & set(strings(pod.spec)):
            yield f"{pod.name}: a secret in the environment"
