"""Tests, deploy: checks that what one object names, another object is."""

from collections.abc import Iterator

import yaml

from contracts.topology import PARTITIONS
from tests.deploy.manifests import K8S, Json, Manifests, Pod, documented_secrets, selects

KEPT = K8S / "kept" / "claims.yaml"


def selectors(m: Manifests) -> Iterator[str]:
    """Whatever selects pods selects the ones it means."""
    for item in m.of("Deployment", "StatefulSet"):
        name = item["metadata"]["name"]
        if not selects(item["spec"]["selector"], m.pod(name).labels):
            yield f"{name}: its selector does not match its own pods"
        if _picked(m, item["spec"]["selector"]) != [name]:
            yield f"{name}: its selector picks {_picked(m, item['spec']['selector'])}"
    for item in m.of("Service"):
        name, selector = item["metadata"]["name"], {"matchLabels": item["spec"]["selector"]}
        if len(_picked(m, selector)) != 1:
            yield f"Service {name} picks {_picked(m, selector)}"
    for item in m.of("PodDisruptionBudget"):
        picked = _picked(m, item["spec"]["selector"])
        if picked != [item["metadata"]["name"]]:
            yield f"PodDisruptionBudget {item['metadata']['name']} picks {picked}"
    for pod in m.pods():
        yield from (
            f"{pod.name}: spread or affinity looks at other pods"
            for selector in _spreads(pod)
            if not selects(selector, pod.labels)
        )


def _picked(m: Manifests, selector: Json) -> list[str]:
    return [pod.name for pod in m.pods() if selects(selector, pod.labels)]


def _spreads(pod: Pod) -> Iterator[Json]:
    for spread in pod.spec.get("topologySpreadConstraints", []):
        yield spread["labelSelector"]
    anti = pod.spec.get("affinity", {}).get("podAntiAffinity", {})
    for term in anti.get("requiredDuringSchedulingIgnoredDuringExecution", []):
        yield term["labelSelector"]


def references(m: Manifests) -> Iterator[str]:
    """Every ConfigMap, Secret, claim, ServiceAccount and headless Service that is named exists."""
    for item in m.of("StatefulSet"):
        if item["spec"]["serviceName"] not in m.names("Service"):
            yield f"{item['metadata']['name']}: no Service {item['spec']['serviceName']}"
    for pod in m.pods():
        if pod.spec.get("serviceAccountName") not in m.names("ServiceAccount"):
            yield f"{pod.name}: no ServiceAccount of its own"
        for kind, name, keys in _named(pod.spec):
            yield from (f"{pod.name}: {fault}" for fault in _missing(m, kind, name, keys))
        yield from _mounts(m, pod)


def _named(spec: Json) -> Iterator[tuple[str, str, list[str]]]:
    for volume in spec.get("volumes", []):
        sources = [volume, *volume.get("projected", {}).get("sources", [])]
        for source in sources:
            if "configMap" in source:
                yield "ConfigMap", source["configMap"]["name"], _keys(source["configMap"])
            if "secret" in source:
                secret = source["secret"]
                yield "Secret", secret.get("secretName") or secret["name"], _keys(secret)
            if "persistentVolumeClaim" in source:
                yield "PersistentVolumeClaim", source["persistentVolumeClaim"]["claimName"], []
    for container in spec["containers"]:
        for source in container.get("envFrom", []):
            yield "ConfigMap", source["configMapRef"]["name"], []


def _keys(source: Json) -> list[str]:
    return [item["key"] for item in source.get("items", [])]


def _missing(m: Manifests, kind: str, name: str, keys: list[str]) -> Iterator[str]:
    if name in m.names(kind):
        item = m.one(kind, name)
        there = set(item.get("data", {})) | set(item.get("stringData", {}))
    elif kind == "Secret" and name in documented_secrets():
        there = documented_secrets()[name]
    else:
        yield f"no {kind} {name}, and the README does not list it"
        return
    yield from (f"{kind} {name} has no key {key}" for key in keys if key not in there)


