"""Tests, pods: what a pod mounts, as folders of this machine."""

import base64
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.deploy.manifests import Json, Manifests, Pod

READABLE = 0o644


@dataclass(frozen=True)
class Volumes:
    """folder: where they stand; objects: the ConfigMaps and Secrets that pods name."""

    folder: Path
    objects: Manifests

    def of(self, pod: Pod, name: str, templates: list[Json]) -> dict[str, Path]:
        """By volume, the folder that a pod called `name` mounts; claims outlive it."""
        group = pod.spec["securityContext"]["fsGroup"]
        found = {
            one["metadata"]["name"]: self._claim(f"{one['metadata']['name']}-{name}", group)
            for one in templates
        }
        for volume in pod.spec.get("volumes", []):
            if claim := volume.get("persistentVolumeClaim"):
                found[volume["name"]] = self._claim(claim["claimName"], group)
            else:
                found[volume["name"]] = self._made(volume, name, group)
        return found

    def _claim(self, claim: str, group: int) -> Path:
        return _folder(self.folder / "claims" / claim, group)

    def _made(self, volume: Json, name: str, group: int) -> Path:
        """Of a pod's own: an empty folder, or the files of ConfigMaps and Secrets."""
        folder = _folder(self.folder / "pods" / name / volume["name"], group)
        for file, content, mode in self._files(volume):
            path = folder / file
            path.write_bytes(content)
            os.chown(path, 0, group)
            path.chmod(mode)
        return folder

    def _files(self, volume: Json) -> Iterator[tuple[str, bytes, int]]:
        projected = volume.get("projected", {})
        mode = projected.get("defaultMode")
        for source in (volume, *projected.get("sources", [])):
            if "configMap" in source:
                one = source["configMap"]
                yield from self._of("ConfigMap", one["name"], one, mode)
            if "secret" in source:
                one = source["secret"]
                yield from self._of("Secret", one.get("secretName") or one["name"], one, mode)

    def _of(
        self, kind: str, name: str, source: Json, mode: int | None
    ) -> Iterator[tuple[str, bytes, int]]:
        if name not in self.objects.names(kind):
            if source.get("optional"):
                return
            raise LookupError(f"no {kind} {name}: its pod would wait for it")
        data = contents(self.objects.one(kind, name))
        named = source.get("items") or [{"key": key, "path": key} for key in data]
        for item in named:
            mode = source.get("defaultMode", mode) or READABLE
            yield item["path"], data[item["key"]], mode


def contents(item: Json) -> dict[str, bytes]:
    """What a ConfigMap or Secret holds, by key."""
    text: dict[str, Any] = {**item.get("stringData", {})}
    encoded = item.get("binaryData", {})
    if item["kind"] == "ConfigMap":
        text |= item.get("data", {})
    else:
        encoded = {**encoded, **item.get("data", {})}
    return {key: value.encode() for key, value in text.items()} | {
        key: base64.b64decode(value) for key, value in encoded.items()
    }


def _folder(path: Path, group: int) -> Path:
    """One that a pod's group may write into, as `fsGroup` has it."""
    path.mkdir(parents=True, exist_ok=True)
    os.chown(path, 0, group)
    path.chmod(0o2770)
    return path
