"""Tests, deploy: each check finds the fault it is there for, planted in prod."""

from collections.abc import Callable

import pytest

from tests.deploy import custom, flows, pods, references, settings
from tests.deploy.manifests import COMPONENTS, HAS_KUBECTL, Json, Manifests, load
from tests.deploy.test_manifests import CHECKS, Check

PLANTED = "+".join(("prod", *(one for one in COMPONENTS if one != "fence")))
"""With passwords, so that permissions stand in nats.conf."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not HAS_KUBECTL, reason="kubectl renders the manifests; not on PATH"),
]


def _spec(m: Manifests, name: str = "registry") -> Json:
    return m.pod(name).spec


def _policy(m: Manifests, name: str) -> Json:
    return m.one("NetworkPolicy", name)["spec"]


def _settings(m: Manifests, name: str = "settings") -> dict[str, str]:
    return m.one("ConfigMap", name)["data"]


def _remove(m: Manifests, kind: str, name: str) -> None:
    m.objects.remove(m.one(kind, name))


def _nats(m: Manifests, before: str, after: str, file: str = "nats.conf") -> None:
    """Change the servers' configuration."""
    data = _settings(m, "nats-config")
    assert before in data[file]
    data[file] = data[file].replace(before, after, 1)


def _gateways(m: Manifests, before: str, after: str) -> None:
    (item,) = (one for one in m.of("ConfigMap") if "gateways.yaml" in one.get("data", {}))
    item["data"]["gateways.yaml"] = item["data"]["gateways.yaml"].replace(before, after)


def _to(m: Manifests, name: str) -> Json:
    """The only one to whom a policy opens a way."""
    (peer,) = _policy(m, name)["egress"][0]["to"]
    return peer


def _mounted(m: Manifests, volume: str) -> Json:
    """A Secret that reporting mounts."""
    return next(one for one in _spec(m, "reporting")["volumes"] if one["name"] == volume)["secret"]


def _secret_in_env(m: Manifests) -> None:
    reference = {"secretKeyRef": {"name": "nats-registry", "key": "password"}}
    m.container("registry")["env"].append({"name": "NGAYSO_X", "valueFrom": reference})


ELSEWHERE = {"name": "NGAYSO_LINKS_URL", "value": "https://elsewhere.example"}


CLAIM = {"kind": "PersistentVolumeClaim", "metadata": {"name": "another"}}


CHALLENGE = {"apiVersion": "acme.cert-manager.io/v1", "kind": "Challenge", "spec": {}}
CHALLENGE |= {"metadata": {"name": "another"}}


def _certificate(m: Manifests) -> Json:
    return m.one("Certificate", "nats-tls")["spec"]


def _fetched(m: Manifests, name: str) -> Json:
    return m.one("ExternalSecret", name)["spec"]["target"]


def _notifier_route(m: Manifests) -> Json:
    return m.one("HTTPRoute", "notifier")["spec"]["rules"][0]


