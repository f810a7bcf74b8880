"""Tests, deploy: checks that the environment of each container is what its Settings read."""

import os
import re
from collections.abc import Iterator
from importlib import import_module

import pytest
import yaml
from pydantic import ValidationError

from contracts import topology
from contracts.permissions import SERVICES
from deploy import permissions
from runtime.settings import RuntimeSettings
from services.notifier.outbound.gateways.contract import Contract
from tests.deploy.manifests import Json, Manifests, strings

PREFIX = "NGAYSO_"
LEFT_ALONE = {
    "clock_anchor": "rehearsal only",
    "clock_start": "rehearsal only",
    "clock_scale": "rehearsal only",
    "only_to": "under test only",
    "otlp_endpoint": "no tracing unless asked for",
    "nats_replicas": "read by the topology Job alone",
    "nats_store_mib": "read by the topology Job alone",
    "nats_ca_file": "lines inside the namespace",
    "nats_certificate_file": "as above",
    "nats_key_file": "as above",
    "mail_ca_file": "the relay's certificate is one that everybody believes",
    "templates": "ours, unless an office has its own",
    "links_url": "the gateway component says it",
    "document_templates": "ours, unless an office has its own",
    "links_key_file": "as above",
    "links_to_pages": "off until units' pages stand",
    "links_hold": "as above",
    "links_in_sms": "as above",
    "mongodb_uri": "production gives it as a file, with its password",
}
"""Settings that production leaves at their default, and why."""
BY_PASSWORD = {"nats_user", "nats_password_file"}
BY_CLAIMS = {"nats_credentials_file"}
"""Who a service is, to NATS: one of the two ways."""


def settings_of(container: Json) -> type[RuntimeSettings] | None:
    """The Settings class that a container's process reads; none for parts that are not ours."""
    name = container["image"].partition(":")[0].removeprefix("ngayso/")
    if name not in ("registry", "notifier", "reporting"):
        return RuntimeSettings if name == "cli" else None
    module = import_module(f"services.{name}.settings")
    (found,) = (
        value
        for value in vars(module).values()
        if isinstance(value, type) and value.__module__ == module.__name__
    )
    assert issubclass(found, RuntimeSettings)
    return found


def _ours(m: Manifests) -> Iterator[tuple[Json, type[RuntimeSettings], dict[str, str | None]]]:
    for pod in m.pods():
        for container in pod.containers:
            if (settings := settings_of(container)) is not None:
                yield container, settings, dict(m.environment(container))


def known(m: Manifests) -> Iterator[str]:
    """A variable that no Settings field reads is a typo that would be ignored silently."""
    for container, settings, given in _ours(m):
        fields = {PREFIX + name.upper() for name in settings.model_fields}
        for name in given:
            if name not in fields:
                yield f"{container['name']}: nothing reads {name}"


def complete(m: Manifests) -> Iterator[str]:
    """Whatever a service can be told, the manifests tell it, or this file says why not."""
    for container, settings, given in _ours(m):
        if container["image"].startswith("ngayso/cli"):
            continue
        other = BY_PASSWORD if "NGAYSO_NATS_CREDENTIALS_FILE" in given else BY_CLAIMS
        for name in settings.model_fields.keys() - LEFT_ALONE.keys() - other:
            if PREFIX + name.upper() not in given:
                yield f"{container['name']}: {PREFIX}{name.upper()} is not set"


def accepted(m: Manifests) -> Iterator[str]:
    """The Settings class itself takes the values."""
    for container, settings, given in _ours(m):
        with pytest.MonkeyPatch.context() as patch:
            for name in [name for name in os.environ if name.startswith(PREFIX)]:
                patch.delenv(name)
            for name, value in given.items():
                patch.setenv(name, value or "")
            try:
                settings()
            except ValidationError as error:
                yield f"{container['name']}: {error}"


def told_files_exist(m: Manifests) -> Iterator[str]:
    """A setting that names a file names one that a volume puts there."""
    for pod in m.pods():
        for container in pod.containers:
            files = set(_files(pod.spec, container))
            for name, value in m.environment(container):
                if name.endswith("_FILE") and value not in files:
                    yield f"{container['name']}: {name}={value}, but only {sorted(files)} are there"


