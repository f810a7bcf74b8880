"""Tests, deploy: reads NetworkPolicies the way a cluster does, to ask who may talk to whom."""

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from services.notifier.outbound.gateways.callback import CALLBACKS
from services.notifier.outbound.links import STOPPING
from tests.deploy.manifests import Json, Manifests, Pod, selects


@dataclass(frozen=True)
class End:
    """One end of a flow: a pod of ours, a pod of another namespace, or an address outside."""

    labels: dict[str, str] = field(default_factory=dict)
    namespace: dict[str, str] | None = None
    """The labels of another namespace; ours when absent."""
    address: str | None = None


OUTSIDE = End(address="203.0.113.7")
DNS = End({"k8s-app": "kube-dns"}, {"kubernetes.io/metadata.name": "kube-system"})
PROMETHEUS = End(
    {"app.kubernetes.io/name": "prometheus"}, {"kubernetes.io/metadata.name": "monitoring"}
)

OPERATED = End({"app": "ngayso-svc"}, {"kubernetes.io/metadata.name": "mongodb"})
"""MongoDB's operator labels its pods so."""
GATEWAY = End({"app": "gateway"}, {"kubernetes.io/metadata.name": "gateway"})


def allowed(m: Manifests, source: End, target: End, port: int, protocol: str = "TCP") -> bool:
    """Whether the source may open a connection to the target's port, judged at both ends."""
    way = {"protocol": protocol, "port": port}
    return _open(m, "egress", source, target, way) and _open(m, "ingress", target, source, way)


def _open(m: Manifests, side: str, own: End, peer: End, way: Json) -> bool:
    if own.address is not None or own.namespace is not None:
        return True  # not ours to say
    policies = [
        item["spec"]
        for item in m.of("NetworkPolicy")
        if side.capitalize() in item["spec"]["policyTypes"]
        and selects(item["spec"]["podSelector"], own.labels)
    ]
    rules = [rule for policy in policies for rule in policy.get(side, [])]
    peers = "to" if side == "egress" else "from"
    return not policies or any(
        (peers not in rule or any(_is(peer, choice) for choice in rule[peers]))
        and ("ports" not in rule or way in rule["ports"])
        for rule in rules
    )


def _is(end: End, choice: Json) -> bool:
    if "ipBlock" in choice:
        if end.address is None:
            return False
        address = ipaddress.ip_address(end.address)
        inside = address in ipaddress.ip_network(choice["ipBlock"]["cidr"])
        out = choice["ipBlock"].get("except", [])
        return inside and not any(address in ipaddress.ip_network(cidr) for cidr in out)
    if end.address is not None:
        return False
    if "namespaceSelector" in choice:
        if end.namespace is None or not selects(choice["namespaceSelector"], end.namespace):
            return False
    elif end.namespace is not None:
        return False
    return selects(choice.get("podSelector"), end.labels)


def end(pod: Pod) -> End:
    return End(pod.labels)


def needed(m: Manifests) -> Iterator[tuple[str, End, End, int, str]]:
    """Every flow that the system lives by, for the parts that this variant has."""
    ours = {pod.name: end(pod) for pod in m.pods()}
    for name, own in ours.items():
        yield f"{name} asks DNS", own, DNS, 53, "UDP"
        yield f"{name} asks DNS", own, DNS, 53, "TCP"
    clients = (
        "registry",
        "notifier",
        "reporting",
        "ops",
        "topology",
        "backup",
        "verify",
        "restore",
    )
    for name in clients:
        if name in ours:
            yield f"{name} → nats", ours[name], ours["nats"], 4222, "TCP"
    for name in ("registry", "notifier", "reporting"):
        yield f"ops → {name}", ours["ops"], ours[name], 8000, "TCP"
    yield "nats → nats", ours["nats"], ours["nats"], 6222, "TCP"
    if door := ours.get("nats-units"):
        yield "units → their door", OUTSIDE, door, 4222, "TCP"
        yield "their door → nats", door, ours["nats"], 6222, "TCP"
    if "nats-metrics" in ours:
        yield from _measured(ours)
    for name in sorted({name for _, name in _routes(m)}):
        yield f"Gateway → {name}", GATEWAY, ours[name], 8000, "TCP"
    yield from _databases(m, ours)
    if len(m.pod("reporting").containers) == 1:  # no issuer beside it, on its loopback
        yield "reporting → issuer", ours["reporting"], OUTSIDE, 443, "TCP"
    if len(m.pod("notifier").containers) == 1:  # no sinks beside it, on its loopback
        yield "notifier → mail", ours["notifier"], OUTSIDE, 587, "TCP"
        yield "notifier → SMS", ours["notifier"], OUTSIDE, 443, "TCP"


def _databases(m: Manifests, ours: dict[str, End]) -> Iterator[tuple[str, End, End, int, str]]:
    asks = ours["reporting"]
    yield "reporting → MongoDB", asks, ours.get("mongodb", OUTSIDE), 27017, "TCP"
    if "mongodb-operated" in m.names("NetworkPolicy"):
        yield "reporting → MongoDB by its operator", asks, OPERATED, 27017, "TCP"