FAULTS: list[tuple[Check, Callable[[Manifests], object]]] = [
    (
        references.selectors,
        lambda m: m.pod("registry").labels.update({"app.kubernetes.io/name": "x"}),
    ),
    (references.selectors, lambda m: m.one("Service", "nats")["spec"].update(selector={"a": "b"})),
    (references.references, lambda m: _remove(m, "ConfigMap", "settings")),
    (references.references, lambda m: _remove(m, "ServiceAccount", "notifier")),
    (references.references, lambda m: _spec(m)["volumes"][0]["secret"].update(secretName="gone")),
    (references.references, lambda m: _spec(m)["volumes"][0]["secret"]["items"][0].update(key="x")),
    (references.references, lambda m: _spec(m)["volumes"].append({"name": "idle", "emptyDir": {}})),
    (
        references.ports,
        lambda m: m.one("Service", "nats")["spec"]["ports"][0].update(targetPort="x"),
    ),
    (references.ports, lambda m: m.container("nats")["livenessProbe"]["httpGet"].update(port="x")),
    (
        references.budgets,
        lambda m: m.one("PodDisruptionBudget", "nats")["spec"].update(minAvailable=2),
    ),
    (references.budgets, lambda m: _remove(m, "PodDisruptionBudget", "nats")),
    (references.scaled, lambda m: m.one("Deployment", "registry")["spec"].update(replicas=2)),
    (
        references.scaled,
        lambda m: m.one("ScaledObject", "registry")["spec"].update(maxReplicaCount=17),
    ),
    (
        references.measured,
        lambda m: m.one("StatefulSet", "nats-metrics")["spec"].update(replicas=2),
    ),
    (references.kept, lambda m: m.objects.append(CLAIM)),
    (
        references.namespaces,
        lambda m: m.one("Service", "nats")["metadata"].update(namespace="other"),
    ),
    (pods.restricted, lambda m: _spec(m)["securityContext"].update(runAsUser=999)),
    (pods.restricted, lambda m: m.container("nats")["securityContext"].pop("capabilities")),
    (pods.restricted, lambda m: _spec(m).pop("automountServiceAccountToken")),
    (pods.probes, lambda m: m.container("registry").pop("startupProbe")),
    (
        pods.probes,
        lambda m: m.container("registry")["livenessProbe"]["httpGet"].update(path="/readyz"),
    ),
    (pods.images, lambda m: m.container("nats").update(image="nats:latest")),
    (pods.images, lambda m: m.container("registry").update(image="ngayso/registry:0.0.9")),
    (
        pods.environment,
        lambda m: m.container("registry")["env"].append({"name": "NGAYSO_NATS_URL"}),
    ),
    (pods.resources, lambda m: m.container("registry")["resources"]["limits"].update(cpu="1")),
    (pods.stopping, lambda m: _spec(m).pop("terminationGracePeriodSeconds")),
    (pods.plain_names, lambda m: m.one("Service", "nats")["metadata"].update(name="y")),
    (pods.plain_names, lambda m: _settings(m).update(NGAYSO_X=True)),  # type: ignore[arg-type]
    (pods.secrets_are_files, _secret_in_env),
    (settings.known, lambda m: _settings(m).update(NGAYSO_NATS_URI="nats://nats")),
    (settings.complete, lambda m: _settings(m).pop("NGAYSO_LOG_LEVEL")),
    (settings.accepted, lambda m: _settings(m).update(NGAYSO_LOG_LEVEL="LOUD")),
    (
        settings.told_files_exist,
        lambda m: m.container("registry")["volumeMounts"][0].update(mountPath="/x"),
    ),
    (settings.gateways_are_readable, lambda m: _gateways(m, "kind: esms", "kind: pigeon")),
    (settings.gateways_are_readable, lambda m: _gateways(m, "sms/api-key", "sms/another")),
    (settings.ports_agree, lambda m: _settings(m).update(NGAYSO_HTTP_PORT="8080")),
    (settings.ports_agree, lambda m: _settings(m).update(NGAYSO_HTTP_HOST="127.0.0.1")),
    (settings.copies, lambda m: _settings(m, "topology").update(NGAYSO_NATS_REPLICAS="1")),
    (settings.copies, lambda m: _settings(m).update(NGAYSO_NATS_REPLICAS="3")),
    (settings.topology_is_not_repeated, lambda m: _settings(m).update(X="DEAD_LETTERS")),
    (settings.topology_is_not_repeated, lambda m: _settings(m).update(X="registry-follow-plans")),
    (
        settings.permissions_are_the_contracts,
        lambda m: _nats(m, "MSG.GET.EVENTS", "MSG.GET.*", "permissions.conf"),
    ),
    (settings.permissions_are_the_contracts, lambda m: _nats(m, "$REPORTING_MAY", "$OPERATOR_MAY")),
    (settings.permissions_are_the_contracts, lambda m: _nats(m, "user: notifier", "user: nobody")),
    (settings.on_disk_first, lambda m: _nats(m, "sync_interval: always", "sync_interval: 2m")),
    (custom.custom, lambda m: m.one("PodMonitor", "ngayso")["spec"].update(podMetricEndpoints=[1])),
    (
        custom.custom,
        lambda m: m.one("ScaledObject", "registry")["spec"].update(minReplicaCount="2"),
    ),
    (custom.custom, lambda m: m.objects.append(CHALLENGE)),
    (custom.certified, lambda m: _certificate(m)["dnsNames"].remove("*.nats-headless")),
    (custom.certified, lambda m: _certificate(m)["dnsNames"].remove("nats")),
    (custom.from_the_safe, lambda m: _fetched(m, "smtp").update(name="mail")),
    (custom.from_the_safe, lambda m: _fetched(m, "contacts").update(deletionPolicy="Delete")),
    (custom.operated, lambda m: _mounted(m, "mongodb").update(secretName="mongodb")),
    (custom.operated, lambda m: _to(m, "mongodb-operated")["podSelector"].update(matchLabels={})),
    (flows.closed, lambda m: _remove(m, "NetworkPolicy", "dns")),
    (flows.closed, lambda m: _policy(m, "nats")["ingress"].pop()),
    (flows.closed, lambda m: _policy(m, "mongodb")["egress"][0]["ports"][0].update(port=27018)),
    (flows.closed, lambda m: _remove(m, "NetworkPolicy", "nats-monitored")),
    (flows.closed, lambda m: _policy(m, "metrics")["ingress"][0]["from"].pop()),
    (flows.ajar, lambda m: _policy(m, "nats-monitored")["ingress"][0].pop("from")),
    (flows.denied, lambda m: _remove(m, "NetworkPolicy", "default-deny")),
    (flows.ajar, lambda m: _policy(m, "ops-asks")["ingress"][0].pop("from")),
    (flows.closed, lambda m: _remove(m, "NetworkPolicy", "ops")),
    (flows.ajar, lambda m: _policy(m, "mongodb").update(podSelector={})),
    (flows.ajar, lambda m: _policy(m, "nats")["ingress"][0].pop("from")),
    (flows.closed, lambda m: _remove(m, "NetworkPolicy", "gateway-notifier")),
    (flows.answered, lambda m: _notifier_route(m)["matches"].pop()),
    (flows.answered, lambda m: _notifier_route(m)["backendRefs"][0].update(name="reporting")),
    (
        flows.answered,
        lambda m: _notifier_route(m)["matches"].append({"path": {"value": "/metrics"}}),
    ),
    (flows.answered, lambda m: m.container("notifier")["env"].append(ELSEWHERE)),
    (flows.real_ports, lambda m: _policy(m, "nats")["ingress"][0]["ports"][0].update(port=4223)),
    (
        flows.real_ports,
        lambda m: _policy(m, "nats").update(podSelector={"matchLabels": {"a": "b"}}),
    ),
]


@pytest.mark.parametrize(
    ("check", "plant"),
    FAULTS,
    ids=[f"{check.__name__}-{number}" for number, (check, _) in enumerate(FAULTS)],
)
def test_a_planted_fault_is_found(check: Check, plant: Callable[[Manifests], object]) -> None:
    """A check that finds nothing wrong in a broken manifest would be no check."""
    manifests = load(PLANTED)
    plant(manifests)
    assert list(check(manifests)) != []


def test_every_check_has_a_fault_that_trips_it() -> None:
    """A check without a planted fault has never been seen to fail."""
    assert {check for check, _ in FAULTS} == set(CHECKS)