def _files(spec: Json, container: Json) -> Iterator[str]:
    volumes = {volume["name"]: volume for volume in spec.get("volumes", [])}
    for mount in container.get("volumeMounts", []):
        volume = volumes.get(mount["name"], {})
        for kind in ("secret", "configMap"):
            for item in volume.get(kind, {}).get("items", []):
                yield f"{mount['mountPath']}/{item['path']}"


def gateways_are_readable(m: Manifests) -> Iterator[str]:
    """The file of gateways is understood, and the files that it names are there."""
    pod = m.pod("notifier")
    files = set(_files(pod.spec, m.container("notifier")))
    (volume,) = (one for one in pod.spec["volumes"] if one["name"] == "gateways")
    text = m.one("ConfigMap", volume["configMap"]["name"])["data"]["gateways.yaml"]
    try:
        said = Contract.model_validate(yaml.safe_load(text))
    except ValidationError as error:
        yield str(error)
        return
    for name in re.findall(r"_file: (.+)", yaml.safe_dump(said.model_dump(mode="json"))):
        if name != "null" and name not in files:
            yield f"gateways.yaml names {name}, but only {sorted(files)} are there"


def ports_agree(m: Manifests) -> Iterator[str]:
    """The process listens, on every address, at the port that the container declares."""
    for container, _, given in _ours(m):
        declared = [port["containerPort"] for port in container.get("ports", [])]
        if declared and [given.get("NGAYSO_HTTP_PORT")] != [str(port) for port in declared]:
            yield f"{container['name']}: listens on {given.get('NGAYSO_HTTP_PORT')}, not {declared}"
        if declared and given.get("NGAYSO_HTTP_HOST") != "0.0.0.0":
            yield f"{container['name']}: listens on {given.get('NGAYSO_HTTP_HOST')} only"


def copies(m: Manifests) -> Iterator[str]:
    """Streams have as many copies as there are servers, told to the Jobs that make them alone."""
    servers = m.one("StatefulSet", "nats")["spec"]["replicas"]
    makers = {"topology", "restore"} & {pod.name for pod in m.pods()}
    told = {
        pod.name: given["NGAYSO_NATS_REPLICAS"]
        for pod in m.pods()
        for given in (dict(m.environment(container)) for container in pod.containers)
        if "NGAYSO_NATS_REPLICAS" in given
    }
    if told != dict.fromkeys(makers, str(servers)):
        yield f"{servers} NATS servers, but the number of copies is told as {told}"


def topology_is_not_repeated(m: Manifests) -> Iterator[str]:
    """Streams, durables and subjects are spelled in contracts/topology.py and nowhere here."""
    words = {stream.name for stream in topology.STREAMS} | {d.name for d in topology.DURABLES}
    words |= {subject for stream in topology.STREAMS for subject in stream.subjects}
    repeated = re.compile(rf"(?<![\w.-])({'|'.join(map(re.escape, sorted(words)))})(?![\w-])")
    written = permissions.render()
    for item in m.objects:
        said = (text for text in strings(item) if text != written)
        for word in sorted({found for text in said for found in repeated.findall(text)}):
            yield f"{item['kind']} {item['metadata']['name']} repeats {word}"


def permissions_are_the_contracts(m: Manifests) -> Iterator[str]:
    """Each user may what contracts/permissions.py says, and has a password of its own."""
    conf = m.one("ConfigMap", "nats-config")["data"]
    if conf["permissions.conf"] != permissions.render():
        yield "permissions.conf is not what contracts say: run make schemas"
    if "include servers.conf" in conf["nats.conf"]:
        return  # signed claims, by runtime/access/safe.py from the same contracts
    users = dict(re.findall(r"\{ user: (\w+), ([^}]+) \}", conf["nats.conf"]))
    users.pop("system")  # of an account without streams
    if users.keys() != SERVICES.keys():
        yield f"nats.conf has the users {sorted(users)}, contracts have {sorted(SERVICES)}"
    for user, given in users.items():
        own = f"password: ${user.upper()}_PASSWORD, permissions: ${permissions.variable(user)}"
        if given != own:
            yield f"nats.conf gives {user} {given}"


def on_disk_first(m: Manifests) -> Iterator[str]:
    """An acknowledgement says that the message lies on the disk."""
    if "sync_interval: always" not in m.one("ConfigMap", "nats-config")["data"]["nats.conf"]:
        yield "nats.conf acknowledges what a power cut would take"
