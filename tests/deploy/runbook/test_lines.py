"""Tests, deploy: what the operator's pages have typed into a cluster is there, and means that."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.deploy.manifests import (
    COMPONENTS,
    HAS_KUBECTL,
    ROOT,
    Manifests,
    Pod,
    documented_secrets,
    load,
    selects,
)
from tests.deploy.runbook.lines import PAGES, Line, lines

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not HAS_KUBECTL, reason="kubectl renders the manifests; not on PATH"),
]

KINDS = {
    "deploy": "Deployment",
    "statefulset": "StatefulSet",
    "cronjob": "CronJob",
    "job": "Job",
    "secret": "Secret",
    "pvc": "PersistentVolumeClaim",
    "pod": "Pod",
    "namespace": "Namespace",
}
READING_ANEW = {("deploy", name) for name in ("registry", "notifier", "reporting", "ops")}
"""Whoever reads its Secrets whenever they are needed (decision 0044)."""
OF_NODES = ("drain", "uncordon")
MISPARSED = re.compile(r"unknown|Usage|See 'kubectl|must |invalid|required", re.IGNORECASE)


@cache
def everything(overlay: str) -> Manifests:
    return load("+".join((overlay, *COMPONENTS)))


@cache
def made() -> set[str]:
    """Names that some page gives to a Job."""
    every = [one.read.said for one in lines()]
    return {said[2] for said in every if said[:2] == ["create", "job"] and len(said) > 2}


def named(line: Line) -> Iterator[tuple[str, str]]:
    """Kind and name of whatever the line is about."""
    verb, *said = line.read.said
    if verb == "rollout":
        said = said[1:]
    if said[:2] == ["secret", "generic"]:
        said = ["secret", *said[2:]]
    if verb in ("exec", "logs", "port-forward") and said and "/" not in said[0]:
        yield "Pod", said[0]
    for word in said:
        kind, slash, name = word.partition("/")
        if slash:
            yield KINDS[kind], name
    if said and said[0] in KINDS and verb not in OF_NODES:
        yield from ((KINDS[said[0]], name) for name in said[1:])
    if source := line.read.options.get("--from"):
        kind, _, name = source.partition("/")
        yield KINDS[kind], name


def there(m: Manifests, kind: str) -> set[str]:
    sets = [(one["metadata"]["name"], one["spec"]) for one in m.of("StatefulSet")]
    if kind == "Secret":
        return set(documented_secrets())
    if kind == "Job":
        return made()
    if kind == "Pod":
        return {f"{name}-{at}" for name, spec in sets for at in range(spec["replicas"])}
    if kind == "PersistentVolumeClaim":
        return m.names(kind) | {
            f"{claim['metadata']['name']}-{name}-{at}"
            for name, spec in sets
            for claim in spec.get("volumeClaimTemplates", [])
            for at in range(spec["replicas"])
        }
    return m.names(kind)


def _overlay(line: Line) -> str:
    return "dev" if line.read.options.get("--namespace") == "ngayso-dev" else "prod"


def test_what_the_lines_name_is_there() -> None:
    """A page outlives what it names, unless somebody looks."""
    assert len(lines()) > 100
    assert [fault for line in lines() for fault in _faults(line)] == []


def _faults(line: Line) -> Iterator[str]:
    """Names with a `$` are a loop's, and `…` and `<…>` are the reader's to fill in."""
    m, options = everything(_overlay(line)), line.read.options
    for kind, name in named(line):
        if not re.search(r"[$…<]", name) and name not in there(m, kind):
            yield f"{line.text}: there is no {kind} {name}"
    if (selector := options.get("--selector")) and not _selected(m, selector):
        yield f"{line.text} picks no pod"
    containers = {one["name"] for pod in m.pods() for one in pod.containers}
    if options.get("--container", "nats") not in containers:
        yield f"{line.text}: no such container"
    folder = options.get("--kustomize", "deploy/k8s/overlays/prod")
    if not (ROOT / folder / "kustomization.yaml").is_file():
        yield f"{line.text}: no such folder"


def _selected(m: Manifests, selector: str) -> list[Pod]:
    key, _, value = selector.partition("=")
    return [pod for pod in m.pods() if selects({"matchLabels": {key: value}}, pod.labels)]


def test_a_line_says_its_namespace() -> None:
    """Typed as it stands it must not look for our objects in `default`."""
    spaces = {
        space for overlay in ("prod", "dev") for space in everything(overlay).names("Namespace")
    }
    for line in lines():
        whole = line.read.said[0] in OF_NODES or "--kustomize" in line.read.options
        if not whole and line.read.said[1:2] != ["namespace"] and "describe pod" not in line.text:
            assert line.read.options.get("--namespace") in spaces, line.text


def test_kubectl_takes_each_line(tmp_path: Path) -> None:
    """Its own parser reads the options; there is no server behind it, so nothing is done."""
    kubectl = shutil.which("kubectl")
    for line in {one.shape: one for one in lines()}.values():
        inside = ["--", "true"] if line.read.said[0] == "exec" else []
        called = subprocess.run(
            [str(kubectl), "--server=http://127.0.0.1:9", *line.words[1:], *inside],
            cwd=ROOT if "--kustomize" in line.read.options else tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=30,
        )
        assert not MISPARSED.search(called.stderr), f"{line.text}: {called.stderr}"


def test_each_secret_can_be_rotated() -> None:
    """The runbook's table has every Secret, and restarts whoever mounts it and reads it once. What
    is mounted by `subPath` never changes in a pod.
    """
    text = (ROOT / "docs" / "runbook.md").read_text()
    rows = re.findall(
        r"^\| `([a-z-]+)` \| .* \| ((?:`[a-z-]+/[a-z-]+`(?:, )?)*) ?\|$", text, re.MULTILINE
    )
    told = {name: set(re.findall(r"`([a-z]+)/([a-z-]+)`", restarts)) for name, restarts in rows}
    short = {"Deployment": "deploy", "StatefulSet": "statefulset"}
    mounted: dict[str, set[tuple[str, str]]] = {name: set() for name in documented_secrets()}
    for variant in ("prod+gateway", "+".join(("prod", *COMPONENTS))):
        for pod in load(variant).pods():
            for name in _secrets(pod) if pod.kind in short else ():
                mounted[name].add((short[pod.kind], pod.name))
            assert "subPath" not in str(pod.spec)

    assert told == {name: who - READING_ANEW for name, who in mounted.items()}


def _secrets(pod: Pod) -> Iterator[str]:
    for volume in pod.spec.get("volumes", []):
        for source in [volume, *volume.get("projected", {}).get("sources", [])]:
            if "secret" in source:
                yield source["secret"].get("secretName") or source["secret"]["name"]


def test_links_between_the_pages_lead_somewhere() -> None:
    """An anchor that was renamed leaves its reader at the top of a long page."""
    for page in PAGES:
        for file, anchor in re.findall(r"\]\(([\w./-]*)#([\w-]+)\)", page.read_text()):
            target = (page.parent / file).resolve() if file else page
            assert anchor in anchors(target), f"{page.name}: {file}#{anchor}"


def anchors(page: Path) -> set[str]:
    """Of its headings, as forges make them."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    }
