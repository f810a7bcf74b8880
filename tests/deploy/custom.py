"""Tests, deploy: the fields that we use of custom resources, with their types.

Their definitions are in the projects that bring them, and no checker of Kubernetes' own knows
them: a field that is misspelled here would be dropped in silence by a server, or refused. Each line
was held against the projects' definitions as datreeio/CRDs-catalog has them (7b1e26e, August 2026),
MongoDBCommunity against its own project's (1289e88).
"""

import re
from collections.abc import Iterator
from typing import Any

import yaml

from tests.deploy.manifests import K8S, Json, Manifests, documented_secrets

FIELDS: dict[str, dict[str, type]] = {
    "monitoring.coreos.com/v1 PodMonitor": {
        "spec.selector.matchLabels.*": str,
        "spec.podTargetLabels[]": str,
        "spec.podMetricsEndpoints[].port": str,
        "spec.podMetricsEndpoints[].path": str,
        "spec.podMetricsEndpoints[].interval": str,
    },
    "monitoring.coreos.com/v1 PrometheusRule": {
        "spec.groups[].name": str,
        "spec.groups[].rules[].alert": str,
        "spec.groups[].rules[].expr": str,
        "spec.groups[].rules[].for": str,
        "spec.groups[].rules[].labels.*": str,
        "spec.groups[].rules[].annotations.*": str,
    },
    "keda.sh/v1alpha1 ScaledObject": {
        "spec.scaleTargetRef.name": str,
        "spec.minReplicaCount": int,
        "spec.maxReplicaCount": int,
        "spec.cooldownPeriod": int,
        "spec.triggers[].type": str,
        "spec.triggers[].metadata.*": str,
    },
    "gateway.networking.k8s.io/v1 HTTPRoute": {
        "spec.parentRefs[].name": str,
        "spec.parentRefs[].namespace": str,
        "spec.hostnames[]": str,
        "spec.rules[].matches[].path.type": str,
        "spec.rules[].matches[].path.value": str,
        "spec.rules[].backendRefs[].name": str,
        "spec.rules[].backendRefs[].port": int,
    },
    "cert-manager.io/v1 Issuer": {
        "spec.selfSigned": dict,
        "spec.ca.secretName": str,
    },
    "cert-manager.io/v1 Certificate": {
        "spec.secretName": str,
        "spec.isCA": bool,
        "spec.commonName": str,
        "spec.duration": str,
        "spec.renewBefore": str,
        "spec.dnsNames[]": str,
        "spec.usages[]": str,
        "spec.privateKey.algorithm": str,
        "spec.privateKey.size": int,
        "spec.privateKey.rotationPolicy": str,
        "spec.issuerRef.kind": str,
        "spec.issuerRef.name": str,
    },
    "mongodbcommunity.mongodb.com/v1 MongoDBCommunity": {
        "spec.type": str,
        "spec.members": int,
        "spec.version": str,
        "spec.security.authentication.modes[]": str,
        "spec.users[].name": str,
        "spec.users[].db": str,
        "spec.users[].passwordSecretRef.name": str,
        "spec.users[].roles[].name": str,
        "spec.users[].roles[].db": str,
        "spec.users[].scramCredentialsSecretName": str,
        "spec.users[].connectionStringSecretName": str,
        "spec.users[].connectionStringSecretNamespace": str,
        "spec.additionalConnectionStringConfig.*": str,
    },
    "external-secrets.io/v1 ExternalSecret": {
        "spec.refreshInterval": str,
        "spec.secretStoreRef.kind": str,
        "spec.secretStoreRef.name": str,
        "spec.target.name": str,
        "spec.target.creationPolicy": str,
        "spec.target.deletionPolicy": str,
        "spec.dataFrom[].extract.key": str,
    },
}
"""By apiVersion and kind. `[]` is each item of a list, `*` any name."""
FREE = (
    ".labels",
    ".matchLabels",
    ".annotations",
    ".triggers[].metadata",
    ".additionalConnectionStringConfig",
)


def custom(m: Manifests) -> Iterator[str]:
    """Custom resources have the fields that their kind knows, of the right type."""
    for item in m.objects:
        kind = f"{item['apiVersion']} {item['kind']}"
        group = item["apiVersion"].partition("/")[0]
        if "." not in group or (group.endswith(".k8s.io") and kind not in FIELDS):
            continue  # Kubernetes' own: kubernetes-validate knows it
        known = FIELDS.get(kind, {})
        if not known:
            yield f"{kind}: nobody wrote down its fields"
        for way, value in _leaves({"spec": item["spec"]}, ""):
            if way not in known:
                yield f"{kind} {item['metadata']['name']}: no field {way}"
            elif type(value) is not known[way]:
                yield f"{kind} {item['metadata']['name']}: {way} is {value!r}"


def _leaves(value: Any, way: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            below = f"{way}.*" if way.endswith(FREE) else f"{way}.{name}".lstrip(".")
            yield from _leaves(inner, below)
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, f"{way}[]")
    else:
        yield way, value


def known_to_kubernetes(item: Json) -> bool:
    return f"{item['apiVersion']} {item['kind']}" not in FIELDS


def certified(m: Manifests) -> Iterator[str]:
    """The certificate of NATS is good for every name by which a pod reaches a server."""
    routes = [text for item in m.of("ConfigMap") for text in item.get("data", {}).values()]
    hosts = set(re.findall(r"nats-route://([\w.-]+):", "".join(routes))) | {"nats", "nats-units"}
    for item in m.of("Certificate"):
        if item["spec"]["secretName"] == "nats-tls":
            names = item["spec"]["dnsNames"]
            for host in sorted(hosts):
                if not {host, host.replace(host.partition(".")[0], "*", 1)} & set(names):
                    yield f"nats-tls is not good for {host}"


def from_the_safe(m: Manifests) -> Iterator[str]:
    """What is fetched is a Secret that somebody waits for, and it stays when the safe is away."""
    for item in m.of("ExternalSecret"):
        target = item["spec"]["target"]
        if target["name"] not in documented_secrets():
            yield f"nobody wants the Secret {target['name']}"
        if target["deletionPolicy"] != "Retain":
            yield f"{target['name']} goes when its entry goes"


def operated(m: Manifests) -> Iterator[str]:
    """MongoDB's operator writes the Secret that reporting mounts, where it is mounted, and its pods
    have the labels to which a way is open.
    """
    policies = [
        one for one in m.of("NetworkPolicy") if one["metadata"]["name"] == "mongodb-operated"
    ]
    for policy in policies:
        replica_set = yaml.safe_load((K8S / "mongodb" / "replica-set.yaml").read_text())
        yield from custom(Manifests([replica_set]))
        (user,) = replica_set["spec"]["users"]
        (volume,) = (one for one in m.pod("reporting").spec["volumes"] if one["name"] == "mongodb")
        written = (user["connectionStringSecretName"], user["connectionStringSecretNamespace"])
        if (mounted := volume["secret"]["secretName"], "ngayso") != written:
            yield f"reporting mounts {mounted}, the operator writes {written}"
        (peer,) = policy["spec"]["egress"][0]["to"]
        if peer["podSelector"]["matchLabels"] != {"app": f"{replica_set['metadata']['name']}-svc"}:
            yield f"the way to MongoDB leads to {peer['podSelector']}"
