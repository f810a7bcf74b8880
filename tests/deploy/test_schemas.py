"""Tests, deploy: each object fits the two newest versions of Kubernetes, and the lowest."""

import json
import re
from collections.abc import Callable

import kubernetes_validate
import pytest

from tests.deploy.custom import known_to_kubernetes
from tests.deploy.manifests import HAS_KUBECTL, K8S, ROOT, VARIANTS, Json, load

LOWEST = "1.30"
"""As deploy/k8s/README.md says."""
VERSIONS = ("1.36", "1.37")


def in_clusters(test: Callable[..., None]) -> Callable[..., None]:
    """What has to be rendered first."""
    skip = pytest.mark.skipif(not HAS_KUBECTL, reason="kubectl renders the manifests")
    return pytest.mark.slow(skip(test))


def _distinct() -> list[Json]:
    """An object that several variants share is looked at once."""
    seen = {json.dumps(one): one for variant in VARIANTS for one in load(variant).objects}
    return [one for one in seen.values() if known_to_kubernetes(one)]


@in_clusters
@pytest.mark.parametrize("version", [LOWEST, *VERSIONS])
def test_objects_fit_kubernetes(version: str) -> None:
    """Strictly: a field that is misspelled would be dropped in silence."""
    objects = _distinct()
    assert len(objects) > 100
    for item in objects:
        kubernetes_validate.validate(item, version, strict=True)


@in_clusters
def test_a_misspelled_field_is_found() -> None:
    item = next(one for one in _distinct() if one["kind"] == "Deployment")
    item["spec"]["template"]["spec"]["terminationGracePeriod"] = 1
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(item, VERSIONS[-1], strict=True)


def test_these_are_the_newest() -> None:
    """When the checker learns of a later version, the two move on."""
    newest = int(kubernetes_validate.latest_version().split(".")[1])
    assert tuple(f"1.{minor}" for minor in (newest - 1, newest)) == VERSIONS
    assert f"Kubernetes {LOWEST} or later" in (K8S / "README.md").read_text()


def test_what_scanners_leave_out_has_a_reason() -> None:
    """A skip without one outlives whatever it was for."""
    config = (ROOT / ".ci" / "checkov.yaml").read_text()
    dockerfile = (ROOT / "deploy" / "Dockerfile").read_text()
    manifests = "".join(path.read_text() for path in K8S.rglob("*.yaml"))

    assert len(re.findall(r"^  - CKV_\w+ # .{20,}$", config, re.MULTILINE)) == config.count("CKV_")
    skips = re.findall(r"checkov\.io/skip\d: CKV_\w+=(.*)", manifests)
    assert all(skips)
    assert len(skips) == manifests.count("checkov.io/skip")
    for rule in re.findall(r"\b(?:DL|SC)\d{4}\b", "".join(re.findall("ignore=(.*)", dockerfile))):
        assert f"{rule}: " in dockerfile, rule
