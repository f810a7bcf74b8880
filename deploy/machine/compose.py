"""Deploy, machine: writes compose.yaml from the manifests: one source says how a service runs.

`python -m deploy.machine.compose` renders this folder with kubectl and turns each workload into a
service: image, user, environment, files, limits; the texts that services read go into `configs`
beside it, since compose puts none into a root that is read-only. What only Kubernetes does
(policies, budgets, spreading) is left out.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
HEAD = "# Written by `python -m deploy.machine.compose` for docs/machines.md.\n"
HASH = re.compile(r"-[a-z0-9]{10}$")
"""What kustomize adds to the name of a ConfigMap that it makes."""
PUBLISHED = {"reporting": ["127.0.0.1:8000:8000"], "notifier": ["127.0.0.1:8001:8000"]}
"""For the machine's own reverse proxy, which ends TLS."""
LEFT = {"drill"}
"""It brings a server of its own into its pod, which a service here has no room for."""
LAME_DUCK = {"stop_signal": "SIGUSR2"}
"""A NATS server lets its clients go first, as its preStop does in a cluster."""
Json = dict[str, Any]


def rendered() -> list[Json]:
    """The objects of this folder's kustomization."""
    done = subprocess.run(["kubectl", "kustomize", HERE], capture_output=True, check=True)
    return [item for item in yaml.safe_load_all(done.stdout) if item]


def compose(objects: list[Json]) -> Json:
    """The compose file as an object."""
    maps = {one["metadata"]["name"]: one["data"] for one in objects if one["kind"] == "ConfigMap"}
    services: Json = {}
    files: dict[str, Json] = {"configs": {}, "secrets": {}}
    for item, spec in _workloads(objects):
        mounted = list(_mounted(item, spec, maps))
        services[item["metadata"]["name"]] = _service(item, spec, maps, mounted)
        for kind, source, _, told in mounted:
            if kind in files:
                at = source if kind == "configs" else told
                files[kind][source] = {"file": f"./{kind}/{at}"}
    return {"name": "ngayso", "services": services, **files}


def _workloads(objects: list[Json]) -> Iterator[tuple[Json, Json]]:
    """What becomes a service, with the spec of its pod."""
    for item in objects:
        maker = item.get("spec", {}).get("jobTemplate", item)["spec"] if "spec" in item else {}
        if "template" in maker and item["metadata"]["name"] not in LEFT:
            yield item, maker["template"]["spec"]


def _service(item: Json, spec: Json, maps: dict[str, Json], mounted: list[Any]) -> Json:
    name, (container, *_) = item["metadata"]["name"], spec["containers"]
    user = spec["securityContext"]
    service = {
        "image": container["image"],
        "user": f"{user['runAsUser']}:{user['runAsGroup']}",
        "read_only": True,
        "cap_drop": container["securityContext"]["capabilities"]["drop"],
        "security_opt": ["no-new-privileges:true"],
        "mem_limit": container["resources"]["limits"]["memory"].lower().removesuffix("i"),
        "stop_grace_period": f"{spec.get('terminationGracePeriodSeconds', 30)}s",
        "logging": {"driver": "json-file", "options": {"max-size": "50m", "max-file": "5"}},
        "environment": _environment(item, container, maps),
    }
    if "command" in container:
        service["entrypoint"] = container["command"]
    if "args" in container:
        service["command"] = container["args"]
    if "workingDir" in container:
        service["working_dir"] = container["workingDir"]
    if item["kind"] == "CronJob":
        service |= {"profiles": ["jobs"], "restart": "no"}
    else:
        service |= {"restart": "unless-stopped", "hostname": f"{name}-0"}
    if "lifecycle" in container and name == "nats":
        service |= LAME_DUCK
    if name in PUBLISHED:
        service["ports"] = PUBLISHED[name]
    for kind in ("configs", "secrets"):
        rows = [{"source": at, "target": to} for one, at, to, _ in mounted if one == kind]
        if rows:
            service[kind] = rows
    service["tmpfs"] = [f"{to}:{text}" for kind, _, to, text in mounted if kind == "tmpfs"]
    service["volumes"] = [f"{at}:{to}{text}" for kind, at, to, text in mounted if kind == "volumes"]
    return service


def _environment(item: Json, container: Json, maps: dict[str, Json]) -> dict[str, str]:
    given: dict[str, str] = {}
    for source in container.get("envFrom", []):
        given |= maps[source["configMapRef"]["name"]]
    for one in container.get("env", []):
        given[one["name"]] = one.get("value", f"{item['metadata']['name']}-0")  # else: its own name
    return {name: value.replace("$", "$$") for name, value in given.items()}


def _mounted(item: Json, spec: Json, maps: dict[str, Json]) -> Iterator[tuple[str, str, str, str]]:
    """Kind of mount, source, path in the container, and what is to be known of the source."""
    volumes = {one["name"]: one for one in spec.get("volumes", [])}
    # By owner: Docker forgets another mode as it starts a container again.
    owner = "uid={runAsUser},gid={runAsGroup}".format(**spec["securityContext"])
    for mount in spec["containers"][0].get("volumeMounts", []):
        path, volume = mount["mountPath"], volumes.get(mount["name"], {})
        if "emptyDir" in volume:
            size = volume["emptyDir"]["sizeLimit"].lower().removesuffix("i")
            yield "tmpfs", "", path, f"size={size},mode=0755,{owner}"
        elif "persistentVolumeClaim" in volume or not volume:
            claim = volume.get("persistentVolumeClaim", {}).get(
                "claimName", item["metadata"]["name"]
            )
            yield "volumes", f"./data/{claim}", path, ":ro" if mount.get("readOnly") else ""
        for source in [volume, *volume.get("projected", {}).get("sources", [])]:
            yield from _files(source, path, maps)


def _files(source: Json, path: str, maps: dict[str, Json]) -> Iterator[tuple[str, str, str, str]]:
    if "configMap" in source:
        name = source["configMap"]["name"]
        chosen = [one["key"] for one in source["configMap"].get("items", [])]
        for key in chosen or sorted(maps[name]):
            yield "configs", _plain(f"{HASH.sub('', name)}-{key}"), f"{path}/{key}", maps[name][key]
    if "secret" in source:
        name = source["secret"].get("secretName") or source["secret"]["name"]
        for one in source["secret"]["items"]:
            file = f"{name}/{one['key']}"
            yield "secrets", _plain(file), f"{path}/{one['path']}", file


def _plain(name: str) -> str:
    """A name that compose takes."""
    return name.replace(".", "-").replace("/", "-")


def written(objects: list[Json]) -> dict[str, str]:
    """The texts of compose.yaml and of the files in `configs`, by path."""
    maps = {one["metadata"]["name"]: one["data"] for one in objects if one["kind"] == "ConfigMap"}
    files = yaml.safe_dump(compose(objects), allow_unicode=True, sort_keys=False, width=120)
    texts = {
        f"configs/{source}": text
        for item, spec in _workloads(objects)
        for kind, source, _, text in _mounted(item, spec, maps)
        if kind == "configs"
    }
    return {"compose.yaml": HEAD + files, **texts}


def write(texts: dict[str, str], folder: Path) -> None:
    """In place of what stood there; whoever a service runs as may read it."""
    shutil.rmtree(folder / "configs", ignore_errors=True)
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
        file.chmod(0o644)


if __name__ == "__main__":
    write(written(rendered()), HERE)
