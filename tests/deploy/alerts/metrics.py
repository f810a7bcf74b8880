"""Tests, deploy, alerts: the metrics that there are, and those that a query names."""

import re

from tests.deploy.manifests import ROOT

SOURCE = ("runtime", "services")
CASES = {"Counter": "_total", "Gauge": "", "Histogram": "_bucket"}
OF_NATS = {
    "nats_varz_connections",
    "nats_varz_jetstream_config_max_storage",
    "nats_varz_jetstream_stats_storage",
    "nats_varz_mem",
    "nats_varz_routes",
    "nats_varz_slow_consumers",
}
"""Of the exporter: each number that a server tells at /varz, by its way there. Held against a real
server by tests/deploy/nats/test_varz.py.
"""
FROM_ELSEWHERE = OF_NATS | {
    "nats_healthz_status",  # of the exporter too, whatever the server says: 0 when it is healthy
    "up",
    "kube_deployment_status_replicas_available",
    "kube_cronjob_status_last_successful_time",
    "kube_job_status_failed",
    "kube_statefulset_replicas",
    "kube_statefulset_status_replicas_ready",
    "kubelet_volume_stats_available_bytes",
    "kubelet_volume_stats_capacity_bytes",
}
"""Made by Prometheus, kube-state-metrics, the kubelet and prometheus-nats-exporter 0.20.1."""


def _ours() -> set[str]:
    """Every metric that the source defines, as Prometheus names it."""
    found = set()
    for folder in SOURCE:
        for file in (ROOT / folder).rglob("*.py"):
            text = file.read_text()
            for kind, name in re.findall(r'(Counter|Gauge|Histogram)\(\s*"(\w+)"', text):
                found.add(name + CASES[kind])
    return found


OURS = _ours()


def named(query: str) -> set[str]:
    """The metrics that a query looks at."""
    bare = re.sub(r'"[^"]*"|\{[^}]*\}|\b(by|without) \([^)]*\)', "", query)
    return set(re.findall(r"\b(ngayso_\w+|up|(?:kube|kubelet|nats)_\w+)\b", bare))