def _mounts(m: Manifests, pod: Pod) -> Iterator[str]:
    owner = next(i for i in m.of(pod.kind) if i["metadata"]["name"] == pod.name)
    claims = [c["metadata"]["name"] for c in owner["spec"].get("volumeClaimTemplates", [])]
    volumes = {volume["name"] for volume in pod.spec.get("volumes", [])} | set(claims)
    mounted = {v["name"] for c in pod.containers for v in c.get("volumeMounts", [])}
    if volumes != mounted:
        yield f"{pod.name}: volumes {sorted(volumes)} but mounts {sorted(mounted)}"


def ports(m: Manifests) -> Iterator[str]:
    """Service ports and probes name ports that the containers have."""
    for item in m.of("Service"):
        selector = {"matchLabels": item["spec"]["selector"]}
        for pod in (pod for pod in m.pods() if selects(selector, pod.labels)):
            for port in item["spec"]["ports"]:
                if port["targetPort"] not in pod.ports:
                    yield f"Service {item['metadata']['name']}: no port {port['targetPort']}"
    for pod in m.pods():
        for container in pod.containers:
            own = {port["name"] for port in container.get("ports", [])}
            for kind in ("startupProbe", "livenessProbe", "readinessProbe"):
                probe = container.get(kind, {})
                target = (probe.get("httpGet") or probe.get("tcpSocket") or {}).get("port")
                if target is not None and target not in own:
                    yield f"{container['name']}: {kind} asks port {target}"


def budgets(m: Manifests) -> Iterator[str]:
    """A disruption budget has one limit, and never one that blocks every drain."""
    for item in m.of("PodDisruptionBudget"):
        limits = {"minAvailable", "maxUnavailable"} & set(item["spec"])
        if len(limits) != 1:
            yield f"{item['metadata']['name']}: {sorted(limits)}; an API server takes exactly one"
        elif item["spec"].get("maxUnavailable") == 0:
            yield f"{item['metadata']['name']}: no node could ever be drained"
    for pod in m.pods():
        if "Job" not in pod.kind and pod.name not in m.names("PodDisruptionBudget"):
            yield f"{pod.name}: no disruption budget"


def scaled(m: Manifests) -> Iterator[str]:
    """What a scaler counts has no number of replicas besides, and no more registries than there are
    partitions.
    """
    for item in m.of("ScaledObject"):
        name, spec = item["spec"]["scaleTargetRef"]["name"], item["spec"]
        if "replicas" in m.one("Deployment", name)["spec"]:
            yield f"{name}: the overlay and the scaler both say how many"
        if name == "registry" and spec["maxReplicaCount"] > PARTITIONS:
            yield f"{name}: {spec['maxReplicaCount']} for {PARTITIONS} partitions"


def measured(m: Manifests) -> Iterator[str]:
    """Each NATS server has its exporter, which finds it by the number of its own pod."""
    servers = m.one("StatefulSet", "nats")["spec"]["replicas"]
    for item in m.of("StatefulSet"):
        if item["metadata"]["name"] == "nats-metrics" and item["spec"]["replicas"] != servers:
            yield f"{item['spec']['replicas']} exporters for {servers} NATS servers"


def kept(m: Manifests) -> Iterator[str]:
    """What holds data is made apart, so that no `kubectl delete -k` of an overlay takes it."""
    apart = {one["metadata"]["name"] for one in yaml.safe_load_all(KEPT.read_text())}
    if (named := m.names("PersistentVolumeClaim")) != apart:
        yield f"the claims are {sorted(named)}, those of {KEPT.name} are {sorted(apart)}"


def namespaces(m: Manifests) -> Iterator[str]:
    """One namespace, made by what is kept, that admits only pods under the restricted standard."""
    (space,) = m.of("Namespace")
    for mode in ("enforce", "warn", "audit"):
        if space["metadata"]["labels"].get(f"pod-security.kubernetes.io/{mode}") != "restricted":
            yield f"the namespace does not {mode} the restricted standard"
    for item in m.objects:
        if item is not space and item["metadata"].get("namespace") != space["metadata"]["name"]:
            yield f"{item['kind']} {item['metadata']['name']} is in another namespace"
