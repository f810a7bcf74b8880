"""Deploy: what is in each image of ours beside its base, as CycloneDX reads it.

`python -m deploy.sbom` writes build/sbom/<service>.cdx.json from the locks that the images are made
of, with the hash of every file that may be installed. The base image, and what apt adds to
reporting's (LibreOffice, fonts), are their makers' to tell.
"""

import json
import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from packaging.markers import Marker

ROOT = Path(__file__).parents[1]
SERVICES = ("registry", "notifier", "reporting", "cli")
LINE = re.compile(
    r"^([\w.-]+)==(\S+)(?: ; (.*?))? \\$((?:\n    --hash=sha256:\w+(?: \\)?)+)", re.MULTILINE
)
IN_IMAGE = {
    "os_name": "posix",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "implementation_name": "cpython",
    "platform_python_implementation": "CPython",
    "python_version": "3.13",
    "python_full_version": "3.13.0",
}
Json = dict[str, Any]


def bill(service: str) -> Json:
    """The bill of one image; the same bytes for the same lock."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    lock = (ROOT / f"requirements-{service}.lock").read_text()
    found = [one for one in LINE.findall(lock) if not one[2] or Marker(one[2]).evaluate(IN_IMAGE)]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, service + version + lock)}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "container",
                "bom-ref": f"ngayso/{service}",
                "name": f"ngayso/{service}",
                "version": version,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": [_component(*one) for one in found],
    }


def _component(name: str, version: str, _: str, hashes: str) -> Json:
    purl = f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"
    files = re.findall(r"sha256:(\w+)", hashes)
    return {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
        "licenses": [{"license": {"name": licence(name)}}],
        "properties": [{"name": "ngayso:file-sha256", "value": one} for one in files],
    }


def licence(name: str) -> str:
    """As the package says it of itself; it has to be installed here, as the whole lock is."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return "unknown"
    classes = [one for one in told.get_all("Classifier") or [] if one.startswith("License :: ")]
    short = told.get_all("License-Expression") or [one.rpartition(" :: ")[2] for one in classes]
    return "; ".join(short or told.get_all("License") or ["unknown"]).partition("\n")[0]


def write() -> None:
    folder = ROOT / "build" / "sbom"
    folder.mkdir(parents=True, exist_ok=True)
    for service in SERVICES:
        text = json.dumps(bill(service), indent=1, ensure_ascii=False)
        (folder / f"{service}.cdx.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    write()