def _measured(ours: dict[str, End]) -> Iterator[tuple[str, End, End, int, str]]:
    asks = ours["nats-metrics"]
    yield "nats-metrics → nats", asks, ours["nats"], 8222, "TCP"
    yield "Prometheus → nats-metrics", PROMETHEUS, asks, 7777, "TCP"
    for name in ("registry", "notifier", "reporting"):
        yield f"Prometheus → {name}", PROMETHEUS, ours[name], 8000, "TCP"


def _routes(m: Manifests) -> Iterator[tuple[str, str]]:
    """What address leads to which Service; the longest front of a path counts."""
    for item in m.of("HTTPRoute"):
        for rule in item["spec"]["rules"]:
            for host in item["spec"]["hostnames"]:
                for match in rule["matches"]:
                    front = f"https://{host}{match['path']['value']}"
                    yield front.rstrip("/"), rule["backendRefs"][0]["name"]


def _given_out(m: Manifests) -> Iterator[str]:
    """Addresses at which the notifier says that it answers, to gateways and to readers of mails;
    not to a simulator beside it.
    """
    environment = dict(m.environment(m.container("notifier")))
    if url := environment.get("NGAYSO_LINKS_URL"):
        yield f"{url}/{STOPPING}/word"
    (volume,) = (one for one in m.pod("notifier").spec["volumes"] if one["name"] == "gateways")
    said = yaml.safe_load(m.one("ConfigMap", volume["configMap"]["name"])["data"]["gateways.yaml"])
    callbacks = said.get("callbacks")
    if callbacks and callbacks["url"].startswith("https:"):
        yield f"{callbacks['url']}/{CALLBACKS}/word"


def answered(m: Manifests) -> Iterator[str]:
    """Where there is a Gateway, what the notifier gives out as its own address leads to it, and of
    it nothing else is reached.
    """
    routes = sorted(_routes(m), key=lambda way: len(way[0]))
    wanted = {url.rpartition("/")[0] for url in _given_out(m)}
    for front in sorted(wanted) if routes else ():
        leads = [name for way, name in routes if f"{front}/".startswith(f"{way}/")]
        if leads[-1:] != ["notifier"]:
            yield f"{front} leads to {leads[-1:] or 'nobody'}, not to the notifier"
    for way, name in routes:
        if name == "notifier" and way.rpartition("/")[2] not in (STOPPING, CALLBACKS):
            yield f"{way} leads to the notifier, and need not"


def closed(m: Manifests) -> Iterator[str]:
    """Flows that are needed and closed."""
    for name, source, target, port, protocol in needed(m):
        if not allowed(m, source, target, port, protocol):
            yield f"{name} ({port}/{protocol}) is closed"


def ajar(m: Manifests) -> Iterator[str]:
    """Flows that nobody needs and that are open: every pair of our pods, and the outside."""
    wanted = {(str(source), str(target), port) for _, source, target, port, _ in needed(m)}
    ends = [(pod.name, end(pod), set(pod.ports.values())) for pod in m.pods()]
    outside = ("outside", OUTSIDE, {25, 80, 443, 465, 587, 4222, 8000, 27017})
    for source_name, source, _ in [*ends, outside]:
        for target_name, target, ports in [*ends, outside]:
            for port in ports if source is not target or source is not OUTSIDE else []:
                known = (str(source), str(target), port) in wanted
                if not known and allowed(m, source, target, port):
                    yield f"{source_name} may reach {target_name} at {port}, and need not"


def denied(m: Manifests) -> Iterator[str]:
    """Whatever pod is added later reaches nobody, and nobody it, until a policy says so."""
    nothing = {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    if nothing not in [item["spec"] for item in m.of("NetworkPolicy")]:
        yield "no policy denies all that is not said"


def real_ports(m: Manifests) -> Iterator[str]:
    """A policy between our pods names a port that the pods have, and picks somebody."""
    for item in m.of("NetworkPolicy"):
        name, spec = item["metadata"]["name"], item["spec"]
        own = [pod for pod in m.pods() if selects(spec["podSelector"], pod.labels)]
        if not own:
            yield f"{name} picks no pod"
        listening = {port for pod in own for port in pod.ports.values()}
        for rule in spec.get("ingress", []):
            yield from _unheard(name, rule, listening)
        for rule in spec.get("egress", []):
            yield from _peers(m, name, rule)


def _peers(m: Manifests, name: str, rule: Json) -> Iterator[str]:
    for choice in rule.get("to", []):
        if set(choice) == {"podSelector"}:
            peers = [pod for pod in m.pods() if selects(choice["podSelector"], pod.labels)]
            if not peers:
                yield f"{name} opens a way to no pod"
            yield from _unheard(name, rule, {p for pod in peers for p in pod.ports.values()})


def _unheard(name: str, rule: Json, listening: set[int]) -> Iterator[str]:
    for port in rule.get("ports", []):
        if port["port"] not in listening:
            yield f"{name}: nobody listens on {port['port']}"
